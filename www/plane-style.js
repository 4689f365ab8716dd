/** How the depth lab draws: both networks' colours, dashes and markers, the two classes, and sharp canvases. */
import { hostOf } from "./host.js";
import { MARKERS, isDark, paletteOf } from "./race-style.js";

/** @typedef {import("./depth-state.js").Which} Which */

/** Red, green and blue of class 0, of the middle and of class 1: orange and blue stay apart for every eye. */
const CLASSES = {
  light: [[222, 130, 50], [250, 247, 240], [50, 120, 190]],
  dark: [[196, 104, 30], [34, 46, 41], [60, 140, 215]],
};

/** @param {Which} which */
export const indexOf = (which) => (which === "a" ? 0 : 1);
/** @param {Which} which */
export const dashOf = (which) => (which === "a" ? [] : [7, 4]);
/** @param {Which} which */
export const markerOf = (which) => MARKERS[indexOf(which)];

/** @param {Node} node whose colours @returns {(share: number) => [number, number, number]} from class 0 (0) to class 1 (1) */
export function ramp(node) {
  const stops = CLASSES[isDark(node) ? "dark" : "light"];
  return (share) => {
    const place = 2 * Math.min(1, Math.max(0, share));
    const at = place < 1 ? 0 : 1;
    const mix = (/** @type {number} */ channel) => stops[at][channel] + (stops[at + 1][channel] - stops[at][channel]) * (place - at);
    return [mix(0), mix(1), mix(2)];
  };
}

/** A map as a picture of its own size, the first row at the bottom. @param {Node} node whose colours @param {ArrayLike<number>} values @param {number} side @param {(value: number) => number} share @returns {ImageData} */
export function mapImage(node, values, side, share) {
  const colour = ramp(node);
  const image = new ImageData(side, side);
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1) {
      const at = 4 * ((side - 1 - row) * side + column);
      const value = share(values[row * side + column]);
      const [red, green, blue] = Number.isNaN(value) ? [128, 128, 128] : colour(value);
      image.data.set([red, green, blue, 255], at);
    }
  return image;
}

/** @type {WeakMap<HTMLCanvasElement, { width: number, height: number }>} */
const sizes = new WeakMap();

/** Sizes a canvas to its place and the screen's pixels, and gives its pen; nothing while it has no place. @param {HTMLCanvasElement} canvas one that is `redrawn` @param {Element} node whose colours are meant */
export function sharp(canvas, node) {
  const { width, height } = sizes.get(canvas) ?? { width: 0, height: 0 };
  const pen = canvas.getContext("2d");
  if (!width || !height || !pen) return null;
  const ratio = Math.min(4, devicePixelRatio || 1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return { pen, width, height, colours: paletteOf(node) };
}

/** Keeps the size of a canvas's place, and calls `draw` again when it or the theme changes. @param {HTMLCanvasElement} canvas @param {() => void} draw */
export function redrawn(canvas, draw) {
  /** Whose theme is listened to; known once the canvas has a place. @type {import("./host.js").Host | null} */
  let host = null;
  new ResizeObserver(([{ contentRect: { width, height } }]) => {
    if (!host && canvas.isConnected) {
      host = hostOf(canvas);
      host.addEventListener("theme", draw);
    }
    sizes.set(canvas, { width, height });
    draw();
  }).observe(canvas);
}

/** Ticks of a logarithmic axis as exponents: powers of ten, no more than fit; where there are hardly any, 2 and 5 times these too. @param {number} low @param {number} high exponents @param {number} count */
export function powers(low, high, count) {
  const between = (/** @type {number[]} */ exponents) => exponents.filter((exponent) => exponent >= low - 1e-9 && exponent <= high + 1e-9);
  const whole = (/** @type {number} */ step) => between(Array.from({ length: Math.floor((high - low) / step) + 3 }, (_, index) => (Math.floor(low / step) + index) * step));
  if (high - low < 2) return between(whole(1).concat(Math.floor(low)).flatMap((exponent) => [1, 2, 5].map((factor) => exponent + Math.log10(factor))));
  return whole(Math.max(1, Math.ceil((high - low) / Math.max(1, count))));
}

/** A number in few letters: 0.0123, 1.2·10⁻⁹. @param {number} value @param {number} [digits] */
export function short(value, digits = 3) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const power = Math.floor(Math.log10(Math.abs(value)));
  if (power >= -3 && power < 5) return String(Number(value.toPrecision(digits))).replace("-", "−");
  return `${(value / 10 ** power).toFixed(digits - 1).replace("-", "−")}·10${raised(power)}`;
}

/** @param {number} power */
export const raised = (power) => [...String(power)].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)])).join("");
