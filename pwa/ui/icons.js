/** Small pictures that stand beside words and say nothing to who listens. */

const SVG = "http://www.w3.org/2000/svg";

/** Lines on a ground of 24 × 24. @type {Record<import("./card-states.js").IconName, string>} */
const PATHS = {
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2",
  sent: "M12 20V5M6 11l6-6 6 6",
  check: "M4.5 12.5l5 5 10-11",
  queue: "M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01",
  cross: "M6 6l12 12M18 6L6 18",
  ban: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M5.8 5.8l12.4 12.4",
  pencil: "M4 20l1-4L16.5 4.5l3 3L8 19zM14 7l3 3",
};

/** Small and in lines without a style too. */
const LOOK = {
  viewBox: "0 0 24 24",
  width: "22",
  height: "22",
  fill: "none",
  stroke: "currentColor",
  "stroke-width": "2.25",
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
  "aria-hidden": "true",
};

/** @param {import("./card-states.js").IconName} name */
export function drawIcon(name) {
  const icon = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [attribute, value] of Object.entries(LOOK)) icon.setAttribute(attribute, value);
  path.setAttribute("d", PATHS[name]);
  icon.append(path);
  return icon;
}
