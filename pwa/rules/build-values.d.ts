/** What the build puts in place of these names; see site_src/app/rules_worker.py. Addresses are root-relative. */

/** Pyodide's loader. */
declare const LOADER_URL: string;
/** Its JavaScript side. */
declare const JAVASCRIPT_URL: string;
/** Of Python, as much as the rules were seen to use: the interpreter's folder, with a slash at the end, and the library. */
declare const USED_PYTHON: { folder: string; library: string };
/** All of it, likewise. */
declare const WHOLE_PYTHON: { folder: string; library: string };
/** The archive of the rules. */
declare const RULES_URL: string;
/** What Pyodide wants to know of the packages that there are: none. */
declare const LOCK_INFO: Record<string, string>;
/** Address → what the file's bytes are compared with, as in `integrity`. */
declare const INTEGRITY: Record<string, string>;
/** What Pyodide fetches at first, decompressed, in bytes. */
declare const TOTAL_BYTES: number;
