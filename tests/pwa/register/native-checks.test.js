/** What is wrong with the form as far as it shows without the rules. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { checkNatively } from "../../../pwa/register/native-checks.js";

const FIELDS = [
  { name: "first_name", kind: "personal_name", required: true },
  { name: "email", kind: "email", required: true },
  { name: "mobile", kind: "mobile", required: false },
  { name: "seats", kind: "number", required: false },
];
const PERSON = { first_name: "สมชาย", email: "somchai@example.go.th", mobile: "๐๘๑ ๒๓๔ ๕๖๗๘", seats: "๒" };

/** What is asked of the browser, which knows one address. */
function check(changes) {
  const asked = [];
  const isEmailAddress = (address) => asked.push(address) > 0 && address === PERSON.email;
  const problems = checkNatively(FIELDS, [{ ...PERSON, ...changes }], isEmailAddress);
  return { problems: problems[0].map(({ field, code }) => [field, code]), asked };
}

test("nothing is wrong", () => assert.deepEqual(check({}), { problems: [], asked: [PERSON.email] }));

test("what is missing, in the form's order, and only where it must be there", () => {
  const expected = [["first_name", "required"], ["email", "required"]];
  assert.deepEqual(check({ first_name: "", email: "", mobile: "", seats: "" }), { problems: expected, asked: [] });
});

test("a number with too few digits", () => {
  const expected = [["mobile", "mobile_format"], ["seats", "number_format"]];
  assert.deepEqual(check({ mobile: "12345678 ต่อ", seats: "two" }).problems, expected);
  assert.deepEqual(check({ mobile: "812345678", seats: "2" }).problems, []);
});

test("what is no e-mail address", () => assert.deepEqual(check({ email: "somchai" }).problems, [["email", "email_format"]]));

for (const email of ["\u200bsomchai@example.go.th ", "ｓｏｍｃｈａｉ＠example.go.th", "somchai@example。go｡th"]) {
  test(`an address that the rules would repair: ${email}`, () => {
    assert.deepEqual(check({ email }), { problems: [], asked: [PERSON.email] });
  });
}

test("each person has problems of their own", () => {
  const problems = checkNatively(FIELDS, [PERSON, { ...PERSON, first_name: "" }], () => true);
  assert.deepEqual(problems, [[], [{ code: "required", field: "first_name", params: {} }]]);
});
