/** What the relief is drawn of: the box with its numbers, the sheet, and the paths over it. */
import { tickText, ticks } from "./canvas.js";
import { edgePoint, leavingArrow } from "./race-style.js";
import { CORNERS, TALL, inBox, roundHeights, within } from "./relief-geometry.js";

/**
 * @typedef {import("./relief-geometry.js").Sheet} Sheet
 * @typedef {import("./relief-geometry.js").Camera} Camera
 * @typedef {ReturnType<typeof import("./race-style.js").paletteOf>} Palette
 */

/** From where the lamp shines: left, front, above. It stays with the sheet, so that turning changes no colour. */
const LAMP = [-0.55, -0.35, 0.76];
/** Contour lines, their half width in pixels and how much they cover: as on the map. */
const LEVELS = 20;
const HALF_LINE = 0.75;
const COVER = 0.55;
/** How much is seen of what stands behind the sheet. */
export const VEIL = 0.4;
/** How much of the sheet's underside is seen, and of a contour line there, of 256. */
const GLASS = { face: 40, line: 120 };
/** The table of colours: by light, place on the scale and cover of a contour line. */
const SIZES = { light: 32, place: 256, cover: 8 };

/** @typedef {ReturnType<typeof shadeOf>} Shade */

/**
 * What the sheet's colours are made of. Their scale is the map's: ln(1 + (f − low) / unit), where a tenth of all heights
 * stay below the unit.
 * @param {Sheet} sheet @param {string[]} stops @param {string} line @param {boolean} dark
 */
export function shadeOf({ grid, heights, cells, side, low, high }, stops, line, dark) {
  const finite = grid.filter(Number.isFinite).sort();
  const tenth = finite[Math.floor(finite.length / 10)] - low;
  const unit = tenth > 0 ? tenth : high - low;
  const lines = grid.map((f) => (LEVELS * Math.log1p((f - low) / unit)) / Math.log1p((high - low) / unit));
  const lights = heights.map((_, at) => {
    const slope = (/** @type {number} */ place, /** @type {number} */ by) => {
      const [back, on] = [place > 0 ? at - by : at, place < cells ? at + by : at];
      return ((heights[on] - heights[back]) * cells * by) / (on - back);
    };
    const [alongU, alongV] = [slope(at % side, 1), slope(Math.floor(at / side), side)];
    return (SIZES.light - 1) * Math.max(0, (LAMP[2] - LAMP[0] * alongU - LAMP[1] * alongV) / Math.hypot(alongU, alongV, 1));
  });
  return { lines, lights, table: tableOf(stops, line, dark) };
}

/** @param {string[]} stops @param {string} line @param {boolean} dark */
function tableOf(stops, line, dark) {
  const parse = (/** @type {string} */ colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const [ramp, ink] = [stops.map(parse), parse(line)];
  const [least, most] = dark ? [0.75, 2] : [0.72, 1.02];
  return Int32Array.from({ length: SIZES.light * SIZES.place * SIZES.cover }, (_, at) => {
    const light = least + ((most - least) * Math.floor(at / (SIZES.place * SIZES.cover))) / (SIZES.light - 1);
    const place = ((Math.floor(at / SIZES.cover) % SIZES.place) / (SIZES.place - 1)) * (ramp.length - 1);
    const cover = (COVER * (at % SIZES.cover)) / (SIZES.cover - 1);
    const stop = Math.min(ramp.length - 2, Math.floor(place));
    const [red, green, blue] = ink.map((part, which) => {
      const ground = Math.min(255, (ramp[stop][which] + (ramp[stop + 1][which] - ramp[stop][which]) * (place - stop)) * light);
      return Math.round(ground + cover * (part - ground));
    });
    return (255 << 24) | (blue << 16) | (green << 8) | red;
  });
}

/**
 * The sheet, from its farthest cell to the nearest; its underside is glass. Pixel by pixel: thousands of small faces
 * cost a canvas more than all of their pixels cost here.
 * @param {Int32Array} pixels @param {number} width @param {number} scale pixels for a pixel of the page
 * @param {Sheet} sheet @param {Camera} camera @param {Shade} shade
 */
export function paintSheet(pixels, width, scale, { heights, cells, side }, { to, sinA, cosA }, { lines, lights, table }) {
  const height = pixels.length / width;
  const [xs, ys] = [new Float64Array(heights.length), new Float64Array(heights.length)];
  heights.forEach((w, at) => {
    const [x, y] = to((at % side) / cells - 0.5, Math.floor(at / side) / cells - 0.5, w);
    [xs[at], ys[at]] = [x * scale, y * scale];
  });
  pixels.fill(0);
  const places = (SIZES.place - 1) / LEVELS;
  const triangle = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ c) => {
    const ax = xs[a];
    const ay = ys[a];
    const bx = xs[b];
    const by = ys[b];
    const cx = xs[c];
    const cy = ys[c];
    const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    if (!(Math.abs(area) > 1e-9)) return;
    const lineX = ((lines[b] - lines[a]) * (cy - ay) - (lines[c] - lines[a]) * (by - ay)) / area;
    const lineY = ((lines[c] - lines[a]) * (bx - ax) - (lines[b] - lines[a]) * (cx - ax)) / area;
    const lightX = ((lights[b] - lights[a]) * (cy - ay) - (lights[c] - lights[a]) * (by - ay)) / area;
    const lightY = ((lights[c] - lights[a]) * (bx - ax) - (lights[b] - lights[a]) * (cx - ax)) / area;
    const steepness = Math.sqrt(lineX * lineX + lineY * lineY);
    // Where lines would stand closer than two pixels there are none, as on the map.
    const sharpness = steepness > 0 && steepness < 0.5 ? 1 / (2 * HALF_LINE * steepness) : Infinity;
    const last = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
    for (let row = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5)); row <= last; row += 1) {
      const y = row + 0.5;
      let from = Infinity;
      let until = -Infinity;
      if (ay <= y !== by <= y) { const x = ax + ((y - ay) * (bx - ax)) / (by - ay); if (x < from) from = x; if (x > until) until = x; }
      if (by <= y !== cy <= y) { const x = bx + ((y - by) * (cx - bx)) / (cy - by); if (x < from) from = x; if (x > until) until = x; }
      if (cy <= y !== ay <= y) { const x = cx + ((y - cy) * (ax - cx)) / (ay - cy); if (x < from) from = x; if (x > until) until = x; }
      const first = Math.max(0, Math.ceil(from - 0.5));
      const end = Math.min(width, Math.ceil(until - 0.5));
      let line = lines[a] + lineX * (first + 0.5 - ax) + lineY * (y - ay);
      let light = lights[a] + lightX * (first + 0.5 - ax) + lightY * (y - ay);
      for (let at = row * width + first, stop = row * width + end; at < stop; at += 1, line += lineX, light += lightX) {
        const nearest = (line + 0.5) | 0;
        const share = 1 - (line > nearest ? line - nearest : nearest - line) * sharpness;
        const cover = share > 0 && nearest > 0 && nearest < LEVELS ? (share * (SIZES.cover - 1) + 0.5) | 0 : 0;
        const place = line > 0 ? (line * places) | 0 : 0;
        const colour = table[((light | 0) * SIZES.place + (place < SIZES.place ? place : SIZES.place - 1)) * SIZES.cover + cover];
        if (area < 0) pixels[at] = colour;
        else blend(pixels, at, colour, cover > SIZES.cover / 2 ? GLASS.line : GLASS.face);
      }
    }
  };
  for (let down = 0; down < cells; down += 1) {
    const row = cosA > 0 ? cells - 1 - down : down;
    for (let along = 0; along < cells; along += 1) {
      const at = row * side + (sinA > 0 ? cells - 1 - along : along);
      triangle(at, at + 1, at + side + 1);
      triangle(at, at + side + 1, at + side);
    }
  }
}

/** Lays a colour over a pixel as glass. @param {Int32Array} pixels @param {number} at @param {number} colour @param {number} share of 256 */
function blend(pixels, at, colour, share) {
  const ground = pixels[at];
  if (ground === 0) {
    pixels[at] = (share << 24) | (colour & 0xffffff);
    return;
  }
  const rest = 256 - share;
  const redBlue = (((ground & 0xff00ff) * rest + (colour & 0xff00ff) * share) >>> 8) & 0xff00ff;
  const green = (((ground & 0xff00) * rest + (colour & 0xff00) * share) >>> 8) & 0xff00;
  const alpha = ((ground >>> 24) * rest + 255 * share) >>> 8;
  pixels[at] = (alpha << 24) | redBlue | green;
}

/** The floor, the walls behind and the numbers. @param {CanvasRenderingContext2D} pen @param {Sheet} sheet @param {Camera} camera @param {Palette} colours */
export function drawBox(pen, sheet, camera, colours) {
  const { to, depth, size, cosE } = camera;
  const line = (/** @type {import("./relief-geometry.js").Point[]} */ ...points) => {
    pen.beginPath();
    for (const point of points) pen.lineTo(...to(...point));
    pen.stroke();
  };
  const nearest = CORNERS.reduce((best, corner, index) => (depth(corner[0], corner[1]) < depth(CORNERS[best][0], CORNERS[best][1]) ? index : best), 0);
  // Round about from the nearest corner; seen from above that is to the right.
  const [near, right, far, left] = [0, 1, 2, 3].map((by) => CORNERS[(nearest + by) % 4]);
  Object.assign(pen, { strokeStyle: colours.line, fillStyle: colours.soft, lineWidth: 1, font: "12px sans-serif", textBaseline: "middle" });
  line([near[0], near[1], 0], [right[0], right[1], 0], [far[0], far[1], 0], [left[0], left[1], 0], [near[0], near[1], 0]);
  for (const [u, v] of [left, far, right]) line([u, v, 0], [u, v, TALL]);
  const upright = TALL * size * cosE;
  const marks = sheet.log ? roundHeights(sheet, 20 / upright) : ticks(sheet.low, sheet.high, upright / 26);
  pen.textAlign = "right";
  if (upright > 30)
    for (const f of marks) {
      const w = sheet.place(f);
      line([left[0], left[1], w], [far[0], far[1], w], [right[0], right[1], w]);
      const [x, y] = to(left[0], left[1], w);
      pen.fillText(tickText(f), x - 5, y - 5);
    }
  const [topX, topY] = to(left[0], left[1], TALL);
  Object.assign(pen, { textAlign: "center", font: "italic 13px serif", fillStyle: colours.ink });
  if (upright > 30) pen.fillText("f", topX, topY - 9);
  for (const end of [left, right]) drawAxis(pen, sheet, camera, near, end, colours);
}

/** One of the floor's two near edges, with its numbers outside. @param {CanvasRenderingContext2D} pen @param {Sheet} sheet @param {Camera} camera @param {number[]} near @param {number[]} end @param {Palette} colours */
function drawAxis(pen, sheet, { to, size }, near, end, colours) {
  const along = near[0] === end[0] ? 1 : 0;
  const [from, until] = sheet.domain.slice(2 * along, 2 * along + 2);
  const [middleX, middleY] = to(0, 0, 0);
  const [a, b] = [to(near[0], near[1], 0), to(end[0], end[1], 0)];
  const [outX, outY] = [(a[0] + b[0]) / 2 - middleX, (a[1] + b[1]) / 2 - middleY];
  const length = Math.hypot(outX, outY) || 1;
  const put = (/** @type {string} */ text, /** @type {number} */ place, /** @type {number} */ off) => {
    const [x, y] = to(along ? near[0] : place, along ? place : near[1], 0);
    pen.fillText(text, x + (outX / length) * (off + 4), y + (outY / length) * off);
  };
  Object.assign(pen, { font: "12px sans-serif", fillStyle: colours.soft });
  for (const value of ticks(from, until, size / 45)) put(tickText(value), (value - from) / (until - from) - 0.5, 13);
  Object.assign(pen, { font: "italic 13px serif", fillStyle: colours.ink });
  put(along ? "y" : "x", 0, 30);
}

/**
 * A path up to its point `last`, and where it stands there; what has left the domain is followed by an arrow at the edge.
 * @param {CanvasRenderingContext2D} pen @param {Sheet} sheet @param {Camera} camera @param {{ path: Float64Array, values: Float64Array }} line @param {number} last
 * @param {(step: number) => boolean} isVeiled whether a point stands behind the sheet
 * @param {{ colour: string, width: number, dash: number[], marker: import("./race-style.js").Marker, size: number }} look @param {Palette} colours
 */
export function drawPath(pen, sheet, camera, { path, values }, last, isVeiled, { colour, width, dash, marker, size }, colours) {
  const place = (/** @type {number} */ step) => sheet.share(path[2 * step], path[2 * step + 1]);
  const spot = (/** @type {number} */ u, /** @type {number} */ v, /** @type {number} */ step) => camera.to(u, v, sheet.place(values[step]));
  const [seen, veiled] = [new Path2D(), new Path2D()];
  let [fromU, fromV] = place(0);
  let from = spot(fromU, fromV, 0);
  /** @type {Path2D | null} */
  let line = null;
  for (let step = 1; step <= last; step += 1) {
    const [u, v] = place(step);
    if (!Number.isFinite(u + v)) break;
    const to = spot(u, v, step);
    if (step < last && line && Math.abs(to[0] - from[0]) + Math.abs(to[1] - from[1]) < 0.7) continue;
    const part = within(fromU, fromV, u, v);
    // What crosses the edge ends on the sheet's edge: heights outside may be of any size.
    const edge = (/** @type {number} */ at) => camera.to(...sheet.at(fromU + (u - fromU) * at, fromV + (v - fromV) * at));
    if (part) {
      const into = inBox(u, v) && isVeiled(step) ? veiled : seen;
      if (into !== line) into.moveTo(...(part[0] > 0 ? edge(part[0]) : from));
      into.lineTo(...(part[1] < 1 ? edge(part[1]) : to));
      line = part[1] < 1 ? null : into;
    }
    [fromU, fromV, from] = [u, v, to];
  }
  const stroke = (/** @type {Path2D} */ line, /** @type {string} */ strokeStyle, /** @type {number} */ lineWidth, /** @type {number[]} */ dash, /** @type {number} */ globalAlpha) => {
    Object.assign(pen, { strokeStyle, lineWidth, globalAlpha, lineJoin: "round" });
    pen.setLineDash(dash);
    pen.stroke(line);
  };
  stroke(veiled, colour, width, dash, VEIL);
  stroke(seen, colours.panel, width + 2.3, [], 1);
  stroke(seen, colour, width, dash, 1);
  pen.setLineDash([]);
  Object.assign(pen, { fillStyle: colour, strokeStyle: colours.panel, lineWidth: 1.5 });
  const [u, v] = place(last);
  if (inBox(u, v)) {
    pen.globalAlpha = isVeiled(last) ? VEIL : 1;
    marker(pen, ...spot(u, v, last), size);
    pen.fill();
    pen.stroke();
    pen.globalAlpha = 1;
    return;
  }
  const [outU, outV] = edgePoint(u, v, 0.5, 0.5);
  const [x, y] = camera.to(...sheet.at(outU, outV));
  const [[ax, ay], [bx, by]] = [camera.to(0, 0, 0), camera.to(outU, outV, 0)];
  leavingArrow(pen, x, y, Math.atan2(by - ay, bx - ax));
}
