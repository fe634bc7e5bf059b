/**
 * Turns a tree, as the server writes it, into elements: no HTML is parsed here, so that it works
 * under Trusted Types too. A line is a node:
 *
 *     tag<TAB>name=value<TAB>name      opens an element below the one that is open
 *     '                                adds the next text, 'text that one
 *     <                                closes an element, as often as it stands before a node
 *
 * After an empty line come values, each for an attribute that ends with `=`, and after another one
 * the texts, all with tabs between them.
 *
 * `^` in a value is the name of the field around it; a label without `for` names the control
 * before it; an `svg` has the attributes of every icon.
 */

const SVG = "http://www.w3.org/2000/svg";
const ICON = "class=icon\tviewBox=0 0 24 24\taria-hidden=true";

/**
 * @param {string} tree
 * @param {Element} root gets the elements
 */
export function build(tree, root) {
  /** @type {Element} */
  let open = root;
  const [lines = "", apart = "", ...after] = tree.split("\n\n");
  const values = apart.split("\t");
  const texts = after.join("\n\n").split("\t");
  for (const line of lines.split("\n")) {
    const node = line.replace(/^<+/, (ends) => {
      for (const _ of ends) open = /** @type {Element} */ (open.parentElement);
      return "";
    });
    if (node[0] === "'") open.append(node.slice(1) || `${texts.shift()}`);
    else if (node) open = element(node.split("\t"), open, values);
  }
}

let labelled = 0;

/**
 * @param {string[]} said tag and attributes
 * @param {Element} parent
 * @param {string[]} values that are still to come
 */
function element([tag = "", ...attributes], parent, values) {
  const drawn = tag === "svg" || parent.namespaceURI === SVG;
  const made = drawn ? document.createElementNS(SVG, tag) : document.createElement(tag);
  const before = /** @type {HTMLElement | null} */ (parent.lastElementChild);
  parent.append(made);
  if (tag === "svg") attributes.push(...ICON.split("\t"));
  for (const attribute of attributes) {
    const [, name = "", equals, value] = attribute.match(/^([^=]*)(=?)(.*)/s) ?? [];
    made.setAttribute(name, `${value || (equals && values.shift())}`.replace(/\^/g, () => `${made.closest("[data-field]")?.getAttribute("data-field")}`));
  }
  if (made instanceof HTMLLabelElement && !made.htmlFor && before) {
    before.id = made.htmlFor = `aldaba-${++labelled}`;
  }
  return made;
}
