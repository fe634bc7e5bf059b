/**
 * Says every few seconds that this request is open here, and who else has it open: two people who
 * see each other don't begin the same work. What was saved elsewhere meanwhile is told too.
 */

const EVERY = 15_000; // milliseconds; the server forgets after three

/** @param {HTMLFormElement} form with the request's version and two notices to fill in */
export function stayHere(form) {
  const somebody = /** @type {HTMLElement} */ (form.querySelector("[data-somebody]"));
  const changed = /** @type {HTMLElement} */ (form.querySelector("[data-changed]"));

  /** @param {{others: string[], version: number}} seen */
  function show({ others, version }) {
    somebody.hidden = !others.length;
    const said = (somebody.dataset.somebody ?? "").replace("…", others.join(", "));
    const line = /** @type {HTMLElement} */ (somebody.lastElementChild);
    if (line.textContent !== said) line.textContent = said; // a screen reader says it once
    changed.hidden = String(version) === form.dataset.version;
  }

  async function say() {
    if (document.hidden) return;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch {
      // the signal is gone: what is saved then is guarded by its version
    }
  }

  say();
  setInterval(say, EVERY);
  document.addEventListener("visibilitychange", say);
  addEventListener("pagehide", () => {
    const leaving = new FormData(form);
    leaving.set("leaving", "yes");
    navigator.sendBeacon(form.action, leaving);
  });
}
