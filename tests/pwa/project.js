/** Where the tests find what they are about. */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const PWA = join(ROOT, "pwa");

/** The rooms of `pwa/`, whom each may import, and the modules without a side effect. */
export const { rooms, pure } = JSON.parse(readFileSync(join(PWA, "rooms.json"), "utf-8"));
