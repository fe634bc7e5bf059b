/**
 * Makes a form that works by itself quicker to use. Whether an answer is right is never judged
 * here, and every word comes from the page.
 */

import { showAsked } from "./asked.js";

/** @typedef {() => Promise<void>} Arrival resolves when no photo is on its way any more */
/** @typedef {(form: HTMLFormElement, photos: Arrival[]) => Promise<void>} Send */

/**
 * @param {HTMLFormElement} form
 * @param {Send} send sends it in place
 */
export function enhance(form, send) {
  const photos = [...form.querySelectorAll("[data-photos]")].map((box) => enlivened(form, /** @type {HTMLElement} */ (box)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form, photos);
  });
  form.addEventListener("change", () => showAsked(form));
  showAsked(form);
}

/**
 * Photos are a script of their own, loaded with the first one. Where it can't be had, photos go
 * with the form.
 * @param {HTMLFormElement} form stands at our own address, whatever page it is in
 * @param {HTMLElement} box
 * @returns {Arrival}
 */
function enlivened(form, box) {
  /** @type {Promise<Arrival | void> | undefined} */
  let loaded;
  const load = () => {
    loaded ??= import(new URL(box.dataset["photos"] ?? "", form.action).href).then(
      (photos) => photos.enhancePhotos(box),
      () => (loaded = undefined),
    );
  };
  box.classList.add("photos--live");
  box.addEventListener("change", load);
  if (box.querySelector("li")) load();
  return async () => (await loaded)?.();
}
