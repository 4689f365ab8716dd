// The dialog that gives what is seen: every form of it leads back to the same screen; by keyboard, and on a phone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const LINK = "#iteration=2&step=delta1&layers.0.weights.0.1=0.75";
const ready = () => document.querySelector("network-lab[data-ready], optimizer-lab canvas, logistic-lab canvas") !== null;
const isOpen = () => document.querySelector("dialog.share[open]") !== null;
const value = (name) => document.querySelector(`dialog.share textarea[name=${name}]`)?.value;

describe("the share dialog", () => {
  let host;
  before(async () => (host = await serve(dist)));
  after(() => host.close());

  const shared = (name, body, { hash = LINK, width = 1280, height = 900, which = engines, dark = false } = {}) => {
    for (const engine of which)
      test(`${name} (${engine})`, { timeout: 120_000 }, async () => {
        const page = await open(engine, host.url + hash, { width, height, dark });
        try {
          await page.until(ready, undefined, "the lab");
          await page.evaluate(() => document.getElementById("share").focus());
          await page.press("Enter");
          await page.until(isOpen, undefined, "the dialog");
          await body(page);
          assert.deepEqual(page.consoleErrors, []);
        } finally {
          await page.close();
        }
      });
  };

  shared("gives link, frame, element and Markdown of what is seen", async (page) => {
    const [link, frame, element, markdown] = await Promise.all(["link", "frame", "element", "markdown"].map((name) => page.evaluate(value, name)));
    assert.equal(link, host.url + LINK);
    assert.match(frame, /^<iframe src="[^"]*\/embed\.html#iteration=2&amp;step=delta1&amp;layers\.0\.weights\.0\.1=0\.75"/);
    assert.match(element, /^<script type="module" src="[^"]*\/gradstep-lab\.js"><\/script>\n<gradstep-lab state="#iteration=2&amp;step=delta1/);
    assert.match(markdown, /^\[Gradstep: How much each hidden unit is to blame\]\(http/);
    // The element, pasted into a page, shows the same step.
    await page.evaluate((html) => {
      const box = document.createElement("div");
      box.innerHTML = html.split("\n")[1];
      window.pasted = box.firstChild;
    }, element);
    assert.equal(await page.evaluate(() => window.pasted.getAttribute("state")), LINK);
  });

  shared("says what a copy came to, and gives the focus back", async (page) => {
    await page.evaluate(() => document.querySelector("dialog.share [data-copy=link]").click());
    await page.until(() => /^(Copied|This browser)/.test(document.querySelector("dialog.share .said")?.textContent ?? ""), undefined, "what was said");
    await page.press("Escape");
    await page.until(() => document.querySelector("dialog.share") === null, undefined, "the dialog to close");
    assert.equal(await page.evaluate(() => document.activeElement.id), "share");
  });

  shared("draws the QR code when it is asked for", async (page) => {
    assert.equal(await page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("picture.js") && name.includes("qr"))), false);
    await page.evaluate(() => document.querySelector("dialog.share [data-qr]").click());
    await page.until(() => document.querySelector("dialog.share .qr svg path")?.getAttribute("d").length > 500, undefined, "the squares");
    // Three corners of a code are the same in all of them: seven squares, one light, three dark.
    const row = await page.evaluate(() => document.querySelector("dialog.share .qr path").getAttribute("d").match(/M\d+ 4h/g).slice(0, 7).join(" "));
    assert.equal(row, "M4 4h M5 4h M6 4h M7 4h M8 4h M9 4h M10 4h");
  });

  const pictures = (lab, hash, words) =>
    shared(`makes a picture of the ${lab} lab with its words inside`, async (page) => {
      await page.until(async (base) => {
        const { alternativeOf } = await import(`${base}www/picture.js`);
        return alternativeOf([...document.querySelectorAll("network-lab, optimizer-lab, logistic-lab")].find((node) => node.getClientRects().length)) !== "";
      }, host.url, "words of what is seen");
      const made = await page.evaluate(async (base) => {
        const { pictureOf } = await import(`${base}www/picture.js`);
        const picture = await pictureOf([...document.querySelectorAll("network-lab, optimizer-lab, logistic-lab")].find((node) => node.getClientRects().length));
        const parsed = new DOMParser().parseFromString(picture.svg, "image/svg+xml").documentElement;
        const png = await picture.png().then((blob) => createImageBitmap(blob)).then(({ width, height }) => [width, height]);
        return { root: parsed.localName, text: parsed.querySelector("desc").textContent, size: [picture.width, picture.height], png, shapes: parsed.querySelectorAll("circle, image").length };
      }, host.url);
      assert.equal(made.root, "svg");
      assert.match(made.text, words);
      assert.deepEqual(made.png, made.size.map((length) => 2 * length));
      assert.ok(made.shapes > 0 && made.size[0] > 200, JSON.stringify(made));
      await page.until(() => document.querySelector("dialog.share textarea[name=alternative]") !== null, undefined, "its text alternative");
    }, { hash });
  pictures("network", LINK, /network of 3–2–1 units/);
  pictures("optimizer", "#lab=optimizers&step=5", /./);
  pictures("logistic", "#lab=logistic&iteration=3", /./);

  shared("fits a phone and is in order for axe", async (page) => {
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("dialog.share *")].filter((node) => node.getBoundingClientRect().right > innerWidth + 1 && !node.closest("textarea")).map((node) => node.outerHTML.slice(0, 60))), []);
    await page.evaluate(axe.source);
    const found = await page.evaluate(() => window.axe.run("dialog.share", { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)));
    assert.deepEqual(found, []);
  }, { width: 360, height: 740, which: engines.filter((engine) => engine === "chromium"), dark: true });
});
