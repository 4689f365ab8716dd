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
  "": () => document.querySelector("network-lab[data-ready]") !== null,
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
    test(`${link || "the network lab"} in chromium, from a wide, dark screen`, { timeout: 120_000 }, async () => {
      const page = await open("chromium", host.url + link, { width: 1280, height: 800, dark: true });
      try {
        await page.until(shown, undefined, "the lab");
        await page.evaluate(begin);
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
        const look = () => [document.querySelectorAll(".print-steps .race-step").length, document.documentElement.dataset.printing, document.documentElement.dataset.theme, document.querySelector("derivation-card").innerHTML];
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
});
