/**
 * The service worker in a live preview. It is the real one, which opens pages as they were when it was installed. To have a
 * new one take over first would make an author wait for all that it keeps, so the old one goes, and the page that comes in
 * its place registers the new one as a first visit does.
 */

/** Takes the service worker away with the pages that it keeps. */
export async function forgetWorker() {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.unregister();
  const pages = (await caches.keys()).filter((name) => name.startsWith("wian-pages-"));
  await Promise.all(pages.map((name) => caches.delete(name)));
}
