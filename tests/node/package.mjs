// The package in Node, with the wasm bytes given to `init`.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { bits } from "../bits/bits.mjs";

const home = new URL("../../dist/npm/", import.meta.url);
const gradstep = await import(new URL("index.js", home).href);

test("before init every call says what to do", () => {
  assert.throws(() => gradstep.presets(), { name: "GradstepError", message: /init/ });
});

test("init takes the bytes, and a second call changes nothing", async () => {
  const bytes = await readFile(new URL("gradstep_bg.wasm", home));
  await gradstep.default(bytes);
  await gradstep.default();
});

test("each kind of source starts a module", async () => {
  const bytes = await readFile(new URL("gradstep_bg.wasm", home));
  const file = new URL("gradstep_bg.wasm", home);
  const response = () => new Response(bytes, { headers: { "content-type": "application/wasm" } });
  const sources = { nothing: undefined, file, text: file.href, bytes, buffer: new Uint8Array(bytes).buffer, response: response(),
    module: await WebAssembly.compile(bytes), promise: Promise.resolve(bytes), later: Promise.resolve(response()), options: { module_or_path: bytes } };
  for (const [name, source] of Object.entries(sources)) {
    // an import of its own for each: a folder's modules share what they loaded
    const copy = await mkdtemp(join(tmpdir(), "gradstep-"));
    await cp(home, copy, { recursive: true });
    const own = await import(pathToFileURL(join(copy, "index.js")).href);
    await assert.rejects(own.default(new Uint8Array(8)), name);
    const [first, second] = [own.default(source), own.default(source)];
    assert.equal(first, second, name);
    await first;
    await rm(copy, { recursive: true });
    await own.default();
    assert.equal(own.presets()[0].id, "hw3-q1", name);
  }
});

test("package.json leads to files that are there", async () => {
  const manifest = JSON.parse(await readFile(new URL("package.json", home), "utf8"));
  assert.equal(manifest.name, "gradstep");
  assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
  assert.deepEqual(Object.keys(manifest.exports["."]), ["types", "default"], "the first condition that holds counts");
  const { types, default: entry } = manifest.exports["."];
  for (const file of [types, entry, manifest.exports["./gradstep_bg.wasm"], "LICENSE-MIT", "LICENSE-APACHE", "README.md"]) {
    assert.ok((await readFile(new URL(file, home))).length > 0, file);
  }
});

test("what the declaration file promises is exported", async () => {
  const text = await readFile(new URL("gradstep.d.ts", home), "utf8");
  const promised = [...text.matchAll(/^export (?:declare )?(?:function|class) (\w+)/gm)].map(([, name]) => name);
  assert.ok(promised.includes("Network"));
  assert.deepEqual(promised.filter((name) => typeof gradstep[name] !== "function"), []);
});

/** What the page alone uses: it may change from version to version. */
const OF_THE_PAGE = ["Waiting", "bringLanguage", "default", "drawCosts", "formatNumber", "heightsImage", "isBroken", "isThere", "language", "networks", "part", "printedValues", "qrCode", "surfaceImage", "surfacePart", "t", "whole", "words"];

test("what is exported stands in the declaration file, and so do the methods, both ways", async () => {
  const text = await readFile(new URL("gradstep.d.ts", home), "utf8");
  const declared = [...text.matchAll(/^export (?:default )?(?:function|class) (\w+)/gm)].map(([, name]) => (name === "init" ? "default" : name));
  const all = Object.keys(gradstep).filter((name) => !declared.includes(name) || name === "default").sort();
  assert.deepEqual(all, OF_THE_PAGE);
  for (const [, name, body] of text.matchAll(/^export class (\w+)(?: extends Error)? \{\n(.*?)^\}/gms)) {
    if (name === "GradstepError") continue;
    const promised = [...body.matchAll(/^  (?:readonly )?(\w+)(?=[(:?])/gm)].map(([, member]) => member);
    assert.deepEqual(promised.sort(), Object.getOwnPropertyNames(gradstep[name].prototype).sort(), name);
  }
});

test("Node computes the same bits as the native build", { skip: !process.env.GRADSTEP_BITS && "cargo xtask test node gives them" }, async () => {
  const native = JSON.parse(await readFile(process.env.GRADSTEP_BITS, "utf8"));
  const cases = JSON.parse(await readFile(new URL("../bits/specs.json", import.meta.url), "utf8"));
  assert.deepEqual(bits(gradstep, cases), native);
});

test("the handout's first cost", () => {
  const { spec } = gradstep.presets().find(({ id }) => id === "hw3-q1");
  const network = new gradstep.Network(spec);
  network.iterate(2);
  assert.deepEqual([...network.costs()].map((cost) => cost.toFixed(4)), ["0.1384", "0.1175"]);
  network.free();
  assert.throws(() => network.iterate(1), { name: "GradstepError" });
});

test("bad input is refused with its place, and what was made before still works", () => {
  const { spec } = gradstep.presets().find(({ id }) => id === "hw3-q1");
  const network = new gradstep.Network(spec);
  const bad = (change, path) => {
    const copy = structuredClone(spec);
    change(copy);
    assert.throws(() => new gradstep.Network(copy), (error) => {
      assert.equal(error.name, "GradstepError");
      assert.equal(error.path, path);
      assert.ok(error.message.length > 10, error.message);
      return true;
    });
  };
  bad((copy) => (copy.layers[1].weights[0][1] = NaN), "layers[1].weights[0][1]");
  bad((copy) => (copy.layers[0].activation.kind = "swish"), "layers[0].activation.kind");
  bad((copy) => (copy.optimizer.learning_rate = -1), "optimizer.learning_rate");
  bad((copy) => (copy.surplus = 1), "surplus");
  bad((copy) => delete copy.cost, "cost");
  network.iterate(1);
  assert.equal(network.iteration, 1);
  network.free();
});

const fails = (body, path) =>
  assert.throws(body, (error) => {
    assert.equal(error.name, "GradstepError", String(error));
    assert.ok(error instanceof gradstep.GradstepError && error instanceof Error);
    assert.equal(error.path, path, error.message);
    assert.ok(error.message.length > 10, error.message);
    return true;
  });

test("hostile values are refused, whatever they are", () => {
  const { spec } = gradstep.presets()[0];
  const cyclic = {};
  cyclic.layers = [cyclic];
  const deep = JSON.parse("[".repeat(2000) + "]".repeat(2000));
  const throwing = new Proxy({}, { ownKeys: () => { throw new Error("no"); } });
  for (const value of [undefined, null, 1, "spec", [], () => {}, 10n, Symbol("s"), throwing, deep]) fails(() => new gradstep.Network(value), "");
  fails(() => new gradstep.Network(cyclic), "inputs");
  fails(() => new gradstep.Network({ ...spec, inputs: throwing }), "inputs");
  fails(() => new gradstep.Network({ ...spec, seed: 10n }), "seed");
  fails(() => new gradstep.Network({ ...spec, layers: [] }), "layers");
  fails(() => new gradstep.Network({ ...spec, inputs: [[1, 0, Infinity]] }), "inputs[0][2]");
  const typed = new gradstep.Network({ ...spec, inputs: [Float64Array.of(1, 0, 1)] });
  typed.free();
});

test("a list that throws when it is read leaves nothing locked", () => {
  const { spec } = gradstep.presets()[0];
  const network = new gradstep.Network(spec);
  const no = () => { throw new Error("no"); };
  const revoked = Proxy.revocable([], {});
  revoked.revoke();
  const getter = Object.defineProperty([0], 0, { get: no });
  const iterated = Object.assign([1, 0, 1], { [Symbol.iterator]: no });
  for (const list of [new Proxy([], { get: no }), revoked.proxy, new Proxy(Float64Array.of(1), {}), new Array(20_000_000), new Proxy([], { get: () => 1e12 })]) {
    fails(() => network.follow(list, 1), "axes");
    fails(() => network.predict(list), "inputs");
    fails(() => new gradstep.Network({ ...spec, inputs: list }), "inputs");
  }
  fails(() => network.predict(getter), "inputs[0]");
  assert.deepEqual(network.predict([iterated]), network.predict([[1, 0, 1]]), "lists are read by index");
  network.iterate(1);
  assert.equal(network.iteration, 1);
  network.free();
});

test("a run ends in words before the memory does", () => {
  const { spec } = gradstep.presets()[0];
  const network = new gradstep.Network(spec);
  network.iterate(10);
  fails(() => network.iterate(100_000_000 - 9), "count");
  fails(() => network.follow([{ parameter: "W1", row: 0, column: 0 }, { parameter: "W3", row: 0, column: 0 }], 1), "axes[1].parameter");
  network.free();
  const { spec: points } = gradstep.presets().find(({ lab }) => lab === "logistic");
  const model = new gradstep.Logistic(points);
  model.iterate(10);
  fails(() => model.iterate(100_000_000 - 9), "count");
  fails(() => model.rescaled(model.weights(), 1), "toOwn");
  model.free();
});

test("what only shows or asks has its place, too", () => {
  assert.equal(gradstep.formatNumber(-Infinity, 2), "−∞");
  fails(() => gradstep.formatNumber("1", 2), "number");
  for (const digits of [-1, 16, NaN, undefined]) fails(() => gradstep.formatNumber(1, digits), "digits");
  fails(() => gradstep.printedValues(1), "preset");
  fails(() => gradstep.heightsImage([1, "2"], 1, { stops: ["#000000"], line: "#000000", empty: "#000000" }), "heights[1]");
  fails(() => gradstep.heightsImage(null, 1, { stops: ["#000000"], line: "#000000", empty: "#000000" }), "heights");
  const { spec } = gradstep.presets().find(({ id }) => id === "two-well-2");
  const race = new gradstep.Race(spec);
  fails(() => race.stepsToWithin(0, NaN, 0, 0.1), "x");
  fails(() => race.stepsToWithin(0, 0, 0, "0.1"), "tolerance");
  race.free();
});

test("calls out of turn, out of range and after free() are refused", () => {
  const { spec } = gradstep.presets()[0];
  const network = new gradstep.Network(spec);
  fails(() => network.backward(), "");
  network.forward();
  fails(() => network.forward(), "");
  fails(() => network.update(), "");
  network.backward();
  network.update();
  assert.equal(network.iteration, 1);
  network.iterate(0);
  for (const count of [-1, 1.5, NaN, "3", 1e12]) fails(() => network.iterate(count), "count");
  for (const iteration of [0, 3, -1, null]) fails(() => network.trace(iteration), "iteration");
  fails(() => network.trace(1, { digits: 99 }), "display.digits");
  fails(() => network.trace(1, { notation: "mine" }), "display.notation");
  fails(() => network.predict([[1, 2]]), "inputs[0]");
  fails(() => network.evaluate([[1, 0, 1]], [[1, 2]]), "targets[0]");
  const classifier = new gradstep.Network(gradstep.presets().find(({ id }) => id === "softmax-3-4-3").spec);
  fails(() => classifier.evaluate([[1, 0, 1]], [[0, 2, -1]]), "targets[0][1]");
  fails(() => classifier.evaluate([[1, 0, 1], [0, 0, 0]], [[0, 1, 0], [1, 1, 0]]), "targets[1]");
  classifier.free();
  assert.equal(network.iteration, 1);
  network.free();
  for (const call of [() => network.iteration, () => network.costs(), () => network.trace(1)]) fails(call, "");
  assert.throws(() => gradstep.setLanguage("xx"), /en, fa/);
  gradstep.setLanguage("fa");
  try {
    assert.equal(gradstep.words()["page.picture.title"], "شبکه");
  } finally {
    gradstep.setLanguage("en");
  }
});

test("a race, its derivation and its map", () => {
  const { spec } = gradstep.presets().find(({ id }) => id === "two-well-2");
  const race = new gradstep.Race(spec);
  race.advance(100);
  assert.deepEqual([0, 1, 2, 3].map((index) => race.status(index).reached), [0, 0, 0, 1]);
  const steps = race.derive(3, 100);
  assert.deepEqual(steps.map(({ id }) => id), ["value", "gradient", "m", "s", "point"]);
  assert.deepEqual(steps[4].value.flat(), [...race.path(3).slice(200)]);
  assert.equal(race.values(0).length, 101);
  fails(() => race.path(4), "optimizer");
  fails(() => race.derive(0, 101), "step");
  fails(() => race.advance(2_000_000), "steps");
  race.restart([1, 1]);
  assert.deepEqual([...race.path(0)], [1, 1]);
  race.free();
  fails(() => race.path(0), "");
  const optimizer = { kind: "sgd", learning_rate: 0.02 };
  const map = gradstep.basin({ surface: { kind: "two_well" }, optimizer, domain: [-2, 2, -2, 2], columns: 40, rows: 40, steps: 500 });
  const share = map.reached.filter((reached) => reached === 0).length / 16;
  assert.ok(map.reached instanceof Int8Array && map.steps instanceof Uint16Array && Math.abs(share - 54.9) < 0.5, String(share));
});

test("all twelve optimizers race at once", () => {
  const own = {
    sgd: {}, momentum: { momentum: 0.9 }, ema_momentum: { momentum: 0.9 }, nesterov: { momentum: 0.9 }, adagrad: { epsilon: 1e-8 },
    adadelta: { decay: 0.9, epsilon: 1e-6 }, rmsprop: { decay: 0.9, epsilon: 1e-8 }, adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.01 }, amsgrad: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    nadam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, lion: { beta1: 0.9, beta2: 0.99 },
  };
  const optimizers = Object.entries(own).map(([kind, fields]) => ({ kind, learning_rate: 0.01, ...fields }));
  const race = new gradstep.Race({ surface: { kind: "himmelblau" }, start: [-1, 1], optimizers });
  race.advance(50);
  for (const [index, optimizer] of optimizers.entries()) {
    const alone = new gradstep.Race({ surface: { kind: "himmelblau" }, start: [-1, 1], optimizers: [optimizer] });
    alone.advance(50);
    assert.deepEqual(race.path(index), alone.path(0), optimizer.kind);
    alone.free();
  }
  race.free();
});

test("surfaces: named, typed, over data, over a network", () => {
  const named = gradstep.surfaces();
  for (const kind of ["two_well", "rosenbrock", "himmelblau", "beale", "rastrigin", "saddle", "six_hump_camel"])
    assert.ok(named.some((surface) => surface.kind === kind && surface.stationary.length > 0), kind);
  const typed = gradstep.evaluateSurface({ expression: "x^2 y + 3" }, 2, 5);
  assert.deepEqual(typed, { value: 23, gradient: [20, 4], hessian: [[10, 4], [4, 0]] });
  assert.deepEqual([...gradstep.surfaceGrid({ kind: "bowl" }, [0, 1, 0, 2], 2, 3)], [0, 1, 1, 2, 4, 5]);
  const line = gradstep.evaluateSurface({ model: "line", x: [0, 1], y: [1, 3] }, 1, 2);
  assert.deepEqual([line.value, ...line.gradient], [0, 0, 0]);
  fails(() => gradstep.evaluateSurface({ expression: "x + foo" }, 0, 0), "surface.expression");
  fails(() => gradstep.evaluateSurface({ kind: "bowl", expression: "x" }, 0, 0), "surface.kind");
  fails(() => gradstep.evaluateSurface({ kind: "bowl" }, NaN, 0), "x");
  fails(() => gradstep.surfaceGrid({ kind: "bowl" }, [1, 0, 0, 1], 2, 2), "domain");
  fails(() => gradstep.surfaceGrid({ kind: "bowl" }, [0, 1, 0, 1], 9999, 2), "columns");
});

test("a claim is measured by its rule", () => {
  const claim = gradstep.claims().find(({ id }) => id === "saddle");
  const parts = claim.parts.map((_, part) => gradstep.measureClaim(claim.id, part, "best"));
  assert.deepEqual(parts.map(({ title }) => title), claim.parts);
  assert.equal(gradstep.claimVerdict(parts.map(({ holds }) => holds)), "holds");
  fails(() => gradstep.measureClaim("saddle", 99, "best"), "part");
  fails(() => gradstep.measureClaim("saddle", 0, "any"), "rates");
  fails(() => gradstep.measureClaim({}, 0, "best"), "id");
  fails(() => gradstep.claimVerdict([1]), "holds[0]");
});

test("logistic regression: stages, trace, optimum, errors", () => {
  const spec = {
    x: [-2, -1, -0.5, 0, 0.5, 1, 2], labels: [0, 0, 1, 0, 1, 1, 0], degree: 2, weights: [0.1, 0.2, -0.1],
    optimizer: { kind: "momentum", learning_rate: 0.1, momentum: 0.9 },
  };
  const staged = new gradstep.Logistic(spec);
  const run = new gradstep.Logistic(spec);
  fails(() => staged.backward(), "");
  const steps = [...staged.forward(), ...staged.backward(), ...staged.update()];
  assert.deepEqual(steps.map(({ id }) => id), ["u", "y", "cost", "dLdy", "dydu", "dudw", "delta", "dLdw", "dw", "vw", "w"]);
  run.iterate(1);
  assert.deepEqual(steps.at(-1).value.flat(), run.weights());
  assert.deepEqual(staged.trace(1), steps);
  assert.equal(staged.costs()[0], steps[2].value[0][0]);
  staged.forward();
  staged.iterate(2);
  run.iterate(3);
  assert.deepEqual([staged.iteration, staged.weights()], [4, run.weights()]);
  assert.equal(run.path([0, 2]).length, 10);
  assert.ok(run.costs() instanceof Float64Array && run.costs().length === 4);
  const { weights, cost, iterations } = run.optimum();
  assert.ok(iterations > 1 && iterations < 15 && cost < run.costs()[3], String(cost));
  const best = new gradstep.Logistic({ ...spec, weights });
  assert.ok(best.gradient().every((entry) => Math.abs(entry) < 1e-9), String(best.gradient()));
  const [middle] = best.predict([0.3]);
  assert.ok(middle > 0.4 && middle < 1);
  const separable = new gradstep.Logistic({ ...spec, labels: [0, 0, 0, 1, 1, 1, 1] });
  assert.deepEqual(separable.optimum(), { separable: true });
  const sample = run.traceSample(4, 2);
  assert.deepEqual(sample.find(({ id }) => id === "dLdw").value.flat(), run.trace(4).find(({ id }) => id === "dLdw").value.map((row) => row[2]));
  fails(() => run.trace(6), "iteration");
  fails(() => run.traceSample(1, 7), "sample");
  fails(() => run.predict([NaN]), "x[0]");
  fails(() => run.path([0, 3]), "axes[1]");
  fails(() => run.curvature([1]), "weights");
  fails(() => run.slice({}), "slice.axes");
  for (const [change, path] of [
    [{ labels: [0, 1, 2, 0, 0, 0, 0] }, "labels[2]"], [{ labels: [true, 1, 1, 0, 0, 0, 0] }, "labels[0]"], [{ labels: [1] }, "labels"],
    [{ x: [] }, "x"], [{ x: [1, Infinity] }, "x[1]"], [{ degree: 9 }, "degree"], [{ weights: [0] }, "weights"], [{ l2: -1 }, "l2"],
    [{ rows: 2 }, "rows"], [{ batch_size: 8 }, "batch_size"],
  ]) fails(() => new gradstep.Logistic({ ...spec, ...change }), path);
  for (const handle of [staged, run, best, separable]) handle.free();
  fails(() => run.weights(), "");
});

test("logistic regression on 10,000 points", () => {
  const { x, labels } = gradstep.generatePoints("overlapping", 10_000, 1);
  const model = new gradstep.Logistic({ x, labels, degree: 8, weights: Array(9).fill(0), optimizer: { kind: "sgd", learning_rate: 1e-5 } });
  model.iterate(100);
  assert.ok(model.costs()[99] < model.costs()[0]);
  const best = model.optimum();
  assert.ok(best.cost < model.costs()[99]);
  model.free();
});

test("ten thousand epochs leave memory where it was", async () => {
  const { memory } = await gradstep.default();
  const used = () => memory.buffer.byteLength;
  const sigmoid = { kind: "sigmoid" };
  const spec = {
    layers: gradstep.buildLayers([2, 4, 2, 1], sigmoid, sigmoid, { kind: "glorot_normal" }, 1),
    cost: { kind: "lse" }, optimizer: { kind: "momentum", learning_rate: 0.1, momentum: 0.9 },
    inputs: Array.from({ length: 10 }, (_, sample) => [sample / 10, 1 - sample / 5]),
    targets: Array.from({ length: 10 }, (_, sample) => [sample % 2]),
  };
  const train = () => {
    const network = new gradstep.Network(spec);
    network.iterate(100);
    const early = used();
    network.iterate(9900);
    assert.equal(network.costs().length, 10_000);
    const grown = used() - early;
    network.free();
    return grown;
  };
  // what is kept is a cost an iteration, 80 kB
  assert.ok(train() <= 4 * 65536);
  const before = used();
  for (let round = 0; round < 5; round += 1) train();
  assert.equal(used(), before);
});

test("a deep training leaves memory where it was", async () => {
  const { memory } = await gradstep.default();
  const network = {
    depth: 2, width: 4, activation: { kind: "tanh" }, initializer: { kind: "glorot_normal" },
    optimizer: { kind: "sgd", learning_rate: 0.1 }, batch_size: 100,
  };
  const train = () => {
    const training = new gradstep.Training({ data: { kind: "circle" }, seed: 1, network });
    for (let epoch = 0; epoch < 10_000; epoch += 500) {
      training.advance(500);
      training.layers();
    }
    assert.equal(training.epoch, 10_000);
    training.free();
  };
  train();
  const before = memory.buffer.byteLength;
  train();
  assert.equal(memory.buffer.byteLength, before);
});
