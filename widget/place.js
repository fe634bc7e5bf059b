/** A shadow root that the page around neither reaches nor feels, with the company's look. */

/** @type {CSSStyleSheet | undefined} */
let sheet;

/**
 * The place for a form inside `element`, empty.
 * @param {HTMLElement} element
 * @param {Offer} offer
 */
export function placed(element, offer) {
  const place = document.createElement("div");
  place.className = "aldaba";
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(offer.css);
    for (const [family, address, descriptors] of offer.fonts) {
      document.fonts.add(new FontFace(family, `url(${offer.base + address})`, descriptors));
    }
  }
  const root = element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.append(place);
  return place;
}

/** @param {HTMLElement} element whose form is there */
export function ready(element) {
  element.dispatchEvent(new CustomEvent("aldaba:ready", { bubbles: true, composed: true }));
}
