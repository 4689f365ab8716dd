// The logistic lab as a reader uses it: points by hand, typed and drawn; the derivation; the surface; links; bad input.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { hosted, keepsBrokenLinks, pressed, told } from "./race-lab.mjs";

const ready = () => document.querySelectorAll("logistic-steps .race-step").length > 5 && document.querySelectorAll("logistic-facts tbody tr").length > 0
  && document.querySelector("logistic-plot canvas").hasAttribute("aria-label");
const error = () => [...document.querySelectorAll("logistic-lab .error")].map(({ textContent }) => textContent).join(" ").trim();
const at = () => document.querySelector("logistic-lab [data-part=at]").value;
const named = (name) => document.querySelector(`logistic-lab [data-name="${name}"]`)?.value;
const facts = () => document.querySelector("logistic-facts").textContent;
const label = () => document.querySelector("logistic-plot canvas").getAttribute("aria-label");
/** The picture is drawn with the next frame, and its text with it. */
const labelled = (page, pattern) =>
  page.until((pattern) => new RegExp(pattern, "s").test(document.querySelector("logistic-plot canvas").getAttribute("aria-label")), pattern, `the picture of ${pattern}`);
const result = (id) => document.querySelector(`logistic-steps [data-id="${id}"] .result math`)?.getAttribute("aria-label");
/** Types into a field of the lab and leaves it. */
const enter = ([selector, text]) => {
  const field = document.querySelector(`logistic-lab ${selector}`);
  if (field.type === "checkbox") field.checked = text;
  else field.value = text;
  field.dispatchEvent(new Event("change", { bubbles: true }));
};
/** Pointer events on a canvas, at shares of its width and height. */
const point = ([selector, ...events]) => {
  const canvas = document.querySelector(selector);
  canvas.setPointerCapture = () => {};
  const { left, top, width, height } = canvas.getBoundingClientRect();
  for (const [type, x, y] of events) canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, bubbles: true, clientX: left + x * width, clientY: top + y * height }));
};

describe("the logistic lab", () => {
  const { lab, host, isFitForPhones, isAccessible } = hosted({ name: "logistic", element: "logistic-lab", sheet: "logistic.css", there: ready });

  lab("derives the chosen sample, the mean and the update", "", async (page) => {
    const ids = () => [...document.querySelectorAll("logistic-steps .race-step")].map((step) => step.dataset.id);
    assert.deepEqual(await page.evaluate(ids), ["u", "y", "loss", "dLdy", "dydu", "dudw", "delta", "dLdw", "dw", "w"]);
    assert.match(await page.evaluate(result, "y"), /= 0\.5000$/);
    const labels = () => [...document.querySelectorAll("logistic-steps [data-id=y] .formula")].map((box) => box.getAttribute("aria-label"));
    assert.deepEqual(await page.evaluate(labels), ["In symbols", "With the numbers put in", "Result"]);
    await page.press("ArrowRight");
    await page.press("ArrowDown");
    assert.equal(await page.evaluate(at), "1");
    await labelled(page, String.raw`after 1 iterations. Sample 2: x = -2.5, class 0`);
    await page.evaluate(() => document.querySelector("[data-name=rows-all]").click());
    assert.deepEqual(await page.evaluate(ids), ["u", "y", "cost", "dLdy", "dydu", "dudw", "delta", "dLdw", "dw", "w"]);
    assert.equal(await page.evaluate(() => document.querySelectorAll("logistic-steps tbody tr").length), 12);
    await page.press("End");
    assert.equal(await page.evaluate(at), "200");
    await page.press("Home");
    assert.equal(await page.evaluate(at), "0");
  });

  lab("places, moves and removes points by pointer and by keyboard, and undoes it", "", async (page) => {
    await page.evaluate(point, ["logistic-plot canvas", ["pointerdown", 0.93, 0.1], ["pointerup", 0.93, 0.1]]);
    await labelled(page, String.raw`^13 points.*Sample 13: x = 2\.\d+, class 1`);
    await page.evaluate(point, ["logistic-plot canvas", ["pointerdown", 0.93, 0.05], ["pointermove", 0.8, 0.6], ["pointerup", 0.8, 0.6]]);
    await page.until(() => /Sample 1\d: x = [-\d.]+, class 0/.test(document.querySelector("logistic-plot canvas").getAttribute("aria-label")), undefined, "the class to change");
    await page.evaluate(() => document.querySelector("logistic-plot canvas").focus());
    const before = await page.evaluate(label);
    await page.press("Shift+ArrowRight");
    await page.until((before) => document.querySelector("logistic-plot canvas").getAttribute("aria-label") !== before, before, "the point to move");
    await page.press("Delete");
    await page.until(() => document.querySelector("logistic-plot canvas").getAttribute("aria-label").startsWith("12 points"), undefined, "the point to go");
    for (let undone = 0; undone < 6; undone += 1) await page.press("Control+z");
    await page.until(() => document.querySelector("logistic-lab [data-part=undo]").disabled, undefined, "everything undone");
    await page.until(() => document.querySelector("logistic-plot canvas").getAttribute("aria-label").startsWith("12 points"), undefined, "the first points");
  });

  const touches = ([selector, x, ...events]) => {
    const canvas = document.querySelector(selector);
    canvas.setPointerCapture = () => {};
    const { left, top, width, height } = canvas.getBoundingClientRect();
    for (const [type, y] of events) canvas.dispatchEvent(new PointerEvent(type, { pointerId: 2, pointerType: "touch", isPrimary: true, bubbles: true, clientX: left + x * width, clientY: top + y * height }));
  };
  lab("has the numbers of a dragged point in its formulas, through zero and back", "", async (page) => {
    const formulas = () => [...document.querySelectorAll("logistic-steps .race-step")].slice(0, 2).flatMap((step) => [...step.querySelectorAll("math")].map((math) => math.textContent));
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    await page.evaluate(point, ["logistic-plot canvas", ["pointerdown", 0.6, 0.3]]);
    for (const x of [0.7, 0.4, 0.7, 0.62]) {
      await page.evaluate(point, ["logistic-plot canvas", ["pointermove", x, 0.3]]);
      await page.evaluate(frame);
    }
    const dragged = await page.evaluate(formulas);
    await page.evaluate(point, ["logistic-plot canvas", ["pointerup", 0.62, 0.3]]);
    // at rest all of it is built anew, and says the same
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(dragged, await page.evaluate(formulas));
  });

  lab("lets a finger scroll past, and places a point where it taps", "", async (page) => {
    await labelled(page, "^12 points");
    await page.evaluate(touches, ["logistic-plot canvas", 0.93, ["pointerdown", 0.15], ["pointermove", 0.25], ["pointercancel", 0.25]]);
    await page.evaluate(touches, ["logistic-plot canvas", 0.93, ["pointerdown", 0.15], ["pointermove", 0.3], ["pointerup", 0.3]]);
    await page.evaluate(touches, ["logistic-plot canvas", 0.93, ["pointerdown", 0.2], ["pointermove", 0.21], ["pointerup", 0.21]]);
    await labelled(page, "^13 points");
    const actions = () => ["logistic-plot canvas", "logistic-surface .overlay"].map((selector) => getComputedStyle(document.querySelector(selector)).touchAction);
    assert.deepEqual(await page.evaluate(actions), ["pan-y", "pan-y"]);
  });

  lab("takes points typed as CSV, and names the line that is none", "", async (page) => {
    await page.evaluate(() => { document.querySelector("logistic-problem details").open = true; });
    await page.evaluate(enter, ["[data-name=points]", "x,class\n1.5,0\n2;1\n3 2"]);
    assert.match(await page.evaluate(error), /line 4.*3 2.*0 or 1/);
    await page.evaluate(enter, ["[data-name=points]", "x,class\n1.5,0\n2;1\n−3\t1"]);
    assert.equal(await page.evaluate(error), "");
    await labelled(page, String.raw`^3 points on a line, 2 of them`);
    await page.evaluate(enter, ["[data-name=points]", ""]);
    assert.match(await page.evaluate(error), /at least one point/);
    await page.evaluate(enter, ["[data-name=x]", "<b>5</b>"]);
    assert.match(await page.evaluate(error), /not a number/);
    await page.evaluate(enter, ["[data-name=l2]", "-1"]);
    assert.match(await page.evaluate(error), /expected a number ≥ 0/);
    assert.equal(await page.evaluate(() => document.querySelectorAll("logistic-lab b:not([data-part])").length), 0);
  });

  lab("names separable data, and l2 gives it an optimum", "&preset=separable", async (page) => {
    assert.match(await page.evaluate(facts), /Linearly separable.*at x = −0\.05 only.*fly to infinity/s);
    await page.evaluate(enter, ["[data-name=l2]", "0.01"]);
    assert.match(await page.evaluate(facts), /Newton’s method finds the optimum in \d+ steps/);
    await page.evaluate(enter, ["[data-name=draw-kind]", "one_class"]);
    assert.match(await page.evaluate(facts), /one class only/);
  });

  lab("keeps the curve when the features are scaled, and says what that does to the curvature", "&preset=overlapping&iteration=50", async (page) => {
    await page.evaluate(enter, ["[data-part=degree]", "3"]);
    await page.evaluate(enter, ["[data-name=w1]", "0.7"]);
    await page.evaluate(enter, ["[data-name=w3]", "-0.1"]);
    await page.press("Home");
    await labelled(page, "after 0 iterations");
    const before = await page.evaluate(label);
    const condition = async () => Number((await page.evaluate(facts)).match(/condition number is ([\d.]+)/)[1]);
    const raw = await condition();
    await page.click("[data-part=scaling]");
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
    assert.equal(await page.evaluate(label), before);
    assert.ok((await condition()) < raw / 2, `${await condition()} of ${raw}`);
  });

  lab("follows a dragged start, shows others beside, and holds all of it in the link", "&preset=overlapping", async (page) => {
    await page.evaluate(point, ["logistic-surface .overlay", ["pointerdown", 0.5, 0.5], ["pointermove", 0.3, 0.3], ["pointerup", 0.3, 0.3]]);
    await page.until(() => Number(document.querySelector("[data-name=w1]").value) !== 0, undefined, "the start to move");
    await page.evaluate(() => document.querySelector("[data-name=beside-add]").click());
    assert.equal(await page.evaluate(() => document.querySelectorAll("logistic-facts tbody tr").length), 3);
    await page.evaluate(enter, ["[data-name=draw-seed]", "7"]);
    await page.press("ArrowRight");
    await page.until(() => location.hash.includes("drawn=overlapping,40,7") && location.hash.includes("iteration=1"), undefined, "the link");
    await labelled(page, "after 1 iterations");
    const [link, w0, w1, text] = [await page.evaluate(() => location.hash), await page.evaluate(named, "w0"), await page.evaluate(named, "w1"), await page.evaluate(label)];
    await page.goto(`${host().url}?again${link}`);
    await page.until(ready, undefined, "the lab");
    assert.deepEqual([await page.evaluate(named, "w0"), await page.evaluate(named, "w1")], [w0, w1]);
    await page.until((text) => document.querySelector("logistic-plot canvas").getAttribute("aria-label") === text, text, `the picture of ${text}`);
    assert.equal(await page.evaluate(() => document.querySelectorAll("logistic-facts tbody tr").length), 3);
  });

  lab("opens the default where a link is broken", "&degree=12&labels={'kind':'<b>tower</b>'}", async (page) => {
    assert.match(await page.evaluate(error), /cannot be opened/);
    await labelled(page, String.raw`^12 points`);
    assert.equal(await page.evaluate(() => document.querySelectorAll("[data-part=error] *").length), 0);
  });

  lab("keeps its lesson and a broken link, to be corrected", "", (page) =>
    keepsBrokenLinks(page, "logistic-lab", "lab=logistic&iteration=3", "drawn=nothing,40,1", "drawn"));

  lab("compares the costs, and a sure and wrong sample under each", "&weights=[9,9,9]&axes=0,2", async (page) => {
    await page.evaluate(() => { document.querySelector("[data-part=costs]").open = true; });
    await page.until(() => document.querySelectorAll("logistic-costs tbody tr").length === 2, undefined, "the comparison");
    await page.evaluate(() => document.querySelector("[data-name=worst]").click());
    const cells = () => [...document.querySelectorAll("logistic-costs tbody tr")].map((row) => row.lastElementChild.textContent);
    const [entropy, squares] = await page.evaluate(cells);
    assert.ok(Number(entropy) > 0.999 && Number(squares) < 0.001, `${entropy}, ${squares}`);
  });

  lab("shows the other weights at their best", "&others=best&axes=0,2", async (page) => {
    await page.until(() => document.querySelector("logistic-surface .ground").width > 20, undefined, "the surface");
  });

  lab("opens the same problem as a network of one unit", "&preset=overlapping", async (page) => {
    await page.click("[data-part=network]");
    await page.until(() => getComputedStyle(document.querySelector("network-lab")).display !== "none" && /layers/.test(location.hash), undefined, "the network lab");
    await page.until(() => document.querySelectorAll("network-picture .node").length === 2, undefined, "one input and one unit");
  });

  lab("keeps the focus where it was", "&preset=overlapping&iteration=1", async (page) => {
    assert.equal(await page.evaluate(pressed, "logistic-lab [data-part=back]"), "step");
    assert.equal(await page.evaluate(pressed, "logistic-lab [data-part=start_over]"), "start_over");
    assert.equal(await page.evaluate(pressed, "[data-name=beside-add]"), "beside-add");
    assert.equal(await page.evaluate(pressed, "[data-name=beside-add]"), "beside-add");
    assert.equal(await page.evaluate(pressed, "[data-name=remove-2]"), "remove-1");
    assert.notEqual(await page.evaluate(pressed, "[data-name=remove-1]"), "BODY");
    assert.equal(await page.evaluate(pressed, "[data-name=rows-all]"), "rows-all");
    assert.equal(await page.evaluate(pressed, "[data-name=sample-1]"), "sample-1");
    for (const next of ["undo", "undo", "undo", "redo"]) assert.equal(await page.evaluate(pressed, "logistic-lab [data-part=undo]"), next);
  });

  lab("tells a listener the iteration and the sample", "", async (page) => {
    await page.press("ArrowRight");
    await told(page, String.raw`^Iteration 1\. J = [\d.]+\. Sample 1: y = [\d.]+, class 0\.$`);
    await page.press("ArrowDown");
    await told(page, "Sample 2");
  });

  lab("says that a flat place makes no large rate safe, and whose problem it is", "", async (page) => {
    assert.doesNotMatch(await page.evaluate(facts), /flatter/);
    const limit = async (pattern) => Number((await page.evaluate(facts)).match(pattern)[1]);
    const curved = await limit(/rate below ([\d.]+\d)/);
    await page.evaluate(enter, ["[data-name=w0]", "9"]);
    assert.match(await page.evaluate(facts), /flatter here than at weights 0/);
    assert.equal(await limit(/curves most, the limit is ([\d.]+\d)/), curved);
    assert.ok((await limit(/rate below ([\d.]+\d)/)) > 10 * curved);
    const name = () => document.querySelector("logistic-lab [data-part=preset]").selectedOptions[0].textContent;
    assert.equal(await page.evaluate(name), "Own problem");
    await page.click("[data-part=network]");
    await page.until(() => document.querySelector("#preset").selectedOptions[0].textContent === "Own problem", undefined, "an own problem of the network lab");
  });

  lab("works with 10,000 points", "&drawn=overlapping,10000,3", async (page) => {
    await page.until(() => /finds the optimum/.test(document.querySelector("logistic-facts").textContent), undefined, "the optimum");
    await labelled(page, String.raw`^10000 points`);
    await page.press("ArrowRight");
    assert.equal(await page.evaluate(at), "1");
  });

  isFitForPhones("&iteration=20");
  isAccessible("&preset=separable&iteration=20");
});
