// The hosted customer pages: forms are enhanced, and the buttons that need a script appear.
import { enliven } from "./answer.js";

enliven(document.documentElement);
