/**
 * The desk by keyboard. Single keys can be switched off for this device (WCAG 2.1.4), do nothing
 * while somebody types, and press what the page offers: they decide nothing by themselves.
 */

import { photosOf } from "./arrivals.js";
import { stayHere } from "./here.js";
import { narrowNames } from "./narrowing.js";
import { enhanceCopies, enhancePrint } from "./receipt.js";
import { showLostPhoto } from "./send.js";

const OFF = "aldaba-keys-off";
const LIST = "aldaba-list"; // how the queue was filtered, for as long as this tab is open

const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-row]")]);
const help = /** @type {HTMLDialogElement | null} */ (document.querySelector("[data-keys]"));
const choice = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-keys-on]"));

/** @param {number} step */
function move(step) {
  const from = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + step));
  rows[to]?.focus();
  rows[to]?.scrollIntoView({ block: "nearest" });
}

/**
 * Presses or focuses what the page marks with `key`; on the queue, opens the focused row there.
 * @param {string} key
 */
function press(key) {
  const target = /** @type {HTMLElement | null} */ (document.querySelector(`[data-key="${key}"]`));
  if (target?.matches("input, textarea")) target.focus();
  else if (target) {
    target.focus(); // so that Tab goes on from what it opens
    target.click();
  } else if (document.activeElement?.matches("[data-row]")) /** @type {HTMLElement} */ (document.activeElement).click();
}

/** The box that marks a row of the queue. @param {Element | null} row */
function markOf(row) {
  return /** @type {HTMLElement | null | undefined} */ (row?.closest("tr")?.querySelector("[name=marked]"));
}

/** @param {KeyboardEvent} event */
function ignored(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  return event.ctrlKey || event.metaKey || event.altKey || event.isComposing || target.closest("input, select, textarea, dialog");
}

/** @type {Record<string, () => void>} */
const keys = {
  j: () => move(1),
  k: () => move(-1),
  a: () => press("a"),
  r: () => press("r"),
  c: () => press("c"),
  q: () => press("q"),
  h: () => press("h"),
  s: () => press("s"),
  n: () => press("n"),
  m: () => press("m"),
  x: () => markOf(document.activeElement)?.click(),
  "/": () => press("/"),
};

document.addEventListener("keydown", (event) => {
  if (ignored(event)) return;
  if (event.key === "?") help?.showModal();
  const act = keys[event.key];
  if (!act || choice?.checked === false) return;
  event.preventDefault();
  act();
});

// Whoever goes back to the list finds it as they left it.
if (document.querySelector("[data-queue]")) sessionStorage.setItem(`${LIST} ${location.pathname}`, location.search);
for (const back of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-back]"))) {
  back.search = sessionStorage.getItem(`${LIST} ${back.pathname}`) ?? "";
}

narrowNames(document.querySelector("[data-narrows]"));
const here = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-here]"));
if (here) stayHere(here);
enhanceCopies(document);
enhancePrint(document);

// The whole list is fetched when somebody wants it; browsers let only a press write, so the
// clipboard is promised the text at once.
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copy-from]"))) {
  if (!navigator.clipboard?.write) break;
  const said = /** @type {HTMLElement} */ (button.parentElement?.querySelector("[data-copied]"));
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": textAt(button.dataset["copyFrom"] ?? "") })]);
      said.textContent = said.dataset["copied"] ?? "";
    } catch {
      said.textContent = said.dataset["notCopied"] ?? "";
    }
  });
}

/** @param {string} address */
async function textAt(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw answer.status;
  return new Blob([await answer.text()], { type: "text/plain" });
}

for (const all of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-mark-all]"))) {
  all.hidden = false;
  all.addEventListener("click", () => rows.forEach((row) => /** @type {HTMLInputElement} */ (markOf(row)).checked = true));
}

// Whoever opens a part of the page to write in goes on writing.
for (const part of document.querySelectorAll("details")) {
  const field = /** @type {HTMLElement | null} */ (part.querySelector("[data-focus]"));
  part.addEventListener("toggle", () => part.open && field?.focus());
}

// Photos go ahead as they are chosen, and their form waits for the last of them.
for (const form of document.forms) {
  const photos = photosOf(form);
  if (photos.length) form.addEventListener("submit", (event) => void sendAfter(event, form, photos));
}

/**
 * @param {SubmitEvent} event
 * @param {HTMLFormElement} form
 * @param {import("./arrivals.js").Arrival[]} photos
 */
async function sendAfter(event, form, photos) {
  event.preventDefault();
  await Promise.all(photos.map((arrived) => arrived()));
  if (!showLostPhoto(form)) form.submit();
}

document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

if (choice) {
  choice.checked = !localStorage.getItem(OFF);
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}

/**
 * Puts `start` into `text`, unless somebody has written there.
 * @param {HTMLTextAreaElement} text
 * @param {string} start
 */
function begin(text, start) {
  if (text.value !== (text.dataset["begun"] ?? "")) return;
  text.value = start;
  text.dataset["begun"] = start;
}

// A reason from the list is the start of what the customer will read.
for (const reason of document.querySelectorAll("[data-fills]")) {
  reason.addEventListener("change", () => {
    const text = document.getElementById(reason.getAttribute("data-fills") ?? "");
    if (text instanceof HTMLTextAreaElement) begin(text, reason.getAttribute("data-text") ?? "");
  });
}
