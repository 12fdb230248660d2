// Search, and Material's whole script with it, is fetched when somebody turns to it.
const toggle = /** @type {HTMLInputElement | null} */ (document.getElementById("__search"));
const query = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-md-component=search-query]"));
const status = document.querySelector(".md-search-result__meta");
let isAsked = false;

function open() {
  if (isAsked || !toggle || !query) return;
  isAsked = true;
  toggle.checked = true;
  query.focus();
  const script = document.createElement("script");
  script.src = MATERIAL_SCRIPT;
  script.addEventListener("load", () => query.dispatchEvent(new KeyboardEvent("keyup"))); // what was typed meanwhile
  script.addEventListener("error", () => {
    isAsked = false;
    script.remove();
    if (status) status.textContent = status.getAttribute("data-offline");
  });
  document.body.append(script);
}

document.documentElement.classList.replace("no-js", "js");
toggle?.addEventListener("change", open);
query?.addEventListener("focus", open);
