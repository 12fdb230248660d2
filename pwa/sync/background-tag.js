/** The tag under which a page asks the browser to wake the service worker for sending. */
export const SYNC_TAG = "wian-send";
