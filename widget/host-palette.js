/**
 * From the three colours of a page to all that a form needs. What can be read is judged by the
 * server's own table of pairs; a colour that can't be read is not taken, and what is worked out
 * gives way to what must be read.
 */

import { BLACK, WHITE, contrast, luminance, mixed } from "./colour.js";

/**
 * @typedef {import("./colour.js").Colour} Colour
 * @typedef {Record<string, Colour>} Palette by the names of the company's tokens
 * @typedef {object} Measured what is known of the page
 * @property {Colour} [surface]
 * @property {Colour} [text]
 * @property {Colour} [accent]
 */

/** @type {Colour} */
const AMBER = [232, 173, 0];

/** @param {Colour} colour */
export const isBright = (colour) => contrast(colour, BLACK) > contrast(colour, WHITE);

/**
 * Whether a button in that colour is seen on `page` (WCAG 1.4.11).
 * @param {Colour} colour
 * @param {Colour} page
 */
export const standsOut = (colour, page) => contrast(colour, page) >= 3;

/**
 * Every colour of a form on such a page; undefined where they can't all be read.
 * @param {Measured} page
 * @param {Palette} fallback the company's default on a page as bright as this one
 * @param {[string, string[], number][]} pairs
 * @returns {Palette | undefined}
 */
export function derived({ surface, text, accent }, fallback, pairs) {
  const page = /** @type {Colour} */ (surface ?? fallback["surface"]);
  const best = isBright(page) ? BLACK : WHITE;
  /** @type {Palette} */
  const made = { surface: page, "on-surface": best };
  /** @type {(colour: Colour | undefined, name: string) => boolean} */
  const fits = (colour, name) =>
    pairs.every(([text, grounds, least]) => {
      const others = text === name ? grounds : grounds.includes(name) ? [text] : [];
      return others.every((other) => !made[other] || (colour && contrast(colour, /** @type {Colour} */ (made[other])) >= least));
    });
  /** The first that can be read. @type {(name: string, ...wishes: (Colour | undefined)[]) => Colour} */
  const put = (name, ...wishes) => (made[name] = /** @type {Colour} */ (wishes.find((wish) => wish && fits(wish, name)) ?? wishes[wishes.length - 1]));
  /** @type {(from: Colour, to: Colour, ...shares: number[]) => Colour[]} */
  const steps = (from, to, ...shares) => shares.map((share) => mixed(from, to, share));

  const raised = put("raised", ...steps(page, WHITE, luminance(page) > 0.75 ? 0.7 : 0.06, 0.03, 0));
  const ink = put("on-surface", text, fallback["on-surface"], best);
  const more = [0, 0.15, 0.3, 0.45, 0.6, 0.8, 1];
  const seen = [accent, fallback["brand"]].find((each) => each && standsOut(each, page));
  const brand = (made["brand"] = seen ?? ink);
  const onBrand = put("on-brand", WHITE, BLACK);
  put("brand-hover", ...steps(brand, onBrand === WHITE ? BLACK : WHITE, 0.15, 0.05), ...steps(brand, onBrand, 0.1, 0));
  for (const name of ["brand-text", "focus"]) put(name, ...steps(brand, ink, ...more));
  for (const name of ["error", "success"]) put(name, ...steps(/** @type {Colour} */ (fallback[name]), ink, ...more));
  put("error-hover", ...steps(/** @type {Colour} */ (made["error"]), ink, 0.15, 0));
  put("muted", ...steps(ink, page, 0.35, 0.25, 0.15, 0));
  put("control", ...steps(page, ink, 0.45, 0.6, 0.8, 1));
  made["line"] = mixed(page, ink, 0.14);

  const most = isBright(page) ? 0.08 : 0.2;
  for (const [name, ground, tint, share] of /** @type {[string, Colour, Colour, number][]} */ ([
    ["hover", raised, brand, 0.05],
    ["chosen", raised, brand, 0.1],
    ["error-surface", page, made["error"], most],
    ["success-surface", page, made["success"], most],
    ["warning-surface", page, AMBER, most],
  ])) put(name, ...steps(ground, tint, share, share * 0.6, share * 0.3, 0));
  return Object.keys(made).every((name) => fits(made[name], name)) ? made : undefined;
}
