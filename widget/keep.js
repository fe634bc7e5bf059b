/**
 * What somebody has answered so far outlives a reload of the page: it is kept for this tab alone, in
 * its own session storage, until the answers are taken. Where a browser allows none, nothing is kept.
 */

/**
 * @param {Element} mark is below the form whose answers are to be kept, and has another one for the
 *   same link
 */
export function keep(mark) {
  const root = /** @type {Document | ShadowRoot} */ (mark.getRootNode());
  const { action } = /** @type {HTMLFormElement} */ (mark.querySelector("form"));
  const form = /** @type {HTMLFormElement} */ ([...root.querySelectorAll("form")].find((each) => each.action.startsWith(action)));
  const key = `aldaba ${form.action}`; // the link that it answers
  try {
    for (const [name, value] of JSON.parse(sessionStorage.getItem(key) ?? "[]")) answer(form, name, value);
  } catch {
    return;
  }
  form.dispatchEvent(new Event("change"));
  form.addEventListener("input", () => remember(key, form));
  root.addEventListener("aldaba:submitted", () => sessionStorage.removeItem(key));
}

/**
 * @param {string} key
 * @param {HTMLFormElement} form
 */
function remember(key, form) {
  const said = [...new FormData(form)].filter(([name]) => name[0] !== "_"); // what is the page's own begins so
  try {
    sessionStorage.setItem(key, JSON.stringify(said));
  } catch {
    // It is full: what is on the screen is still there.
  }
}

/**
 * Answers as before, unless somebody has answered already.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function answer(form, name, value) {
  const controls = /** @type {HTMLInputElement[]} */ ([...form.elements].filter((control) => control.getAttribute("name") === name));
  const [first] = controls;
  if (first?.type === "radio" && controls.some((each) => each.checked)) return;
  for (const control of controls) {
    if (/radio|checkbox/.test(control.type)) control.checked ||= control.value === value;
    else control.value ||= value;
  }
}
