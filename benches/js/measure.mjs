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
    const makers = [() => new core.Network(spec), () => new BlockedNetwork(spec), () => new PlainNetwork(spec)];
    agree(makers, name);
    const [ours, blocked, plain] = rates(makers, count);
    return { name, ours: ours.median, plain: plain.median, blocked: blocked.median, toPlain: ours.toLast, toBlocked: ours.toNext };
  });
}

/**
 * Medians of the iterations a second of what each maker makes, in calls of `count`, turn by turn; `toNext` and `toLast` are the
 * medians of each round's ratio.
 * @param {(() => any)[]} makers @param {number} count @returns {{ median: number, toNext: number, toLast: number }[]}
 */
export function rates(makers, count) {
  const round = () => makers.map((make) => speed(make, count));
  round(); // the first one compiles
  const rounds = Array.from({ length: ROUNDS }, round);
  const of = (pick) => median(rounds.map(pick));
  return makers.map((_, index) => ({
    median: of((round) => round[index]), toNext: of((round) => round[index] / (round[index + 1] ?? round[index])), toLast: of((round) => round[index] / round.at(-1)),
  }));
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

/** All do the same work: their costs agree to nine digits after twenty iterations. @param {(() => any)[]} makers @param {string} name */
export function agree(makers, name) {
  const [cost, ...others] = makers.map((make) => {
    const one = make();
    one.iterate(20);
    const found = (typeof one.costs === "function" ? one.costs() : one.costs)[19];
    one.free?.();
    return found;
  });
  for (const other of others) if (!(Math.abs(cost - other) <= 1e-9 * Math.abs(cost))) throw new Error(`${name}: ${cost} and ${other}`);
}
