/**
 * Buttons that copy a number. They stay hidden where the browser can't copy.
 * @param {ParentNode} root
 */
export function enhanceCopies(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    const said = button.closest("[data-copies]")?.querySelector("[data-copied]");
    /** @type {HTMLElement} */ (button).hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.getAttribute("data-copy") ?? "");
      if (said) said.textContent = said.getAttribute("data-copied");
    });
  }
}

/** @param {ParentNode} root */
export function enhancePrint(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    /** @type {HTMLElement} */ (button).hidden = false;
    button.addEventListener("click", () => print());
  }
}
