// Iterations a second beside other libraries and hand-written JavaScript, turn by turn in one run in Node.
// `node peers.mjs` prints the rows as JSON.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { median, speed } from "../js/measure.mjs";
import { PlainNetwork } from "../js/plain.mjs";
import { problems } from "../js/problems.mjs";
import { ConvnetNetwork } from "./convnet.mjs";
import { BACKENDS, TfjsNetwork, use } from "./tfjs.mjs";

/** Few: the largest network takes some of them seconds an iteration. */
const ROUNDS = 3;

/** The five networks, without the handout's. @param {any} core the package */
export async function peers(core) {
  const rows = [];
  for (const { name, spec, count } of problems(core).slice(1)) {
    const rounds = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const found = { ours: speed(() => new core.Network(spec), count), plain: speed(() => new PlainNetwork(spec), count) };
      for (const backend of BACKENDS) {
        await use(backend);
        if (round === 0) agree(core, spec, name, new TfjsNetwork(spec), count, 1e-4);
        found[`tfjs_${backend}`] = speed(() => new TfjsNetwork(spec), 1);
      }
      if (round === 0) agree(core, spec, name, new ConvnetNetwork(spec), count, 1e-9);
      found.convnetjs = speed(() => new ConvnetNetwork(spec), 1);
      if (round > 0) rounds.push(found); // the first one compiles
    }
    const of = (/** @type {string} */ who) => ({ speed: median(rounds.map((round) => round[who])), ratio: median(rounds.map((round) => round.ours / round[who])) });
    process.stderr.write(`${name}\n`);
    rows.push({ name, operations: operations(spec), ...Object.fromEntries(Object.keys(rounds[0]).map((who) => [who, of(who)])) });
  }
  return rows;
}

/** Products and sums of an iteration's matrix products: forward, dJ/dW, and dJ/da of every layer but the first. */
function operations({ layers, inputs }) {
  const products = layers.map(({ weights }) => 2 * weights.length * weights[0].length * inputs.length);
  return 3 * products.reduce((sum, each) => sum + each, 0) - products[0];
}

/** All do the same work: the cost after up to twenty iterations is the same as far as their numbers go. */
function agree(core, spec, name, other, count, tolerance) {
  const iterations = Math.min(count, 20);
  const ours = new core.Network(spec);
  ours.iterate(iterations + 1);
  const cost = ours.costs()[iterations];
  ours.free();
  other.iterate(iterations);
  const theirs = other.cost();
  other.free?.();
  if (!(Math.abs(cost - theirs) <= tolerance * Math.abs(cost))) throw new Error(`${name}: ${cost} and ${theirs} of ${other.constructor.name}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const core = await import("../../dist/npm/index.js");
  await core.default(await readFile(fileURLToPath(new URL("../../dist/npm/gradstep_bg.wasm", import.meta.url))));
  console.log(JSON.stringify(await peers(core)));
}
