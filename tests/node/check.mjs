// Marking, exercises and worked solutions through the package.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const home = new URL("../../dist/npm/", import.meta.url);
const gradstep = await import(new URL("index.js", home).href);
await gradstep.default(await readFile(new URL("gradstep_bg.wasm", home)));
const { spec } = gradstep.presets().find(({ id }) => id === "hw3-q1");

const fails = (body, path) =>
  assert.throws(body, (error) => {
    assert.equal(error.name, "GradstepError", String(error));
    assert.equal(error.path, path, error.message);
    assert.ok(error.message.length > 10, error.message);
    return true;
  });

/** All answers of two iterations, exact, with `change` of each value. */
function answers(change = (value) => value) {
  const network = new gradstep.Network(spec);
  network.iterate(2);
  const all = [1, 2].flatMap((iteration) =>
    network.trace(iteration).map(({ id, value }) => ({ iteration, id, value: value.map((row) => row.map((entry) => change(entry, id, iteration))) })));
  network.free();
  return all;
}

test("exact, rounded and truncated answers are never wrong", () => {
  for (const [digits, change] of [[4, (x) => x], [4, (x) => Number(x.toFixed(4))], [3, (x) => Math.trunc(x * 1000) / 1000]]) {
    const verdicts = gradstep.check(spec, answers(change), { digits });
    assert.deepEqual(verdicts.filter(({ verdict }) => !["correct", "rounding"].includes(verdict)), []);
    assert.ok(verdicts.every((verdict) => !("diagnosis" in verdict)));
  }
});

test("a slip is named, and what follows from it follows", () => {
  const [wrong, after] = gradstep.check(spec, [
    { iteration: 1, id: "delta2", value: [[0.1312]] },
    { iteration: 1, id: "db2", value: [[0.1312]] },
  ], { digits: 4 });
  assert.equal(wrong.verdict, "wrong");
  assert.equal(wrong.diagnosis.kind, "sign");
  assert.equal(after.verdict, "follows");
  assert.equal(after.expected_from_yours[0][0], 0.1312);
  assert.equal("diagnosis" in after, false);
});

test("bad answers are refused with their place", () => {
  const options = { digits: 4 };
  fails(() => gradstep.check(spec, {}, options), "answers");
  fails(() => gradstep.check(spec, [{ iteration: 1, id: "z9", value: [[1]] }], options), "answers[0].id");
  fails(() => gradstep.check(spec, [{ iteration: 1, id: "z1", value: [[1, 2], [3, 4]] }], options), "answers[0].value");
  fails(() => gradstep.check(spec, [{ iteration: 1, id: "z1", value: [[NaN], [1]] }], options), "answers[0].value[0][0]");
  fails(() => gradstep.check(spec, [], { digits: 4.5 }), "options.digits");
  fails(() => gradstep.check(spec, [], {}), "options.digits");
  fails(() => gradstep.check({ ...spec, layers: [] }, [], options), "layers");
});

test("exercises are the same for the same options and can be marked", () => {
  const options = { seed: 5, sizes: [2, 2, 1], activation: { kind: "tanh" }, cost: { kind: "lse" }, optimizer: { kind: "sgd", learning_rate: 0.5 }, decimals: 1 };
  const first = gradstep.exercise(options);
  assert.deepEqual(gradstep.exercise(options), first);
  new gradstep.Network(first).free();
  fails(() => gradstep.exercise({ ...options, decimals: 9 }), "options.decimals");
  fails(() => gradstep.exercise({ ...options, sizes: [1] }), "options.sizes");
});

test("solutions, tables and scripts", () => {
  const options = { iterations: 2, digits: 4 };
  const latex = gradstep.workedSolution(spec, { ...options, format: "latex" });
  assert.ok(latex.startsWith("\\documentclass") && latex.trimEnd().endsWith("\\end{document}"));
  assert.match(gradstep.workedSolution(spec, { ...options, format: "html" }), /^<!DOCTYPE html>/);
  assert.match(gradstep.workedSolution(spec, { ...options, format: "markdown", notation: "handout" }), /\\alpha/);
  assert.match(gradstep.ledger(spec, { ...options, format: "csv" }), /^1,z1,1,1,-0\.7$/m);
  assert.match(gradstep.script(spec, { ...options, format: "torch" }), /backward\(\)/);
  fails(() => gradstep.workedSolution(spec, { ...options, format: "pdf" }), "options.format");
  fails(() => gradstep.workedSolution(spec, { ...options, format: "latex", iterations: 0 }), "options.iterations");
});

test("a sheet of two iterations takes less than a blink", { skip: !process.env.GRADSTEP_TIMES && "GRADSTEP_TIMES prints it" }, () => {
  const sheet = answers((x) => -Number(x.toFixed(4)));
  const began = performance.now();
  for (let run = 0; run < 20; run++) gradstep.check(spec, sheet, { digits: 4 });
  console.log(`${sheet.length} answers: ${((performance.now() - began) / 20).toFixed(2)} ms`);
});
