// The package in Node, with the wasm bytes given to `init`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

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
