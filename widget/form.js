// The hosted customer pages: forms are enhanced, and the receipt's buttons that need a script appear.
import { enhance } from "./enhance.js";
import { enhanceCopies, enhancePrint } from "./receipt.js";
import { send } from "./send.js";

/**
 * Goes to the receipt. Whoever comes Back finds the form in the browser's memory, ready to send.
 * @param {import("./send.js").Receipt} said
 * @param {() => void} release
 */
function leave(said, release) {
  addEventListener("pageshow", release, { once: true });
  open(said.receipt, "_top"); // out of a frame: no receipt shows itself in one
}

for (const form of document.querySelectorAll("form")) {
  if ("form" in form.dataset) enhance(form, (sent, photos) => send(sent, photos, leave));
}
enhanceCopies(document);
enhancePrint(document);
