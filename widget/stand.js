/**
 * Where a script's form stands. The server writes its own address into the script: `currentScript`
 * is null or wrong under tag managers and optimisers, and is only a hint where to mount.
 */

import { made, show, tag } from "./element.js";
import { quietly } from "./quietly.js";

const { base, name, origins } = ALDABA;
const script = document.currentScript ?? document.querySelector(`script[src*="/e/${name}.js"]`);

/**
 * Offers the form, under these names, to the elements that stand in the page, and to those that
 * will; where nobody wrote a tag, the script mounts itself.
 * @param {string[]} names
 * @param {import("./element.js").Show} offered
 * @param {{language?: string, link?: HTMLElement}} [bare] of an element that the script makes
 */
export function stand(names, offered, bare = {}) {
  quietly(() => {
    if (!origins.includes(self.origin)) {
      console.warn(`Aldaba: add "${self.origin}" to origins in ${name.split("/")[0]}/tenant.toml`);
    } else if ("adoptedStyleSheets" in document) offer(names, offered);
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => quietly(() => place(bare)));
    else place(bare);
  });
}

/**
 * @param {string[]} names
 * @param {import("./element.js").Show} offered
 */
function offer(names, offered) {
  const { offers, placed } = tag();
  for (const each of names) offers[each] ??= offered;
  for (const element of placed) show(tag(), element);
}

/**
 * Where the script stands, or in its `data-target`.
 * @param {{language?: string, link?: HTMLElement}} bare
 */
function place({ language, link }) {
  const there = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`[form="${name}"], [data-aldaba="${name}"]`)]);
  if (there.some((element) => !language || !element.lang || element.lang.slice(0, 2) === language.slice(0, 2))) return;
  const element = made(name, script);
  if (language) element.lang = language;
  if (link) element.append(link);
  const target = script?.getAttribute("data-target");
  if (target) document.querySelector(target)?.append(element);
  else if (script?.closest("body")) script.after(element);
  else if (!script) document.body.append(element); // in <head> it serves pages that mount tags later
}
