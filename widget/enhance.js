/**
 * Makes a form that works by itself quicker to use: it is sent in place, once, and what the server
 * says is shown beside the fields. Whether an answer is right is never judged here, and every word
 * comes from the page.
 *
 * @typedef {{code: string, message: string}} Fault
 * @typedef {Record<string, Fault[]>} Problems by field
 */

import { showProblems } from "./problems.js";

/**
 * Enhances each form below `root`: a Document, or the ShadowRoot of an embed.
 * @param {Document | ShadowRoot} root
 */
export function enhance(root) {
  for (const form of root.querySelectorAll("form")) {
    if (!("form" in form.dataset)) continue;
    form.addEventListener("submit", (event) => void send(event, form));
    form.addEventListener("change", () => showAsked(form));
    showAsked(form);
    for (const box of form.querySelectorAll("[data-photos]")) void enhancePhotos(box);
  }
}

/** Resolves when no photo is on its way any more. */
let photosArrived = async () => {};

/**
 * Photos are a script of their own, which only forms that ask for them load.
 * @param {Element} box
 */
async function enhancePhotos(box) {
  const address = box.getAttribute("data-photos");
  if (!address) return;
  const photos = /** @type {typeof import("./photos.js")} */ (await import(address));
  photosArrived = photos.arrived;
  photos.enhancePhotos(/** @type {HTMLElement} */ (box));
}

/**
 * A field that only some options ask for stands there when one of them is chosen, or when it holds
 * something already. Photos always do.
 * @param {HTMLFormElement} form
 */
function showAsked(form) {
  const chosen = form.querySelectorAll("[data-asks]:checked");
  const asked = new Set([...chosen].flatMap((option) => (option.getAttribute("data-asks") ?? "").split(" ")));
  for (const hint of form.querySelectorAll("[data-unless-asked]")) {
    const wanted = asked.has(hint.getAttribute("data-unless-asked") ?? "");
    const field = /** @type {HTMLElement | null} */ (hint.closest("[data-field]"));
    /** @type {HTMLElement} */ (hint).hidden = wanted;
    if (field) field.hidden = !wanted && !field.querySelector("[data-photos], :checked:not([value=''])") && !written(field);
  }
}

/** @param {HTMLElement} field */
function written(field) {
  const text = field.querySelector("input:not([type=radio], [type=checkbox]), textarea");
  return text instanceof HTMLInputElement || text instanceof HTMLTextAreaElement ? text.value : "";
}

/**
 * @param {SubmitEvent} event
 * @param {HTMLFormElement} form
 */
async function send(event, form) {
  event.preventDefault();
  const button = form.querySelector("[data-sending]");
  const notSent = form.querySelector("[data-not-sent]");
  if (!(button instanceof HTMLButtonElement) || !(notSent instanceof HTMLElement)) return;
  if (button.getAttribute("aria-disabled")) return;
  notSent.hidden = true;
  const release = hold(button);
  await photosArrived();
  if (showLostPhoto(form)) return release();
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (answer.ok) return leave(said.receipt, release);
    if (Object.keys(said.problems ?? {}).length) showProblems(form, said.problems);
    else if (answer.status >= 500) notSent.hidden = false;
    else return form.submit(); // about no field: the page that a plain submission gets tells it
  } catch {
    notSent.hidden = false;
  }
  release();
}

/**
 * Nothing is sent without a photo that its sender believes to be in it.
 * @param {HTMLFormElement} form
 */
function showLostPhoto(form) {
  const lost = form.querySelector(".photo__failure:not([hidden])");
  lost?.scrollIntoView({ block: "center" });
  return lost;
}

/**
 * Goes to the receipt. Whoever comes Back finds the form in the browser's memory, ready to send.
 * @param {string} receipt
 * @param {() => void} release
 */
function leave(receipt, release) {
  addEventListener("pageshow", release, { once: true });
  location.assign(receipt);
}

/**
 * Says that it is being sent, in the same width, and takes no second press until released.
 * @param {HTMLButtonElement} button
 * @returns {() => void}
 */
function hold(button) {
  const words = [...button.childNodes];
  button.style.minWidth = `${button.getBoundingClientRect().width}px`;
  button.setAttribute("aria-disabled", "true");
  button.replaceChildren(button.dataset["sending"] ?? "");
  return () => {
    button.replaceChildren(...words);
    button.removeAttribute("aria-disabled");
    button.style.minWidth = "";
  };
}
