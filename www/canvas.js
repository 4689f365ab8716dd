/** What canvases of data have in common: drawn with the next frame, sharp on every screen, moved by the arrow keys (by a pointer: `pointer.js`). */
import { hostOf } from "./host.js";

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Margin */
/** @typedef {{ width: number, height: number, to: (x: number, y: number) => [number, number], back: (px: number, py: number) => [number, number] }} Plane */

/** No screen has more pixels to one of CSS that an eye could tell apart. */
const MOST_RATIO = 4;

/**
 * Calls `draw` with the next frame, once however often it is asked for, and again when its size changes, and at once when its colours do.
 * @param {HTMLElement} element @param {Node} lab whose colours @param {() => void} draw @returns {() => void} asks for it
 */
export function drawn(element, lab, draw) {
  let frame = 0;
  const now = () => {
    if (element.isConnected && element.clientWidth) draw();
  };
  const later = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      now();
    });
  };
  new ResizeObserver(later).observe(element);
  hostOf(lab).addEventListener("theme", now); // paper waits for no frame
  return later;
}

/** Pixels to one of CSS. */
export const ratioNow = () => Math.min(MOST_RATIO, devicePixelRatio || 1);

/** An empty canvas of an element's size, and the pen that draws on it in CSS pixels. @param {HTMLCanvasElement} canvas @param {HTMLElement} element */
export function penOf(canvas, element) {
  const ratio = ratioNow();
  const { clientWidth, clientHeight } = element;
  const [width, height] = [clientWidth, clientHeight].map((side) => Math.round(side * ratio));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, clientWidth, clientHeight);
  return pen;
}

/** Between two coordinates and the CSS pixels of an element. @param {HTMLElement} element @param {Margin} margin @param {[number, number, number, number]} domain @returns {Plane} */
export function planeOf(element, margin, [x0, x1, y0, y1]) {
  const width = element.clientWidth - margin.left - margin.right;
  const height = element.clientHeight - margin.top - margin.bottom;
  return {
    width, height,
    to: (x, y) => [margin.left + ((x - x0) / (x1 - x0)) * width, margin.top + ((y1 - y) / (y1 - y0)) * height],
    back: (px, py) => [x0 + ((px - margin.left) / width) * (x1 - x0), y1 - ((py - margin.top) / height) * (y1 - y0)],
  };
}

/** A plane's border with its ticks and numbers, `apart` pixels or more across and up. @param {CanvasRenderingContext2D} pen @param {Plane} plane @param {Margin} margin @param {[number, number, number, number]} domain @param {[number, number]} apart */
export function axesOf(pen, plane, margin, [x0, x1, y0, y1], apart) {
  pen.strokeRect(margin.left + 0.5, margin.top + 0.5, plane.width - 1, plane.height - 1);
  Object.assign(pen, { textAlign: "center", textBaseline: "top" });
  for (const x of ticks(x0, x1, plane.width / apart[0])) {
    const [px] = plane.to(x, y0);
    pen.fillRect(px, margin.top + plane.height, 1, 4);
    pen.fillText(tickText(x), px, margin.top + plane.height + 6);
  }
  Object.assign(pen, { textAlign: "right", textBaseline: "middle" });
  for (const y of ticks(y0, y1, plane.height / apart[1])) {
    const [, py] = plane.to(x0, y);
    pen.fillRect(margin.left - 4, py, 4, 1);
    pen.fillText(tickText(y), margin.left - 7, py);
  }
}

/** Where Shift and an arrow key lead, in steps across and up; `null` for other keys. @param {KeyboardEvent} event @returns {[number, number] | null} */
export function nudgeOf(event) {
  /** @type {Record<string, [number, number]>} */ const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  if (!event.shiftKey || !(event.key in ways)) return null;
  event.preventDefault();
  event.stopPropagation();
  return ways[event.key];
}

/** As many decimals as a picture of this width can tell apart, so that what is dragged can be typed again. @param {number} value @param {number} width */
export const asSeen = (value, width) => Number(value.toFixed(Math.max(0, Math.min(12, 3 - Math.floor(Math.log10(width))))));

/** About `count` round numbers between two. @param {number} from @param {number} to @param {number} count */
export function ticks(from, to, count) {
  const rough = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

/** @param {number} value */
export const tickText = (value) => String(Number(value.toPrecision(6))).replace("-", "−");
