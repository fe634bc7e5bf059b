/**
 * Sends each photo as soon as it is chosen, so that the form itself stays small and a refused form
 * loses none. The server answers with a signed id, which the form carries.
 */

import { drawn, shrunk } from "./picture.js";

/**
 * @typedef {object} Box
 * @property {HTMLElement} element the part of the page, which holds all words
 * @property {HTMLElement} list
 * @property {HTMLElement} pattern the row that is copied for each photo
 * @property {HTMLElement} status
 * @property {HTMLElement | null} trigger
 */

/** @type {Set<Promise<void>>} */
const underway = new Set();

/** Resolves when no photo is on its way any more. */
export async function arrived() {
  await Promise.all(underway);
}

/** @param {HTMLElement} element */
export function enhancePhotos(element) {
  const list = /** @type {HTMLElement | null} */ (element.querySelector("ul"));
  const pattern = /** @type {HTMLElement | null} */ (element.querySelector("[data-photo-pattern]"));
  const status = /** @type {HTMLElement | null} */ (element.querySelector("[data-photos-status]"));
  const input = element.querySelector("input[type=file]");
  if (!list || !pattern || !status || !(input instanceof HTMLInputElement)) return;
  const box = { element, list, pattern, status, trigger: input };
  element.classList.add("photos--live");
  input.removeAttribute("name");
  for (const row of list.querySelectorAll("li:not([hidden])")) adopt(box, /** @type {HTMLElement} */ (row));
  input.addEventListener("change", () => takeChosen(box, input));
  takeChosen(box, input); // what was chosen before this script was here
}

/**
 * @param {Box} box
 * @param {HTMLInputElement} input
 */
function takeChosen(box, input) {
  add(box, [...(input.files ?? [])]);
  input.value = "";
}

/**
 * A photo that the server already holds: its box to tick becomes a button.
 * @param {Box} box
 * @param {HTMLElement} row
 */
function adopt(box, row) {
  row.querySelector("[data-without-script]")?.remove();
  offerRemoval(box, row, new AbortController());
}

/**
 * @param {Box} box
 * @param {File[]} files
 */
function add(box, files) {
  const most = Number(box.element.dataset["max"]);
  const room = most - box.list.querySelectorAll("li:not([hidden])").length;
  box.status.textContent = files.length > room ? (box.element.dataset["tooMany"] ?? "") : "";
  for (const file of files.slice(0, room)) take(box, file);
}

/**
 * @param {Box} box
 * @param {File} file
 */
function take(box, file) {
  const row = /** @type {HTMLElement} */ (box.pattern.cloneNode(true));
  const stop = new AbortController();
  row.removeAttribute("data-photo-pattern");
  row.hidden = false;
  box.list.append(row);
  name(box, row);
  offerRemoval(box, row, stop);
  row.querySelector("[data-retry]")?.addEventListener("click", () => stage(box, row, file, stop.signal));
  void drawn(file, row.querySelector("canvas"));
  stage(box, row, file, stop.signal);
}

/**
 * @param {Box} box
 * @param {HTMLElement} row
 */
function name(box, row) {
  const position = String(box.list.querySelectorAll("li:not([hidden])").length);
  const canvas = row.querySelector("canvas");
  canvas?.setAttribute("role", "img");
  canvas?.setAttribute("aria-label", (box.element.dataset["label"] ?? "").replace("#", position));
}

/**
 * @param {Box} box
 * @param {HTMLElement} row
 * @param {AbortController} stop
 */
function offerRemoval(box, row, stop) {
  const button = /** @type {HTMLElement | null} */ (row.querySelector("[data-remove]"));
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    stop.abort();
    row.remove();
    box.status.textContent = "";
    box.trigger?.focus();
  });
}

/**
 * @param {Box} box
 * @param {HTMLElement} row
 * @param {File} file
 * @param {AbortSignal} stopped
 */
function stage(box, row, file, stopped) {
  const sending = sent(box, row, file, stopped).finally(() => underway.delete(sending));
  underway.add(sending);
}

/**
 * @param {Box} box
 * @param {HTMLElement} row
 * @param {File} file
 * @param {AbortSignal} stopped
 */
async function sent(box, row, file, stopped) {
  state(row, { sending: true });
  try {
    const body = new FormData();
    body.append("photo", await shrunk(file), file.name);
    const answer = await upload(box.element.dataset["upload"] ?? "", body, row.querySelector("progress"), stopped);
    if (answer.photo) keep(box, row, answer.photo);
    state(row, { failure: answer.photo ? "" : answer.detail });
  } catch {
    if (!stopped.aborted) state(row, { failure: box.element.dataset["failed"], again: true });
  }
}

/**
 * XMLHttpRequest, because fetch can't tell how far a sending has come.
 * @param {string} address
 * @param {FormData} body
 * @param {HTMLProgressElement | null} progress
 * @param {AbortSignal} stopped
 * @returns {Promise<{photo?: string, detail?: string}>}
 */
function upload(address, body, progress, stopped) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (progress && event.lengthComputable) progress.value = event.loaded / event.total;
    };
    request.onload = () => (request.response && request.status < 500 ? resolve(request.response) : reject());
    request.onerror = request.onabort = () => reject();
    stopped.addEventListener("abort", () => request.abort());
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });
}

/**
 * @param {Box} box
 * @param {HTMLElement} row
 * @param {string} photo
 */
function keep(box, row, photo) {
  const id = document.createElement("input");
  id.type = "hidden";
  id.name = box.element.dataset["name"] ?? "";
  id.value = photo;
  row.append(id);
}

/**
 * @param {HTMLElement} row
 * @param {{sending?: boolean, failure?: string | undefined, again?: boolean}} now a photo that the
 * server refused is not worth sending again
 */
function state(row, { sending = false, failure = "", again = false }) {
  const progress = row.querySelector("progress");
  const message = /** @type {HTMLElement | null} */ (row.querySelector(".photo__failure"));
  const retry = /** @type {HTMLElement | null} */ (row.querySelector("[data-retry]"));
  if (progress) progress.hidden = !sending;
  if (message) [message.textContent, message.hidden] = [failure, !failure];
  if (retry) retry.hidden = !again;
}
