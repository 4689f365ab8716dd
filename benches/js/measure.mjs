// Iterations a second of Network.iterate and of the hand-written JavaScript, turn by turn in one run.
import { BlockedNetwork } from "./blocked.mjs";
import { PlainNetwork } from "./plain.mjs";
import { problems } from "./problems.mjs";

const ROUNDS = 9;
const ROUND_MS = 120;

/**
 * @param {any} core the package
 * @returns {{ name: string, ours: number, plain: number, blocked: number, toPlain: number, toBlocked: number }[]} medians
 */
export function measure(core) {
  return problems(core).map(({ name, spec, count }) => {
    agree(core, spec, name);
    const makers = [() => new core.Network(spec), () => new PlainNetwork(spec), () => new BlockedNetwork(spec)];
    const round = () => makers.map((make) => speed(make, count));
    round(); // the first one compiles
    const rounds = Array.from({ length: ROUNDS }, round);
    const of = (pick) => median(rounds.map(pick));
    return {
      name,
      ours: of(([ours]) => ours),
      plain: of(([, plain]) => plain),
      blocked: of(([, , blocked]) => blocked),
      toPlain: of(([ours, plain]) => ours / plain),
      toBlocked: of(([ours, , blocked]) => ours / blocked),
    };
  });
}

/** Iterations a second, in calls of `count` on a network that is new in every round. */
export function speed(make, count) {
  const network = make();
  let done = 0;
  const start = performance.now();
  let now = start;
  while (now - start < ROUND_MS) {
    network.iterate(count);
    done += count;
    now = performance.now();
  }
  network.free?.();
  return (1000 * done) / (now - start);
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** All do the same work: their costs agree to nine digits after twenty iterations. */
function agree(core, spec, name) {
  const ours = new core.Network(spec);
  ours.iterate(20);
  const cost = ours.costs()[19];
  ours.free();
  for (const Kind of [PlainNetwork, BlockedNetwork]) {
    const other = new Kind(spec);
    other.iterate(20);
    if (Math.abs(cost - other.costs[19]) > 1e-9 * Math.abs(cost)) throw new Error(`${name}: ${cost} and ${other.costs[19]}`);
  }
}
