/**
 * What an embed loads when somebody begins to write: photos, sending in place, the receipt in place,
 * and how all that looks.
 */

import css from "../server/aldaba/pages/static/touched.css";
import { enliven, showAnswer } from "./answer.js";
import { photosOf } from "./arrivals.js";
import { dress } from "./dress.js";
import { send } from "./send.js";

/**
 * A view that came without what its forms need once somebody touches them.
 * @param {HTMLElement} place
 */
export function wake(place) {
  dress(place.getRootNode(), css);
  enliven(place);
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} element that it is mounted in
 * @returns {() => Promise<void>} sends it
 */
export function begin(form, element) {
  const photos = photosOf(form);
  dress(form.getRootNode(), css);
  prefill(form, element);
  return () => send(form, photos, showAnswer);
}

/**
 * Fills in what the element's `data-prefill-<field>` or the page's fragment (`#prefill-<field>=…`)
 * already know. What a person has to agree to themselves, they do.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} element
 */
function prefill(form, element) {
  const written = [...element.attributes].map(({ name, value }) => [name.replace(/^data-/, ""), value]);
  for (const [name = "", value = ""] of [...written, ...new URLSearchParams(location.hash.slice(1))]) {
    const control = name.startsWith("prefill-") && form.elements.namedItem(name.slice(8));
    if (control instanceof RadioNodeList) control.value = value;
    else if (control && control.matches("[data-field] .input")) /** @type {HTMLInputElement} */ (control).value = value;
  }
  form.dispatchEvent(new Event("change"));
}
