/** The preview's page: draws itself anew when the company's folder has changed, and when another
 * way to see it is chosen. */

const page = /** @type {HTMLElement} */ (document.querySelector("[data-preview]"));
const form = /** @type {HTMLFormElement} */ (page.querySelector("form.picks"));

form.addEventListener("change", () => form.submit());

setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(String(page.dataset.preview));
    if (answer.ok && (await answer.text()) !== page.dataset.state) location.reload();
  } catch {
    // the service is restarting: ask again
  }
}, 1000);
