/** A shadow root that the page around neither reaches nor feels, with the company's look. */

import { tag } from "./element.js";

const FROM_CACHE = 8; // milliseconds that a form waits for its fonts, beside its own building

/** @type {CSSStyleSheet | undefined} */
let sheet;
/** @type {Promise<void>} settled when the fonts are set, or won't be */
let fonts;

/**
 * The place for a form inside `element`, empty. Until it is revealed, the page's own words show.
 * @param {HTMLElement} element
 * @param {Offer} offer
 */
export function placed(element, offer) {
  const place = document.createElement("div");
  place.className = "aldaba";
  place.hidden = true;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(offer.css);
    fonts = setFonts(offer).catch(() => {}); // the fonts that are there will do
  }
  element.attachShadow({ mode: "open" }).append(document.createElement("slot"), place);
  return place;
}

/**
 * Shows what was put into the place of `element`, in the fonts that this visit has at hand.
 * @param {HTMLElement} element
 */
export async function reveal(element) {
  const root = /** @type {ShadowRoot} */ (element.shadowRoot);
  const [slot, place] = /** @type {Iterable<HTMLElement>} */ (root.children);
  if (!place) return;
  await Promise.race([fonts, new Promise((resolve) => setTimeout(resolve, FROM_CACHE))]);
  if (!place.hidden) return;
  slot?.remove();
  place.hidden = false;
  root.adoptedStyleSheets = [/** @type {CSSStyleSheet} */ (sheet), ...root.adoptedStyleSheets]; // not before: the host reserved height
  element.dispatchEvent(new CustomEvent("aldaba:ready", { bubbles: true, composed: true }));
}

/**
 * A font that comes after the form was seen breaks lines in other places. Where that would move what
 * is being looked at, this visit goes on in the font that is there.
 * @param {Offer} offer
 */
async function setFonts({ base, fonts }) {
  const faces = fonts.map(([family, address, descriptors]) => new FontFace(family, `url(${base + address})`, descriptors));
  await Promise.all(faces.map((face) => face.load()));
  const range = new Range(); // words in the middle move with their length
  const words = () => [...tag().placed].flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll("*") ?? [])].map((part) => (range.selectNodeContents(part), range.getBoundingClientRect())));
  const before = words();
  for (const face of faces) document.fonts.add(face);
  const moved = words().some(({ x, y }, each) => {
    const from = /** @type {DOMRect} */ (before[each]);
    return Math.hypot(x - from.x, y - from.y) > 2 && y < innerHeight;
  });
  if (moved) for (const face of faces) document.fonts.delete(face);
}
