// The first step stands in index.html, so that it can be read before the core has arrived. It has to be what the core
// then shows. `UPDATE=1 node --test tests/e2e/first-screen.test.mjs`, after a build, writes it anew.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const source = new URL("../../index.html", import.meta.url);
const PARTS = ["derivation-card", "network-picture", "step-ledger"];

/** What the live page shows, as it can stand in a file: without what only a running page can do. Runs in the page. */
function still(parts) {
  const stilled = (name) => {
    const copy = document.querySelector(name).cloneNode(true);
    for (const node of copy.querySelectorAll(".spare")) node.remove();
    for (const node of copy.querySelectorAll("*")) {
      for (const attribute of ["disabled", "tabindex", "xmlns", "data-key", "data-go", "data-open", "data-fit"]) node.removeAttribute(attribute);
      if (node.style?.fontSize) node.removeAttribute("style");
      if (node.matches("button")) node.setAttribute("disabled", "");
      node.classList.remove("lit");
      if (node.getAttribute("class") === "") node.removeAttribute("class");
    }
    for (const node of copy.querySelectorAll(".hit")) node.remove();
    for (const node of copy.querySelectorAll("g.editable")) ["role", "aria-label"].forEach((attribute) => node.removeAttribute(attribute));
    for (const node of copy.querySelectorAll("math")) node.removeAttribute("aria-label");
    return [copy.className, copy.innerHTML];
  };
  const strip = document.querySelector("#strip");
  return { parts: parts.map(stilled), strip: strip.innerHTML, place: strip.getAttribute("aria-valuetext") };
}

/** One element a line, so that a change can be read. */
const lines = (html) =>
  html.replace(/(<(?:tr|h2|h3|p|ul|li|div|thead|tbody|table|caption|svg|g|line|circle)[ >])/g, "\n$1").replace(/ ?disabled=""/g, " disabled").replace(/\n+/g, "\n").trim();

/** index.html with the first step put in. */
function filled(page, shown) {
  PARTS.forEach((name, index) => {
    const [className, html] = shown.parts[index];
    page = page.replace(new RegExp(`<${name}[^>]*>[\\s\\S]*?</${name}>`), () => `<${name} class="${className}" data-static>\n${lines(html)}\n</${name}>`);
  });
  page = page.replace(/ aria-valuetext="[^"]*"/, "").replace('aria-valuenow="1"', () => `aria-valuenow="1" aria-valuetext="${shown.place}"`);
  return page.replace(/(<div id="strip"[^>]*>)[\s\S]*?<\/div>/, (_, tag) => `${tag}${shown.strip}</div>`);
}

describe("the first screen", () => {
  let host;
  before(async () => (host = await serve(dist)));
  after(() => host.close());

  test("stands in index.html as the core shows it", { timeout: 60_000 }, async () => {
    const page = await open("chromium", host.url, { width: 1280, height: 800 });
    try {
      await page.until(() => document.querySelector("network-lab[data-ready]") !== null && document.fonts.status === "loaded", undefined, "the lab");
      const kept = await readFile(source, "utf8");
      const now = filled(kept, await page.evaluate(still, PARTS));
      if (process.env.UPDATE) await writeFile(source, now);
      else assert.equal(kept, now);
    } finally {
      await page.close();
    }
  });

  test("can be read where scripts are off", { timeout: 60_000 }, async () => {
    const page = await (await fetch(host.url)).text();
    for (const text of ["Weighted input of layer 1", "0.7000", "Each unit of layer 1"]) assert.ok(page.includes(text), text);
  });
});
