/** The registration page: wires its parts. */
import { loadCompanion } from "./companion-loader.js";
import { setUpDeadlineNotice } from "./deadline-notice.js";
import { form } from "./form-fields.js";
import { startRegistration } from "./registration.js";

form.noValidate = true;
// A field for e-mail rewrites what is typed: a Thai domain becomes "xn--…", and the rules could no longer tell.
for (const input of form.querySelectorAll("[type=email]")) input.setAttribute("type", "text");

const companion = loadCompanion();
setUpDeadlineNotice();
const { drafts } = startRegistration(companion);
void companion.arrival.then(({ onBeforeReload }) => onBeforeReload(drafts.keepNow));
