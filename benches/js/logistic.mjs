// Iterations a second of Logistic.iterate beside plain JavaScript, turn by turn in one run.
import { PlainLogistic } from "./plain-logistic.mjs";
import { agree, rates } from "./measure.mjs";

/** Points in [−1, 1], where x⁸ is as harmless as x. @param {any} core @param {number} count @param {number} degree */
function spec(core, count, degree) {
  const { x, labels } = core.generatePoints("overlapping", count, 1);
  const most = Math.max(...x.map(Math.abs));
  return { x: x.map((value) => value / most), labels, degree, weights: Array(degree + 1).fill(0), optimizer: { kind: "sgd", learning_rate: 0.5 } };
}

/** @param {any} core the package @returns {{ name: string, ours: number, plain: number, toPlain: number }[]} */
export function logistic(core) {
  return [100, 10_000].flatMap((count) => [2, 8].map((degree) => {
    const problem = spec(core, count, degree);
    const name = `${count} points, degree ${degree}`;
    const makers = [() => new core.Logistic(problem), () => new PlainLogistic(problem)];
    agree(makers, name);
    const [ours, plain] = rates(makers, count > 1000 ? 10 : 1000);
    return { name, ours: ours.median, plain: plain.median, toPlain: ours.toLast };
  }));
}
