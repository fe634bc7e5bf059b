/**
 * The look of the page around a form, for companies that name no colours of their own: its font,
 * text, surface and accent, as far as they are known and can be read. The server puts this before
 * the script of those companies alone. It asks for nothing and reads no stylesheet: what is
 * measured is what the browser computes. A picture or a gradient behind the form, or nothing, has
 * no colour to measure, and there the company's default stays.
 */

import { asked, luminance, mixed, read } from "./colour.js";
import { derived, isBright, standsOut } from "./host-palette.js";
import { quietly } from "./quietly.js";

/** @typedef {import("./colour.js").Colour} Colour */

const { look: { font, pairs, light, dark }, name } = /** @type {Offer & {look: Look}} */ (ALDABA);
const BUTTONS = "button, [type=submit], [role=button], a[class*=btn], a[class*=button]";
const OURS = "aldaba-form, [data-aldaba]";
const MOST = 200; // elements that are asked for the page's accent
const devicesScheme = matchMedia("(prefers-color-scheme: dark)");

// The first frame comes when the page's stylesheets are there, and before anybody sees the form.
addEventListener("aldaba:ready", (event) => {
  const element = /** @type {HTMLElement} */ (event.composedPath()[0]);
  if (element.getAttribute("form") === name) requestAnimationFrame(() => quietly(() => dress(element, font)));
}, true);

// A page that turns dark, by the device's wish or by a switch of its own, is measured again.
devicesScheme.addEventListener("change", again);
addEventListener("load", again);
addEventListener("transitionend", again, true);
const switches = new MutationObserver(() => again());
for (const each of [document.documentElement, document.body]) if (each) switches.observe(each, { attributes: true });

/** @param {Event} [event] of something around the form, or of the whole page */
function again(event) {
  requestAnimationFrame(() => {
    for (const element of document.querySelectorAll(`aldaba-form[form="${name}"]`)) {
      const around = !(event?.target instanceof Element) || event.target.contains(element);
      if (around) quietly(() => dress(/** @type {HTMLElement} */ (element), false));
    }
  });
}

/**
 * @param {HTMLElement} element
 * @param {boolean} withFont
 */
function dress(element, withFont) {
  const place = /** @type {HTMLElement | null | undefined} */ (element.shadowRoot?.lastElementChild);
  const around = parentOf(element);
  if (!place || !around) return;
  const style = getComputedStyle(around);
  if (withFont) setFont(style.fontFamily, place);
  const surface = behind(around, place);
  const said = read(style.color, place);
  const night = surface ? !isBright(surface) : said ? luminance(said[0]) > 0.5 : devicesScheme.matches;
  const fallback = night ? dark : light;
  const page = surface ?? /** @type {Colour} */ (fallback["surface"]);
  const text = said && mixed(page, ...said);
  const made = derived({ surface, text, accent: accentOn(page, place) }, fallback, pairs);
  place.style.colorScheme = made ? (night ? "dark" : "light") : "";
  for (const [token, colour] of Object.entries(made ?? {})) place.style.setProperty(`--a-${token}`, `rgb(${colour})`);
}

/**
 * The page's font before the company's default, if the page has one of its own. One that is still to
 * come would break lines anew: then it is put on only where nobody is looking yet.
 * @param {string} family
 * @param {HTMLElement} place
 */
function setFont(family, place) {
  const computed = getComputedStyle(place);
  place.style.fontFamily = "initial";
  const own = family !== computed.fontFamily;
  place.style.fontFamily = "";
  if (!own) return;
  const put = () => {
    for (const token of ["--a-font-body", "--a-font-heading"]) place.style.setProperty(token, `${family},${computed.getPropertyValue(token)}`);
  };
  const loading = place.offsetHeight && document.fonts.status === "loading"; // laying a page out is what asks for its fonts
  if (!loading) put();
  else document.fonts.ready.then(() => place.getBoundingClientRect().top > innerHeight && put());
}

/**
 * What the page draws behind `element`; undefined where that is no colour.
 * @param {Element | null} element
 * @param {HTMLElement} probe
 * @returns {Colour | undefined}
 */
function behind(element, probe) {
  const style = element && getComputedStyle(element);
  const found = style?.backgroundImage === "none" && read(style.backgroundColor, probe);
  if (!element || !found) return undefined;
  const [colour, opacity] = found;
  if (opacity === 1) return colour;
  const under = behind(parentOf(element), probe);
  return under && mixed(under, colour, opacity);
}

/**
 * The colour of most of the page's buttons, or else of its links, that stands out on `page`.
 * @param {Colour} page
 * @param {HTMLElement} probe
 */
function accentOn(page, probe) {
  // What browsers give a button or a link that nobody has styled.
  const plain = ["light", "dark"].flatMap((scheme) => {
    probe.style.colorScheme = scheme;
    return ["ButtonFace", "LinkText"].map((each) => asked(each, probe));
  });
  /** @type {(selector: string, property: "backgroundColor" | "color") => Colour | undefined} */
  const mostOf = (selector, property) => {
    /** @type {Map<string, number>} */
    const counted = new Map();
    for (const each of [...document.querySelectorAll(selector)].slice(0, MOST)) {
      const css = getComputedStyle(each)[property];
      if (each.closest(OURS) || !each.getClientRects().length || plain.includes(css)) continue;
      counted.set(css, (counted.get(css) ?? 0) + 1);
    }
    const listed = [...counted].sort(([, one], [, other]) => other - one).map(([css]) => read(css, probe));
    return listed.find((each) => each?.[1] === 1 && standsOut(each[0], page) && (property === "backgroundColor" || isColourful(each[0])))?.[0];
  };
  return mostOf(BUTTONS, "backgroundColor") ?? mostOf("a[href]", "color");
}

/** Whether a link in that colour is more than text. @param {Colour} colour */
function isColourful(colour) {
  return Math.max(...colour) - Math.min(...colour) > 24;
}

/** @param {Element} element */
function parentOf(element) {
  return element.assignedSlot ?? element.parentElement ?? /** @type {ShadowRoot} */ (element.getRootNode()).host ?? null;
}
