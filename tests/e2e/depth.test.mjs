// The depth lab as a reader uses it: factors at the start, training, digits, own points, dropout, claims, links.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { engines, open } from "./browsers.mjs";
import { keepsBrokenLinks, pressed, told } from "./race-lab.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const LIGHT = "&preset=circle&seeds=0";

// Functions of the page.
const ready = () => /\d/.test(document.querySelector("depth-lab [data-part=score-a]")?.textContent ?? "") && /\d/.test(document.querySelector("depth-lab [data-part=score-b]")?.textContent ?? "");
const styled = () => [...document.styleSheets].some((sheet) => sheet.href?.endsWith("depth.css"));
const text = (name) => document.querySelector(`depth-lab [data-part=${name}]`)?.textContent;
const error = () => [...document.querySelectorAll("depth-lab .error")].map(({ textContent }) => textContent).join(" ").trim();
const enter = ([selector, value]) => {
  const field = document.querySelector(`depth-lab ${selector}`);
  if (field.type === "checkbox") field.checked = value;
  else field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
};
const at = (iterations) => document.querySelector("depth-lab [data-part=state]").textContent === `${iterations} iterations`;
const share = (which) => Number(document.querySelector(`depth-lab [data-part=score-${which}]`).textContent.match(/^[\d.]+/)?.[0]);
const press = (selector) => document.querySelector(`depth-lab ${selector}`).click();

describe("the depth lab", () => {
  let host;
  before(async () => (host = await serve(dist)));
  after(() => host.close());

  const lab = (name, hash, body, options) => {
    for (const engine of engines)
      test(`${name} (${engine})`, { timeout: 180_000 }, async () => {
        const page = await open(engine, `${host.url}#lab=depth${hash}`, options);
        try {
          await page.until(ready, undefined, "the networks");
          await body(page);
          assert.deepEqual(page.consoleErrors, []);
        } finally {
          await page.close();
        }
      });
  };

  lab("shows a factor below ¼ for 30 sigmoid layers, and one near 1 for ReLU with He", "&seeds=10&measure=delta_rms", async (page) => {
    const factor = (which) => Number(document.querySelector(`depth-lab [data-part=factor-${which}]`).textContent.match(/by ([\d.]+)/)?.[1]);
    await page.until(() => ["a", "b"].every((which) => / 10 seeds/.test(document.querySelector(`depth-lab [data-part=factor-${which}]`).textContent)), undefined, "ten seeds");
    const [a, b] = [await page.evaluate(factor, "a"), await page.evaluate(factor, "b")];
    assert.ok(a > 0.1 && a < 0.25, `sigmoid ${a}`);
    assert.ok(b > 0.9 && b < 1.1, `ReLU ${b}`);
    await page.until(() => /at most 0\.25/.test(document.querySelector("depth-lab [data-part=why-says]").textContent), undefined, "the bound");
  });

  lab("learns the circle, goes on and back, and undoes a change", LIGHT, async (page) => {
    await page.evaluate(enter, ["[data-part=at]", "150"]);
    await page.until(at, 1500, "150 epochs");
    assert.ok((await page.evaluate(share, "a")) > 97 && (await page.evaluate(share, "b")) > 97, await page.evaluate(text, "score-a"));
    await page.press("ArrowRight");
    await page.until(at, 1510, "an epoch more");
    await page.press("Shift+ArrowRight");
    await page.until(at, 1511, "an iteration more");
    await page.press("ArrowLeft");
    await page.until(at, 1500, "back to 150 epochs");
    await page.press("Home");
    await page.until(at, 0, "the start");
    await page.evaluate(enter, ["[data-name=a-depth]", "3"]);
    await page.until(() => location.hash.includes("a.depth=3"), undefined, "the link");
    await page.evaluate(press, "[data-part=undo]");
    await page.until(() => !location.hash.includes("a.depth"), undefined, "the link before");
  });

  lab("runs, pauses with both at the same epoch, and keeps the page awake", LIGHT, async (page) => {
    await page.evaluate(press, "[data-part=run]");
    await page.until(() => Number(document.querySelector("depth-lab [data-part=at]").value) > 5, undefined, "five epochs");
    await page.evaluate(press, "[data-part=run]");
    await page.until(() => /^\d+ iterations/.test(document.querySelector("depth-lab [data-part=state]").textContent), undefined, "both");
  });

  lab("opens a link as it was, trained as far", "&preset=circle&seeds=0&epoch=20&layer=2&which=b&measure=saturated&b.depth=4&seed=9", async (page) => {
    await page.until(at, 200, "20 epochs");
    await page.until(() => document.querySelector("depth-lab [data-part=why-says]").textContent !== "", undefined, "the reason");
    const before = [await page.evaluate(text, "score-a"), await page.evaluate(text, "score-b"), await page.evaluate(text, "why-says")];
    const link = await page.evaluate(() => location.hash);
    await page.goto(`${host.url}?again${link}`);
    await page.until(ready, undefined, "the lab");
    await page.until(at, 200, "20 epochs again");
    await page.until((says) => document.querySelector("depth-lab [data-part=why-says]").textContent === says, before[2], "the same layer");
    assert.deepEqual([await page.evaluate(text, "score-a"), await page.evaluate(text, "score-b")], before.slice(0, 2));
    assert.equal(await page.evaluate(() => document.querySelector("depth-lab [data-part=measure]").value), "saturated");
  });

  lab("says what is wrong with a link or a field, and loses nothing", "&a.depth=99&a.activation={'kind':'<b>cube</b>'}", async (page) => {
    assert.match(await page.evaluate(error), /a\.activation\.kind/);
    assert.equal(await page.evaluate(() => document.querySelectorAll("depth-lab [data-part=error] *").length), 0);
    await page.evaluate(enter, ["[data-name=a-batch_size]", "300"]);
    assert.match(await page.evaluate(error), /(?<!batch_size.*)1 to 100/);
    await page.evaluate(enter, ["[data-name=b-width]", "wide"]);
    assert.match(await page.evaluate(error), /not a number/);
    await page.evaluate(enter, ["[data-name=a-batch_size]", "20"]);
    assert.equal(await page.evaluate(error), "");
  });

  lab("keeps the focus where it was", LIGHT, async (page) => {
    assert.equal(await page.evaluate(pressed, "depth-lab [data-name=feature-x_squared]"), "feature-x_squared");
    assert.equal(await page.evaluate(pressed, "depth-lab [data-name=copy]"), "copy");
    for (const next of ["undo", "redo"]) assert.equal(await page.evaluate(pressed, "depth-lab [data-part=undo]"), next);
    for (const next of ["redo", "undo"]) assert.equal(await page.evaluate(pressed, "depth-lab [data-part=redo]"), next);
    assert.equal(await page.evaluate(pressed, "depth-lab [data-part=start_over]"), "start_over");
  });

  lab("tells a listener the epoch once both have come to it", LIGHT, async (page) => {
    await page.press("ArrowRight");
    await told(page, String.raw`^Epoch 1, 10 iterations\. A: [\d.]+ % right.*B: [\d.]+ % right`);
    await page.press("Shift+ArrowRight");
    await told(page, "^Epoch 1, 11 iterations");
  });

  lab("keeps its lesson and a broken link, to be corrected", LIGHT, (page) =>
    keepsBrokenLinks(page, "depth-lab", "lab=depth&preset=circle&epoch=3&seeds=0", "b.batch_size=9999", "b\\.batch_size"));

  lab("copies A to B", LIGHT, async (page) => {
    await page.evaluate(press, "[data-name=copy]");
    await page.until(() => document.querySelector("depth-lab [data-name=b-activation]").value === "sigmoid", undefined, "the same activation");
    const same = () => /\d/.test(document.querySelector("depth-lab [data-part=score-b]").textContent) && document.querySelector("depth-lab [data-part=score-b]").textContent === document.querySelector("depth-lab [data-part=score-a]").textContent;
    await page.until(same, undefined, "the same answers");
  });

  lab("reads 95 % of the held-out digits from its preset, and shows the mistakes", "&preset=digits&seeds=0", async (page) => {
    await page.evaluate(enter, ["[data-part=at]", "12"]);
    await page.until(at, 12 * 43, "12 epochs");
    const heldOut = await page.evaluate(() => Number(document.querySelector("depth-lab [data-part=score-b]").textContent.match(/out ([\d.]+)/)[1]));
    assert.ok(heldOut >= 95, String(heldOut));
    await page.evaluate(press, "[data-part=depth-mistakes] summary");
    await page.until(() => document.querySelectorAll("depth-mistakes canvas").length > 3, undefined, "the mistakes");
    assert.match(await page.evaluate(() => document.querySelector("depth-mistakes figcaption").textContent), /^\d, not \d$/);
  });

  lab("takes points by click and as a table, and names line and column", LIGHT, async (page) => {
    await page.evaluate(enter, ["[data-part=data]", "points"]);
    await page.until(() => document.querySelector("depth-lab [data-name=csv]") !== null, undefined, "the table");
    await page.evaluate(() => { document.querySelector("depth-lab [data-name=csv]").value = "x,y,class\n1,2,0\n3,four,1"; });
    await page.evaluate(press, "[data-name=take]");
    assert.match(await page.evaluate(() => document.querySelector("depth-lab .csv .error").textContent), /line 3, column 2/);
    await page.evaluate(() => { document.querySelector("depth-lab [data-name=csv]").value = "x,y,class\n1,2,0\n-3,4,1\n-2,2,1"; });
    await page.evaluate(press, "[data-name=take]");
    assert.match(await page.evaluate(() => document.querySelector("depth-lab [data-name=a-batch_size] + .error").textContent), /1 to 3/);
    for (const which of ["a", "b"]) await page.evaluate(enter, [`[data-name=${which}-batch_size]`, "2"]);
    await page.evaluate(() => { document.querySelector("depth-lab [data-name=csv]").value = "x,y,class\n1,2,0\n-3,4,1\n-2,2,1"; });
    await page.evaluate(press, "[data-name=take]");
    assert.equal(await page.evaluate(error), "");
    await page.evaluate(() => {
      const canvas = document.querySelector("depth-map canvas");
      canvas.scrollIntoView();
      const { left, top, width, height } = canvas.getBoundingClientRect();
      canvas.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: left + 0.75 * width, clientY: top + 0.75 * height }));
    });
    await page.until(() => /\n(2\.9\d*|3|3\.0\d),-(2\.9\d*|3|3\.0\d),1$/.test(document.querySelector("depth-lab [data-name=csv]").value), undefined, "a fourth point");
  });

  lab("writes a path out, shows units' maps, and drops a unit by hand", "&preset=circle&seeds=0&a.dropout=0.5", async (page) => {
    await page.evaluate(press, "[data-part=write-path]");
    await page.until(() => document.querySelectorAll("depth-lab [data-part=path] .race-step").length === 3, undefined, "the path");
    await page.evaluate(press, "[data-part=depth-units] summary");
    await page.until(() => document.querySelectorAll("depth-units canvas").length === 16, undefined, "16 units");
    await page.evaluate(press, "[data-part=depth-dropout] summary");
    await page.until(() => document.querySelectorAll("depth-dropout .masks button").length === 8, undefined, "8 units");
    await page.until(() => [...document.querySelectorAll("depth-dropout math")].some((math) => math.textContent.includes("1−p")), undefined, "the factor");
    const zeros = () => Number(document.querySelector("depth-dropout tbody tr td").textContent.split(" / ")[0]);
    const start = await page.evaluate(zeros);
    await page.evaluate(press, "depth-dropout [data-name=unit-0]");
    await page.until((start) => Number(document.querySelector("depth-dropout tbody tr td").textContent.split(" / ")[0]) > start, start, "zeros");
    assert.equal(await page.evaluate(zeros), start + 2);
  });

  test("measures every claim of the handout, and says by its rule whether it holds (chromium)", { timeout: 180_000 }, async () => {
    const page = await open("chromium", `${host.url}#lab=depth${LIGHT}`);
    try {
      await page.until(ready, undefined, "the lab");
      await page.evaluate(press, "[data-part=claims-panel] summary");
      await page.until(() => document.querySelectorAll("claims-panel [data-claim] button").length >= 20, undefined, "the claims");
      const found = {};
      for (const claim of await page.evaluate(() => [...document.querySelectorAll("claims-panel [data-claim]")].map((node) => node.dataset.claim))) {
        await page.evaluate(press, `claims-panel [data-claim=${claim}] button`);
        await page.until((claim) => document.querySelector(`claims-panel [data-claim=${claim}] .verdict`).textContent !== "", claim, claim);
        found[claim] = await page.evaluate((claim) => document.querySelector(`claims-panel [data-claim=${claim}] .verdict`).textContent, claim);
      }
      assert.deepEqual(found, {
        quarter: "Holds in 2 of 4 places.", rectifiers: "Holds in 1 of 3 places.", deeper: "Holds in 2 of 3 places.",
        size: "Does not hold in any of 2 places.", initial: "Does not hold in any of 4 places.", zeros: "Does not hold in any of 3 places.",
        equal: "Holds in 3 of 4 places.", residual: "Holds in all 3 places.", dropout: "Holds in 1 of 3 places.", rates: "Does not hold in any of 3 places.",
      });
      assert.deepEqual(page.consoleErrors, []);
    } finally {
      await page.close();
    }
  });

  lab("has nothing that scrolls sideways on a phone, and targets of 44 px", LIGHT, async (page) => {
    if (page.engine === "webkit") return; // its window has a smallest width
    await page.until(styled, undefined, "the styles");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    const small = () => [...document.querySelectorAll("depth-lab :is(button, select, input, summary, a)")].filter((node) => {
      const { width, height } = (node.type === "checkbox" ? node.closest("label") : node).getBoundingClientRect();
      return node.type !== "range" && width > 0 && (width < 43.5 || height < 43.5);
    }).map((node) => node.outerHTML.slice(0, 80));
    assert.deepEqual(await page.evaluate(small), []);
  }, { width: 360, height: 740 });

  for (const dark of [false, true])
    test(`has no axe violations, ${dark ? "chalkboard" : "paper"}`, { timeout: 120_000 }, async () => {
      for (const width of [1280, 360]) {
        const page = await open("chromium", `${host.url}#lab=depth&preset=circle&seeds=0&a.dropout=0.5`, { width, height: 800, dark });
        try {
          await page.until(ready, undefined, "the lab");
          await page.until(styled, undefined, "the styles");
          await page.evaluate(() => document.querySelectorAll("depth-lab details").forEach((details) => (details.open = true)));
          await page.until(() => document.querySelectorAll("depth-dropout .masks button").length === 8, undefined, "the parts");
          await page.evaluate(axe.source);
          const found = await page.evaluate(async () => (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`));
          assert.deepEqual(found, []);
        } finally {
          await page.close();
        }
      }
    });
});
