/** What the build puts in place of this name; see site_src/app/registration_page.py. */

/** The messages of the registration page's second script, in the page's language. */
declare const COMPANION_MESSAGES: Record<string, string>;

/** The stylesheet of its cards. */
declare const CARD_STYLE: string;
