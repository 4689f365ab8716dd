// The answer sheet as a student uses it: by keyboard and by pasting; kept over a reload; exercises by code.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";
import { asked, choose, fill, summary, verdicts } from "./sheet-page.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const ready = () => document.querySelector("network-lab[data-ready]") !== null;
const paste = ({ key, text }) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const field = document.querySelector(`answer-sheet [data-key="${key}"] input`);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  // some engines make no clipboard of their own for an event that a script sends
  if (!event.clipboardData?.getData("text/plain")) Object.defineProperty(event, "clipboardData", { value: data });
  field.dispatchEvent(event);
  return [...document.querySelectorAll(`answer-sheet [data-key="${key}"] input`)].map((input) => input.value);
};
/** Keeps the files that the page hands out. */
const catchFiles = () => {
  window.files = [];
  URL.createObjectURL = (blob) => (window.files.push(blob), "about:blank#file");
  HTMLAnchorElement.prototype.click = function () { window.names = [...(window.names ?? []), this.download]; };
};

/** The handout's network by hand, two iterations of the first layers' names in the order of the sheet. */
const BY_HAND = ["-0.7", "0.1", "0.3318", "0.5250", "-0.1045", "0.4739", "0.1384", "0.7468", "-0.1312", "-0.0435", "-0.0689", "-0.1312", "0.0087", "0.0065",
  "0.0087", "0", "0.0087", "0.0065", "0", "0.0065", "0.0087", "0.0065", "0.0392", "0.0620", "-0.2608", "-0.1380", "0.1180", "0.2180",
  "-0.0079", "0", "-0.0079", "-0.0059", "0", "-0.0059", "0.1921", "0.4", "-0.5079", "-0.3059", "0.1", "0.1941", "-0.0079", "-0.0059", "-0.4079", "0.1941"];

describe("the answer sheet", () => {
  let host;
  before(async () => (host = await serve(dist)));
  after(() => host.close());

  const sheet = (name, hash, body, { only = engines, ...options } = {}) => {
    for (const engine of engines.filter((engine) => only.includes(engine)))
      test(`${name} (${engine})`, { timeout: 120_000 }, async () => {
        const page = await open(engine, host.url + hash, options);
        try {
          await page.until(ready, undefined, "the lab");
          await page.click("[data-do=check]");
          await page.until(asked, "1:z1", "the sheet");
          await body(page);
          assert.deepEqual(page.consoleErrors, []);
        } finally {
          await page.close();
        }
      });
  };

  sheet("is filled by keyboard alone, and every number is right", "", async (page) => {
    await page.evaluate(() => document.querySelector("answer-sheet .question input").focus());
    for (const number of BY_HAND) {
      for (const key of number) await page.press(key);
      await page.press("Enter");
    }
    await page.press("Enter");
    const found = await page.evaluate(verdicts);
    assert.equal(found.length, 20);
    assert.deepEqual(found.filter((verdict) => !["correct", "rounding"].includes(verdict)), [], await page.evaluate(summary));
    assert.match(await page.evaluate(summary), /^20 of 20 right.*20 of 20\.$/);
  });

  sheet("marks each answer by its own decimals", "", async (page) => {
    await page.evaluate(fill, { key: "1:a1", values: ["0.3318", "0.525"] });
    await page.evaluate(fill, { key: "1:a2", values: ["0.474"] });
    await page.evaluate(fill, { key: "1:cost", values: ["0"] });
    await page.evaluate(() => document.querySelector("[data-key='1:a2'] input").focus());
    await page.press("Control+Enter");
    const found = await page.evaluate(() => ["1:a1", "1:a2", "1:cost"].map((key) => document.querySelector(`[data-key='${key}'] .verdict`).textContent.trim().split(" ")[0]));
    assert.deepEqual(found, ["✓", "✓", "✗"]);
  });

  sheet("names a slip, opens the first mistake, and lets what follows follow", "", async (page) => {
    await page.evaluate(() => document.addEventListener("gradstep-checked", (event) => (window.result = event.detail)));
    await page.evaluate(fill, { key: "1:delta2", values: ["0.1312"] });
    await page.evaluate(fill, { key: "1:db2", values: ["0.1312"] });
    await page.evaluate(fill, { key: "1:z1", values: ["-0,7", "1/10"] });
    await page.click("[data-sheet=check]");
    const found = await page.evaluate(verdicts);
    assert.deepEqual([found[0], found[6], found[8]], ["correct", "wrong", "follows"]);
    assert.match(await page.evaluate(() => document.querySelector("[data-key='1:delta2'] .verdict").textContent), /✗ wrong.*sign/);
    assert.match(await page.evaluate(() => document.querySelector("[data-key='1:db2'] .verdict").textContent), /↳ follows.*0\.1312/);
    assert.match(await page.evaluate(() => document.querySelector("answer-sheet .first").textContent), /How much the output is to blame/);
    assert.equal(await page.evaluate(() => document.querySelector("#strip").getAttribute("aria-valuenow")), "7");
    const result = await page.evaluate(() => window.result);
    assert.equal(result.score, 2);
    assert.deepEqual(result.verdicts.map(({ id, diagnosis }) => [id, diagnosis]), [["z1", null], ["delta2", "sign"], ["db2", null]]);
    await page.click("answer-sheet .first .slip summary");
    await page.until(() => document.querySelector(".first .example math") !== null, undefined, "the page on the slip");
  });

  sheet("scores by a rule that stands in the link, and tells it", "#score=follows:0.5,cost:3", async (page) => {
    await page.evaluate(() => document.addEventListener("gradstep-checked", (event) => (window.result = event.detail)));
    for (const key of ["1:delta2", "1:db2"]) await page.evaluate(fill, { key, values: ["0.1312"] });
    await page.evaluate(fill, { key: "1:cost", values: ["0.1384"] });
    await page.click("[data-sheet=check]");
    assert.match(await page.evaluate(summary), /Score 3\.5 of 22\.$/);
    await page.click("answer-sheet .score-rule summary");
    await page.until(() => document.querySelector("[name=weight-delta2]") !== null, undefined, "the rule");
    await page.evaluate(choose, { name: "points-wrong", value: "-1" });
    await page.evaluate(choose, { name: "weight-cost", value: "2" });
    assert.match(await page.evaluate(summary), /Score 1\.5 of 21\.$/);
    await page.until(() => location.hash.includes("score=follows:0.5,wrong:-1,cost:2"), undefined, "the link");
    const { rule, score, most, points } = await page.evaluate(() => window.result);
    assert.deepEqual([rule.wrong, rule.weights, score, most, points.length], [-1, { cost: 2 }, 1.5, 21, 20]);
    await page.evaluate(choose, { name: "points-wrong", value: "a lot" });
    assert.match(await page.evaluate(() => document.querySelector(".score-rule .error").textContent), /-1000/);
    await page.click("[data-sheet=usual]");
    assert.match(await page.evaluate(summary), /Score 2 of 20\.$/);
  });

  sheet("takes pasted matrices and says what does not fit", "", async (page) => {
    assert.deepEqual(await page.evaluate(paste, { key: "1:z1", text: "\\begin{pmatrix} -0.7 \\\\ 0.1 \\end{pmatrix}" }), ["-0.7", "0.1"]);
    assert.deepEqual(await page.evaluate(paste, { key: "1:dW1", text: "array([[0.0087, 0, 0.0087],\n [0.0065, 0, 0.0065]])" }), ["0.0087", "0", "0.0087", "0.0065", "0", "0.0065"]);
    assert.deepEqual(await page.evaluate(paste, { key: "1:W2", text: "-0.2608\t-0.1380" }), ["-0.2608", "-0.138"]);
    await page.evaluate(paste, { key: "1:a1", text: "1 2 3" });
    assert.match(await page.evaluate(() => document.querySelector("[data-key='1:a1'] .verdict").textContent), /2 × 1/);
    await page.click("[data-key='1:dW1'] .tools button");
    assert.deepEqual((await page.evaluate(verdicts)).filter(Boolean), ["correct"]);
  });

  sheet("keeps what was typed over a reload, as a file too", "", async (page) => {
    await page.evaluate(fill, { key: "1:a2", values: ["0.4739"] });
    await page.evaluate(catchFiles);
    await page.click("[data-sheet=export]");
    const file = JSON.parse(await page.evaluate(() => window.files[0].text()));
    assert.deepEqual(file.texts, { "1:a2": [["0.4739"]] });
    await page.reload();
    await page.until(ready, undefined, "the lab again");
    await page.click("[data-do=check]");
    await page.until(asked, "1:z1", "the sheet again");
    assert.equal(await page.evaluate(() => document.querySelector("[data-key='1:a2'] input").value), "0.4739");
    await page.click("[data-sheet=clear]");
    assert.equal(await page.evaluate(() => document.querySelector("[data-key='1:a2'] input").value), "");
  });

  sheet("opens a file of answers, and none of another problem", "", async (page) => {
    const opened = (data) => {
      const files = new DataTransfer();
      files.items.add(new File([JSON.stringify(data)], "answers.json", { type: "application/json" }));
      const field = document.querySelector("answer-sheet [type=file]");
      field.files = files.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    await page.evaluate(fill, { key: "1:z1", values: ["-0.7", "0.1"] });
    await page.evaluate(catchFiles);
    await page.click("[data-sheet=export]");
    const file = JSON.parse(await page.evaluate(() => window.files[0].text()));
    await page.click("[data-sheet=clear]");
    await page.evaluate(opened, { ...file, scope: "forward", iterations: 2 });
    await page.until(() => /1 answers opened/.test(document.querySelector("answer-sheet .summary").textContent), undefined, "the answers");
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("[data-key='1:z1'] input")].map(({ value }) => value)), ["-0.7", "0.1"]);
    assert.equal((await page.evaluate(verdicts)).length, 8, "as the file has it: the forward pass of two iterations");
    await page.evaluate(opened, { ...file, problem: "gradstep-sheet-0" });
    await page.until(() => /another problem/.test(document.querySelector("answer-sheet .summary").textContent), undefined, "a refusal");
    assert.equal(await page.evaluate(() => document.querySelector("[data-key='1:z1'] input").value), "-0.7");
  });

  sheet("keeps what was typed over a crash", "", async (page) => {
    for (const key of "0.47") {
      await page.evaluate(() => document.querySelector("[data-key='1:a2'] input").focus());
      await page.press(key);
    }
    // no page is told of its end
    await page.tab.goto("chrome://crash").catch(() => {});
    const next = await page.tab.browserContext().newPage();
    await next.goto(host.url, { waitUntil: "load" });
    await next.evaluate(() => void dispatchEvent(new Event("pointermove")));
    await next.waitForSelector("network-lab[data-ready]");
    await next.click("[data-do=check]");
    await next.waitForSelector("[data-key='1:a2'] input");
    assert.equal(await next.$eval("[data-key='1:a2'] input", ({ value }) => value), "0.47");
  }, { only: ["chromium"] });

  sheet("shows what is given, exactly, and each batch", "#preset=xor&batch_size=2", async (page) => {
    const given = () => [...document.querySelectorAll("answer-sheet .given .formula")].map((line) => line.textContent.replace(/\s/g, ""));
    const first = await page.evaluate(given);
    assert.equal(first.length, 6, `x, y, weights and biases: ${first}`);
    assert.match(await page.evaluate(() => document.querySelector("answer-sheet .given").textContent), /learning_rate/, "and what is agreed on");
    await page.evaluate(choose, { name: "iterations", value: "2" });
    assert.equal(await page.evaluate(() => document.querySelectorAll("answer-sheet .given").length), 2, "another batch");
    assert.deepEqual((await page.evaluate(given)).slice(0, first.length), first);
  });

  sheet("names the page on a number that no slip explains by what it holds", "", async (page) => {
    await page.evaluate(fill, { key: "1:delta2", values: ["0.9191"] });
    await page.click("[data-sheet=check]");
    const titles = () => [...document.querySelectorAll("answer-sheet :is(.first, .verdict) .slip summary")].map(({ textContent }) => textContent);
    assert.deepEqual(await page.evaluate(titles), ["Where to look", "Where to look"]);
    await page.evaluate(fill, { key: "1:delta2", values: ["0.1312"] });
    await page.click("[data-sheet=check]");
    assert.deepEqual(await page.evaluate(titles), ["What is this slip?", "What is this slip?"]);
  });

  sheet("asks for a stage, for chosen quantities, and hides what is to be predicted", "", async (page) => {
    await page.evaluate(choose, { name: "scope", value: "backward" });
    assert.equal((await page.evaluate(verdicts)).length, 6);
    await page.evaluate(choose, { name: "iterations", value: "2" });
    assert.equal((await page.evaluate(verdicts)).length, 12);
    await page.evaluate(choose, { name: "scope", value: "chosen" });
    await page.click("answer-sheet .chooser [name=cost]");
    assert.equal((await page.evaluate(verdicts)).length, 2);
    await page.click("answer-sheet [name=predict]");
    const hidden = () => getComputedStyle(document.querySelector("derivation-card .result")).visibility;
    assert.equal(await page.evaluate(hidden), "hidden");
    const seen = () => Object.fromEntries(Object.entries({
      given: "network-picture .node[data-q='0:x'] .number, network-picture [data-q^='0:'] .label, step-ledger td[data-q^='0:']",
      made: "network-picture .node:not([data-q='0:x']) .number, step-ledger td[data-q]:not([data-q^='0:']), cost-chart, #status",
    }).map(([name, selector]) => [name, [...new Set([...document.querySelectorAll(selector)].map((node) => getComputedStyle(node).visibility))]]));
    assert.deepEqual(await page.evaluate(seen), { given: ["visible"], made: ["hidden"] });
    await page.click("[data-key='1:cost'] [data-reveal]");
    assert.match(await page.evaluate(() => document.querySelector("[data-key='1:cost'] .verdict").textContent), /0\.1384/);
    await page.press("Escape");
    assert.equal(await page.evaluate(hidden), "visible");
  });

  sheet("hands out solutions, scripts, worksheets and their key", "", async (page) => {
    await page.evaluate(catchFiles);
    await page.click("answer-sheet .solution summary");
    await page.evaluate(choose, { name: "solution-iterations", value: "12" });
    for (const ending of ["tex", "md", "html", "csv", "numpy.py", "torch.py", "table.tex", "sheet.md"]) await page.click(`[data-file="${ending}"]`);
    await page.click("answer-sheet .exercises summary");
    await page.until(() => document.querySelector("[data-exercise=sheet]") !== null, undefined, "the exercises");
    await page.click("[data-exercise=sheet]");
    await page.click("[data-exercise=key]");
    const texts = await page.evaluate(() => Promise.all(window.files.map((file) => file.text())));
    await page.evaluate(choose, { name: "format", value: "latex" });
    await page.click("[data-exercise=sheet]");
    await page.until(() => window.files.length === 11, undefined, "all files");
    texts.push(await page.evaluate(() => window.files[10].text()));
    assert.equal(texts.length, 11);
    assert.match(texts[0], /^\\documentclass/);
    assert.match(texts[3], /^iteration,id,row,column,value\n1,z1,1,1,-0\.7\n/);
    assert.match(texts[3], /\n12,W1,1,1,/, "as many iterations as were asked for");
    assert.match(texts[4], /import numpy/);
    assert.match(texts[7], /^# Worksheet[^]*underline/);
    assert.equal(texts[8].match(/<hr class="page">/g).length, 19);
    assert.match(texts[8], /26\.2-2-1\.sigmoid\.lse\.momentum\.1/);
    assert.ok(texts[9].length > texts[8].length);
    assert.match(texts[10], /^\\documentclass[^]*underline[^]*newpage/);
    assert.equal((await page.evaluate(() => window.names)).at(-1), "gradstep-worksheets.tex");
  }, { only: ["chromium", "firefox"] });

  sheet("opens a new exercise, and its code opens the same one", "", async (page) => {
    await page.click("answer-sheet .exercises summary");
    await page.until(() => document.querySelector("[data-exercise=open]") !== null, undefined, "the exercises");
    await page.evaluate(choose, { name: "code", value: "11.2-2-1.tanh.lse.sgd.1" });
    await page.click("[data-exercise=open]");
    await page.until(() => location.hash === "#exercise=11.2-2-1.tanh.lse.sgd.1", undefined, "the link");
    const spec = () => JSON.stringify(document.querySelector("network-lab").lesson.spec);
    const first = await page.evaluate(spec);
    await page.reload();
    await page.until(ready, undefined, "the lab again");
    assert.equal(await page.evaluate(spec), first);
    await page.click("[data-do=check]");
    await page.until(asked, "1:z1", "the sheet again");
    await page.click("answer-sheet .exercises summary");
    await page.until(() => document.querySelector("[data-exercise=open]") !== null, undefined, "the exercises");
    await page.evaluate(choose, { name: "code", value: "no code" });
    await page.click("[data-exercise=open]");
    assert.match(await page.evaluate(() => document.querySelector(".exercise .error").textContent), /no code is no code/);
    // a code of the right form, whose sizes the core refuses
    await page.evaluate(choose, { name: "code", value: "7.2-9-1.sigmoid.lse.momentum.1" });
    await page.click("[data-exercise=open]");
    await page.until(() => /options\.sizes/.test(document.querySelector(".exercise .error").textContent), undefined, "what the core says");
  });

  const codes = ["7.2-2-1.sigmoid.lse.momentum.1", "11.2-2-1.tanh.lse.sgd.1", "3.2-3-2.relu.cross_entropy.adam.2", "42.3-2-1.softplus.lse.rmsprop.1", "5.2-2.silu.cross_entropy.adadelta.1"];
  sheet("makes of a code what it made when the code was handed out", "", async (page) => {
    const golden = new URL("../golden/exercises.json", import.meta.url);
    const found = await page.evaluate(async (codes) => {
      const { made } = await import(new URL("www/exercises.js", location.href).href);
      return Object.fromEntries(await Promise.all(codes.map(async (code) => [code, (await made(code)).spec])));
    }, codes);
    if (process.env.UPDATE_GOLDEN) await writeFile(golden, `${JSON.stringify(found, null, 1)}\n`);
    assert.deepEqual(found, JSON.parse(await readFile(golden, "utf8")));
  }, { only: ["chromium"] });

  for (const dark of [false, true])
    sheet(`is accessible, ${dark ? "dark" : "light"}`, "", async (page) => {
      await page.evaluate(fill, { key: "1:delta2", values: ["0.1312"] });
      await page.evaluate(fill, { key: "1:db2", values: ["0.1312"] });
      await page.evaluate(fill, { key: "1:cost", values: ["x"] });
      await page.click("[data-sheet=check]");
      await page.evaluate(() => document.querySelectorAll("answer-sheet details").forEach((details) => (details.open = true)));
      await page.until(() => document.querySelector("answer-sheet .exercise") !== null && document.querySelectorAll(".slips .slip").length === 17, undefined, "all that opens");
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => window.axe.run("answer-sheet"));
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`), []);
    }, { only: ["chromium"], dark });

  sheet("fits a phone", "", async (page) => {
    await page.evaluate(fill, { key: "1:delta2", values: ["0.1312"] });
    await page.click("[data-sheet=check]");
    await page.evaluate(() => document.querySelectorAll("answer-sheet details").forEach((details) => (details.open = true)));
    await page.until(() => document.querySelector("answer-sheet .exercise") !== null, undefined, "all that opens");
    const wide = () => [document.documentElement, document.querySelector(".drawer .body")].map((box) => box.scrollWidth - box.clientWidth);
    assert.deepEqual(await page.evaluate(wide), [0, 0]);
    const small = () => [...document.querySelectorAll("answer-sheet :is(button, input:not([type=checkbox], [type=file]), select)")]
      .filter((node) => node.getBoundingClientRect().height > 0 && node.getBoundingClientRect().height < 44).map((node) => node.outerHTML.slice(0, 80));
    assert.deepEqual(await page.evaluate(small), []);
  }, { only: ["chromium"], width: 360, height: 740 });
});
