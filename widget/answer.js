/** What is shown once the server has taken a form, or has more to say about it. */

import { enhance } from "./enhance.js";
import { enhanceCopies, enhancePrint } from "./receipt.js";
import { send, tell } from "./send.js";
import { showView } from "./view.js";

/**
 * Makes what stands in `place` quicker to use.
 * @param {HTMLElement} place
 */
export function enliven(place) {
  enhanceCopies(place);
  enhancePrint(place);
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (place.querySelectorAll("[data-form]"))) enhance(form, (sent, photos, pressed) => send(sent, photos, showAnswer, pressed));
  const mark = place.querySelector("[data-keep]");
  if (mark) import(/** @type {string} */ (mark.getAttribute("data-keep"))).then(({ keep }) => keep(mark), () => {});
}

/**
 * Puts the answer in the form's place, or goes where it says. Nothing else tells a screen reader
 * that the form is gone, so the focus goes there; the press on the button was the person's own.
 * @param {HTMLFormElement} form
 * @param {import("./send.js").Said} said
 * @param {boolean} taken
 * @param {() => void} release
 */
export function showAnswer(form, said, taken, release) {
  const place = /** @type {HTMLElement} */ (form.closest("main, .aldaba"));
  if (!said.view) return leave(said, release);
  showView(place, said.view);
  enliven(place);
  /** @type {HTMLElement | null} */ (place.querySelector("[autofocus], [tabindex]"))?.focus();
  if (taken) tell(place, "submitted", { number: said.number });
  else tell(place, "invalid");
}

/**
 * Whoever comes Back finds the form in the browser's memory, ready to send.
 * @param {import("./send.js").Said} said
 * @param {() => void} release
 */
function leave(said, release) {
  addEventListener("pageshow", release, { once: true });
  open(said.receipt ?? said.location, "_top"); // out of a frame: no receipt shows itself in one
}
