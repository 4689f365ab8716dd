// Lecture mode: each result hidden until it is asked for, by a clicker's keys; kept in the link; ended by Escape.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const title = () => document.querySelector("derivation-card h2").textContent;
/** The results of the shown lab: told or not. Runs in the page. */
const told = () => [...document.querySelectorAll(".derivation .result")].filter((result) => result.offsetParent !== null && !result.closest(".spare")).map((result) => getComputedStyle(result.firstElementChild).visibility === "visible");
const isTold = (wanted) => [...document.querySelectorAll(".derivation .result")].filter((result) => result.offsetParent !== null && !result.closest(".spare")).map((result) => getComputedStyle(result.firstElementChild).visibility === "visible").join() === wanted;
const started = () => document.querySelector("network-lab[data-ready]") !== null && document.documentElement.dataset.lecture !== undefined && [...document.styleSheets].some(({ href }) => href?.endsWith("lecture.css"));

describe("lecture mode", () => {
  let host;
  before(async () => (host = await serve(dist)));
  after(() => host.close());

  const lesson = (name, link, body) => {
    for (const engine of engines)
      test(`${name} in ${engine}`, { timeout: 120_000 }, async () => {
        const page = await open(engine, host.url + link);
        try {
          await body(page);
          assert.deepEqual(page.consoleErrors, []);
        } finally {
          await page.close();
        }
      });
  };

  lesson("a clicker shows the result, then the next step's question", "?lecture=1", async (page) => {
    await page.until(started, undefined, "lecture mode");
    await page.until(isTold, "false", "the first question");
    await page.press("PageDown");
    await page.until(isTold, "true", "the first result");
    assert.equal(await page.evaluate(title), "Weighted input of layer 1");
    await page.press("PageDown");
    await page.until(() => document.querySelector("derivation-card h2").textContent === "Activation of layer 1", undefined, "the next step");
    await page.until(isTold, "false", "its question");
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".node.now .number")).visibility), "hidden", "the picture does not tell");
    await page.press("PageUp");
    await page.until(() => document.querySelector("derivation-card h2").textContent === "Weighted input of layer 1", undefined, "the step before");
    await page.until(isTold, "true", "its result");
    assert.ok(await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize) >= 20), "large type");
  });

  lesson("begins with L, stays in the link, and Escape ends it", "", async (page) => {
    await page.until(() => document.querySelector("network-lab[data-ready]") !== null, undefined, "the lab");
    await page.press("l");
    await page.until(started, undefined, "lecture mode");
    assert.match(await page.evaluate(() => location.search), /lecture=1/);
    await page.press(".");
    await page.until(() => document.querySelector(".lecture-blank") !== null, undefined, "the dark screen");
    await page.press("PageDown");
    await page.until(() => document.querySelector(".lecture-blank") === null, undefined, "the screen again");
    await page.until(isTold, "false", "nothing told by that");
    await page.press("Escape");
    await page.until(() => document.documentElement.dataset.lecture === undefined, undefined, "the end");
    assert.equal(await page.evaluate(() => location.search + (document.querySelector(".lecture-bar") ?? "")), "");
    assert.deepEqual(await page.evaluate(told), [true]);
  });

  lesson("works in the optimizer lab, result by result", "?lecture=1#lab=optimizers", async (page) => {
    await page.until(started, undefined, "lecture mode");
    await page.until(() => document.querySelector("race-steps .result") !== null, undefined, "the steps");
    const count = await page.evaluate(() => document.querySelectorAll("race-steps .result").length);
    for (let seen = 0; seen <= count; seen += 1) {
      await page.until(isTold, Array.from({ length: count }, (_, index) => index < seen).join(), `${seen} results`);
      if (seen < count) await page.press("PageDown");
    }
    await page.press("PageDown");
    await page.until((text) => document.querySelector("[data-part=step], #race-step, optimizer-lab input[type=number]")?.value === text || /step=1/.test(location.hash), "1", "the next step");
    await page.until(isTold, Array(count).fill(false).join(), "its questions");
  });

  lesson("asks in the depth lab what an epoch comes to, then trains the next", "?lecture=1#lab=depth", async (page) => {
    await page.until(started, undefined, "lecture mode");
    const asked = () => ["score-a", "score-b", "why-says"].map((name) => getComputedStyle(document.querySelector(`depth-lab [data-part=${name}]`)).visibility === "visible");
    const is = ([epoch, ...wanted]) => document.querySelector("depth-lab [data-part=at]").value === epoch && /\d/.test(document.querySelector("depth-lab [data-part=why-says]").textContent)
      && ["score-a", "score-b", "why-says"].every((name, index) => (getComputedStyle(document.querySelector(`depth-lab [data-part=${name}]`)).visibility === "visible") === wanted[index]);
    await page.until(is, ["0", false, false, false], "the questions before the first epoch");
    for (const wanted of [[true, false, false], [true, true, false], [true, true, true]]) {
      await page.press("PageDown");
      assert.deepEqual(await page.evaluate(asked), wanted);
    }
    await page.press("PageDown");
    await page.until(is, ["1", false, false, false], "the questions after it");
    await page.press("PageUp");
    await page.until(is, ["0", true, true, true], "what has been told");
  });
});
