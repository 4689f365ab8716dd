// The built page, in a folder deep inside a site, starts in every engine without a complaint or a request elsewhere.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

describe("the built page", () => {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let host;
  before(async () => (host = await serve(dist)));
  after(() => host.close());

  for (const engine of engines) {
    test(`starts in ${engine} and asks for nothing outside its folder`, { timeout: 120_000 }, async () => {
      const page = await open(engine, host.url);
      try {
        await page.until(() => !!customElements.get("network-lab"), undefined, "the elements to be registered");
        await page.until(() => document.fonts.status === "loaded", undefined, "the fonts");
        assert.equal(await page.evaluate(() => document.querySelector("#notice:not([hidden])")?.textContent ?? ""), "");
        assert.match(await page.evaluate(() => document.title), /Gradstep/);
        assert.deepEqual(page.consoleErrors, []);
        const outside = page.requests.filter((url) => !url.startsWith(host.url) && !url.startsWith("data:") && !url.startsWith("blob:"));
        assert.deepEqual(outside, []);
      } finally {
        await page.close();
      }
    });
  }
});
