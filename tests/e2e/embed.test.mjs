// Labs in somebody's notes: several on one page, each with a lesson of its own, in a page that does everything differently.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
/** A page whose own letters, boxes and keys are as far from ours as they go. */
const notes = (body, head = "") => `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Notes</title>
<style>html { font-size: 62.5%; } body { font: 2rem/3 serif; text-align: center; max-width: 760px; margin: auto; background: #fff; } * { letter-spacing: 2px; } button { background: red; }</style>
${head}<script type="module" src="/gradstep/gradstep-lab.js"></script></head><body><h1>Notes</h1>${body}</body></html>`;
const TWO = `<gradstep-lab id="one">without scripts</gradstep-lab><p>between</p><gradstep-lab id="two" preset="hw3-q1" iteration="2" step="delta1"></gradstep-lab>`;
const ready = (id) => document.getElementById(id).shadowRoot?.querySelector(".embedded[data-ready]") != null;
const title = (id) => document.getElementById(id).shadowRoot.querySelector("derivation-card h2")?.textContent;
const titled = ([id, text]) => document.getElementById(id).shadowRoot.querySelector("derivation-card h2")?.textContent === text;
const notice = (id) => [...document.getElementById(id).shadowRoot.querySelectorAll("[role=alert]:not([hidden]), [part=failure]")].map((node) => node.textContent).join(" ").trim();

describe("labs in other pages", () => {
  /** Opens notes in each engine, and wants no complaint on the console. */
  const embedded = (name, body, act, { head = "", width = 1280, height = 900, which = engines, script } = {}) => {
    for (const engine of which)
      test(`${name} (${engine})`, { timeout: 120_000 }, async () => {
        const host = await serve(dist, "/gradstep/", { "/notes.html": notes(body, head) });
        const page = await open(engine, host.url.replace("/gradstep/", "/notes.html"), { width, height, script });
        try {
          await act(page, host);
          assert.deepEqual(page.consoleErrors, []);
        } finally {
          await page.close();
          await host.close();
        }
      });
  };

  embedded("two of one page step apart, by button and by key", TWO, async (page) => {
    await page.until(ready, "one");
    await page.evaluate(() => document.getElementById("two").scrollIntoView());
    await page.until(ready, "two");
    assert.equal(await page.evaluate(title, "one"), "Weighted input of layer 1");
    const second = await page.evaluate(title, "two");
    await page.evaluate(() => document.getElementById("one").scrollIntoView());
    await page.click("#one >>> [data-do=step]");
    await page.until(titled, ["one", "Activation of layer 1"]);
    await page.press("ArrowRight");
    await page.until(() => document.getElementById("one").state === "#step=z2");
    assert.equal(await page.evaluate(title, "two"), second);
    assert.equal(await page.evaluate(() => document.getElementById("two").state), "#iteration=2&step=delta1");
    
    assert.equal(await page.evaluate(() => location.hash), "");
  });

  embedded("tells of each step, and follows what is set", TWO, async (page) => {
    await page.evaluate(() => {
      window.told = [];
      document.addEventListener("gradstep-step", (event) => window.told.push([event.target.id, event.detail.lab, event.detail.iteration, event.detail.step, event.detail.link]));
    });
    await page.until(ready, "one");
    await page.click("#one >>> [data-do=step]");
    await page.until(() => window.told.some(([id, lab, iteration, step, link]) => id === "one" && lab === "network" && iteration === 1 && step === "a1" && link === "#step=a1"));
    await page.evaluate(() => (document.getElementById("one").iteration = 3));
    await page.until(() => document.getElementById("one").shadowRoot.querySelector("#iteration").value === "3");
    await page.evaluate(() => (document.getElementById("one").state = "#iteration=2&step=dW2&layers.0.weights.0.0=0.5"));
    await page.until(() => document.getElementById("one").shadowRoot.querySelector("#iteration").value === "2");
    assert.match(await page.evaluate(() => document.getElementById("one").state), /layers\.0\.weights\.0\.0=0\.5/);
  });

  embedded("keeps its own letters and colours, and nothing of the notes gets in", TWO, async (page) => {
    await page.until(ready, "one");
    const look = await page.evaluate(() => {
      const root = document.getElementById("one").shadowRoot;
      const of = (selector) => getComputedStyle(root.querySelector(selector));
      return { size: of(".why").fontSize, align: of(".why").textAlign, spacing: of(".why").letterSpacing, panel: of(".panel").backgroundColor, chip: of("[data-do=what]").fontSize };
    });
    assert.deepEqual(look, { size: "16px", align: "start", spacing: "normal", panel: "rgb(255, 255, 255)", chip: "14px" });
    await page.evaluate(() => (document.body.style.background = "#111"));
    await page.until(() => getComputedStyle(document.getElementById("one").shadowRoot.querySelector(".panel")).backgroundColor === "rgb(28, 42, 37)", undefined, "the dark colours");
    await page.evaluate(() => document.documentElement.style.setProperty("--gradstep-panel", "#003"));
    assert.equal(await page.evaluate(() => getComputedStyle(document.getElementById("one").shadowRoot.querySelector(".panel")).backgroundColor), "rgb(0, 0, 51)");
  });
});
