/**
 * `<aldaba-form>`: one custom element a page, whoever's script comes first. Each script offers it
 * one form in one language, and shows it with its own code, so that scripts of several companies,
 * languages and versions stand side by side.
 *
 * @typedef {(element: HTMLElement) => void} Show
 * @typedef {object} Desk
 * @property {Record<string, Show>} offers by `name` and by `name language`
 * @property {Set<HTMLElement>} placed the elements that stand in the page
 * @typedef {CustomElementConstructor & Desk} Tag
 */

const TAG = "aldaba-form";

/**
 * The element, defined by the first script.
 * @returns {Tag}
 */
export function tag() {
  const known = /** @type {Tag | undefined} */ (customElements.get(TAG));
  if (known) return known;
  /** @type {Desk} */
  const desk = { offers: {}, placed: new Set() };
  const made = class extends HTMLElement {
    connectedCallback() {
      desk.placed.add(this);
      show(desk, this);
    }
    disconnectedCallback() {
      desk.placed.delete(this);
    }
  };
  customElements.define(TAG, made);
  new MutationObserver(adopt).observe(document, { childList: true, subtree: true });
  adopt();
  return Object.assign(made, desk);
}

/**
 * Shows what is offered to an element that shows nothing yet. Moved elsewhere, it keeps what it has.
 * @param {Desk} desk
 * @param {HTMLElement} element
 */
export function show({ offers }, element) {
  const name = element.getAttribute("form") ?? "";
  if (!element.shadowRoot) (offers[`${name} ${element.lang}`] ?? offers[name])?.(element);
}

/** Editors that drop unknown tags keep `<div data-aldaba>`: the element goes inside, around the link. */
function adopt() {
  for (const box of document.querySelectorAll("[data-aldaba]")) {
    if (box.querySelector(TAG)) continue;
    const element = made(box.getAttribute("data-aldaba") ?? "", box);
    element.append(...box.childNodes);
    box.append(element);
  }
}

/**
 * An element for the form `name`, with the language, the mode and the prefilled answers that `like`
 * names.
 * @param {string} name
 * @param {Element | null} like
 */
export function made(name, like) {
  const element = document.createElement(TAG);
  element.setAttribute("form", name);
  for (const { name, value } of like?.attributes ?? []) {
    if (/^(lang$|data-mode$|data-prefill-)/.test(name)) element.setAttribute(name, value);
  }
  return element;
}
