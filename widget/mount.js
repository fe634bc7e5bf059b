/** Puts a form into its element: a shadow root that the page around neither reaches nor feels. */

import { build } from "./build.js";
import { enhance } from "./enhance.js";

/**
 * @typedef {object} Sending the script that is loaded when somebody begins to write
 * @property {(form: HTMLFormElement, photos: import("./enhance.js").Arrival[]) => Promise<void>} send
 */

/** @type {CSSStyleSheet | undefined} */
let sheet;

/**
 * @param {HTMLElement} element
 * @param {Offer} offer
 */
export function mount(element, offer) {
  const place = document.createElement("div");
  place.className = "aldaba";
  place.lang = offer.language;
  build(offer.tree, place);
  const form = /** @type {HTMLFormElement} */ (place.firstElementChild);
  form.ariaLabel = offer.title;
  const key = /** @type {HTMLInputElement} */ (form.elements.namedItem("_key"));
  key.value = crypto.getRandomValues(new Uint32Array(5)).join("-");
  if (!sheet) dress(offer);
  const root = element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [/** @type {CSSStyleSheet} */ (/** @type {unknown} */ (sheet))];
  root.append(place);
  const load = loader(offer.sending);
  form.addEventListener("focusin", () => void load().catch(() => {}), { once: true });
  enhance(form, async (sent, photos) => {
    try {
      await (await load()).send(sent, photos);
    } catch {
      /** @type {HTMLElement} */ (form.querySelector("[data-not-sent]")).hidden = false;
    }
  });
  element.dispatchEvent(new CustomEvent("aldaba:ready", { bubbles: true, composed: true }));
}

/** @param {Offer} offer */
function dress(offer) {
  sheet = new CSSStyleSheet();
  sheet.replaceSync(offer.css);
  for (const [family, address, descriptors] of offer.fonts) {
    document.fonts.add(new FontFace(family, `url(${offer.base + address})`, descriptors));
  }
}

/**
 * Loads a script once; after a failure, again, under another address: browsers remember failures.
 * @param {string} address
 */
function loader(address) {
  let tries = 0;
  /** @type {Promise<Sending> | undefined} */
  let loaded;
  return () => {
    loaded ??= import(address + (tries++ ? `?${tries}` : ""));
    loaded.catch(() => (loaded = undefined));
    return loaded;
  };
}
