/** What the build puts into the scripts; see site_src/app/service_worker.py. */

/** Names this version: a hash of all that it precaches. */
declare const __VERSION__: string;

/** Address → SHA-256 in hexadecimal of every precached file; empty for a page that the host may touch up (Netlify). */
declare const __PRECACHE__: Record<string, string>;

/** Address → SHA-256 of the large files that are kept once they were loaded. */
declare const __FILES__: Record<string, string>;

/** The addresses of the built pages that are not precached, and kept once they were visited. */
declare const __VISITED__: string[];

/** What every page of ours contains and no other site's does. */
declare const __MARKER__: string;

declare const __FORM_BACKEND__: "own" | "netlify";

/** The texts of the update prompt, by locale. */
declare const __UPDATE_TEXTS__: Record<string, Record<string, string>>;
