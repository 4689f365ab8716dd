// Every engine computes the same bits as the native build.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bits } from "../bits/bits.mjs";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const file = process.env.GRADSTEP_BITS;
const dist = fileURLToPath(new URL("../../dist", import.meta.url));

for (const engine of engines) {
  test(`${engine} computes the same bits as the native build`, { timeout: 120_000, skip: !file && "cargo xtask test e2e gives them" }, async () => {
    const native = JSON.parse(await readFile(file, "utf8"));
    const cases = JSON.parse(await readFile(new URL("../bits/specs.json", import.meta.url), "utf8"));
    const host = await serve(dist);
    const page = await open(engine, host.url);
    try {
      const run = `(async () => {
        const core = await import(new URL("www/core.js", document.baseURI).href);
        await core.default();
        await core.whole();
        return (${bits})(core, ${JSON.stringify(cases)});
      })()`;
      assert.deepEqual(await page.evaluate(run), native);
    } finally {
      await page.close();
      await host.close();
    }
  });
}
