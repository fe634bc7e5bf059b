// The hosted customer pages: forms are enhanced, and the receipt's buttons that need a script appear.
import { enhance } from "./enhance.js";
import { enhanceCopies, enhancePrint } from "./receipt.js";

enhance(document);
enhanceCopies(document);
enhancePrint(document);
