// After one visit the page works without its host; a new version replaces the old one as a whole, at the next load.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const PREFIX = "/any/sub path/notes/";
const ready = () => document.querySelector("network-lab[data-ready]") !== null;
const kept = () => navigator.serviceWorker?.controller?.state === "activated";
const notice = () => document.querySelector("#notice:not([hidden])")?.textContent ?? "";
const sha = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** A copy of the page in which a module and a style sheet say of which version they are. */
async function version(letter) {
  const folder = await mkdtemp(join(tmpdir(), `gradstep-${letter}-`));
  await cp(dist, folder, { recursive: true, filter: (path) => !path.endsWith("npm") });
  const [list, ...program] = (await readFile(join(folder, "service-worker.js"), "utf8")).split("\n");
  const { files, version } = JSON.parse(list.slice("const KEPT = ".length, -1));
  const own = version.slice(0, -1) + letter;
  const change = async (name, edit) => {
    const text = edit(await readFile(join(folder, name), "utf8"));
    await writeFile(join(folder, name), text);
    files[name] = sha(text);
  };
  await change("www/state.js", (text) => `${text}\nglobalThis.early = "${letter}";`);
  await change("www/exercises.js", (text) => `${text}\nglobalThis.late = "${letter}";`);
  await change("index.html", (text) => text.replace(version, own));
  await writeFile(join(folder, "service-worker.js"), [`const KEPT = ${JSON.stringify({ version: own, files })};`, ...program].join("\n"));
  return folder;
}

/** Which version each part of the open page is of: its document, a module of the first screen, one that comes later. Runs in the page. */
const versions = async () => {
  await import(new URL("www/exercises.js", location.href).href);
  return document.documentElement.dataset.version.slice(-1) + globalThis.early + globalThis.late;
};

async function lab(page) {
  await page.until(ready, undefined, "the network lab");
}

/** Opens the page and waits until it is kept. */
async function visit(engine, url) {
  const page = await open(engine, url);
  await lab(page);
  await page.until(kept, undefined, "the page to be kept");
  return page;
}

describe("without a network", () => {
  for (const engine of engines) {
    test(`every lab works after one visit, in ${engine}`, { timeout: 240_000 }, async () => {
      const host = await serve(dist, PREFIX, {}, { keeps: true });
      let page;
      try {
        page = await visit(engine, host.url);
        await host.close();
        await page.goto(`${host.url}#preset=softmax-3-4-3&iteration=3`);
        await page.reload();
        await lab(page);
        await page.until(() => document.querySelector("#iteration").value === "3", undefined, "the problem of the link");
        await page.until(() => [...document.fonts].some(({ status }) => status === "loaded"), undefined, "the font");
        await page.click("[data-do=check]");
        await page.until(() => document.querySelector(".question .matrix input") !== null, undefined, "the answer sheet");
        await page.goto(`${host.url}#lab=optimizers`);
        await page.until(() => document.querySelector("race-map canvas")?.width > 0, undefined, "the optimizer lab");
        await page.evaluate(() => document.querySelector("basin-maps summary").click());
        await page.until(() => document.querySelector("basin-maps canvas")?.width > 1, undefined, "a map from the workers");
        await page.goto(`${host.url}#lab=logistic`);
        await page.until(() => Boolean(document.querySelector("logistic-plot canvas")?.getAttribute("aria-label")), undefined, "the logistic lab");
        assert.equal(await page.evaluate(notice), "");
      } finally {
        await page?.close();
        await host.close().catch(() => {});
      }
    });
  }
});

describe("a new version", () => {
  let [a, b, half] = ["", "", ""];
  before(async () => {
    [a, b, half] = await Promise.all(["a", "b", "c"].map(version));
    await rm(join(half, "www/exercises.js"));
  });
  after(() => Promise.all([a, b, half].map((folder) => rm(folder, { recursive: true }))));

  // WebKitGTK hands modules of the last load that it has in memory to the next one, without asking the worker for them
  for (const engine of engines.filter((engine) => engine !== "webkit")) {
    test(`takes over at the next load, and the page says so, in ${engine}`, { timeout: 240_000 }, async () => {
      const host = await serve(a, PREFIX, {}, { keeps: true });
      let page;
      try {
        page = await visit(engine, host.url);
        host.folder = b;
        await page.reload();
        await lab(page);
        await page.until(() => document.querySelector("#update") !== null, undefined, "the sentence");
        assert.match(await page.evaluate(() => document.querySelector("#update").textContent), /newer version .* next load/);
        assert.equal(await page.evaluate(versions), "aaa", "the open page goes on with its own files");
        await page.reload();
        await lab(page);
        assert.equal(await page.evaluate(versions), "bbb");
        assert.equal(await page.evaluate(() => document.querySelector("#update")), null);
        assert.equal(await page.evaluate(notice), "");
      } finally {
        await page?.close();
        await host.close();
      }
    });

  }

  for (const engine of engines) {
    test(`of which a file is missing leaves the old one whole, in ${engine}`, { timeout: 240_000 }, async () => {
      const host = await serve(a, PREFIX, {}, { keeps: true });
      let page;
      try {
        page = await visit(engine, host.url);
        host.folder = half;
        host.asked.length = 0;
        await page.reload();
        await lab(page);
        for (let tries = 0; tries < 100 && !host.asked.some((path) => path.endsWith("www/exercises.js")); tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
        assert.ok(host.asked.some((path) => path.endsWith("www/exercises.js")), "the new version was tried");
        await page.until(async () => !(await navigator.serviceWorker.getRegistration()).installing, undefined, "the try to end");
        await page.reload();
        await lab(page);
        assert.equal(await page.evaluate(versions), "aaa");
        assert.equal(await page.evaluate(() => document.querySelector("#update")), null);
      } finally {
        await page?.close();
        await host.close();
      }
    });
  }
});
