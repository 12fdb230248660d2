/** The place where a page says that a newer version is there. It never takes the focus and can be left for later. */

/**
 * The prompt of this page.
 *
 * @param {(key: string) => string} text
 */
export function createUpdatePrompt(text) {
  /** @type {Set<() => unknown>} */
  const keepers = new Set();

  /** Keeps everything; rejects if something can't be kept. */
  const keepBeforeReload = async () => void (await Promise.all([...keepers].map((keep) => keep())));

  /** @param {() => unknown} keep is awaited before this page is reloaded on purpose; if it fails the page is not reloaded */
  const onBeforeReload = (keep) => void keepers.add(keep);

  /**
   * @param {string} message its key
   * @param {() => void} accept called when the person agrees and everything is kept
   */
  const offer = (message, accept) => showOffer(text, message, () => keepBeforeReload().then(accept));

  return { onBeforeReload, keepBeforeReload, offer };
}

/**
 * Shows `message` with a button that goes on to `accept`, and one for later.
 *
 * @param {(key: string) => string} text
 * @param {string} message its key
 * @param {() => Promise<void>} accept rejects if something typed can't be kept
 */
function showOffer(text, message, accept) {
  const place = findPlace();
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const now = makeButton(text("app.update.now"), async () => {
    now.disabled = true;
    try {
      await accept();
    } catch {
      said.textContent = text("app.update.not_kept");
      now.disabled = false;
    }
  });
  const later = makeButton(text("app.update.later"), () => {
    place.hidden = true;
  });
  place.replaceChildren(said, now, later);
  place.hidden = false;
  said.textContent = text(message); // after it is in the page, so that screen readers notice
}

function findPlace() {
  const place = document.getElementById("app-update") ?? document.createElement("div");
  if (place.isConnected) return place;
  place.id = "app-update";
  place.className = "app-update md-typeset";
  document.querySelector("main")?.before(place);
  return place;
}

/**
 * @param {string} label
 * @param {() => void} onClick
 */
function makeButton(label, onClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "w-button w-second"; // for the running-text pages; the app's own style needs no class
  button.textContent = label;
  button.addEventListener("click", onClick);
  return button;
}
