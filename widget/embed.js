/** The embed of a form: what `/e/<company>/<form>.js` runs. The server writes `ALDABA` before it. */

import { tag } from "./element.js";
import { mount } from "./mount.js";
import { quietly } from "./quietly.js";
import { stand } from "./stand.js";

const { asked, base, language, languages, name, test, title } = ALDABA;

const link = document.createElement("a");
link.href = `${base}/f/${name}?lang=${language}`;
link.append(title);
stand([key(language, test), name], offerIn, asked ? { language, link } : { link });

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
