// Path steps and basin maps beside plain JavaScript, turn by turn in one run; the picture's redraw. Runs in a page.
import { median } from "./measure.mjs";
import { OPTIMIZERS, PATHS, plainBasin } from "./plain-race.mjs";

const DOMAIN = [-2, 2, -2, 2];
const surface = { kind: "two_well" };
/** The handout's longest budget. Far beyond it all stand still, with numbers so small that the processor is measured. */
const STEPS = 500;
const ROUNDS = 9;
/** Races a round: a page's clock ticks in tenths of a millisecond, one race is over in as much. */
const RACES = 800;

const clock = (body) => {
  const start = performance.now();
  body();
  return performance.now() - start;
};

const times = (count, body) => () => {
  for (let turn = 0; turn < count; turn += 1) body();
};

/** Milliseconds of each of `bodies`, in turns; the first round compiles. */
function turns(bodies, rounds = ROUNDS) {
  bodies.forEach(clock);
  const found = Array.from({ length: rounds }, () => bodies.map(clock));
  return bodies.map((_, index) => median(found.map((round) => round[index])));
}

/** Both take the same steps: the ends agree to nine digits. */
function agree(core) {
  const race = new core.Race({ surface, start: [0.75, -1.5], optimizers: OPTIMIZERS });
  race.advance(100);
  PATHS.forEach((path, index) => {
    const [x, y] = path(0.75, -1.5, 100, null);
    const end = race.path(index).slice(-2);
    if (Math.hypot(x - end[0], y - end[1]) > 1e-9) throw new Error(`${OPTIMIZERS[index].kind}: (${x}, ${y}) and (${end})`);
  });
  race.free();
}

/** @param {any} core the package @returns figures by name */
export function races(core) {
  agree(core);
  const kept = PATHS.map(() => new Float64Array(2 * STEPS));
  const race = new core.Race({ surface, start: [0.75, -1.5], optimizers: OPTIMIZERS });
  const [ours, plain] = turns([
    times(RACES, () => {
      race.restart([0.75, -1.5]);
      race.advance(STEPS);
    }),
    times(RACES, () => PATHS.forEach((path, index) => path(0.75, -1.5, STEPS, kept[index]))),
  ]);
  race.free();
  const maps = OPTIMIZERS.map((optimizer, index) => {
    const spec = { surface, optimizer, domain: DOMAIN, columns: 256, rows: 256, steps: 500 };
    const [ours, plain] = turns([() => core.basin(spec), () => plainBasin(PATHS[index], 256, 500)], 3);
    return { kind: optimizer.kind, ours, plain };
  });
  const [large] = turns([() => core.basin({ surface, optimizer: OPTIMIZERS[0], domain: DOMAIN, columns: 512, rows: 512, steps: 500 })], 3);
  const coarse = turns([() => OPTIMIZERS.forEach((optimizer) => core.basin({ surface, optimizer, domain: DOMAIN, columns: 24, rows: 24, steps: 500 }))])[0];
  const rate = (time) => (4 * STEPS * RACES) / time / 1000;
  return { ours: rate(ours), plain: rate(plain), path: plain / ours, maps, large, coarse, redraw: redraw(core) };
}

/** The picture of 512 × 512 points with its lines, from the call to the pixels on a canvas. */
function redraw(core) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 512, height: 512 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const style = { stops: ["#9fbfd6", "#e4ecdf", "#fbe6c8"], line: "#6b7785", empty: "#ffffff" };
  return turns([() => pen.putImageData(new ImageData(core.surfaceImage(surface, DOMAIN, 512, 512, style), 512, 512), 0, 0)])[0];
}
