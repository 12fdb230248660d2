/** Finds organisations by what people type. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { findOrganisations, fold, makeHaystack, meantOrganisation } from "../../../pwa/register/organisation-search.js";

const make = (code, kind, label, english, district = "") => ({
  code, label, district, kind, name: fold(label), haystack: makeHaystack([label, english, district].filter(Boolean)),
}); // prettier-ignore

const ORGANISATIONS = [
  make("saithong-pao", "pao", "องค์การบริหารส่วนจังหวัดทรายทอง", "Saithong Provincial Administrative Organisation"),
  make("saithong", "town", "เทศบาลเมืองทรายทอง", "Saithong Town Municipality", "เมืองทรายทอง"),
  make("khlong-thong-kham", "tao", "องค์การบริหารส่วนตำบลคลองทองคำ", "Khlong Thong Kham Subdistrict Administrative Organisation", "เขาเขียว"),
  make("khlong-thong", "tao", "องค์การบริหารส่วนตำบลคลองทอง", "Khlong Thong Subdistrict Administrative Organisation", "หาดนวล"),
  make("ao-ngam", "tao", "องค์การบริหารส่วนตำบลอ่าวงาม", "Ao Ngam Subdistrict Administrative Organisation", "เมืองทรายทอง"),
];
const codes = (query) => findOrganisations(query, ORGANISATIONS).map((one) => one.code);

for (const [typed, found] of [
  ["", ["saithong-pao", "saithong", "khlong-thong-kham", "khlong-thong", "ao-ngam"]],
  ["อ่าวงาม", ["ao-ngam"]],
  ["อาวงาม", ["ao-ngam"]],
  ["อบต.อ่าวงาม", ["ao-ngam"]],
  ["อบต อ่าวงาม", ["ao-ngam"]],
  ["ao NGAM", ["ao-ngam"]],
  ["SAO ao ngam", ["ao-ngam"]],
  ["ngam", ["ao-ngam"]],
  ["gam", []],
  ["ทม.", ["saithong"]],
  ["อบจ", ["saithong-pao"]],
  ["pao", ["saithong-pao"]],
  ["ทน ทรายทอง", []],
  ["ทรายทอง", ["saithong-pao", "saithong", "ao-ngam"]],
  ["อ่าวงาม เมืองทรายทอง", ["ao-ngam"]],
  ["thong khlong", ["khlong-thong-kham", "khlong-thong"]],
  ["องค์การบริหารส่วนตำบลคลองทอง", ["khlong-thong", "khlong-thong-kham"]],
  ["ไม่มีที่นี่", []],
]) {
  test(`“${typed}” finds ${found.join(", ") || "nothing"}`, () => assert.deepEqual(codes(typed), found));
}

test("those that have the words in one piece come before the others", () => {
  assert.deepEqual(codes("เทศบาล ทรายทอง"), ["saithong"]);
  const apart = make("apart", "tao", "ก ข ค", "A");
  const together = make("together", "tao", "ค ก ค", "B");
  assert.deepEqual(findOrganisations("ก ค", [apart, together]).map((one) => one.code), ["together", "apart"]);
});

for (const [typed, folded] of [
  ["ปากแม่น้ำ", "ปากแมนำ"],
  ["ตําบล", "ตำบล"],
  ["น\u0e4d\u0e49\u0e32", "นำ"],
  ["เเม่", "แม"],
  ["อบต. (น้ำใส)", "อบต นำใส"],
]) {
  test(`“${typed}” is folded to “${folded}”`, () => assert.equal(fold(typed), folded));
}

for (const [typed, code] of [
  ["", undefined],
  [" . ", undefined],
  ["องค์การบริหารส่วนตำบลคลองทอง", "khlong-thong"],
  ["คลองทอง", undefined],
  ["คลองทองคำ", "khlong-thong-kham"],
  ["ไม่มีที่นี่", undefined],
]) {
  test(`“${typed}” can only mean ${code}`, () => assert.equal(meantOrganisation(typed, ORGANISATIONS)?.code, code));
}

test("a name that two have means neither", () => {
  const twins = [make("a", "tao", "คลองทอง", "A"), make("b", "tao", "คลองทอง", "B")];
  assert.equal(meantOrganisation("คลองทอง", twins), null);
});
