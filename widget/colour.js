/**
 * Colours as a browser computes them, measured by WCAG 2.2.
 *
 * @typedef {[red: number, green: number, blue: number]} Colour each 0–255, whole
 */

/** @type {Colour} */
export const BLACK = [0, 0, 0];
/** @type {Colour} */
export const WHITE = [255, 255, 255];

/**
 * A colour and its opacity (0–1) from a computed value; undefined for what this browser can't turn
 * into sRGB. `probe` is an element of ours that is asked for it.
 * @param {string} css
 * @param {HTMLElement} probe
 * @returns {[Colour, number] | undefined}
 */
export function read(css, probe) {
  if (!css.startsWith("rgb")) css = asked(`color-mix(in srgb,${css},${css})`, probe);
  const [red = NaN, green = NaN, blue = NaN, opacity = 1] = css.replace(/none/g, "0").match(/-?[\d.]+(e-?\d+)?/g)?.map(Number) ?? [];
  const most = css.startsWith("rgb") ? 1 : 255;
  const colour = /** @type {Colour} */ ([red, green, blue].map((each) => Math.round(Math.min(255, Math.max(0, each * most)))));
  return colour.some(isNaN) ? undefined : [colour, opacity];
}

/**
 * What the colour `css` is computed to; "" for a value that the browser doesn't know.
 * @param {string} css
 * @param {HTMLElement} probe
 */
export function asked(css, probe) {
  probe.style.color = css;
  const computed = probe.style.color && getComputedStyle(probe).color;
  probe.style.color = "";
  return computed;
}

/**
 * Relative luminance, 0–1.
 * @param {Colour} colour
 */
export function luminance(colour) {
  const [red, green, blue] = colour.map((each) => (each > 10 ? ((each / 255 + 0.055) / 1.055) ** 2.4 : each / 255 / 12.92));
  return 0.2126 * Number(red) + 0.7152 * Number(green) + 0.0722 * Number(blue);
}

/**
 * The contrast of the two, 1–21.
 * @param {Colour} one
 * @param {Colour} other
 */
export function contrast(one, other) {
  const [light, dark] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(light, dark) / Math.min(light, dark);
}

/**
 * `one` with `share` (0–1) of `other`.
 * @param {Colour} one
 * @param {Colour} other
 * @param {number} share
 */
export function mixed(one, other, share) {
  return /** @type {Colour} */ (one.map((each, channel) => Math.round(each + (Number(other[channel]) - each) * share)));
}
