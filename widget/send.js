/**
 * Sends a form in place, once, and shows beside the fields what the server says.
 *
 * @typedef {{code: string, message: string}} Fault
 * @typedef {Record<string, Fault[]>} Problems by field
 * @typedef {object} Said what the server answers
 * @property {string} [number]
 * @property {string} [receipt] the page that a form leads to
 * @property {string} [location] the same of a link's page
 * @property {import("./view.js").View} [view] what to show in its place
 *
 * @typedef {(form: HTMLFormElement, said: Said, taken: boolean, release: () => void) => void} Show
 */

import { showProblems } from "./problems.js";

/**
 * @param {HTMLFormElement} form
 * @param {import("./arrivals.js").Arrival[]} photos
 * @param {Show} show
 * @param {HTMLElement | null} [pressed] the button, where there are several
 */
export async function send(form, photos, show, pressed) {
  const button = /** @type {HTMLButtonElement | null} */ (pressed ?? form.querySelector("[data-sending]"));
  const notSent = /** @type {HTMLElement | null} */ (form.querySelector("[data-not-sent]"));
  if (!button || !notSent) return form.submit();
  if (form.querySelector("[aria-disabled=true]")) return;
  notSent.hidden = true;
  const release = hold(button);
  await Promise.all(photos.map((arrived) => arrived()));
  if (showLostPhoto(form)) return release();
  try {
    const headers = { Accept: "application/json", "Accept-Language": languageOf(form) };
    const body = new FormData(form);
    if (button.name) body.append(button.name, button.value);
    const answer = await fetch(form.action, { method: "POST", body, headers });
    const said = await answer.json();
    if (answer.ok || said.view) return show(form, said, answer.ok, release);
    if (Object.keys(said.problems ?? {}).length) {
      showProblems(form, said.problems);
      tell(form, "invalid");
    } else if (answer.status >= 500) throw answer;
    else leave(form, notSent, said);
  } catch {
    say(notSent);
    tell(form, "error");
  }
  release();
}

/**
 * A refusal about no field is told by the page that a plain submission gets, with all answers kept,
 * and where a policy forbids to go there, by its words alone.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} notSent
 * @param {{type?: string, detail?: string}} said
 */
function leave(form, notSent, said) {
  say(notSent, said.detail);
  tell(form, said.type === "/problems/switched_off" ? "closed" : "error");
  form.submit();
}

/**
 * Shows the notice, with `words` in the place of its own.
 * @param {HTMLElement} notice
 * @param {string} [words]
 */
function say(notice, words) {
  const text = /** @type {HTMLElement} */ (notice.querySelector("span"));
  notice.dataset["own"] ??= text.textContent ?? "";
  text.textContent = words ?? notice.dataset["own"];
  notice.hidden = false;
}

/**
 * Tells the page around an embed; nothing personal is in it.
 * @param {Element} element
 * @param {string} what
 * @param {object} [detail]
 */
export function tell(element, what, detail) {
  element.dispatchEvent(new CustomEvent(`aldaba:${what}`, { bubbles: true, composed: true, detail }));
}

/**
 * The language that a part of the page is in; what the server says is to be in it too.
 * @param {Element} element
 */
export function languageOf(element) {
  return element.closest("[lang]")?.getAttribute("lang") ?? "";
}

/**
 * Nothing is sent without a photo that its sender believes to be in it.
 * @param {HTMLFormElement} form
 */
export function showLostPhoto(form) {
  const lost = form.querySelector(".photo__failure:not([hidden])");
  lost?.scrollIntoView({ block: "center" });
  return lost;
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
  button.replaceChildren(button.dataset["sending"] ?? button.textContent ?? "");
  return () => {
    button.replaceChildren(...words);
    button.removeAttribute("aria-disabled");
    button.style.minWidth = "";
  };
}
