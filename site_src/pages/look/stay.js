// Shows the button at the foot of the screen while the one at the top is out of sight.
const first = document.querySelector("[data-stays]");
const again = /** @type {HTMLElement | null} */ (document.querySelector(".w-stay"));

if (first && again && "IntersectionObserver" in window) {
  new IntersectionObserver(([{ isIntersecting }]) => {
    const isClosed = /** @type {HTMLElement} */ (first).hidden;
    again.hidden = isIntersecting || isClosed;
    document.documentElement.classList.toggle("w-stays", !again.hidden);
  }).observe(first);
}
