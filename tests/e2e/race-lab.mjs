// What the tests of the optimizer lab share: its page in each engine, its fields, phones and axe.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const styled = (sheet) => [...document.styleSheets].some(({ href }) => href?.endsWith(sheet));

// Functions of the page.
export const ready = () => document.querySelectorAll("optimizer-lab tbody tr").length > 0;
export const part = (name) => document.querySelector(`optimizer-lab [data-part=${name}]`)?.value;
/** What is said of what was refused: of a link on top, of a field beside it. */
export const error = () => [...document.querySelectorAll("optimizer-lab .error[role=alert]")].map(({ textContent }) => textContent).join(" ").trim();
/** Presses a control that has the focus, and tells what has it then: "BODY" where it has fallen to the page. */
export const pressed = async (selector) => {
  const control = document.querySelector(selector);
  control.focus();
  control.click();
  for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  return ["data-name", "data-part", "data-do", "data-go"].map((name) => document.activeElement.getAttribute(name)).find(Boolean) ?? document.activeElement.tagName;
};
/** Keeps what a listener is told from here on, in `heard`. */
export const listen = () => {
  const place = document.getElementById("announcement");
  window.heard = [];
  new MutationObserver(() => window.heard.push(place.textContent)).observe(place, { childList: true, characterData: true, subtree: true });
};
/** What a listener was told last, as soon as it fits. */
export const told = (page, pattern) => page.until((pattern) => new RegExp(pattern).test(document.getElementById("announcement").textContent), pattern, `to be told ${pattern}`);
/** Types into a field of the lab and leaves it. */
export const enter = ([selector, text]) => {
  const field = document.querySelector(`optimizer-lab ${selector}`);
  if (field.type === "checkbox") field.checked = text;
  else field.value = text;
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

/**
 * A link that cannot be opened is told with its place and stays in the address; the lab keeps what it has, and follows
 * the link once it is right, or writes its own once something changes.
 */
export async function keepsBrokenLinks(page, element, good, bad, place) {
  const put = (hash) => page.evaluate((hash) => (location.hash = hash), hash);
  const said = (pattern) => page.until(([element, pattern]) => new RegExp(pattern).test(document.querySelector(`${element} [data-part=error]`).textContent), [element, pattern], `a sentence of ${pattern}`);
  const at = () => page.evaluate((element) => document.querySelector(`${element} [data-part=at]`).value, element);
  const hash = () => page.evaluate(() => location.hash);
  await put(good);
  await page.until(([element]) => document.querySelector(`${element} [data-part=at]`).value === "3", [element], "the third step");
  for (const next of [`${good}&${bad}`, good, `${good}&${bad}`]) {
    const isBad = next !== good;
    await put(next);
    await said(isBad ? `cannot be opened: [^.]*${place}.*stays as it was` : "^$");
    assert.equal(await at(), "3");
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(await hash(), `#${next}`);
  }
  await page.press("ArrowRight");
  await page.until((bad) => !location.hash.includes(bad) && /=4\b/.test(location.hash), bad, "the lab's own link");
}

const OPTIMIZERS = { name: "optimizers", element: "optimizer-lab", sheet: "race.css", there: ready };

/** Serves the page for the tests of one `describe` on one lab, and gives what they are written with. */
export function hosted({ name: which, element, sheet, there } = OPTIMIZERS) {
  let host;
  before(async () => (host = await serve(dist)));
  after(() => host.close());

  /** Runs `body` on the lab in each engine, and wants no complaint on the console. */
  const lab = (name, hash, body, options) => {
    for (const engine of engines)
      test(`${name} (${engine})`, { timeout: 120_000 }, async () => {
        const page = await open(engine, `${host.url}#lab=${which}${hash}`, options);
        try {
          await page.until(there, undefined, "the lab");
          await body(page);
          assert.deepEqual(page.consoleErrors, []);
        } finally {
          await page.close();
        }
      });
  };

  /** @param {() => boolean} shown what is waited for */
  const isFitForPhones = (hash, shown = there) =>
    lab("has nothing that scrolls sideways on a phone, and targets of 44 px", hash, async (page) => {
      if (page.engine === "webkit") return; // its window has a smallest width
      await page.until(styled, sheet, "the styles");
      await page.until(shown, undefined, "the part");
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      const small = (element) => [...document.querySelectorAll(`${element} :is(button, select, input, summary, a)`)].filter((node) => {
        const { width, height } = (node.type === "checkbox" ? node.closest("label") : node).getBoundingClientRect();
        return node.type !== "range" && width > 0 && (width < 43.5 || height < 43.5);
      }).map((node) => node.outerHTML.slice(0, 80));
      assert.deepEqual(await page.evaluate(small, element), []);
    }, { width: 360, height: 740 });

  const isAccessible = (hash, shown = there) => {
    for (const dark of [false, true])
      test(`has no axe violations, ${dark ? "chalkboard" : "paper"}`, { timeout: 120_000 }, async () => {
        for (const width of [1280, 360]) {
          const page = await open("chromium", `${host.url}#lab=${which}${hash}`, { width, height: 800, dark });
          try {
            await page.until(there, undefined, "the lab");
            await page.until(styled, sheet, "the styles");
            await page.until(shown, undefined, "the part");
            await page.evaluate(axe.source);
            const found = await page.evaluate(async () => (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`));
            assert.deepEqual(found, []);
          } finally {
            await page.close();
          }
        }
      });
  };

  return { lab, host: () => host, isFitForPhones, isAccessible };
}
