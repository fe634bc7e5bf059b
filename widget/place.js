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
    setFonts(offer, place).catch(() => {}); // the fonts that are there will do
  }
  const root = element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.append(place);
  return place;
}

/**
 * A font that comes after the form was seen breaks lines in other places. Where that would move what
 * is being looked at, this visit goes on in the font that is there. From the cache it comes with the
 * first frame or the next, and is set.
 * @param {Offer} offer
 * @param {HTMLElement} place
 */
async function setFonts({ base, fonts }, place) {
  let seen = false;
  requestAnimationFrame(() => setTimeout(() => (seen = true)));
  const faces = fonts.map(([family, address, descriptors]) => new FontFace(family, `url(${base + address})`, descriptors));
  await Promise.all(faces.map((face) => face.load()));
  const tops = () => [...place.querySelectorAll("*")].map((part) => part.getBoundingClientRect().top);
  const before = tops();
  for (const face of faces) document.fonts.add(face);
  const moved = tops().some((top, each) => Math.abs(top - (before[each] ?? top)) > 2 && Math.min(top, before[each] ?? top) < innerHeight);
  if (seen && moved) for (const face of faces) document.fonts.delete(face);
}

/** @param {HTMLElement} element whose form is there */
export function ready(element) {
  element.dispatchEvent(new CustomEvent("aldaba:ready", { bubbles: true, composed: true }));
}
