/**
 * What an embed loads when somebody begins to write: photos, sending in place, the receipt in place,
 * and how all that looks.
 */

import css from "../server/aldaba/pages/static/refused.css";
import { photosOf } from "./arrivals.js";
import { build } from "./build.js";
import { dress } from "./dress.js";
import { enhanceCopies, enhancePrint } from "./receipt.js";
import { send, tell } from "./send.js";

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} element that it is mounted in
 * @returns {() => Promise<void>} sends it
 */
export function begin(form, element) {
  const photos = photosOf(form);
  dress(form.getRootNode(), css);
  prefill(form, element);
  return () => send(form, photos, (said) => showReceipt(form, said));
}

/**
 * Puts the receipt in the form's place. Nothing else tells a screen reader that the form is gone,
 * so the focus goes there; the press on the button was the person's own.
 * @param {HTMLFormElement} form
 * @param {import("./send.js").Receipt} said
 */
function showReceipt(form, said) {
  const place = /** @type {HTMLElement} */ (form.parentElement);
  const root = /** @type {ShadowRoot} */ (form.getRootNode());
  dress(root, said.view.css);
  place.replaceChildren();
  build(said.view.tree, place);
  enhanceCopies(root);
  enhancePrint(root);
  /** @type {HTMLElement | null} */ (place.querySelector("[tabindex]"))?.focus();
  tell(place, "submitted", { number: said.number });
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
