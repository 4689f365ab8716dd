// Whatever is given as data: a GradstepError with its place, and what was made before still works.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const home = new URL("../../dist/npm/", import.meta.url);
const { default: init, ...gradstep } = await import(new URL("index.js", home).href);
await init(await readFile(new URL("gradstep_bg.wasm", home)));

const { spec } = gradstep.presets().find(({ id }) => id === "hw3-q1");
const made = new gradstep.Network(spec);
made.iterate(1);
let done = 1;

/** @param {() => unknown} body @param {string} path @param {RegExp} [found] */
const fails = (body, path, found = /./) => {
  assert.throws(body, (error) => {
    assert.equal(error.name, "GradstepError", error.stack);
    assert.equal(error.path, path, error.message);
    assert.match(error.message, found);
    return true;
  });
  made.iterate(1);
  assert.equal(made.iteration, (done += 1));
};
const wrong = (change, path, found) => fails(() => new gradstep.Network({ ...structuredClone(spec), ...change }), path, found);
const no = () => {
  throw new Error("no");
};

test("what throws when it is read is named with its place", () => {
  const throws = /throws when it is read/;
  const indexed = Object.defineProperty([1, 0, 1], 1, { get: no });
  const revoked = (target) => {
    const { proxy, revoke } = Proxy.revocable(target, {});
    revoke();
    return proxy;
  };
  wrong({ inputs: [indexed] }, "inputs[0][1]", throws);
  wrong({ inputs: [new Proxy([1, 0, 1], { get: no })] }, "inputs[0]", throws);
  wrong({ inputs: revoked([]) }, "inputs", throws);
  wrong({ cost: revoked({}) }, "cost", throws);
  wrong({ cost: Object.defineProperty({}, "kind", { get: no, enumerable: true }) }, "cost.kind", throws);
  fails(() => new gradstep.Network(Object.defineProperty({ ...spec }, "seed", { get: no })), "seed", throws);
});

test("typed arrays are lists of numbers, whatever their type", () => {
  for (const Type of [Float64Array, Float32Array, Int8Array, Uint8Array, Uint8ClampedArray, Int32Array]) {
    const network = new gradstep.Network({ ...spec, inputs: [Type.of(1, 0, 1)] });
    network.iterate(1);
    assert.equal(network.costs()[0], made.costs()[0]);
    network.free();
  }
  wrong({ inputs: [BigInt64Array.of(1n, 0n, 1n)] }, "inputs[0][0]", /bigint/);
  wrong({ inputs: [new DataView(new ArrayBuffer(3))] }, "inputs[0]", /an object/);
  wrong({ inputs: [[1, , 1]] }, "inputs[0][1]", /nothing/);
});

test("more than any memory holds is refused, not tried", () => {
  const row = Array(100_000).fill(1);
  const wide = [];
  for (let index = 0; index < 30; index++) wide.push(wide);
  wrong({ inputs: new Array(2 ** 32 - 1) }, "inputs", /4000000/);
  wrong({ inputs: Array(100_000).fill(row) }, "inputs[38]", /4000000/);
  wrong({ inputs: wide }, "inputs[0][0]");
  const layers = structuredClone(spec.layers);
  layers[0] = { ...layers[0], weights: Array(4096).fill([1, 0, 1]), bias: Array(4096).fill(0) };
  layers[1].weights = [Array(4096).fill(1)];
  wrong({ layers, inputs: Array(5000).fill([1, 0, 1]), targets: Array(5000).fill([1]) }, "inputs", /20000000/);
  const network = new gradstep.Network({ ...spec, layers });
  fails(() => network.predict(Array(5000).fill([1, 0, 1])), "inputs", /20000000/);
  fails(() => network.evaluate(Array(5000).fill([1, 0, 1]), Array(5000).fill([1])), "inputs", /20000000/);
  network.free();
  const relu = { kind: "relu" };
  fails(() => gradstep.buildLayers(Array(128).fill(4096), relu, relu, { kind: "zeros" }, 1), "sizes", /4000000/);
});
