/**
 * The embed: what `/e/<company>/<form>.js` runs. The server writes `ALDABA` before it, its own
 * address among it: `currentScript` is null or wrong under tag managers and optimisers, and is only
 * a hint where to mount. Nothing is ever thrown into the page around.
 */

import { made, show, tag } from "./element.js";
import { mount } from "./mount.js";

const { asked, base, language, languages, name, origins, test, title } = ALDABA;
const script = document.currentScript ?? document.querySelector(`script[src*="/e/${name}.js"]`);

quietly(() => {
  if (!origins.includes(self.origin)) {
    console.warn(`Aldaba shows ${name} as a link: add "${self.origin}" to origins in ${name.split("/")[0]}/tenant.toml`);
  } else if ("adoptedStyleSheets" in document) offer();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => quietly(place));
  else place();
});

/** @param {() => void} act */
function quietly(act) {
  try {
    act();
  } catch (error) {
    console.warn(error);
  }
}

/** Offers the form to the elements that stand in the page, and to those that will. */
function offer() {
  const { offers, placed } = tag();
  offers[key(language, test)] ??= offerIn;
  offers[name] ??= offerIn;
  for (const element of placed) show(tag(), element);
}

/**
 * @param {string} language
 * @param {boolean} [test]
 */
function key(language, test) {
  return `${name} ${language}${test ? " test" : ""}`;
}

/**
 * Shows the form, in the language that the element names or, where the script's tag named none,
 * that of the text around it.
 * @param {HTMLElement} element
 */
async function offerIn(element) {
  const near = element.lang || (asked ? "" : element.closest("[lang]")?.getAttribute("lang")) || language;
  const wanted = languages.find((each) => each.slice(0, 2) === near.slice(0, 2)) ?? language;
  const { offers } = tag();
  const tried = element.dataset["mode"] === "test";
  const other = key(wanted, tried);
  try {
    if (other !== key(language, test)) {
      if (!offers[other]) await import(`${base}/e/${name}.js?lang=${wanted}${tried ? "&mode=test" : ""}`);
      return offers[other]?.(element);
    }
  } catch {
    // That request failed: better the language that is here than a link, but never the other mode.
    if (tried !== !!test) return;
  }
  if (!element.shadowRoot) quietly(() => mount(element, ALDABA));
}

/** Where nobody wrote a tag, the script mounts itself: where it stands, or in its `data-target`. */
function place() {
  const there = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`[form="${name}"], [data-aldaba="${name}"]`)]);
  if (there.some((element) => !asked || !element.lang || element.lang === language)) return;
  const element = made(name, script);
  const link = document.createElement("a");
  if (asked) element.lang = language;
  link.href = `${base}/f/${name}?lang=${language}`;
  link.append(title);
  element.append(link);
  const target = script?.getAttribute("data-target");
  if (target) document.querySelector(target)?.append(element);
  else if (script?.closest("body")) script.after(element);
  else if (!script) document.body.append(element); // in <head> it serves pages that mount tags later
}
