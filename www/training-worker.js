/**
 * Holds one network in training. It works in slices and listens between them, so that a pause is never late; what is
 * drawn goes out as typed arrays, and not before what went out last has been drawn.
 */
import { Training, bringLanguage, part } from "./core.js";

/** Milliseconds of one slice, and between two reports of a long epoch. */
const SLICE = 16;
const REPORT = 250;
/** Cells in a row of the decision map and of a unit's map; cells of a histogram. */
const MAP = 48;
const UNIT_MAP = 20;
const CELLS = 32;

const tag = new URLSearchParams(location.search).get("lang") ?? "en";
const ready = Promise.all([part("depth"), tag === "en" ? null : bringLanguage(tag)]);
/** @type {Training | null} */
let training = null;
let target = 0;
let turning = false;
let told = 0;
/** What of the network is shown. */
let view = { layer: 1, units: false, why: false };

const { port1, port2 } = new MessageChannel();
port1.onmessage = () => turn();

/** @param {unknown} error */
const failed = (error) => postMessage({ failure: error instanceof Error ? error.message : String(error) });

/** Iterations one by one until the slice is over: how long each takes is not known before. */
function turn() {
  turning = false;
  if (!training) return;
  try {
    const start = performance.now();
    let chunk = 1;
    while (training.iteration < target && performance.now() - start < SLICE) {
      const before = performance.now();
      training.advance(Math.min(chunk, target - training.iteration));
      if (performance.now() - before < SLICE / 8) chunk *= 2;
    }
    const done = training.iteration >= target;
    if (done || performance.now() - told > REPORT) report(done);
    if (!done) next();
  } catch (error) {
    failed(error);
  }
}

function next() {
  if (turning) return;
  turning = true;
  port2.postMessage(0);
}

/** @param {boolean} done */
function report(done) {
  if (!training) return;
  const { iteration, epoch, batches } = training;
  const depth = training.layers().length / 8;
  const parts = {
    layers: training.layers(), histograms: training.histograms(CELLS), curve: training.curve(), map: training.map(depth, MAP, MAP), points: training.points(),
    factors: view.why ? training.factors() : null,
    dots: view.why ? training.dots(Math.min(view.layer, depth)) : null,
    units: view.units ? training.map(Math.min(view.layer, depth), UNIT_MAP, UNIT_MAP) : null,
  };
  told = performance.now();
  const buffers = Object.values(parts).flatMap((part) => (part ? [part.buffer] : []));
  postMessage({ report: { iteration, epoch, batches, done, cells: CELLS, side: MAP, unitSide: UNIT_MAP, ...parts } }, /** @type {any} */ (buffers));
}

/** @type {Record<string, (message: any) => void>} */
const ORDERS = {
  open({ spec, digits }) {
    const made = new Training(spec, digits);
    training?.free();
    training = made;
    target = 0;
    postMessage({ opened: true });
    report(true);
  },
  /** To the end of an epoch, counted from the start; or some iterations on. */
  to({ epoch, iterations }) {
    if (!training) return;
    target = Math.max(training.iteration, iterations === undefined ? epoch * training.batches : training.iteration + iterations);
    next();
  },
  stop() {
    if (training) target = training.iteration;
  },
  look({ view: wanted }) {
    view = wanted;
    if (training && training.iteration >= target) report(true);
  },
  ask({ id, name, values }) {
    if (training) postMessage({ answer: id, result: /** @type {any} */ (training)[name](...values) });
  },
};

addEventListener("message", async ({ data }) => {
  try {
    await ready;
    ORDERS[data.order](data);
  } catch (error) {
    if (data.order === "ask") postMessage({ answer: data.id, failure: error instanceof Error ? error.message : String(error) });
    else failed(error);
  }
});
