// The worked example of the package's README, as a reader would run it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readmeExample } from "../hosts/hosts.mjs";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

test("the example prints what the README says", async () => {
  const at = path("../../target/readme-example");
  await rm(at, { recursive: true, force: true });
  await mkdir(`${at}/node_modules`, { recursive: true });
  await symlink(path("../../dist/npm"), `${at}/node_modules/gradstep`, "dir");
  const { code, printed } = await readmeExample();
  await writeFile(`${at}/example.mjs`, code);
  const { stdout } = await promisify(execFile)(process.execPath, [`${at}/example.mjs`]);
  assert.equal(stdout, printed);
});

test("the README and provenance.json tell the size of the wasm", async () => {
  const home = new URL("../../dist/npm/", import.meta.url);
  const bytes = (await readFile(new URL("gradstep_bg.wasm", home))).length;
  const provenance = JSON.parse(await readFile(new URL("provenance.json", home), "utf8"));
  assert.equal(provenance.bytes, bytes);
  assert.match(provenance.compiler, /^rustc \d/);
  assert.ok((await readFile(new URL("README.md", home), "utf8")).includes(`${bytes} bytes`));
});
