/** Finds organisations by what people type. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { findOrganisations, fold, makeHaystack, meantOrganisation } from "../../../pwa/register/organisation-search.js";

const make = (code, kind, label, english, district = "") => ({
  code, label, district, kind, name: fold(label), haystack: makeHaystack([label, english, district].filter(Boolean)),
}); // prettier-ignore

const ORGANISATIONS = [
  make("krabi-pao", "pao", "องค์การบริหารส่วนจังหวัดกระบี่", "Krabi Provincial Administrative Organisation"),
  make("krabi", "town", "เทศบาลเมืองกระบี่", "Krabi Town Municipality", "เมืองกระบี่"),
  make("khlong-yang", "tao", "องค์การบริหารส่วนตำบลคลองยาง", "Khlong Yang Subdistrict Administrative Organisation", "เกาะลันตา"),
  make("khlong-ya", "tao", "องค์การบริหารส่วนตำบลคลองยา", "Khlong Ya Subdistrict Administrative Organisation", "อ่าวลึก"),
  make("ao-nang", "tao", "องค์การบริหารส่วนตำบลอ่าวนาง", "Ao Nang Subdistrict Administrative Organisation", "เมืองกระบี่"),
];
const codes = (query) => findOrganisations(query, ORGANISATIONS).map((one) => one.code);

for (const [typed, found] of [
  ["", ["krabi-pao", "krabi", "khlong-yang", "khlong-ya", "ao-nang"]],
  ["อ่าวนาง", ["ao-nang"]],
  ["อาวนาง", ["ao-nang"]],
  ["อบต.อ่าวนาง", ["ao-nang"]],
  ["อบต อ่าวนาง", ["ao-nang"]],
  ["ao NANG", ["ao-nang"]],
  ["SAO ao nang", ["ao-nang"]],
  ["nang", ["ao-nang"]],
  ["ang", []],
  ["ทม.", ["krabi"]],
  ["อบจ", ["krabi-pao"]],
  ["pao", ["krabi-pao"]],
  ["ทน กระบี่", []],
  ["กระบี่", ["krabi-pao", "krabi", "ao-nang"]],
  ["อ่าวนาง เมืองกระบี่", ["ao-nang"]],
  ["ya khlong", ["khlong-yang", "khlong-ya"]],
  ["องค์การบริหารส่วนตำบลคลองยา", ["khlong-ya", "khlong-yang"]],
  ["ไม่มีที่นี่", []],
]) {
  test(`“${typed}” finds ${found.join(", ") || "nothing"}`, () => assert.deepEqual(codes(typed), found));
}

test("those that have the words in one piece come before the others", () => {
  assert.deepEqual(codes("เทศบาล กระบี่"), ["krabi"]);
  const apart = make("apart", "tao", "ก ข ค", "A");
  const together = make("together", "tao", "ค ก ค", "B");
  assert.deepEqual(findOrganisations("ก ค", [apart, together]).map((one) => one.code), ["together", "apart"]);
});

for (const [typed, folded] of [
  ["กระบี่", "กระบี"],
  ["ตําบล", "ตำบล"],
  ["น\u0e4d\u0e49\u0e32", "นำ"],
  ["เเม่", "แม"],
  ["อบต. (กระบี่)", "อบต กระบี"],
]) {
  test(`“${typed}” is folded to “${folded}”`, () => assert.equal(fold(typed), folded));
}

for (const [typed, code] of [
  ["", undefined],
  [" . ", undefined],
  ["องค์การบริหารส่วนตำบลคลองยา", "khlong-ya"],
  ["คลองยา", undefined],
  ["คลองยาง", "khlong-yang"],
  ["ไม่มีที่นี่", undefined],
]) {
  test(`“${typed}” can only mean ${code}`, () => assert.equal(meantOrganisation(typed, ORGANISATIONS)?.code, code));
}

test("a name that two have means neither", () => {
  const twins = [make("a", "tao", "คลองยา", "A"), make("b", "tao", "คลองยา", "B")];
  assert.equal(meantOrganisation("คลองยา", twins), null);
});
