import { build } from "./build.js";
import { dress } from "./dress.js";

/**
 * @typedef {object} View what the server writes for a place in a page that is not a page of its own
 * @property {string} [language]
 * @property {string} css
 * @property {string} tree
 */

/**
 * Puts a view in the place of what `place` shows.
 * @param {HTMLElement} place
 * @param {View} view
 */
export function showView(place, { css, language, tree }) {
  dress(place.getRootNode(), css);
  if (language) place.lang = language;
  place.replaceChildren();
  build(tree, place);
}
