/** The relief's geometry, without a page: the sheet over its domain, the camera about it, and what hides what. */

/**
 * @typedef {[number, number, number]} Point in the box, which is 1 wide (u), 1 deep (v) about its middle and TALL high (w)
 * @typedef {ReturnType<typeof sheetOf>} Sheet
 * @typedef {ReturnType<typeof cameraOf>} Camera
 */

export const TALL = 0.62;
/** The box's floor, round about. */
export const CORNERS = [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]];
/** Room for the axes' numbers, in pixels. */
const ROOM = { left: 46, right: 26, top: 18, bottom: 36 };
/** @param {number} u @param {number} v */
export const inBox = (u, v) => Math.max(Math.abs(u), Math.abs(v)) <= 0.5;

/** How far above the sheet a point is taken to stand, so that the cell below it does not hide it. */
const LIFT = 0.02;

/**
 * @param {Float64Array} grid heights, row by row from the lowest y @param {number} cells on a side
 * @param {[number, number, number, number]} domain @param {number[]} known heights that the box must hold too
 * @param {boolean} log whether heights are shown by log(1 + f − min)
 */
export function sheetOf(grid, cells, domain, known, log) {
  const [x0, x1, y0, y1] = domain;
  let [low, high] = [Infinity, -Infinity];
  for (const f of [...grid, ...known]) if (Number.isFinite(f)) [low, high] = [Math.min(low, f), Math.max(high, f)];
  if (!(low < high)) [low, high] = Number.isFinite(low) ? [low, low + 1] : [0, 1];
  // Below the lowest height that is known the logarithm goes on mirrored: nothing is cut off.
  const curve = (/** @type {number} */ f) => (log ? Math.sign(f - low) * Math.log1p(Math.abs(f - low)) : f - low);
  const place = (/** @type {number} */ f) => (TALL * curve(f)) / curve(high);
  const heights = grid.map(place);
  const side = cells + 1;
  /** The sheet's height, between the grid's points too. @param {number} u @param {number} v within the box */
  const over = (u, v) => {
    const column = (u + 0.5) * cells;
    const row = (v + 0.5) * cells;
    const i = Math.min(cells - 1, Math.max(0, Math.floor(column)));
    const j = Math.min(cells - 1, Math.max(0, Math.floor(row)));
    const a = column - i;
    const b = row - j;
    const at = j * side + i;
    return (heights[at] * (1 - a) + heights[at + 1] * a) * (1 - b) + (heights[at + side] * (1 - a) + heights[at + side + 1] * a) * b;
  };
  /** @param {number} u @param {number} v @returns {Point} */
  const at = (u, v) => [u, v, over(u, v)];
  /** @param {number} x @param {number} y @returns {[number, number]} */
  const share = (x, y) => [(x - x0) / (x1 - x0) - 0.5, (y - y0) / (y1 - y0) - 0.5];
  return { domain, grid, cells, side, low, high, log, place, heights, over, at, share };
}

/** From far away, so that equal lengths stay equal. @param {number} turn @param {number} tilt degrees @param {number} width @param {number} height pixels */
export function cameraOf(turn, tilt, width, height) {
  const [a, e] = [(turn * Math.PI) / 180, (tilt * Math.PI) / 180];
  const [sinA, cosA, sinE, cosE] = [Math.sin(a), Math.cos(a), Math.sin(e), Math.cos(e)];
  const size = Math.min((width - ROOM.left - ROOM.right) / Math.SQRT2, (height - ROOM.top - ROOM.bottom) / (Math.SQRT2 * sinE + TALL * cosE));
  const [cx, cy] = [(width + ROOM.left - ROOM.right) / 2, (height + ROOM.top - ROOM.bottom) / 2];
  return {
    size, sinA, cosA, sinE, cosE,
    /** @param {number} u @param {number} v @param {number} w @returns {[number, number]} */
    to: (u, v, w) => [cx + size * (u * cosA - v * sinA), cy - size * ((u * sinA + v * cosA) * sinE + (w - TALL / 2) * cosE)],
    /** How far away. @param {number} u @param {number} v */
    depth: (u, v) => u * sinA + v * cosA,
  };
}

/**
 * Whether the sheet's upper side stands between a point and the eye; its underside is glass. On the way to the eye the
 * upper side is where the way comes up through the sheet again.
 * @param {Sheet} sheet @param {Camera} camera @param {Point} point
 */
export function isHidden(sheet, { sinA, cosA, sinE, cosE }, [u, v, w]) {
  if (cosE < 1e-6) return false;
  const step = 1 / sheet.cells;
  const rise = (step * sinE) / cosE;
  let below = false;
  let x = u;
  let y = v;
  let z = Math.max(w, sheet.over(u, v)) + LIFT;
  for (;;) {
    x -= sinA * step;
    y -= cosA * step;
    z += rise;
    if (!inBox(x, y) || (z > TALL && !below)) return false;
    if (z < sheet.over(x, y)) below = true;
    else if (below) return true;
  }
}

/** @type {[number, number]} */
const WHOLE = [0, 1];

/** The part of a line from a to b within the box, as shares of it; null where it passes by. @param {number} ua @param {number} va @param {number} ub @param {number} vb @returns {[number, number] | null} */
export function within(ua, va, ub, vb) {
  if (inBox(ua, va) && inBox(ub, vb)) return WHOLE;
  let from = 0;
  let to = 1;
  for (const [start, by] of [[ua, ub - ua], [va, vb - va]]) {
    if (by === 0 && Math.abs(start) > 0.5) return null;
    if (by === 0) continue;
    const near = (-0.5 - start) / by;
    const far = (0.5 - start) / by;
    from = Math.max(from, Math.min(near, far));
    to = Math.min(to, Math.max(near, far));
  }
  return from < to ? [from, to] : null;
}

/** Round heights for the upright axis, far enough apart. @param {Sheet} sheet @param {number} apart share of the box's height @returns {number[]} */
export function roundHeights({ low, high, place }, apart) {
  const top = Math.ceil(Math.log10(high - low));
  const sizes = Array.from({ length: Math.max(2, top + 2) }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** (Math.min(0, top) - 1 + power))).flat();
  /** @type {number[]} */
  const kept = [];
  for (const f of [...sizes.map((size) => -size).reverse(), 0, ...sizes])
    if (f >= low && f <= high && (kept.length === 0 || place(f) - place(kept[kept.length - 1]) >= apart * TALL)) kept.push(f);
  return kept;
}
