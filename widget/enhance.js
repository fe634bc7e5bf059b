/**
 * Makes a form that works by itself quicker to use. Whether an answer is right is never judged
 * here, and every word comes from the page.
 */

import { showAsked } from "./asked.js";
import { photosOf } from "./arrivals.js";

/**
 * @param {HTMLFormElement} form
 * @param {(form: HTMLFormElement, photos: import("./arrivals.js").Arrival[], pressed: HTMLElement | null) => unknown} send sends it in place
 */
export function enhance(form, send) {
  const photos = photosOf(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form, photos, event.submitter);
  });
  form.addEventListener("change", () => showAsked(form));
  showAsked(form);
}
