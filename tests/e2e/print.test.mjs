// On paper: every lab with its derivation, light, without controls, nothing cut; and the screen as it was afterwards.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
/** A4 between its margins, in CSS pixels. */
const PAPER = { width: 688, height: 1000 };
const SHOWN = {
  "#iteration=3": () => document.querySelector("network-lab[data-ready]") !== null,
  "#lab=optimizers": () => document.querySelector("race-steps .result") !== null,
  "#lab=logistic": () => document.querySelector("logistic-steps .result") !== null,
  "#lab=depth": () => {
    const steps = document.querySelector("depth-why .race-step .result");
    if (!steps && document.querySelector("depth-why tbody tr")) document.querySelector("[data-part=write-path]").click();
    return steps !== null;
  },
};
/** Prints as far as the page is concerned. Runs in the page. */
const begin = async () => {
  const { prepare } = await import(new URL("www/print.js", location.href).href);
  prepare();
  dispatchEvent(new Event("beforeprint"));
};
/** The pictures that can be seen, as they are drawn, once there are some. Runs in the page. */
const pictures = () => {
  const isDrawn = (canvas) => canvas.getClientRects().length && canvas.width > 1 && canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);
  const all = [...document.querySelectorAll("canvas")].filter(isDrawn).map((canvas) => canvas.toDataURL());
  return all.length > 0 ? all : null;
};
const end = () => dispatchEvent(new Event("afterprint"));
/** What of a page on paper is wrong. Runs in the page. */
const faults = () => {
  const seen = (node) => node.getClientRects().length > 0 && getComputedStyle(node).visibility === "visible";
  const wide = [...document.querySelectorAll(".formula math > *")].filter(seen).filter((node) => node.getBoundingClientRect().right > innerWidth + 1);
  const controls = [...document.querySelectorAll(".transport, .actions, .keys, .tools, nav, progress, input[type=range], depth-lab button")].filter(seen);
  const narrow = [...document.querySelectorAll(".race-step")].filter(seen).filter((node) => node.offsetWidth < 0.8 * innerWidth);
  const ground = getComputedStyle(document.body).backgroundColor;
  return [...narrow.slice(0, 1).map((node) => `narrow: ${node.offsetWidth} px`), ...wide.map((node) => `cut: ${node.textContent}`), ...controls.map((node) => `control: ${node.outerHTML.slice(0, 60)}`), ...(ground === "rgb(255, 255, 255)" ? [] : [ground])];
};

describe("printing", () => {
  let host;
  before(async () => (host = await serve(dist)));
  after(() => host.close());

  for (const [link, shown] of Object.entries(SHOWN))
    test(`${link} in chromium, from a wide, dark screen`, { timeout: 120_000 }, async () => {
      const page = await open("chromium", host.url + link, { width: 1280, height: 800, dark: true });
      try {
        await page.until(shown, undefined, "the lab");
        await page.until(pictures, undefined, "its pictures");
        // Between the event and the paper no frame is drawn.
        const dark = await page.evaluate(`(async () => { const seen = ${pictures}; const before = seen(); await (${begin})(); const now = seen(); return before.flatMap((one, index) => one === now[index] ? [index] : []); })()`);
        assert.deepEqual(dark, [], "pictures that stayed dark");
        await page.tab.emulateMediaType("print");
        await page.resize(PAPER);
        assert.deepEqual(await page.evaluate(faults), []);
        assert.ok(await page.evaluate(() => [...document.querySelectorAll(".race-step .result")].some((result) => result.getClientRects().length > 0)), "the derivation");
        assert.deepEqual(page.consoleErrors, []);
      } finally {
        await page.close();
      }
    });

  for (const engine of engines)
    test(`the network lab has every step of the iteration, and is as before afterwards, in ${engine}`, { timeout: 120_000 }, async () => {
      const page = await open(engine, `${host.url}#iteration=2&step=delta1`);
      try {
        await page.until(() => document.querySelector("network-lab[data-ready]") !== null && document.querySelector("#iteration").value === "2", undefined, "the lab");
        const look = () => [document.querySelectorAll(".print-steps .race-step").length, document.documentElement.dataset.printing, document.documentElement.dataset.theme, document.querySelector("derivation-card .face").innerHTML];
        const before = await page.evaluate(look);
        await page.evaluate(begin);
        const [steps, printing, theme] = await page.evaluate(look);
        assert.deepEqual([steps, printing, theme], [20, "steps", "light"]);
        await page.evaluate(end);
        assert.deepEqual(await page.evaluate(look), before);
      } finally {
        await page.close();
      }
    });

  test("a lecture prints its results", { timeout: 120_000 }, async () => {
    const page = await open("chromium", `${host.url}?lecture=1`);
    try {
      const seen = () => [...document.querySelectorAll(".derivation .result")].filter((result) => result.getClientRects().length).map((result) => getComputedStyle(result.firstElementChild).visibility);
      await page.until(() => document.querySelector("network-lab[data-ready]") !== null && getComputedStyle(document.querySelector("derivation-card .result").firstElementChild).visibility === "hidden", undefined, "the question");
      await page.evaluate(begin);
      await page.tab.emulateMediaType("print");
      assert.deepEqual(await page.evaluate(seen), Array(20).fill("visible"));
    } finally {
      await page.close();
    }
  });

  const NOTES = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Notes</title><body style="background: #111; color: #eee; --gradstep-ink: #eee">
    <script type="module" src="/gradstep/gradstep-lab.js"></script><gradstep-lab id="one" iteration="2" step="delta1"></gradstep-lab><gradstep-lab id="two" hide="derivation"></gradstep-lab></body></html>`;
  for (const engine of engines)
    test(`labs in other pages print as the page does, and are as before afterwards, in ${engine}`, { timeout: 120_000 }, async () => {
      const notes = await serve(dist, "/gradstep/", { "/notes.html": NOTES });
      const page = await open(engine, notes.url.replace("/gradstep/", "/notes.html"));
      try {
        const look = (id) => {
          const root = document.getElementById(id).shadowRoot;
          const { printing, theme } = root.querySelector(".embedded").dataset;
          return [root.querySelectorAll(".print-steps .race-step").length, printing ?? null, theme];
        };
        for (const id of ["one", "two"]) {
          await page.evaluate((id) => document.getElementById(id).scrollIntoView(), id);
          await page.until((id) => [...document.getElementById(id).shadowRoot?.adoptedStyleSheets ?? []].some(({ media }) => media.mediaText === "print") && document.getElementById(id).shadowRoot.querySelector("[data-ready]") !== null, id, "the lab");
        }
        await page.evaluate(() => void dispatchEvent(new Event("pointermove")));
        await page.until((base) => import(`${base}www/core.js`).then(({ isThere }) => isThere("network")), notes.url, "the words of all steps");
        assert.deepEqual(await page.evaluate(look, "one"), [0, null, "dark"]);
        await page.evaluate(() => void dispatchEvent(new Event("beforeprint")));
        assert.deepEqual(await page.evaluate(look, "one"), [20, "steps", "light"]);
        assert.deepEqual(await page.evaluate(look, "two"), [0, "", "light"], "what is hidden stays so");
        if (engine === "chromium") {
          await page.tab.emulateMediaType("print");
          await page.resize(PAPER);
          const found = await page.evaluate(() => {
            const root = document.getElementById("one").shadowRoot;
            const seen = (node) => node.getClientRects().length > 0;
            const wide = [...root.querySelectorAll(".formula math > *, canvas, td")].filter(seen).filter((node) => node.getBoundingClientRect().right > innerWidth + 1);
            const controls = [...root.querySelectorAll(".transport, .tools, [data-do=share], [data-edit=optimizer].edit, derivation-card")].filter(seen);
            const { backgroundColor, color } = getComputedStyle(root.querySelector(".panel"));
            return [...wide, ...controls].map((node) => node.outerHTML.slice(0, 80)).concat(backgroundColor, color);
          });
          assert.deepEqual(found, ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
        }
        await page.evaluate(end);
        assert.deepEqual(await page.evaluate(look, "one"), [0, null, "dark"]);
        assert.deepEqual(page.consoleErrors, []);
      } finally {
        await page.close();
        await notes.close();
      }
    });
});
