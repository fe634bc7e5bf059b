/**
 * Adds styles to an embed, which begins with those that its form needs at first. A page of our own
 * has them all.
 * @param {Node} root
 * @param {string} css
 */
export function dress(root, css) {
  if (!(root instanceof ShadowRoot)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
