// The opponent: the handout's four optimizers on two wells in plain JavaScript, as one would write it for speed.
// Gradients and updates stand in one loop, paths go to arrays that are there before, nothing is allocated in a step.

export const OPTIMIZERS = [
  { kind: "sgd", learning_rate: 0.02 },
  { kind: "momentum", learning_rate: 0.01, momentum: 0.8, form: "step" },
  { kind: "rmsprop", learning_rate: 0.01, decay: 0.99, epsilon: 1e-6, epsilon_inside: false },
  { kind: "adam", learning_rate: 0.01, beta1: 0.7, beta2: 0.999, epsilon: 1e-6, bias_correction: false, epsilon_inside: false },
];

/** Each runs one path of `steps` steps from (x, y); with `path` it is kept there. @type {((x: number, y: number, steps: number, path: Float64Array | null) => [number, number])[]} */
export const PATHS = [
  (x, y, steps, path) => {
    for (let t = 0; t < steps; t += 1) {
      const a = x - 1, b = x + 1, yy = y * y;
      const p = 20 * Math.exp(-5 * (a * a + yy)), q = 30 * Math.exp(-5 * (b * b + yy));
      const gx = 2 * x + p * a + q * b, gy = y * (2 + p + q);
      x -= 0.02 * gx;
      y -= 0.02 * gy;
      if (path) { path[2 * t] = x; path[2 * t + 1] = y; }
    }
    return [x, y];
  },
  (x, y, steps, path) => {
    let vx = 0, vy = 0;
    for (let t = 0; t < steps; t += 1) {
      const a = x - 1, b = x + 1, yy = y * y;
      const p = 20 * Math.exp(-5 * (a * a + yy)), q = 30 * Math.exp(-5 * (b * b + yy));
      const gx = 2 * x + p * a + q * b, gy = y * (2 + p + q);
      vx = 0.8 * vx - 0.01 * gx;
      vy = 0.8 * vy - 0.01 * gy;
      x += vx;
      y += vy;
      if (path) { path[2 * t] = x; path[2 * t + 1] = y; }
    }
    return [x, y];
  },
  (x, y, steps, path) => {
    let sx = 0, sy = 0;
    for (let t = 0; t < steps; t += 1) {
      const a = x - 1, b = x + 1, yy = y * y;
      const p = 20 * Math.exp(-5 * (a * a + yy)), q = 30 * Math.exp(-5 * (b * b + yy));
      const gx = 2 * x + p * a + q * b, gy = y * (2 + p + q);
      sx = 0.99 * sx + (1 - 0.99) * gx * gx;
      sy = 0.99 * sy + (1 - 0.99) * gy * gy;
      x -= (0.01 * gx) / (Math.sqrt(sx) + 1e-6);
      y -= (0.01 * gy) / (Math.sqrt(sy) + 1e-6);
      if (path) { path[2 * t] = x; path[2 * t + 1] = y; }
    }
    return [x, y];
  },
  (x, y, steps, path) => {
    let mx = 0, my = 0, sx = 0, sy = 0;
    for (let t = 0; t < steps; t += 1) {
      const a = x - 1, b = x + 1, yy = y * y;
      const p = 20 * Math.exp(-5 * (a * a + yy)), q = 30 * Math.exp(-5 * (b * b + yy));
      const gx = 2 * x + p * a + q * b, gy = y * (2 + p + q);
      mx = 0.7 * mx + (1 - 0.7) * gx;
      my = 0.7 * my + (1 - 0.7) * gy;
      sx = 0.999 * sx + (1 - 0.999) * gx * gx;
      sy = 0.999 * sy + (1 - 0.999) * gy * gy;
      x -= (0.01 * mx) / (Math.sqrt(sx) + 1e-6);
      y -= (0.01 * my) / (Math.sqrt(sy) + 1e-6);
      if (path) { path[2 * t] = x; path[2 * t + 1] = y; }
    }
    return [x, y];
  },
];

/** Minima of the surface, in the order of its list: the global one, then the local one. */
const MINIMA = [[-0.936301, 0], [0.905318, 0]];

/** Where each start of a `side` × `side` grid over the picture ends. */
export function plainBasin(path, side, steps) {
  const reached = new Int8Array(side * side);
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1) {
      const [x, y] = path(-2 + (4 * column) / (side - 1), -2 + (4 * row) / (side - 1), steps, null);
      let found = -1;
      for (let index = 0; index < MINIMA.length; index += 1) {
        const dx = x - MINIMA[index][0], dy = y - MINIMA[index][1];
        if (dx * dx + dy * dy <= 0.01) found = index;
      }
      reached[row * side + column] = found;
    }
  return reached;
}
