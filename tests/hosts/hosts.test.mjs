// Notes as each host builds them, opened in a browser and stepped. A longer run: `cargo xtask test hosts`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { engines, open } from "../e2e/browsers.mjs";
import { serve } from "../e2e/server.mjs";
import { build, folders, hosts, told, tools, written } from "./hosts.mjs";

const lab = () => document.querySelector("gradstep-lab")?.shadowRoot?.querySelector(".embedded[data-ready]") != null;
const title = () => document.querySelector("gradstep-lab").shadowRoot.querySelector("derivation-card h2").textContent;

test("every folder has its build", async () => assert.deepEqual((await folders()).sort(), [...hosts].sort()));

for (const name of Object.keys(tools))
  describe(name, () => {
    let built;
    test("is written as docs/embedding.md says", async () => {
      const [lines, project] = [await told(name), await written(name)];
      assert.ok(lines.length >= 2);
      for (const line of lines) assert.ok(project.includes(line), line);
    });
    test("builds", { timeout: 300_000 }, async () => (built = await build(name)));
    for (const engine of engines)
      test(`is stepped (${engine})`, { timeout: 120_000 }, async () => {
        assert.ok(built, "the build failed");
        const host = await serve(built.folder, "/course/");
        const page = await open(engine, host.url + built.page, { width: 1100, height: 800 });
        try {
          if (name === "reveal") await page.until(() => window.deck?.isReady() && (window.deck.slide(1), true), undefined, "the second slide");
          await page.until(() => document.querySelector("gradstep-lab") !== null, undefined, "the element");
          await page.evaluate(() => document.querySelector("gradstep-lab").scrollIntoView());
          await page.until(lab, undefined, "the lab");
          assert.equal(await page.evaluate(title), "How much each hidden unit is to blame");
          await page.click("gradstep-lab >>> [data-do=step]");
          await page.until(() => document.querySelector("gradstep-lab").state === "#step=dW1", undefined, "a step by the button");
          await page.press("ArrowRight");
          await page.until(() => document.querySelector("gradstep-lab").state === "#step=db1", undefined, "a step by the key");
          const own = await page.evaluate(() => getComputedStyle(document.querySelector("gradstep-lab").shadowRoot.querySelector("derivation-card .why")).fontSize);
          assert.equal(own, "16px");
        } finally {
          await page.close();
          await host.close();
        }
      });
  });

describe("the package in a bundle", () => {
  test("computes in a browser", { timeout: 120_000 }, async () => {
    const { folder } = await build("bundler");
    const host = await serve(folder, "/site/");
    const page = await open("chromium", host.url);
    try {
      await page.until(() => document.body.dataset.z1 === "-0.7000 0.1000", undefined, "the first step");
      assert.deepEqual(page.consoleErrors, []);
    } finally {
      await page.close();
      await host.close();
    }
  });
});

test("the package in Node", { timeout: 60_000 }, async () => {
  const { folder, page } = await build("node");
  assert.equal(await readFile(`${folder}/${page}`, "utf8"), "-0.7000 0.1000\n");
});
