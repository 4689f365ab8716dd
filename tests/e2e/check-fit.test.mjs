// The answer sheet in the logistic lab: the same element, by keyboard and by pasting, on another kind of problem.
import assert from "node:assert/strict";
import { describe } from "node:test";
import axe from "axe-core";
import { hosted } from "./race-lab.mjs";
import { asked, choose, fill, summary, verdicts } from "./sheet-page.mjs";

const ready = () => document.querySelectorAll("logistic-steps .race-step").length > 5;
const text = (selector) => document.querySelector(selector).textContent;
const open = async (page, key = "1:u") => {
  await page.click("[data-part=check]");
  await page.until(asked, key, "the sheet");
};

/** Three points and two weights: u = (−0.5, 0, 0.5), by hand. */
const THREE = "&preset=overlapping&x=[-1,0,1]&labels=[0,1,1]&weights=[0,0.5]&optimizer={'kind':'sgd','learning_rate':0.6}";
const BY_HAND = ["-0.5", "0", "0.5", "0.3775", "0.5", "0.6225", "0.5471", "1.6065", "-2", "-1.6065", "0.2350", "0.25", "0.2350",
  "1", "1", "1", "-1", "0", "1", "0.3775", "-0.5", "-0.3775", "0.3775", "-0.5", "-0.3775", "-0.3775", "0", "-0.3775",
  "-0.1667", "-0.2517", "0.1", "0.651"];

describe("the answer sheet in the logistic lab", () => {
  const { lab } = hosted({ name: "logistic", element: "answer-sheet", sheet: "logistic.css", there: ready });

  lab("is filled by keyboard alone, and every number is right", THREE, async (page) => {
    await open(page);
    await page.evaluate(() => document.querySelector("answer-sheet .question input").focus());
    for (const number of BY_HAND) {
      for (const key of number) await page.press(key);
      await page.press("Enter");
    }
    await page.press("Enter");
    const found = await page.evaluate(verdicts);
    assert.equal(found.length, 10);
    assert.deepEqual(found.filter((verdict) => !["correct", "rounding"].includes(verdict)), [], await page.evaluate(summary));
    assert.match(await page.evaluate(summary), /^10 of 10 right.*10 of 10\.$/);
    assert.equal(await page.evaluate(() => document.querySelector("logistic-lab [data-part=at]").value), "0", "no key reached the lab");
  });

  lab("names a slip, opens the first mistake in the lab, and keeps what was typed", THREE, async (page) => {
    await open(page);
    await page.evaluate(() => document.addEventListener("gradstep-checked", (event) => (window.result = event.detail)));
    await page.evaluate(choose, { name: "iterations", value: "2" });
    await page.until(asked, "2:w", "the second iteration");
    await page.evaluate(fill, { key: "2:delta", values: ["-0.3656", "0.4751", "0.3206"] });
    await page.evaluate(fill, { key: "2:dLdw", values: ["-0.3656", "0.4751", "0.3206", "0.3656", "0", "0.3206"] });
    await page.click("[data-sheet=check]");
    assert.match(await page.evaluate(text, "[data-key='2:delta'] .verdict"), /✗ wrong.*sign/);
    assert.match(await page.evaluate(text, "[data-key='2:dLdw'] .verdict"), /↳ follows/);
    await page.until(() => document.querySelector("logistic-lab [data-part=at]").value === "1" && document.querySelector("[data-name=rows-all]").getAttribute("aria-pressed") === "true", undefined, "the step in the lab");
    assert.match(await page.evaluate(text, "answer-sheet .first"), /cancels/);
    await page.click("answer-sheet .first .slip summary");
    await page.until(() => document.querySelector(".first .example math") !== null, undefined, "the page on the slip");
    assert.match(await page.evaluate(text, "answer-sheet .first .example h5"), /^A tiny example: .*score/i);
    const result = await page.evaluate(() => window.result);
    assert.deepEqual(result.verdicts.map(({ id, diagnosis }) => [id, diagnosis]), [["delta", "sign"], ["dLdw", null]]);
    assert.deepEqual([result.problem.spec.labels, result.score, result.most], [[0, 1, 1], 1, 20]);
    await page.reload();
    await page.until(ready, undefined, "the lab again");
    await open(page, "2:delta");
    assert.equal(await page.evaluate(() => document.querySelector("[data-key='2:delta'] input").value), "-0.3656");
  });

  lab("follows the problem that is open, and hides what is to be predicted", THREE, async (page) => {
    await open(page);
    await page.evaluate(fill, { key: "1:u", values: ["-0.5", "0", "0.5"] });
    await page.click("answer-sheet [name=predict]");
    const hidden = () => getComputedStyle(document.querySelector("logistic-steps .result")).visibility;
    await page.until(() => getComputedStyle(document.querySelector("logistic-steps .result")).visibility === "hidden", undefined, "the numbers to hide");
    const cells = () => [...document.querySelectorAll("logistic-steps .gradients tbody tr:first-child td")].map((cell) => getComputedStyle(cell).visibility === "visible");
    assert.deepEqual(await page.evaluate(cells), [true, true, false, false, false, false], "x and c are given, y, δ and the gradients are not");
    assert.match(await page.evaluate(text, "answer-sheet .given"), /0\.5/);
    await page.click("[data-key='1:y'] [data-reveal]");
    assert.match(await page.evaluate(text, "[data-key='1:y'] .verdict"), /0\.3775/);
    await page.evaluate(() => {
      const field = document.querySelector("logistic-lab [data-part=degree]");
      field.value = "2";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await page.until(() => document.querySelectorAll("[data-key='1:w'] input").length === 3, undefined, "the sheet of the new problem");
    assert.equal(await page.evaluate(() => document.querySelector("[data-key='1:u'] input").value), "");
    await page.press("Escape");
    assert.equal(await page.evaluate(hidden), "visible");
  });

  lab("draws points to work on, for one and for a class", THREE, async (page) => {
    if (page.engine === "webkit") return; // it hands out no files to a script
    await open(page);
    await page.evaluate(() => {
      window.files = [];
      URL.createObjectURL = (blob) => (window.files.push(blob), "about:blank#file");
      HTMLAnchorElement.prototype.click = () => {};
    });
    await page.click("answer-sheet .exercises summary");
    await page.until(() => document.querySelector("[data-exercise=sheet]") !== null, undefined, "the exercises");
    await page.evaluate(choose, { name: "seed", value: "5" });
    await page.evaluate(choose, { name: "count", value: "3" });
    await page.click("[data-exercise=open]");
    await page.until(() => document.querySelectorAll("[data-key='1:u'] input").length === 4, undefined, "four points");
    await page.until(() => location.hash.includes("drawn=overlapping,4,5"), undefined, "the link");
    await page.evaluate(choose, { name: "format", value: "markdown" });
    for (const name of ["sheet", "key"]) await page.click(`[data-exercise=${name}]`);
    await page.click("answer-sheet .solution summary");
    await page.click("[data-file='torch.py']");
    const texts = await page.evaluate(() => Promise.all(window.files.map((file) => file.text())));
    assert.match(texts[0], /^# Worksheet[^]*seed 5[^]*seed 6[^]*seed 7[^]*underline/);
    assert.ok(texts[1].length > texts[0].length);
    assert.match(texts[2], /dw = w\.grad/);
  });

  lab("has no room for many points, and says so", "&drawn=overlapping,200,3", async (page) => {
    await page.click("[data-part=check]");
    await page.until(() => /room for batches of 24/.test(document.querySelector("answer-sheet .summary")?.textContent ?? ""), undefined, "the sentence");
    assert.deepEqual(await page.evaluate(verdicts), []);
  });

  /** A sheet with a slip, all that opens open. */
  const busy = async (page) => {
    await open(page);
    await page.evaluate(fill, { key: "1:delta", values: ["-0.3775", "0.5", "0.3775"] });
    await page.click("[data-sheet=check]");
    await page.evaluate(() => document.querySelectorAll("answer-sheet details").forEach((details) => (details.open = true)));
    await page.until(() => document.querySelector("answer-sheet .exercise") !== null && document.querySelector("[name=weight-u]") !== null
      && document.querySelectorAll(".slips .slip").length === 17, undefined, "all that opens");
  };

  for (const dark of [false, true])
    lab(`is accessible, ${dark ? "dark" : "light"}`, THREE, async (page) => {
      if (page.engine !== "chromium") return;
      await busy(page);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => window.axe.run("answer-sheet"));
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`), []);
    }, { dark });

  lab("fits a phone", THREE, async (page) => {
    if (page.engine !== "chromium") return;
    await busy(page);
    const wide = () => [document.documentElement, document.querySelector(".drawer .body")].map((box) => box.scrollWidth - box.clientWidth);
    assert.deepEqual(await page.evaluate(wide), [0, 0]);
    const small = () => [...document.querySelectorAll("answer-sheet :is(button, input:not([type=checkbox], [type=file]), select)")]
      .filter((node) => node.getBoundingClientRect().height > 0 && node.getBoundingClientRect().height < 44).map((node) => node.outerHTML.slice(0, 80));
    assert.deepEqual(await page.evaluate(small), []);
  }, { width: 360, height: 740 });
});
