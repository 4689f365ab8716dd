/** How racers look: a colour-blind-safe set (Okabe & Ito, 2008), and a dash and a marker each, so that colour is never all. */
import { hostOf } from "./host.js";

/** By theme: the light one is darkened where a hue would not stand at 3 : 1 on paper. */
const RACERS = {
  light: ["#0072b2", "#b85000", "#00795a", "#a64d84", "#2f7fb5", "#8a6d00", "#1d2530", "#a05a2c"],
  dark: ["#56b4e9", "#e69f00", "#2fc79a", "#e28fc0", "#9fc9ff", "#f0e442", "#e9efe9", "#f2a07a"],
};

/** Heat maps from low to high, pale on paper and dark on the chalkboard, so that paths stand out on both. */
const STOPS = {
  light: ["#9fbfd6", "#c3d9e2", "#e4ecdf", "#f6efd6", "#fbe6c8"],
  dark: ["#0d2436", "#17384a", "#1f4a4a", "#33533f", "#4b5534"],
};

/** @type {number[][]} */
export const DASHES = [[], [7, 3], [2, 3], [9, 3, 2, 3], [12, 4], [4, 4], [1, 4], [6, 2, 1, 2, 1, 2]];

/** @typedef {(pen: CanvasRenderingContext2D, x: number, y: number, r: number) => void} Marker */

/** @param {number} corners @param {number} turn @param {number} [inner] a second radius, for stars @returns {Marker} */
const polygon = (corners, turn, inner = 1) => (pen, x, y, r) => {
  pen.beginPath();
  const points = inner === 1 ? corners : 2 * corners;
  for (let corner = 0; corner < points; corner += 1) {
    const angle = turn + (2 * Math.PI * corner) / points;
    const radius = corner % 2 && inner !== 1 ? r * inner : r;
    pen.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  pen.closePath();
};

/** @type {Marker} */
const circle = (pen, x, y, r) => {
  pen.beginPath();
  pen.arc(x, y, r, 0, 2 * Math.PI);
};

const UP = -Math.PI / 2;
/** @type {Marker[]} */
export const MARKERS = [circle, polygon(4, Math.PI / 4), polygon(3, UP), polygon(4, 0), polygon(3, -UP), polygon(5, UP, 0.45), polygon(6, 0), polygon(4, 0, 0.4)];

/** Minima as dots, the lowest filled, maxima as triangles, saddles as crosses. @param {CanvasRenderingContext2D} pen @param {string} type @param {number} x @param {number} y @param {number} [r] */
export function stationarySign(pen, type, x, y, r = 4) {
  pen.beginPath();
  if (type === "saddle") { pen.moveTo(x - r, y - r); pen.lineTo(x + r, y + r); pen.moveTo(x + r, y - r); pen.lineTo(x - r, y + r); }
  else if (type === "maximum") { pen.moveTo(x, y - 1.25 * r); pen.lineTo(x + 1.25 * r, y + r); pen.lineTo(x - 1.25 * r, y + r); pen.closePath(); }
  else pen.arc(x, y, 1.125 * r, 0, 2 * Math.PI);
  pen.stroke();
  if (type === "global_minimum") pen.fill();
}

/**
 * Where the line from the middle of a rectangle towards a point outside it meets the edge; what has overflowed is far.
 * @param {number} x @param {number} y from the middle @param {number} halfWidth @param {number} halfHeight @returns {[number, number]}
 */
export function edgePoint(x, y, halfWidth, halfHeight) {
  const far = (/** @type {number} */ place, /** @type {number} */ half) => (Number.isFinite(place) ? place : place > 0 ? 9 * half : -9 * half);
  const [dx, dy] = [far(x, halfWidth), far(y, halfHeight)];
  const scale = Math.min(halfWidth / Math.abs(dx), halfHeight / Math.abs(dy));
  return [dx * scale, dy * scale];
}

/** Stands at the edge for what has left the picture. @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y @param {number} angle */
export function leavingArrow(pen, x, y, angle) {
  pen.save();
  pen.translate(x, y);
  pen.rotate(angle);
  pen.beginPath();
  pen.moveTo(9, 0);
  pen.lineTo(-5, 7);
  pen.lineTo(-5, -7);
  pen.closePath();
  pen.fill();
  pen.stroke();
  pen.restore();
}

/** The same markers as SVG paths of radius 6 about (8, 8), for tables and legends. @param {number} index */
export function markerPath(index) {
  /** @type {string[]} */
  const parts = [];
  const number = (/** @type {number} */ value) => value.toFixed(2);
  const pen = {
    beginPath() {},
    arc() { parts.push("M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0"); },
    lineTo(/** @type {number} */ x, /** @type {number} */ y) { parts.push(`${parts.length ? "L" : "M"}${number(x)} ${number(y)}`); },
    closePath() { parts.push("Z"); },
  };
  MARKERS[index](/** @type {any} */ (pen), 8, 8, 6);
  return parts.join("");
}

/** Whether it is dark there now, by the reader's choice or the system's. @param {Node} node */
export const isDark = (node) => hostOf(node).isDark;

/** What was read of each host's styles, light or dark: asking for a style makes the browser compute it. @type {WeakMap<object, { dark: boolean, palette: ReturnType<typeof readPalette> }>} */
let known = new WeakMap();
matchMedia("(prefers-contrast: more)").addEventListener("change", () => (known = new WeakMap()));

/** The colours in force, the same for every element of a host. @param {Element} node */
export function paletteOf(node) {
  const host = hostOf(node);
  const [found, dark] = [known.get(host), host.isDark];
  if (found?.dark === dark) return found.palette;
  const palette = readPalette(node);
  known.set(host, { dark, palette });
  return palette;
}

/** @param {Element} node */
function readPalette(node) {
  const style = getComputedStyle(node);
  const of = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  const theme = isDark(node) ? "dark" : "light";
  return {
    ink: of("ink"), soft: of("soft"), line: of("line"), panel: of("panel"),
    gradient: of("backward"), step: of("update"), momentum: of("forward"),
    racers: RACERS[theme], stops: STOPS[theme], contour: theme === "dark" ? "#7f9188" : "#6b7785",
  };
}
