/**
 * The shapes that page, store, sender and service worker share. Instants named `*_at` are ISO strings in UTC on the wire;
 * `next_try_at` and `retry_after_at` are epoch milliseconds of this phone's clock and never leave it.
 *
 * @typedef {{organisation: string, first_name: string, last_name: string} & Record<string, string>} Values One person as
 *   typed, trimmed: every field of the form, by name; these three every form has. `organisation` is a code, a flag is "yes" or empty.
 *
 * @typedef {object} Problem What is wrong with a field; its text is the message `problems.<code>`.
 * @property {string} code
 * @property {string} field
 * @property {Record<string, string | number>} params
 *
 * @typedef {"queued" | "superseded" | "received" | "needs_person" | "refused"} EntryState
 *   `queued`: goes out when it can. `superseded`: a correction waits behind it, see `replaceEntry`. `received`: a server
 *   without receipts has it. `needs_person` and `refused`: answered; only the person moves it on.
 *
 * @typedef {object} Entry One registration of one person on its way: store `entries`, key `submission_id`.
 * @property {string} submission_id UUIDv4, the idempotency key
 * @property {string} event
 * @property {string} title the event's, in the language of the form
 * @property {string} starts_at the event's; empty in entries of before version 4
 * @property {"th" | "en"} locale
 * @property {string} created_at
 * @property {number} sequence counts what was submitted on this phone: a later one has a higher number
 * @property {number} clock_ahead_ms how far `created_at` was ahead of this phone's clock: 0 but in a preview
 * @property {Values} values
 * @property {string} organisation_name for people to read; the wire carries the code
 * @property {string} notice_version
 * @property {string} replaces the submission that this one corrects; empty if none
 * @property {string} manage the key of what it corrects, which proves it; empty if this phone does not know it
 * @property {boolean} checked whether the rules had no problem with it; false where they had not arrived
 * @property {string} rules_version empty if not checked
 * @property {string} bot_field
 * @property {EntryState} state
 * @property {number} attempts counted before each one goes out
 * @property {number} unknowns attempts in a row that decided nothing
 * @property {number} next_try_at
 * @property {number} retry_after_at before this the server asked not to be tried; 0 if it didn't
 * @property {Record<string, string> | null} payload what every attempt sends, frozen when the first one begins
 * @property {{code: string, problems?: Problem[]} | null} problem
 *
 * @typedef {object} Act A cancellation on its way: store `acts`, key `act_id`.
 * @property {string} act_id UUIDv4, made and kept before anything goes out
 * @property {string} submission_id of what is cancelled; it waits while that is unanswered
 * @property {string} manage the key of that; empty until it is known
 * @property {string} event
 * @property {string} organisation its code; empty if this phone does not know it any more
 * @property {string} created_at
 * @property {number} sequence
 * @property {number} clock_ahead_ms
 * @property {"queued" | "refused"} state `refused`: answered, for the person to read
 * @property {number} attempts
 * @property {number} unknowns
 * @property {number} next_try_at
 * @property {number} retry_after_at
 * @property {{code: string} | null} problem
 *
 * @typedef {Entry | Act} Errand What goes out by the schedule.
 *
 * @typedef {object} Receipt The server's yes: store `receipts`, key `submission_id`. Once the event has begun, it keeps no more of
 *   the person than a name.
 * @property {string} submission_id
 * @property {string} event
 * @property {string} title
 * @property {string} starts_at the event's; empty in receipts of before version 4
 * @property {number} clock_ahead_ms the entry's
 * @property {string} receipt the code to read over the telephone
 * @property {"confirmed" | "waiting" | "late_review" | Ended} status
 * @property {number | null} place in line, from 1, if it waits and the server has told
 * @property {string} received_at
 * @property {string} manage the key of the registration, with which it is changed; empty in receipts of before version 4
 * @property {string} organisation its name
 * @property {string} person first name and the last name's initial
 * @property {Values | null} values what was sent, to be changed; null once the event has begun or the registration has ended, and in
 *   receipts of before version 4
 * @property {string} replaces
 * @property {string} asked_at when the server last said how it stands; empty if it was never asked
 * @property {boolean} is_replaced whether it was changed elsewhere: then this is how the change stands
 * @property {Record<"th" | "en", string> | null} when the event's time in words, if the server has told
 * @property {boolean} is_called_off whether the event is
 * @property {string} [submitted_at] when it was submitted, by this phone's clock; the same for all that were submitted together; receipts of before it was noted lack it
 * @property {number} [sequence] its place among them
 * @property {News} news what the person has not seen yet
 *
 * @typedef {object} News What the server said that is new, empty if nothing is.
 * @property {"" | "approved" | "approved_waiting" | "moved_up" | "place" | "reconsidered" | "replaced" | Ended} registration
 * @property {"" | "put_off" | "called_off" | "takes_place"} event
 *
 * @typedef {object} Draft A form not yet submitted: store `drafts`, key `event`.
 * @property {string} event
 * @property {Values[]} people
 * @property {string} updated_at
 * @property {string} [replaces] the submission that this form corrects
 * @property {string} [organisation_typed] what stands in the organisation's field, chosen or not
 *
 * @typedef {{kind: "stored", receipt: string, status: "confirmed" | "waiting" | "late_review", received_at: string,
 *       manage: string, place: number | null}
 *   | {kind: "refused", code: string}
 *   | {kind: "needs_person", code: string, problems: Problem[]}
 *   | {kind: "wait", retry_after_s: number}
 *   | {kind: "received"}
 *   | {kind: "unknown", retry_after_s: number}} Answer What one attempt came to; `retry_after_s` is 0 where nothing was asked.
 *
 * @typedef {"cancelled" | "declined" | "removed"} Ended How a registration ends.
 *
 * @typedef {{kind: "done", status: Ended}
 *   | {kind: "refused", code: string}
 *   | {kind: "wait", retry_after_s: number}
 *   | {kind: "unknown", retry_after_s: number}} ActAnswer
 *
 * @typedef {"own" | "netlify"} FormBackend Who takes the registrations: our own backend, or Netlify's forms.
 */

export {};
