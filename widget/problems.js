/** Shows what the server found: beside each field, and in the summary that takes focus. */

/**
 * @param {HTMLFormElement} form
 * @param {import("./send.js").Problems} problems
 */
export function showProblems(form, problems) {
  form.querySelectorAll("[data-field], .refinements").forEach(complete);
  for (const message of form.querySelectorAll("[data-message]")) {
    show(/** @type {HTMLElement} */ (message), problems[message.getAttribute("data-message") ?? ""] ?? []);
  }
  for (const field of form.querySelectorAll("[data-field]")) {
    mark(field, problems[field.getAttribute("data-field") ?? ""] ?? []);
  }
  summarise(form, problems);
}

let made = 0;

/**
 * An embed's field comes without the message that says nothing yet.
 * @param {Element} field
 */
function complete(field) {
  if (field.querySelector(":scope > [data-message]")) return;
  const message = document.createElement("p");
  message.className = "message";
  const name = field.getAttribute("data-field") ?? field.querySelector("input")?.name;
  message.id = `${name}-message${field.matches(".refinements") ? ++made : ""}`; // one for each list
  message.dataset["message"] = name;
  [...field.children].find((part) => !part.matches("label, legend, p"))?.before(message);
  for (const bearer of field.matches("fieldset") ? [field] : controls(field)) {
    bearer.setAttribute("aria-describedby", `${bearer.getAttribute("aria-describedby") ?? ""} ${message.id}`.trim());
  }
}

/**
 * @param {HTMLElement} message
 * @param {import("./send.js").Fault[]} faults
 */
function show(message, faults) {
  message.textContent = said(faults);
  message.hidden = faults.length === 0;
}

/**
 * @param {Element} field
 * @param {import("./send.js").Fault[]} faults
 */
function mark(field, faults) {
  field.classList.toggle("field--refused", faults.length > 0);
  if (faults.length) /** @type {HTMLElement} */ (field).hidden = false;
  const bearers = field.getAttribute("role") === "radiogroup" ? [field] : controls(field);
  for (const bearer of bearers) {
    if (faults.length) bearer.setAttribute("aria-invalid", "true");
    else bearer.removeAttribute("aria-invalid");
  }
  for (const question of field.querySelectorAll("[data-confirms]")) {
    const asked = faults.some((fault) => fault.code === question.getAttribute("data-confirms"));
    if (asked) ask(/** @type {HTMLElement} */ (question), field);
  }
}

/**
 * "It is right as it is" is said of the very answer that was questioned.
 * @param {HTMLElement} question
 * @param {Element} field
 */
function ask(question, field) {
  const box = question.querySelector("input");
  const answer = controls(field)[0];
  question.hidden = false;
  if (box && answer instanceof HTMLInputElement) box.value = answer.value;
}

/**
 * The controls that a field's own name is answered with.
 * @param {Element} field
 */
function controls(field) {
  const name = field.getAttribute("data-field") ?? "";
  return [...field.querySelectorAll("input, select, textarea")].filter((control) => {
    const own = control.getAttribute("name") ?? control.id;
    return own === name || own === `${name}_file`;
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {import("./send.js").Problems} problems
 */
function summarise(form, problems) {
  const summary = /** @type {HTMLElement | null} */ (form.querySelector("[data-summary]"));
  const list = summary?.querySelector("ul");
  if (!summary || !list) return;
  list.replaceChildren(...Object.entries(problems).map(([name, faults]) => line(form, name, faults)));
  summary.hidden = false;
  summary.focus({ preventScroll: true });
  summary.scrollIntoView(); // from its beginning, long as it may be
}

/**
 * One line of the summary: it moves the focus by script, since a fragment finds nothing inside a
 * shadow root.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {import("./send.js").Fault[]} faults
 */
function line(form, name, faults) {
  const item = document.createElement("li");
  const control = /** @type {HTMLElement | undefined} */ (visible(form, name));
  const label = control?.closest("fieldset, .field")?.querySelector(".label, label")?.firstChild?.textContent ?? "";
  if (!control) return item;
  const link = document.createElement("a");
  const strong = document.createElement("strong");
  strong.textContent = label;
  link.href = `#${control.id}`;
  link.append(strong, " ", said(faults));
  link.addEventListener("click", (event) => {
    event.preventDefault();
    control.focus();
  });
  item.append(link);
  return item;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function visible(form, name) {
  const named = [...form.querySelectorAll(`[name="${name}"], [name="${name}_file"], [data-field="${name}"] input`)];
  return named.find((control) => /** @type {HTMLElement} */ (control).offsetParent);
}

/** @param {import("./send.js").Fault[]} faults */
function said(faults) {
  return faults.map((fault) => fault.message).join(" ");
}
