/**
 * A field that only some options ask for stands there when one of them is chosen, or when it holds
 * something already. Photos always do.
 * @param {HTMLFormElement} form
 */
export function showAsked(form) {
  const chosen = form.querySelectorAll("[data-asks]:checked");
  const asked = [...chosen].flatMap((option) => (option.getAttribute("data-asks") ?? "").split(" "));
  for (const hint of form.querySelectorAll("[data-unless-asked]")) {
    const wanted = asked.includes(hint.getAttribute("data-unless-asked") ?? "");
    const field = /** @type {HTMLElement | null} */ (hint.closest("[data-field]"));
    /** @type {HTMLElement} */ (hint).hidden = wanted;
    if (field) field.hidden = !wanted && !field.querySelector("[data-photos], :checked:not([value=''])") && !written(field);
  }
}

/** @param {HTMLElement} field */
function written(field) {
  const text = field.querySelector("input:not([type=radio], [type=checkbox]), textarea");
  return text instanceof HTMLInputElement || text instanceof HTMLTextAreaElement ? text.value : "";
}
