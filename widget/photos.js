/**
 * Sends each photo as soon as it is chosen, so that the form itself stays small and a refused form
 * loses none. The server answers with a signed id, which the form carries.
 */

import css from "../server/aldaba/pages/static/photos.css";
import { build } from "./build.js";
import { dress } from "./dress.js";
import { drawn, shrunk } from "./picture.js";
import { upload } from "./upload.js";

/**
 * @typedef {object} Box
 * @property {HTMLElement} element the part of the page, which holds all words
 * @property {HTMLElement} list
 * @property {HTMLElement} status
 * @property {HTMLElement} trigger
 * @property {Set<Promise<void>>} underway
 */

/**
 * @param {HTMLElement} element
 * @returns {() => Promise<void>} resolves when no photo of this box is on its way any more
 */
export function enhancePhotos(element) {
  const list = /** @type {HTMLElement} */ (element.querySelector("ul"));
  const status = /** @type {HTMLElement} */ (element.querySelector("[data-photos-status]"));
  const input = /** @type {HTMLInputElement} */ (element.querySelector("input[type=file]"));
  const box = { element, list, status, trigger: input, underway: new Set() };
  dress(element.getRootNode(), css);
  input.removeAttribute("name");
  for (const row of list.querySelectorAll("li")) adopt(box, row);
  input.addEventListener("change", () => takeChosen(box, input));
  takeChosen(box, input); // what was chosen before this script was here
  return async () => void (await Promise.all(box.underway));
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
  const room = most - box.list.children.length;
  box.status.textContent = files.length > room ? (box.element.dataset["tooMany"] ?? "") : "";
  for (const file of files.slice(0, room)) take(box, file);
}

/**
 * @param {Box} box
 * @param {File} file
 */
function take(box, file) {
  const stop = new AbortController();
  const row = added(box);
  offerRemoval(box, row, stop);
  row.querySelector("[data-retry]")?.addEventListener("click", () => stage(box, row, file, stop.signal));
  void drawn(file, row.querySelector("canvas"));
  stage(box, row, file, stop.signal);
}

/**
 * The row of one more photo.
 * @param {Box} box
 */
function added({ element, list }) {
  const { label = "", uploading, retry, remove } = element.dataset;
  const name = label.replace("#", String(list.children.length + 1));
  build(
    [
      "li\tclass=photo",
      `canvas\twidth=240\theight=240\trole=img\taria-label=${name}`,
      `<progress\tmax=1\tvalue=0\taria-label=${uploading}`,
      "<p\tclass=photo__failure\thidden",
      "<button\ttype=button\tclass=button\tdata-retry\thidden",
      `'${retry}`,
      `<button\ttype=button\tclass=photo__remove\tdata-remove\ttitle=${remove}\taria-label=${remove}`,
      "svg",
      "path\td=m6 6 12 12M18 6 6 18",
    ].join("\n"),
    list,
  );
  return /** @type {HTMLElement} */ (list.lastElementChild);
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
    box.trigger.focus();
  });
}

/**
 * @param {Box} box
 * @param {HTMLElement} row
 * @param {File} file
 * @param {AbortSignal} stopped
 */
function stage(box, row, file, stopped) {
  const sending = sent(box, row, file, stopped).finally(() => box.underway.delete(sending));
  box.underway.add(sending);
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
    const answer = await upload(box.element, body, row.querySelector("progress"), stopped);
    if (answer.photo) keep(box, row, answer.photo);
    state(row, { failure: answer.photo ? "" : answer.detail });
  } catch {
    if (!stopped.aborted) state(row, { failure: box.element.dataset["failed"], again: true });
  }
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
