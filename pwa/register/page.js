/**
 * The registration page while it is open: its parts, and what it is busy with.
 *
 * @import { Sent } from "../queue/direct-sending.js"
 * @import { CompanionLoader } from "./companion-loader.js"
 * @import { Correction } from "./correction.js"
 * @import { DraftKeeper } from "./draft-keeper.js"
 * @import { ErrorDisplay } from "./error-display.js"
 * @import { Picker } from "./organisation-picker.js"
 * @import { People } from "./people.js"
 * @import { ResultView } from "./result-view.js"
 *
 * @typedef {object} Page
 * @property {CompanionLoader} companion
 * @property {Picker} picker
 * @property {People} people
 * @property {ErrorDisplay} errors
 * @property {ResultView} result
 * @property {DraftKeeper} drafts
 * @property {(error: unknown) => void} sayNotKept says why something can't be kept, and from then on asks before it is left
 * @property {Correction | null} correction what the form is open for; null for a registration
 * @property {WeakMap<Element, Sent>} sent what was sent without being kept, by the section of its person
 * @property {Promise<void>} submitting what the last press of "Register" came to; whatever changes the form waits for it
 */

export {};
