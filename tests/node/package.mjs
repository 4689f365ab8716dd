// The package in Node, with the wasm bytes given to `init`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
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

test("package.json leads to files that are there", async () => {
  const manifest = JSON.parse(await readFile(new URL("package.json", home), "utf8"));
  assert.equal(manifest.name, "gradstep");
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
