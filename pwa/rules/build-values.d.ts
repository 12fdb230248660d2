/** What the build puts in place of these names; see site_src/app/registration_page.py. */

/** Root-relative address of the folder with Pyodide, with a slash at the end. */
declare const PYODIDE_URL: string;
/** Address of the standard library, which the build makes smaller. */
declare const STDLIB_URL: string;
/** Root-relative address of the folder with the rules wheel and its lock file, with a slash at the end. */
declare const RULES_URL: string;
/** The wheel's name in the lock file. */
declare const RULES_PACKAGE: string;
/** What Pyodide fetches, decompressed, in bytes. */
declare const TOTAL_BYTES: number;
