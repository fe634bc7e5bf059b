/** Puts a form into its element. */

import { showAsked } from "./asked.js";
import { build } from "./build.js";
import { placed, reveal } from "./place.js";

/**
 * @param {HTMLElement} element
 * @param {Offer} offer
 */
export function mount(element, offer) {
  const place = placed(element, offer);
  place.lang = offer.language;
  build(offer.tree, place);
  const form = /** @type {HTMLFormElement} */ (place.lastElementChild);
  form.ariaLabel = offer.title;
  const key = /** @type {HTMLInputElement} */ (form.elements.namedItem("_key"));
  key.value = crypto.getRandomValues(new Uint32Array(5)).join("-");
  for (const box of form.querySelectorAll("[data-photos]")) box.classList.add("photos--live");
  showAsked(form);
  begin(form, element, offer.sending);
  void reveal(element);
}

/**
 * Sending is a script of its own, loaded when somebody touches the form. After a failure it is asked
 * for again, under another address: browsers remember failures.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} element
 * @param {string} address
 */
function begin(form, element, address) {
  let tries = 0;
  /** @type {Promise<() => Promise<void>> | undefined} */
  let loaded;
  const load = async () => {
    loaded ??= import(address + (tries++ ? `?${tries}` : "")).then((sending) => sending.begin(form, element));
    try {
      return await loaded;
    } catch {
      loaded = undefined;
    }
  };
  for (const touch of ["focusin", "pointerover", "change"]) form.addEventListener(touch, load);
  form.addEventListener("change", () => showAsked(form));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const send = await load();
    if (send) await send();
    else /** @type {HTMLElement} */ (form.querySelector("[data-not-sent]")).hidden = false;
  });
  if (/prefill-/.test(location.hash + element.getAttributeNames())) void load();
}
