// Under a strict Content-Security-Policy, sent by the host beside the page's own, every lab works and nothing is refused.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
/** As docs/hosting.md gives it. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
/** What was refused, from the first moment on. Runs before the page's own scripts (Chromium and Firefox). */
const LISTEN = `window.refused = []; document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => window.refused.push([violatedDirective, blockedURI, sourceFile, lineNumber].join(" ")));`;
const ready = () => document.querySelector("network-lab[data-ready]") !== null;

describe("under a strict policy", () => {
  let host;
  before(async () => (host = await serve(dist, "/notes/deep/", {}, { headers: { "content-security-policy": POLICY } })));
  after(() => host.close());

  for (const engine of engines) {
    const visit = (name, hash, body, shown = ready) =>
      test(`${name} in ${engine}`, { timeout: 120_000 }, async () => {
        const page = await open(engine, host.url + hash, { script: LISTEN });
        try {
          await page.until(shown, undefined, "the lab");
          await body(page);
          assert.deepEqual(await page.evaluate(() => window.refused ?? []), []);
          assert.deepEqual(page.consoleErrors, []);
          assert.equal(await page.evaluate(() => document.querySelector("#notice:not([hidden])")?.textContent ?? ""), "");
        } finally {
          await page.close();
        }
      });

    visit("the network lab with its editor and sheet", "", async (page) => {
      assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".parts")).display), "grid", "the style sheet");
      await page.click("[data-do=iteration]");
      await page.until(() => document.querySelector("cost-chart canvas")?.width > 0, undefined, "the chart");
      await page.click("[data-do=check]");
      await page.until(() => document.querySelector(".question .matrix input") !== null, undefined, "the answer sheet");
      assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".question .matrix")).getPropertyValue("--columns")), "1");
    });
    visit("the optimizer lab with its maps in workers", "#lab=optimizers", async (page) => {
      await page.until(() => document.querySelector("race-map canvas")?.width > 0, undefined, "the map");
      await page.evaluate(() => document.querySelector("basin-maps summary").click());
      await page.until(() => document.querySelector("basin-maps canvas")?.width > 1, undefined, "a basin map");
    });
    visit("the logistic lab", "#lab=logistic", (page) => page.until(() => Boolean(document.querySelector("logistic-plot canvas")?.getAttribute("aria-label")), undefined, "the plot"));
    visit("the page for frames", "embed.html#hide=what", async (page) => {
      assert.deepEqual(await page.evaluate(() => [getComputedStyle(document.body).margin, getComputedStyle(document.querySelector("gradstep-lab").shadowRoot.querySelector("[data-do=what]")).display]), ["0px", "none"]);
          assert.equal(await page.evaluate(() => document.querySelector(".idle")), null);
    }, () => document.querySelector("gradstep-lab")?.shadowRoot?.querySelector("[data-ready]") != null);
  }
});

describe("opened as a file", () => {
  for (const engine of engines.filter((engine) => engine !== "webkit")) {
    test(`the page says in words what to do, in ${engine}`, { timeout: 60_000 }, async () => {
      const page = await open(engine, pathToFileURL(`${dist}/index.html`).href);
      try {
        await page.until(() => getComputedStyle(document.querySelector(".idle")).visibility === "visible", undefined, "the hint");
        assert.match(await page.evaluate(() => document.querySelector(".idle").textContent), /opened it as a file.*http\.server/);
      } finally {
        await page.close();
      }
    });
  }

  test("so does the page for frames", { timeout: 60_000 }, async () => {
    const page = await open("chromium", pathToFileURL(`${dist}/embed.html`).href);
    try {
      await page.until(() => getComputedStyle(document.querySelector(".idle")).visibility === "visible" && /opened it as a file.*http\.server/.test(document.body.textContent), undefined, "the hint");
    } finally {
      await page.close();
    }
  });

  test("served, nothing of that is left", { timeout: 60_000 }, async () => {
    const host = await serve(dist);
    try {
      const page = await open("chromium", host.url);
      try {
        await page.until(ready, undefined, "the network lab");
        assert.ok(await page.evaluate(() => document.querySelector(".idle") === null));
      } finally {
        await page.close();
      }
    } finally {
      await host.close();
    }
  });
});
