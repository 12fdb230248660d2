/** The registration page: wires its parts. */
import { companionArrival } from "./companion-loader.js";
import { setUpDeadlineNotice } from "./deadline-notice.js";
import { keepDraftNow } from "./draft-keeper.js";
import { form } from "./form-fields.js";
import { setUpRegistration } from "./registration.js";

form.noValidate = true;
// A field for e-mail rewrites what is typed: a Thai domain becomes "xn--…", and the rules could no longer tell.
for (const input of form.querySelectorAll("[type=email]")) input.setAttribute("type", "text");

setUpDeadlineNotice();
void setUpRegistration();
void companionArrival.then((companion) => companion.onBeforeReload(keepDraftNow));
