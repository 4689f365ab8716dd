// Milliseconds that marking a sheet takes: all numbers of two iterations, right, rounded at every step, and with slips.
import { median } from "./measure.mjs";

const DIGITS = 4;
const ROUNDS = 15;

const rounded = (matrix) => matrix.map((row) => row.map((value) => Number(value.toFixed(DIGITS))));

/** What a student hands in who works with `digits` decimals from the first line on. @param {any} core @param {any} spec */
function sheet(core, spec) {
  const network = new core.Network({ ...spec, rounding: { digits: DIGITS, mode: "half_away" } });
  const answers = [1, 2].flatMap((iteration) => {
    const steps = network.trace(iteration, { digits: DIGITS });
    network.iterate(1);
    return steps.map(({ id, value }) => ({ iteration, id, value: rounded(value) }));
  });
  network.free();
  return answers;
}

/** @param {{ value: number[][] }[]} answers every third one with another sign */
const slipped = (answers) => answers.map((answer, index) =>
  index % 3 ? answer : { ...answer, value: answer.value.map((row) => row.map((value) => -value)) });

/** @param {any} core the package @returns {{ name: string, numbers: number, found: string, milliseconds: number }[]} medians */
export function marking(core) {
  const { spec } = core.presets().find(({ id }) => id === "hw3-q1");
  const byHand = sheet(core, spec);
  const numbers = byHand.reduce((sum, { value }) => sum + value.flat().length, 0);
  return [["rounded at every step", byHand], ["every third answer with another sign", slipped(byHand)]].map(([name, answers]) => {
    const times = [];
    let verdicts = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const start = performance.now();
      verdicts = core.check(spec, answers, { digits: DIGITS });
      times.push(performance.now() - start);
    }
    const count = (kind) => verdicts.filter(({ verdict }) => verdict === kind).length;
    return { name, numbers, found: ["correct", "rounding", "follows", "wrong"].map((kind) => `${count(kind)} ${kind}`).join(", "), milliseconds: median(times) };
  });
}
