/**
 * The embed of the page behind an emailed link: what `/e/<company>/<purpose>.js` runs. The token is
 * in the fragment of the page around, `#aldaba=<token>`; the page's content comes by one more
 * request. Without a token the element shows what its author wrote.
 */

import { tag } from "./element.js";
import { placed, ready } from "./place.js";
import { quietly } from "./quietly.js";
import { stand } from "./stand.js";
import { showView } from "./view.js";

const { base, name, sending } = ALDABA;
const purpose = `${name.split("/")[1]}.`; // a token begins with it

/** @type {WeakMap<HTMLElement, string>} the token whose page an element shows, or waits for */
const shown = new WeakMap();
let listening = false;

stand([name], (element) => {
  if (!listening) addEventListener("hashchange", openAll); // another link to the page that is open
  listening = true;
  void open(element);
});

function openAll() {
  for (const element of tag().placed) if (element.getAttribute("form") === name) void open(element);
}

/** @param {HTMLElement} element */
async function open(element) {
  const token = new URLSearchParams(location.hash.slice(1)).get("aldaba") ?? "";
  if (!token.startsWith(purpose) || shown.get(element) === token) return;
  shown.set(element, token);
  const page = `${base}/l/${encodeURIComponent(token)}`;
  lead(element, page);
  try {
    const view = await viewOf(page, element);
    if (shown.get(element) === token) show(element, view);
  } catch (error) {
    shown.delete(element); // the link leads on
    console.warn(error);
  }
}

/**
 * The link inside `element` leads to the page itself until its content is there, and when it can't
 * come.
 * @param {HTMLElement} element
 * @param {string} page
 */
function lead(element, page) {
  const link = element.querySelector("a") ?? element.appendChild(document.createElement("a"));
  link.href = page;
  if (!link.textContent) link.append(page);
}

/**
 * @param {string} page
 * @param {HTMLElement} element
 * @returns {Promise<import("./view.js").View>} of the page, or of why there is none
 */
async function viewOf(page, element) {
  const language = element.closest("[lang]")?.getAttribute("lang") ?? "";
  const headers = { Accept: "application/json", ...(language && { "Accept-Language": language }) };
  const answer = await fetch(`${page}/data`, { headers });
  const { view, title, detail } = await answer.json();
  if (!view && answer.status >= 500) throw title;
  return view ?? { css: "", tree: `h2\ttabindex=-1\n'${title}\n<p\n'${detail}` };
}

/**
 * @param {HTMLElement} element
 * @param {import("./view.js").View} view
 */
function show(element, view) {
  const place = /** @type {HTMLElement} */ (element.shadowRoot?.lastElementChild ?? placed(element, ALDABA));
  showView(place, view);
  ready(element);
  // Until that script is there, and without it, forms go to pages of our own.
  import(sending).then(({ enliven }) => quietly(() => enliven(place)), () => {});
}
