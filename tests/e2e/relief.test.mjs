// The relief as a reader uses it: the switch, turning by hand, by key and by button, heights, links, phones.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { enter, error, hosted, part, ready } from "./race-lab.mjs";

const shown = () => /turned/.test(document.querySelector("race-relief .overlay")?.getAttribute("aria-label") ?? "");
const label = () => document.querySelector("race-relief .overlay").getAttribute("aria-label");
const visible = () => ["race-map", "race-relief"].filter((name) => document.querySelector(name)?.getBoundingClientRect().height > 0);
/** Pixels that the sheet covers. */
const covered = () => {
  const [, ground] = document.querySelectorAll("race-relief canvas");
  if (ground.hidden) return 0;
  return ground.getContext("2d").getImageData(0, 0, ground.width, ground.height).data.filter((value, at) => at % 4 === 3 && value > 0).length;
};
const turned = (before) => document.querySelector("race-relief .overlay").getAttribute("aria-label") !== before;
const focus = () => document.querySelector("race-relief .overlay").focus();

describe("the relief", () => {
  const { lab, host, isFitForPhones, isAccessible } = hosted();
  /** Does something, and gives what the relief says of itself then. */
  const after = async (page, act) => {
    const before = await page.evaluate(label);
    await act();
    await page.until(turned, before, "another picture");
    return page.evaluate(label);
  };

  lab("is fetched when it is asked for, takes the map's place, and stays in the link", "&step=20", async (page) => {
    assert.deepEqual(await page.evaluate(visible), ["race-map"]);
    assert.ok(!page.requests.some((address) => address.includes("race-relief")));
    await page.click("[data-view=relief]");
    await page.until(shown, undefined, "the relief");
    assert.deepEqual(await page.evaluate(visible), ["race-relief"]);
    assert.equal(await page.evaluate(() => document.querySelector("[data-view=relief]").getAttribute("aria-pressed")), "true");
    assert.match(await page.evaluate(label), /Two wells in relief.*after 20 steps.*330°.*48°.*linear/);
    assert.ok(await page.evaluate(covered) > 20_000);
    await page.until(() => location.hash.includes("view=relief"), undefined, "the link");
    const link = await page.evaluate(() => location.hash);
    await page.goto(`${host().url}?again${link}`);
    await page.until(ready, undefined, "the lab");
    await page.until(shown, undefined, "the relief by its link");
    await page.click("[data-view=map]");
    await page.until(() => !location.hash.includes("view="), undefined, "the map's link");
    assert.deepEqual(await page.evaluate(visible), ["race-map"]);
  });

  lab("turns by keyboard and by button; plain arrows step the race", "&view=relief", async (page) => {
    await page.until(shown, undefined, "the relief");
    await page.evaluate(focus);
    assert.match(await after(page, () => page.press("Shift+ArrowRight")), /by 345°/);
    assert.match(await after(page, () => page.press("Shift+ArrowUp")), /from 53°/);
    assert.match(await after(page, () => page.press("ArrowRight")), /after 1 steps.*by 345°/);
    assert.equal(await page.evaluate(part, "at"), "1");
    assert.match(await after(page, () => page.click("race-relief [data-part=turn_left]")), /by 330°/);
    assert.match(await after(page, () => page.click("race-relief [data-part=tilt_down]")), /from 48°/);
    assert.match(await page.evaluate(() => document.getElementById("announcement").textContent), /330°.*48°/);
    await after(page, () => page.click("race-relief [data-part=turn_right]"));
    assert.match(await after(page, () => page.click("race-relief [data-part=reset]")), /by 330°, seen from 48°/);
  });

  lab("turns by dragging, and ends where the pointer is let go", "&view=relief", async (page) => {
    await page.until(shown, undefined, "the relief");
    const drag = () => page.evaluate(() => {
      const overlay = document.querySelector("race-relief .overlay");
      const at = (type, clientX, clientY) => overlay.dispatchEvent(new PointerEvent(type, { pointerId: 1, bubbles: true, clientX, clientY }));
      overlay.setPointerCapture = () => {};
      at("pointerdown", 100, 100);
      at("pointermove", 140, 120);
      at("pointerup", 140, 120);
      at("pointermove", 300, 300);
    });
    assert.match(await after(page, drag), /by 350°, seen from 58°/);
    assert.equal(await page.evaluate(part, "x"), "0.75");
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("race-relief .overlay")).touchAction), "pan-y");
  });

  lab("says which heights it shows", "&view=relief&surface={'kind':'rosenbrock'}", async (page) => {
    await page.until(shown, undefined, "the relief");
    const before = await page.evaluate(covered);
    assert.match(await after(page, () => page.click("race-relief [data-part=height]")), /log\(1 \+ f − min\)/);
    assert.match(await page.evaluate(() => document.querySelector("race-relief [data-part=height]").textContent), /log/);
    assert.notEqual(await page.evaluate(covered), before);
    assert.match(await after(page, () => page.click("race-relief [data-part=height]")), /linear/);
  });

  lab("draws what has gaps, what is flat, what runs away and what a worker computes", "&view=relief&step=500", async (page) => {
    await page.until(shown, undefined, "the relief");
    await page.evaluate(enter, ["[data-part=surface]", "expression"]);
    await page.until(() => document.querySelector("optimizer-lab [data-part=formula]") !== null, undefined, "the formula");
    for (const formula of ["x^3 - 40x + y^2", "ln(x) + y^2", "3", "exp(200x) + y^2"]) {
      await page.evaluate(enter, ["[data-part=formula]", formula]);
      assert.equal(await page.evaluate(error), "", formula);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
      assert.ok(await page.evaluate(covered) > 5000, formula);
    }
    await page.evaluate(enter, ["[data-part=surface]", "network"]);
    await page.until(() => !document.querySelector("race-relief canvas").hidden && /[Nn]etwork/.test(document.querySelector("race-relief .overlay").getAttribute("aria-label")), undefined, "the network's surface");
    assert.ok(await page.evaluate(covered) > 5000);
  });

  lab("hides what stands behind a ridge, and nothing behind glass", "", async (page) => {
    const found = await page.evaluate(async () => {
      const { cameraOf, isHidden, roundHeights, sheetOf, within } = await import(new URL("www/relief-geometry.js", document.baseURI).href);
      const sheet = (height) => sheetOf(Float64Array.from({ length: 41 * 41 }, (_, at) => height((at % 41) / 20 - 1, Math.floor(at / 41) / 20 - 1)), 40, [-1, 1, -1, 1], [], false);
      const ridge = sheet((x, y) => Math.exp(-20 * y * y));
      const bowl = sheet((x, y) => x * x + y * y);
      const [front, back, top] = [cameraOf(0, 20, 400, 400), cameraOf(180, 20, 400, 400), cameraOf(0, 90, 400, 400)];
      const steep = sheetOf(Float64Array.of(0, 2500, 0, 2500), 1, [0, 1, 0, 1], [], true);
      return {
        behind: [front, back, top].map((camera) => isHidden(ridge, camera, ridge.at(0, 0.3))),
        crest: isHidden(ridge, front, ridge.at(0, 0)),
        floor: isHidden(bowl, front, bowl.at(0, -0.1)),
        crossing: [within(0, 0, 1, 0), within(-1, 0, 1, 0), within(-1, 0.7, 1, 0.7), within(0, 0, 0, 0)],
        heights: roundHeights(steep, 0.14),
      };
    });
    assert.deepEqual(found, {
      behind: [true, false, false], crest: false, floor: false,
      crossing: [[0, 0.5], [0.25, 0.75], null, [0, 1]],
      heights: [0, 2, 10, 50, 200, 1000],
    });
  });

  isFitForPhones("&step=20&view=relief", shown);
  isAccessible("&preset=two-well-2&step=20&chosen=3&view=relief", shown);
});
