/**
 * Photos are a script of their own, loaded with the first one. Where it can't be had, photos go
 * with the form.
 *
 * @typedef {() => Promise<void>} Arrival resolves when no photo is on its way any more
 */

/**
 * @param {HTMLFormElement} form
 * @returns {Arrival[]} one for each of its photo fields
 */
export function photosOf(form) {
  return [...form.querySelectorAll("[data-photos]")].map((box) => enlivened(form, /** @type {HTMLElement} */ (box)));
}

/**
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
  if (box.querySelector("li") || box.querySelector("input")?.files?.length) load();
  return async () => (await loaded)?.();
}
