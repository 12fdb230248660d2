/** Entries, receipts and answers to test with. */

export const ID = "0b6f2a5c-8f0e-4d0c-9a52-000000000001";
export const NOW = 1_641_348_000_000; // 2022-01-05T02:00:00Z
const RECEIVED_AT = "2022-01-05T02:00:00.000Z";
const STARTS_AT = "2022-01-14T01:30:00.000Z";
export const MANAGE = "0123456789abcdef0123456789abcdef";
const VALUES = {
  organisation: "saithong-pao",
  honorific: "mr",
  first_name: "สมชาย",
  last_name: "ใจดี",
  position: "x",
  email: "a@b",
  mobile: "08",
};

/** @param {object} [changes] */
export function makeEntry(changes) {
  return {
    submission_id: ID,
    event: "ita",
    title: "ITA",
    starts_at: STARTS_AT,
    locale: "th",
    created_at: "2022-01-05T01:59:00.000Z",
    sequence: 0,
    clock_ahead_ms: 0,
    values: VALUES,
    organisation_name: "อบจ.ทรายทอง",
    notice_version: "n1",
    replaces: "",
    manage: "",
    checked: true,
    rules_version: "1.0",
    bot_field: "",
    state: "queued",
    attempts: 0,
    unknowns: 0,
    next_try_at: 0,
    retry_after_at: 0,
    payload: null,
    problem: null,
    ...changes,
  };
}

/** @param {object} [changes] */
export function makeReceipt(changes) {
  return {
    submission_id: ID,
    event: "ita",
    title: "ITA",
    starts_at: STARTS_AT,
    clock_ahead_ms: 0,
    receipt: "1234-5678",
    status: "confirmed",
    place: null,
    received_at: RECEIVED_AT,
    manage: MANAGE,
    organisation: "อบจ.ทรายทอง",
    person: "สมชาย ใ.",
    values: VALUES,
    replaces: "",
    asked_at: "",
    is_replaced: false,
    when: null,
    is_called_off: false,
    news: { registration: "", event: "" },
    ...changes,
  };
}

/** @param {object} [changes] */
export function makeAct(changes) {
  return {
    act_id: "act",
    submission_id: ID,
    manage: MANAGE,
    event: "ita",
    organisation: "saithong-pao",
    created_at: "2022-01-05T02:00:00.000Z",
    sequence: 1,
    clock_ahead_ms: 0,
    state: "queued",
    attempts: 0,
    unknowns: 0,
    next_try_at: 0,
    retry_after_at: 0,
    problem: null,
    ...changes,
  };
}

/** @param {object} [changes] */
export function keep(changes) {
  return { entries: [], acts: [], receipts: [], ...changes };
}

export const STORED = {
  kind: "stored",
  receipt: "1234-5678",
  status: "confirmed",
  received_at: RECEIVED_AT,
  manage: MANAGE,
  place: null,
};
export const RECEIVED = { kind: "received" };
export const UNKNOWN = { kind: "unknown", retry_after_s: 0 };
export const KEY_REUSED = { kind: "needs_person", code: "key_reused", problems: [] };
export const CLOSED = { kind: "refused", code: "closed" };
