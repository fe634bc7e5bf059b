/**
 * While somebody is on the telephone: once a development, a block or a model is written, the fields
 * below offer what the registry has of it, under the words that the development itself uses.
 */

const NAMING = ["development", "block", "model"];

/** @param {HTMLElement | null} around the form that staff fill in for a caller */
export function narrowNames(around) {
  const form = around?.querySelector("form");
  if (!around || !form) return;
  const address = around.dataset.narrows ?? "";

  /** @param {string} name */
  const field = (name) => /** @type {HTMLInputElement | null} */ (form.querySelector(`input[name="${name}"]`));

  async function narrow() {
    const named = new FormData();
    for (const name of ["_csrf", ...NAMING]) named.set(name, field(name)?.value ?? "");
    const answer = await fetch(address, { method: "POST", body: named, headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return; // nothing is offered, and anything may be written
    const { names, words } = await answer.json();
    for (const [name, offered] of Object.entries(names)) offer(field(name), offered);
    for (const name of ["block", "unit"]) call(field(name), words[name]);
  }

  for (const name of NAMING) field(name)?.addEventListener("change", narrow);
  if (NAMING.some((name) => field(name)?.value)) narrow(); // a form that came back to be corrected
}

/** @param {HTMLInputElement | null} input @param {string[]} offered */
function offer(input, offered) {
  if (!input) return;
  const list = input.list ?? document.createElement("datalist");
  list.id ||= `${input.id}-narrowed`;
  if (!input.list) input.after(list);
  input.setAttribute("list", list.id);
  list.replaceChildren(...offered.map((name) => Object.assign(document.createElement("option"), { value: name })));
}

/** @param {HTMLInputElement | null} input @param {string | undefined} word */
function call(input, word) {
  const text = input?.labels?.[0]?.firstChild;
  if (!input || !text) return;
  input.dataset.called ??= text.textContent ?? "";
  text.textContent = word ? `${word} ` : input.dataset.called;
}
