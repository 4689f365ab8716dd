// Persian: chosen in the header or by the link, from right to left, with formulas from left to right, and no English left over.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const ready = () => document.querySelector("network-lab[data-ready]") !== null && !document.documentElement.hasAttribute("data-turning");
/** Without the isolates that keep numbers in their place. */
const heading = () => document.querySelector("derivation-card h2").textContent.replace(/[\u2066-\u2069]/g, "");
const turned = () => [document.documentElement.lang, document.documentElement.dir, getComputedStyle(document.querySelector("derivation-card math")).direction, getComputedStyle(document.querySelector("#iteration")).direction];
/** English words that stand where a reader meets them; names of methods, keys and formats stay. Runs in the page. */
const english = () => {
  const names = /\b(?:Gradstep|English|LaTeX|Page|Up|Down|Home|End|Space|Ctrl|Shift|Esc|SGD|Adam|RMSProp|Adagrad|XOR|Mazur|Softmax|tanh|ReLU|Random|Leaky|softplus|AdamW|AMSGrad|Nadam|Lion|Nesterov|Adadelta|CSV|JSON|Enter|Delete)\b/g;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (!parentElement.getClientRects().length || parentElement.closest("math, svg, script, template, kbd, code, option, [lang=en]")) continue;
    const words = data.replace(names, "").match(/[A-Za-z]{4,}/g);
    if (words) found.push(data.trim());
  }
  return found;
};

describe("Persian", () => {
  let host;
  before(async () => (host = await serve(dist)));
  after(() => host.close());

  const visit = (name, link, body) => {
    for (const engine of engines)
      test(`${name} in ${engine}`, { timeout: 120_000 }, async () => {
        const page = await open(engine, host.url + link);
        try {
          await page.until(ready, undefined, "the network lab");
          await body(page);
          assert.deepEqual(page.consoleErrors, []);
        } finally {
          await page.close();
        }
      });
  };

  visit("comes with the link, from right to left", "?lang=fa", async (page) => {
    assert.equal(await page.evaluate(heading), "ورودی وزن‌دار لایهٔ 1");
    assert.deepEqual(await page.evaluate(turned), ["fa", "rtl", "ltr", "ltr"]);
    assert.deepEqual(await page.evaluate(english), []);
    assert.match(await page.evaluate(() => document.title), /پس‌انتشار/);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing scrolls sideways");
  });

  visit("is chosen in the header, kept in the link, and taken back there", "#iteration=2&step=delta1", async (page) => {
    await page.until(() => document.querySelector("#iteration").value === "2", undefined, "the lesson");
    const choose = (tag) => page.evaluate((tag) => {
      const chooser = document.querySelector("#language");
      chooser.value = tag;
      // the page is left: not before this call has been answered
      setTimeout(() => chooser.dispatchEvent(new Event("change")), 200);
    }, tag);
    await choose("fa");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await page.until(() => document.documentElement.lang === "fa" && document.querySelector("network-lab[data-ready]") !== null && document.querySelector("#iteration").value === "2", undefined, "the same lesson in Persian");
    assert.match(await page.evaluate(() => location.search), /lang=fa/);
    assert.match(await page.evaluate(heading), /نورون/);
    await choose("en");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await page.until(() => document.documentElement.lang === "en" && document.querySelector("network-lab[data-ready]") !== null && document.querySelector("#iteration").value === "2", undefined, "the same lesson in English");
    assert.match(await page.evaluate(heading), /blame/);
  });

  visit("that is not there is said so, with those that are", "?lang=xx", async (page) => {
    await page.until(() => document.querySelector("#notice:not([hidden])") !== null, undefined, "the sentence");
    assert.match(await page.evaluate(() => document.querySelector("#notice").textContent), /“xx”.*en, fa.*English/);
    assert.deepEqual((await page.evaluate(turned)).slice(0, 2), ["en", "ltr"]);
  });

  visit("the other labs speak it, too", "?lang=fa#lab=optimizers", async (page) => {
    await page.until(() => document.querySelector("race-steps .result") !== null, undefined, "the optimizer lab");
    assert.deepEqual(await page.evaluate(english), []);
  });
});
