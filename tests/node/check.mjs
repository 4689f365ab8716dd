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

/** Two weights on three points, as the answer sheet would send it. */
const fit = { x: [-1, 0, 1], labels: [0, 1, 1], degree: 1, weights: [0, 0.5], optimizer: { kind: "momentum", learning_rate: 0.6, momentum: 0.9 } };

test("logistic problems are marked by the same call", () => {
  const model = new gradstep.Logistic(fit);
  const exact = [1, 2].flatMap((iteration) => {
    const steps = model.trace(iteration).map(({ id, value }) => ({ iteration, id, value }));
    model.iterate(1);
    return steps;
  });
  model.free();
  assert.deepEqual([...new Set(exact.map(({ id }) => id))], ["u", "y", "cost", "dLdy", "dydu", "dudw", "delta", "dLdw", "dw", "vw", "w"]);
  for (const round of [(x) => Number(x.toFixed(3)), (x) => Math.trunc(x * 1000) / 1000]) {
    const answers = exact.map((answer) => ({ ...answer, value: answer.value.map((row) => row.map(round)) }));
    const found = gradstep.check(fit, answers, { digits: 3 });
    assert.deepEqual(found.filter(({ verdict }) => !["correct", "rounding"].includes(verdict)), []);
  }
  const [slip, after] = gradstep.check(fit, [
    { iteration: 1, id: "delta", value: [[-0.3775, 0.5, 0.3775]] }, // c − y
    { iteration: 1, id: "dw", value: [[0.1667], [0.2517]] },
  ], { digits: 4 });
  assert.deepEqual([slip.verdict, slip.diagnosis.kind, after.verdict], ["wrong", "sign", "follows"]);
  const step = gradstep.yourStep(fit, [{ iteration: 1, id: "y", value: [[0.3, 0.5, 0.7]] }], { digits: 4 }, 1, "delta");
  assert.deepEqual(step.value, [[0.3, -0.5, 0.7 - 1]]);
  fails(() => gradstep.check(fit, [{ iteration: 1, id: "z1", value: [[1]] }], { digits: 4 }), "answers[0].id");
  fails(() => gradstep.check({ ...fit, labels: [0, 1, 2] }, [], { digits: 4 }), "labels[2]");
});

test("logistic problems are worked, tabled, scripted and printed with blanks", () => {
  const options = { iterations: 2, digits: 4 };
  assert.match(gradstep.workedSolution(fit, { ...options, format: "latex" }), /\\partial/);
  assert.match(gradstep.workedSolution(fit, { ...options, format: "html" }), /probability/);
  assert.match(gradstep.ledger(fit, { ...options, format: "csv" }), /^1,u,1,1,-0\.5$/m);
  assert.match(gradstep.script(fit, { ...options, format: "torch" }), /dw = w\.grad/);
  const rounded = { ...fit, rounding: { digits: 3, mode: "half_even" } };
  assert.match(gradstep.script(rounded, { ...options, format: "torch" }), /no gradient/);
  const sheets = [{ title: "A", spec: fit }, { title: "B", spec }];
  const blank = gradstep.worksheets(sheets, false, { ...options, format: "markdown" });
  assert.match(blank, /## A[^]*## B/);
  assert.ok(gradstep.worksheets(sheets, true, { ...options, format: "markdown" }).length > blank.length);
});

test("what is given is told with its symbols, and slips in the kind of problem asked for", () => {
  const network = gradstep.given(spec, 1);
  assert.deepEqual(network.numbers.map(({ symbol }) => symbol.latex).slice(0, 2), ["x", "y"]);
  assert.deepEqual(network.numbers[0].value, [[1], [0], [1]]);
  assert.ok(network.settings.length >= 3);
  assert.deepEqual(gradstep.given(spec, 2), { settings: [], numbers: [] });
  assert.deepEqual(gradstep.given(fit, 1).numbers.at(-1).value, [[0], [0.5]]);
  assert.equal(gradstep.given({ ...fit, batch_size: 2 }, 2).numbers.length, 3);
  const at = (kind, problem) => gradstep.slipExample(kind, {}, problem)?.step.id;
  assert.deepEqual([at("missing_bias"), at("missing_bias", "logistic"), at("cancels", "logistic")], ["z1", "u", undefined]);
  assert.ok("layers" in gradstep.slipExample("transposed", {}, "logistic").spec, "where there is none");
  fails(() => gradstep.slipExample("sign", {}, "race"), "problem");
  fails(() => gradstep.given(spec, 0), "iteration");
});

test("a score follows the rule that it is given", () => {
  const verdicts = gradstep.check(spec, [{ iteration: 1, id: "delta2", value: [[0.1312]] }, { iteration: 1, id: "db2", value: [[0.1312]] }], { digits: 4 });
  const asked = ["cost", "delta2", "db2"].map((id) => ({ iteration: 1, id }));
  assert.deepEqual(gradstep.score(asked, verdicts), {
    score: 1, most: 3, points: [0, 0, 1].map((points, place) => ({ ...asked[place], weight: 1, points })),
  });
  const { score, most } = gradstep.score(asked, verdicts, { follows: 0.5, wrong: -0.25, weights: { db2: 4 } });
  assert.deepEqual([score, most], [1.75, 6]);
  fails(() => gradstep.score(asked, verdicts, { weights: { cost: -1 } }), "rule.weights.cost");
});

test("a sheet of two iterations takes less than a blink", { skip: !process.env.GRADSTEP_TIMES && "GRADSTEP_TIMES prints it" }, () => {
  const sheet = answers((x) => -Number(x.toFixed(4)));
  const began = performance.now();
  for (let run = 0; run < 20; run++) gradstep.check(spec, sheet, { digits: 4 });
  console.log(`${sheet.length} answers: ${((performance.now() - began) / 20).toFixed(2)} ms`);
});
