/**
 * Turns a tree, as the server writes it, into elements: no HTML is parsed here, so that it works
 * under Trusted Types too. A line is a node:
 *
 *     tag<TAB>name=value<TAB>name      opens an element below the one that is open
 *     '                                adds the next text, 'text that one
 *     <                                closes an element, as often as it stands before a node
 *
 * After an empty line come the texts, with tabs between them.
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
  const [lines = "", ...after] = tree.split("\n\n");
  const texts = after.join("\n\n").split("\t");
  for (const line of lines.split("\n")) {
    const node = line.replace(/^<+/, (ends) => {
      for (const _ of ends) open = /** @type {Element} */ (open.parentElement);
      return "";
    });
    if (node[0] === "'") open.append(node.slice(1) || `${texts.shift()}`);
    else if (node) open = element(node.split("\t"), open);
  }
}

let labelled = 0;

/**
 * @param {string[]} said tag and attributes
 * @param {Element} parent
 */
function element([tag = "", ...attributes], parent) {
  const drawn = tag === "svg" || parent.namespaceURI === SVG;
  const made = drawn ? document.createElementNS(SVG, tag) : document.createElement(tag);
  const before = /** @type {HTMLElement | null} */ (parent.lastElementChild);
  parent.append(made);
  if (tag === "svg") attributes.push(...ICON.split("\t"));
  for (const attribute of attributes) {
    const [name = "", ...value] = attribute.split("=");
    const field = made.closest("[data-field]")?.getAttribute("data-field");
    made.setAttribute(name, value.join("=").replace(/\^/g, `${field}`));
  }
  if (made instanceof HTMLLabelElement && !made.htmlFor && before) {
    before.id = made.htmlFor = `aldaba-${++labelled}`;
  }
  return made;
}
