/**
 * The embed of the page behind an emailed link: what `/e/<company>/<purpose>.js` runs. The token is
 * in the fragment of the page around, `#aldaba=<token>`, with the `choice` that a mail's button named
 * after it. What stands on that page for every link is in the script already and shows at once; what
 * is the link's own comes by one more request. Without a token the element shows what its author
 * wrote.
 */

import { tag } from "./element.js";
import { placed, reveal } from "./place.js";
import { quietly } from "./quietly.js";
import { stand } from "./stand.js";
import { showView } from "./view.js";

const { base, language, name, sending, tree, version } = ALDABA;
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
  const said = new URLSearchParams(location.hash.slice(1));
  const token = said.get("aldaba") ?? "";
  if (!token.startsWith(purpose) || shown.get(element) === token) return;
  shown.set(element, token);
  const page = `${base}/l/${encodeURIComponent(token)}`;
  lead(element, page);
  try {
    // Who reads another language waits for it.
    const begun = tree && atob(`${token.split(".")[1]}`).includes(`"${language}"`);
    if (begun) begin(show(element, { css: "", language, tree }), page);
    const { view, nonce, rest } = await dataOf(`${page}/data?form=${begun && version}&choice=${said.get("choice")}`, element);
    if (shown.get(element) !== token) return;
    if (view) show(element, view);
    else if (rest) complete(element, nonce, rest);
  } catch (error) {
    shown.delete(element); // the link, or the page that the form leads to, tells more
    console.warn(error);
  }
}

/**
 * @param {HTMLElement} place with a form that doesn't know yet where it goes
 * @param {string} page
 */
function begin(place, page) {
  place.querySelector("form")?.setAttribute("action", `${page}?send`);
}

/**
 * @param {HTMLElement} element whose form lacks what is the link's own
 * @param {string} nonce
 * @param {import("./view.js").View} rest what stands below it
 */
function complete(element, nonce, rest) {
  const place = /** @type {HTMLElement} */ (element.shadowRoot?.lastElementChild);
  place.querySelector("[name=_nonce]")?.setAttribute("value", nonce);
  const below = document.createElement("div");
  below.className = "stack";
  place.firstElementChild?.append(below);
  put(below, rest);
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
  link.textContent ||= page;
}

/**
 * @param {string} address
 * @param {HTMLElement} element
 * @returns {Promise<{view?: import("./view.js").View, nonce: string, rest?: import("./view.js").View}>} the
 *   link's page, or why there is none; or what is missing in the one that shows
 */
async function dataOf(address, element) {
  const language = element.closest("[lang]")?.getAttribute("lang") ?? "";
  const headers = { Accept: "application/json", ...(language && { "Accept-Language": language }) };
  const answer = await fetch(address, { headers });
  const said = await answer.json();
  if (answer.ok || said.view) return said;
  if (answer.status >= 500) throw said.title;
  return { ...said, view: { css: "", tree: `h2\ttabindex=-1\n'${said.title}\n<p\n'${said.detail}` } };
}

/**
 * @param {HTMLElement} element
 * @param {import("./view.js").View} view
 */
function show(element, view) {
  const place = /** @type {HTMLElement} */ (element.shadowRoot?.lastElementChild ?? placed(element, ALDABA));
  put(place, view);
  void reveal(element);
  return place;
}

/**
 * @param {HTMLElement} place
 * @param {import("./view.js").View} view
 */
function put(place, view) {
  showView(place, view);
  // Until that script is there, and without it, forms go to pages of our own.
  import(sending).then(({ wake }) => quietly(() => wake(place)), () => {});
}
