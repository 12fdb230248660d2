/** What the build puts into the script of live previews; see site_src/publish/live_pages.py. */

/** Address of the server-sent events that tell of changes. */
declare const __CHANGES__: string;
