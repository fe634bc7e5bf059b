/**
 * A field that only some options ask for stands there when one of them is chosen, or when it holds
 * something already. Photos always do.
 * What another answer shows stands there while a selector finds that answer chosen.
 * @param {HTMLFormElement} form
 */
export function showAsked(form) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-when]"))) {
    part.hidden = !form.querySelector(`${part.dataset["when"]}`);
  }
  const chosen = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-asks]:checked"));
  const asked = [...chosen].flatMap((option) => `${option.dataset["asks"]}`.split(" "));
  for (const hint of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-unless-asked]"))) {
    const field = /** @type {HTMLElement | null} */ (hint.closest("[data-field]"));
    hint.hidden = asked.includes(`${hint.dataset["unlessAsked"]}`);
    if (field) field.hidden = !hint.hidden && !field.querySelector("[data-photos], :checked:not([value=''])") && !written(field);
  }
}

/** @param {HTMLElement} field */
function written(field) {
  const text = field.querySelector("input:not([type=radio], [type=checkbox]), textarea");
  return /** @type {HTMLInputElement | null} */ (text)?.value;
}
