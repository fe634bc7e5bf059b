/**
 * Sends a form in place, once, and shows beside the fields what the server says.
 *
 * @typedef {{code: string, message: string}} Fault
 * @typedef {Record<string, Fault[]>} Problems by field
 * @typedef {object} Receipt what the server answers when it has kept the form
 * @property {string} number
 * @property {string} receipt its page
 * @property {{css: string, tree: string}} view the same for an embed, which asks for it
 */

import { showProblems } from "./problems.js";

/**
 * @param {HTMLFormElement} form
 * @param {import("./arrivals.js").Arrival[]} photos
 * @param {(said: Receipt, release: () => void) => void} sent
 */
export async function send(form, photos, sent) {
  const button = form.querySelector("[data-sending]");
  const notSent = form.querySelector("[data-not-sent]");
  if (!(button instanceof HTMLButtonElement) || !(notSent instanceof HTMLElement)) return;
  if (button.getAttribute("aria-disabled")) return;
  notSent.hidden = true;
  const release = hold(button);
  await Promise.all(photos.map((arrived) => arrived()));
  if (showLostPhoto(form)) return release();
  try {
    const headers = { Accept: "application/json", "Accept-Language": languageOf(form) };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    const said = await answer.json();
    if (answer.ok) return sent(said, release);
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
function showLostPhoto(form) {
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
  button.replaceChildren(button.dataset["sending"] ?? "");
  return () => {
    button.replaceChildren(...words);
    button.removeAttribute("aria-disabled");
    button.style.minWidth = "";
  };
}
