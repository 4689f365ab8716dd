// The module in parts: the first screen lives without all later ones, and what needs one waits for it or says so.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { engines, open } from "./browsers.mjs";
import { compressed, serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const PARTS = (await readdir(dist)).filter((name) => /^gradstep_(?!bg\.)\w+\.wasm$/.test(name));
const ready = () => document.querySelector("network-lab[data-ready]") !== null;
const notice = () => document.querySelector("#notice:not([hidden])")?.textContent ?? "";
/** Keys of the catalogue that stand where their texts should. Runs in the page. */
const keys = () => {
  const texts = [...document.querySelectorAll("body, body *:not(noscript)")].flatMap((node) =>
    [...[...node.attributes].filter(({ name }) => !name.startsWith("data-")).map(({ value }) => value), ...[...node.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data)]);
  return texts.filter((text) => /\b(?:page|step|preset|error|expected|claim|race|surface)\.[a-z_]+\.?[a-z_]*/.test(text));
};
const title = () => `${document.querySelector("#iteration").value} ${document.querySelector("derivation-card h2").textContent}`;

describe("the module in parts", () => {
  let host;
  before(async () => (host = await serve(dist)));
  after(() => host.close());

  const visit = (name, refused, body, hash = "", options = {}) =>
    test(name, { timeout: 120_000 }, async () => {
      host.asked.length = 0;
      host.refused.clear();
      for (const part of refused) host.refused.add(part);
      const page = await open("chromium", host.url + hash, options);
      try {
        if (!options.untouched) await page.until(ready, undefined, "the network lab");
        await body(page);
      } finally {
        await page.close();
      }
    });

  test("the first screen is read without the module, within 100 KB and 12 requests", { timeout: 60_000 }, async () => {
    host.asked.length = 0;
    const page = await open("chromium", host.url, { untouched: true });
    try {
      await page.until(() => document.fonts.status === "loaded", undefined, "the font");
      await new Promise((resolve) => setTimeout(resolve, 1000));
      // what keeps the page for later comes when all is there
      const later = ["service-worker.js", "www/offline.js"];
      const names = host.asked.map((path) => path.slice("/notes/deep/".length) || "index.html").filter((name) => !later.includes(name));
      assert.deepEqual(names.filter((name) => name.endsWith(".wasm")), []);
      // the styles are files: a strict policy allows none in the page
      assert.ok(names.length <= 14, names.join(" "));
      // a browser tells where the pointer rests; who moves it wants more
      const point = (movementX) => page.evaluate((movementX) => void dispatchEvent(new PointerEvent("pointermove", { movementX })), movementX);
      await point(0);
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.ok(!host.asked.some((path) => path.endsWith(".wasm")));
      await point(1);
      await page.until(() => document.querySelector("network-lab[data-ready]") !== null, undefined, "the lab");
      const sizes = await Promise.all(names.filter((name) => !name.endsWith(".woff2")).map(async (name) => compressed(await readFile(join(dist, name))).length));
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      assert.ok(bytes <= 100_000, `${bytes} bytes`);
      assert.match(await page.evaluate(() => document.querySelector("derivation-card").textContent), /Weighted input of layer 1/);
      assert.deepEqual(page.consoleErrors, []);
    } finally {
      await page.close();
    }
  });

  for (const engine of engines)
    test(`what a reader does first is not lost while the module comes (${engine})`, { timeout: 60_000 }, async () => {
      host.refused.clear();
      const page = await open(engine, host.url, { untouched: true });
      try {
        await page.evaluate(() => {
          document.querySelector("[data-do=step]").click();
          for (let times = 0; times < 2; times += 1) document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
        });
        await page.until(() => document.querySelector("derivation-card h2").textContent === "The network’s answer", undefined, "three steps");
      } finally {
        await page.close();
      }
    });

  visit("the whole first iteration is there without the later parts", PARTS, async (page) => {
    assert.deepEqual(await page.evaluate(keys), []);
    for (let step = 1; step < 20; step += 1) {
      await page.press("ArrowRight");
      assert.deepEqual(await page.evaluate(keys), []);
    }
    assert.equal(await page.evaluate(title), "1 New bias of layer 1");
  });

  visit("the first touch brings the network lab's part, and the next iteration with it", [], async (page) => {
    for (let step = 0; step < 20; step += 1) await page.press("ArrowRight");
    await page.until(() => document.querySelector("#iteration").value === "2", undefined, "iteration 2");
    assert.equal(await page.evaluate(title), "2 Weighted input of layer 1");
    assert.equal(await page.evaluate(notice), "");
    assert.deepEqual(page.consoleErrors, []);
  });

  visit("a link to another problem brings it at once", [], async (page) => {
    assert.equal(await page.evaluate(title), "3 Weighted input of layer 1");
    assert.match(await page.evaluate(() => document.querySelector("[data-edit=architecture]").textContent), /3–4–3 .*softmax/i);
    assert.deepEqual(await page.evaluate(keys), []);
    assert.deepEqual(page.consoleErrors, []);
  }, "#preset=softmax-3-4-3&iteration=3");

  visit("a link to another problem says so where it does not arrive, and the first screen stands", PARTS, async (page) => {
    assert.match(await page.evaluate(notice), /could not be loaded/);
    assert.equal(await page.evaluate(title), "1 Weighted input of layer 1");
  }, "#preset=xor");

  visit("the chart brings the network lab's part", [], async (page) => {
    await page.click("[data-do=iteration]");
    await page.until(() => document.querySelector("cost-chart canvas")?.width > 300, undefined, "the chart");
    assert.ok(host.asked.some((path) => path.endsWith("gradstep_network.wasm")));
    assert.equal(await page.evaluate(notice), "");
  });

  visit("where no part arrives, the lab goes on and says what is missing", PARTS, async (page) => {
    await page.click("[data-do=iteration]");
    await page.until(() => document.querySelector("#notice:not([hidden])") !== null, undefined, "the sentence");
    assert.match(await page.evaluate(notice), /could not be loaded/);
    await page.click("[data-do=step]");
    assert.equal(await page.evaluate(title), "1 Activation of layer 1");
  });

  test("each part that the core has is a file", () => {
    assert.deepEqual(PARTS.map((name) => name.slice("gradstep_".length, -".wasm".length)).sort(), ["check", "depth", "experiments", "formulas", "logistic", "network", "optimizers", "share"]);
  });

  for (const name of ["optimizers", "depth", "logistic"])
    visit(`the lab ${name} says so, too, where its own part alone is missing`, [`gradstep_${name}.wasm`], async (page) => {
      await page.until(() => document.querySelector("#notice:not([hidden])") !== null, undefined, "the sentence");
      assert.match(await page.evaluate(notice), /could not be loaded/);
      assert.ok(host.asked.some((path) => path.endsWith(`gradstep_${name}.wasm`)));
    }, `#lab=${name}`);

  const failed = () => /could not be loaded/.test(document.querySelector("optimizer-lab [data-part=error]")?.textContent ?? "");
  visit("a typed surface waits for its part, and the lab says so where it does not arrive", ["gradstep_formulas.wasm"], async (page) => {
    await page.until(() => document.querySelector("optimizer-lab tbody tr") !== null, undefined, "the race");
    const type = () => page.evaluate(() => {
      const select = document.querySelector("optimizer-lab [data-part=surface]");
      select.value = "expression";
      select.dispatchEvent(new Event("change"));
    });
    await type();
    await page.until(failed, undefined, "the sentence");
    host.refused.clear();
    await type();
    await page.until(() => document.activeElement?.dataset.part === "formula", undefined, "the formula's field");
    assert.equal(await page.evaluate(failed), false);
    assert.deepEqual(await page.evaluate(keys), []);
  }, "#lab=optimizers");

  visit("the presets' surfaces of the catalogue come with the lab, all others when they are chosen", ["gradstep_formulas.wasm", "gradstep_depth.wasm"], async (page) => {
    await page.until(() => document.querySelector("optimizer-lab tbody tr") !== null, undefined, "the race");
    const presets = await page.evaluate(() => document.querySelector("optimizer-lab").presets.filter(({ lab, spec }) => lab === "optimizers" && spec.surface.kind).map(({ id }) => id));
    assert.ok(presets.length > 3, String(presets));
    for (const id of presets) {
      await page.evaluate((id) => document.querySelector("optimizer-lab").open(id), id);
      await page.until((id) => document.querySelector("optimizer-lab").lesson.preset === id, id, id);
      assert.equal(await page.evaluate(() => document.querySelector("optimizer-lab [data-part=error]").textContent), "", id);
    }
    assert.ok(!host.asked.some((path) => path.endsWith("gradstep_formulas.wasm")));
    // others stay away: with all parts there a function that is in none of its own would not show
    host.refused.delete("gradstep_formulas.wasm");
    const kinds = await page.evaluate(async () => (await import(new URL("www/core.js", location.href).href)).surfaceKinds().map(({ kind }) => kind));
    assert.equal(kinds.length, 19);
    for (const kind of kinds) {
      await page.evaluate((kind) => document.querySelector("optimizer-lab").edit((spec) => void (spec.surface = { kind })), kind);
      await page.until((kind) => document.querySelector("optimizer-lab").lesson.spec.surface.kind === kind, kind, kind);
      assert.equal(await page.evaluate(() => document.querySelector("optimizer-lab [data-part=error]").textContent), "", kind);
    }
    assert.deepEqual(await page.evaluate(keys), []);
  }, "#lab=optimizers");

  visit("a link to another surface of the catalogue brings its part", [], async (page) => {
    await page.until(() => document.querySelector("optimizer-lab tbody tr") !== null, undefined, "the race");
    assert.equal(await page.evaluate(() => document.querySelector("optimizer-lab").lesson.spec.surface.kind), "ackley");
    assert.equal(await page.evaluate(() => document.querySelector("optimizer-lab [data-part=error]").textContent), "");
  }, `#lab=optimizers&surface=${encodeURIComponent("{'kind':'ackley'}")}`);

  visit("a surface that arrives after another link was opened changes nothing", [], async (page) => {
    await page.until(() => document.querySelector("optimizer-lab tbody tr") !== null, undefined, "the race");
    const found = await page.evaluate(async () => {
      const lab = document.querySelector("optimizer-lab");
      const changed = lab.edit((spec) => void (spec.surface = { kind: "ackley" }));
      location.hash = "#lab=optimizers&preset=two-well-2";
      await changed;
      await new Promise((resolve) => setTimeout(resolve, 500));
      return [lab.inert, lab.lesson.preset, lab.lesson.spec.surface.kind];
    });
    assert.deepEqual(found, [false, "two-well-2", "two_well"]);
  }, "#lab=optimizers");

  visit("puzzles bring the surfaces that they are set on", [], async (page) => {
    await page.until(() => document.querySelector("optimizer-lab tbody tr") !== null, undefined, "the race");
    await page.evaluate(() => document.querySelector("[data-part=guess-panel] summary").click());
    await page.until(() => document.querySelector("guess-panel [data-name=puzzle]") !== null, undefined, "a puzzle");
    for (const number of [2, 3, 4, 5, 6]) {
      await page.evaluate((number) => {
        const field = document.querySelector("guess-panel [data-name=puzzle]");
        field.value = number;
        field.dispatchEvent(new Event("change"));
      }, number);
    }
    assert.deepEqual(await page.evaluate(keys), []);
  }, "#lab=optimizers");

  visit("a link to a typed surface brings its part", [], async (page) => {
    await page.until(() => document.querySelector("optimizer-lab tbody tr") !== null, undefined, "the race");
    assert.equal(await page.evaluate(() => document.querySelector("optimizer-lab [data-part=formula]").value), "x^2 + y^2");
    assert.match(await page.evaluate(() => location.hash), /expression/);
  }, `#lab=optimizers&surface=${encodeURIComponent("{'expression':'x^2 + y^2'}")}`);

  visit("where that does not arrive, the lab's own race stands and says so", ["gradstep_formulas.wasm"], async (page) => {
    await page.until(failed, undefined, "the sentence");
    await page.until(() => document.querySelector("optimizer-lab tbody tr") !== null, undefined, "a race");
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.match(await page.evaluate(() => location.hash), /expression/, "the link stays as it was given");
  }, `#lab=optimizers&surface=${encodeURIComponent("{'expression':'x^2 + y^2'}")}`);

  visit("claims wait for theirs", ["gradstep_experiments.wasm"], async (page) => {
    await page.until(() => document.querySelector("optimizer-lab tbody tr") !== null, undefined, "the race");
    const open = () => page.evaluate(() => document.querySelector("[data-part=claims-panel] summary").click());
    await open();
    await page.until(failed, undefined, "the sentence");
    host.refused.clear();
    await open();
    await open();
    await page.until(() => document.querySelectorAll("claims-panel li").length > 5, undefined, "the claims");
    assert.deepEqual(await page.evaluate(keys), []);
  }, "#lab=optimizers");

  visit("so does the answer sheet", ["gradstep_check.wasm"], async (page) => {
    await page.click("[data-do=check]");
    await page.until(() => document.querySelector("#notice:not([hidden])") !== null, undefined, "the sentence");
    assert.match(await page.evaluate(notice), /could not be loaded/);
    await page.click("[data-do=step]");
    assert.equal(await page.evaluate(title), "1 Activation of layer 1");
  });

  visit("a call before its part has arrived is refused in words, and works afterwards", [], async (page) => {
    const told = await page.evaluate(async () => {
      const core = await import(new URL("www/core.js", location.href).href);
      await core.default();
      const { spec } = core.networks()[0];
      const race = { surface: { kind: "two_well" }, start: [0.5, 0.5], optimizers: [{ kind: "sgd", learning_rate: 0.01 }] };
      const calls = [() => new core.Race(race), () => core.presets(), () => core.surfaceKinds(), () => core.drawCosts(document.createElement("canvas"), {}), () => network.iterate(2)];
      const network = new core.Network(spec);
      const found = calls.map((body) => { try { body(); return "no error"; } catch ({ name, message }) { return `${name}: ${message}`; } });
      await core.whole();
      network.free();
      const again = new core.Network(spec);
      again.iterate(2);
      const costs = [...again.costs()].map((cost) => cost.toFixed(4));
      const after = new core.Race(race);
      after.advance(10);
      return { found, costs, broken: core.isBroken(), steps: after.steps, presets: core.presets().length > core.networks().length };
    });
    for (const text of told.found) assert.match(text, /^GradstepError: .*not arrived/);
    assert.deepEqual(told.costs, ["0.1384", "0.1175"]);
    assert.deepEqual([told.broken, told.steps, told.presets], [false, 10, true]);
  }, "", { untouched: true });
});
