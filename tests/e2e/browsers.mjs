// One small interface over three engines: Chromium and Firefox by puppeteer, WebKitGTK by its WebDriver.
//
//   const page = await open("firefox", url, { width: 360, height: 740, dark: true });
//   await page.evaluate((name) => document.title + name, "x");   // a function of the page, with plain arguments
//   await page.press("ArrowRight"); await page.click("#share"); await page.type("input", "0.5");
//   Each page is touched once it is loaded, as by a reader whose pointer moves over it; `untouched: true` only reads.
//   page.consoleErrors (texts), page.requests (addresses); await page.screenshot(path?); await page.close();
//
// Selectors reach into shadow roots by " >>> ". In WebKit the console is heard from the moment a page is there, and
// `requests` comes from the page's own timing.
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { after } from "node:test";

/** The engines that the tests run in. `ENGINES=chromium,webkit` chooses. */
export const engines = (process.env.ENGINES ?? "chromium,firefox,webkit").split(",");

const CHROMIUM = [
  "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic", "--hide-scrollbars",
];
/** Chromium without a window's frame: that is a page of its own, which takes a third of a core from the one that is looked at. */
const HEADLESS_CHROMIUM = "/usr/bin/chromium-headless-shell";
const FIREFOX = {
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "app.update.auto": false,
};
const MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/**
 * Opens a page and waits until it is loaded.
 * @param {string} engine @param {string} url
 * @param {{ width?: number, height?: number, dark?: boolean, reducedMotion?: boolean, script?: string, untouched?: boolean, own?: boolean }} [options] `script`
 *   runs before the page's own (Chromium and Firefox); `own`: a WebKit that no page was in before, where its cache would tell
 */
export async function open(engine, url, options = {}) {
  const page = engine === "webkit" ? await webkit(options) : await puppet(engine, options);
  if (!options.untouched) {
    const touch = () => page.evaluate(() => void dispatchEvent(new Event("pointermove")));
    for (const name of ["goto", "reload"]) {
      const bare = page[name];
      page[name] = async (...given) => (await bare(...given), touch());
    }
  }
  await page.goto(url);
  return page;
}

/** Milliseconds that a question is asked for, and between two: often at first, since most answers come soon; WebKit's driver takes longer for each. */
const PATIENCE = 20_000;
const LONGEST_PAUSE = 100;
const PAUSES = [10, 10, 20, 20, 40, 40, 80];

/** Asks the page again and again until the answer is true. A question that fails, as of an element not there yet, is asked again, too. */
async function until(page, condition, argument, what = String(condition)) {
  let failed = "";
  const end = performance.now() + PATIENCE;
  for (let tries = 0; performance.now() < end; tries += 1) {
    const answer = await page.evaluate(condition, argument).catch((error) => ((failed = `; at last ${error.message}`), false));
    if (answer) return;
    const pause = (page.engine === "webkit" ? undefined : PAUSES[tries]) ?? LONGEST_PAUSE;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new Error(`waited ${PATIENCE / 1000} s in vain for ${what}; console: ${page.consoleErrors.join(" | ")}${failed}`);
}

/** Finds an element, through shadow roots where the selector says so. Runs in the page. */
const FIND = `(selector) => selector.split(" >>> ").reduce((place, part) => (place?.shadowRoot ?? place)?.querySelector(part), document)`;

/** Starting a browser takes as long as most tests: those of one file share it, each in a context of its own (storage, cache). */
const shared = new Map();
const inTests = Boolean(process.env.NODE_TEST_CONTEXT);
if (inTests) after(async () => { for (const browser of shared.values()) await (await browser).close(); });

/** A browser with these preferences, and what ends the use of it. */
async function launched(engine, dark, reducedMotion) {
  const { default: puppeteer } = await import("puppeteer-core");
  const firefox = engine === "firefox";
  const start = () => puppeteer.launch({
    browser: firefox ? "firefox" : "chrome",
    executablePath: firefox ? "/usr/bin/firefox-esr" : HEADLESS_CHROMIUM,
    headless: firefox || "shell",
    args: firefox ? [] : CHROMIUM,
    extraPrefsFirefox: { ...FIREFOX, "ui.systemUsesDarkTheme": dark ? 1 : 0, "ui.prefersReducedMotion": reducedMotion ? 1 : 0 },
  });
  if (!inTests) {
    const browser = await start();
    return { tab: await browser.newPage(), close: () => browser.close() };
  }
  const key = firefox ? `${engine} ${dark} ${reducedMotion}` : engine;
  const known = await shared.get(key)?.catch(() => null);
  if (!known?.connected) shared.set(key, start());
  const context = await (await shared.get(key)).createBrowserContext();
  return { tab: await context.newPage(), close: () => context.close() };
}

async function puppet(engine, { width = 1280, height = 800, dark = false, reducedMotion = false, script }) {
  const firefox = engine === "firefox";
  const { tab, close } = await launched(engine, dark, reducedMotion);
  const consoleErrors = [];
  const requests = [];
  tab.on("console", (message) => message.type() === "error" && consoleErrors.push(message.text()));
  tab.on("pageerror", (error) => consoleErrors.push(String(error?.message ?? error)));
  tab.on("request", (request) => requests.push(request.url()));
  await tab.setViewport({ width, height });
  if (!firefox) {
    const features = [["prefers-color-scheme", dark ? "dark" : "light"], ["prefers-reduced-motion", reducedMotion ? "reduce" : "no-preference"]];
    await tab.emulateMediaFeatures(features.map(([name, value]) => ({ name, value })));
  }
  if (script) await tab.evaluateOnNewDocument(script);
  const element = async (selector) => {
    const handle = (await tab.evaluateHandle(`(${FIND})(${JSON.stringify(selector)})`)).asElement();
    if (!handle) throw new Error(`no element ${selector}`);
    return handle;
  };
  const page = {
    engine, consoleErrors, requests, tab,
    goto: (url) => tab.goto(url, { waitUntil: "load" }),
    evaluate: (body, ...given) => tab.evaluate(body, ...given),
    until: (condition, argument, what) => until(page, condition, argument, what),
    press: (key) => pressed(tab, key),
    click: async (selector) => (await element(selector)).click(),
    type: async (selector, text) => (await element(selector)).type(text),
    screenshot: (path) => tab.screenshot(path ? { path } : {}),
    reload: () => tab.reload({ waitUntil: "load" }),
    back: () => tab.goBack(),
    resize: (size) => tab.setViewport(size),
    close,
  };
  return page;
}

/** "Control+z" holds Control while z goes down. */
async function pressed(tab, key) {
  const keys = key.split(/\+(?=.)/);
  const last = keys.pop();
  for (const held of keys) await tab.keyboard.down(held);
  await tab.keyboard.press(last);
  for (const held of keys.reverse()) await tab.keyboard.up(held);
}

/** Set down in each WebKit page: its console's errors from here on. */
const LISTEN = `if (!window.gradstepErrors) {
  window.gradstepErrors = [];
  const told = console.error;
  console.error = (...all) => { window.gradstepErrors.push(all.join(" ")); told(...all); };
  addEventListener("error", (event) => window.gradstepErrors.push(String(event.message)));
  addEventListener("unhandledrejection", (event) => window.gradstepErrors.push(String(event.reason)));
}`;
const KEYS = { Control: "CONTROL", Shift: "SHIFT", Alt: "ALT", Enter: "ENTER", Escape: "ESCAPE", Tab: "TAB", Home: "HOME", End: "END", Delete: "DELETE", Backspace: "BACK_SPACE",
  ArrowLeft: "ARROW_LEFT", ArrowRight: "ARROW_RIGHT", ArrowUp: "ARROW_UP", ArrowDown: "ARROW_DOWN", PageUp: "PAGE_UP", PageDown: "PAGE_DOWN" };

/** WebKit's driver with its browser, and what ends both. */
async function started() {
  const { Builder } = await import("selenium-webdriver");
  const port = 20000 + Math.floor(Math.random() * 20000);
  // A process group of its own, so that the display server ends with the driver.
  const driverProcess = spawn("xvfb-run", ["-a", "-s", "-screen 0 1600x1400x24", "WebKitWebDriver", `--port=${port}`],
    { stdio: "ignore", detached: true, env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" } });
  await listening(port);
  const browserOptions = { binary: MINI_BROWSER, args: ["--automation"] };
  const driver = await new Builder().usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": browserOptions }).build();
  const close = async () => {
    await driver.quit().catch(() => {});
    process.kill(-driverProcess.pid);
  };
  return { driver, close };
}

/** Runs in WebKit, which has no contexts: what a page has kept goes before the next one comes. */
const FORGET = `const done = arguments[arguments.length - 1];
(async () => {
  localStorage.clear();
  sessionStorage.clear();
  for (const name of await globalThis.caches?.keys() ?? []) await caches.delete(name);
  for (const worker of await navigator.serviceWorker?.getRegistrations() ?? []) await worker.unregister();
})().then(() => done(""), (error) => done(String(error)));`;

async function webkit({ width = 1280, height = 800, own = !inTests }) {
  const { Key } = await import("selenium-webdriver");
  if (!own && !shared.has("webkit")) shared.set("webkit", started());
  const { driver, close } = await (own ? started() : shared.get("webkit"));
  const leave = async () => {
    const failed = await driver.executeAsyncScript(FORGET).then(String, String);
    await driver.get("about:blank").catch(() => {});
    if (!failed) return;
    shared.delete("webkit");
    await close();
  };
  await driver.manage().window().setRect({ width, height });
  const consoleErrors = [];
  const requests = [];
  const gather = async () => {
    const [errors, names] = await driver.executeScript(`${LISTEN}; return [window.gradstepErrors.splice(0),
      [location.href, ...performance.getEntriesByType("resource").map((entry) => entry.name)]]`);
    consoleErrors.push(...errors);
    for (const name of names) if (!requests.includes(name)) requests.push(name);
  };
  const element = async (selector) => {
    const found = await driver.executeScript(`return (${FIND})(arguments[0])`, selector);
    if (!found) throw new Error(`no element ${selector}`);
    return found;
  };
  const page = {
    engine: "webkit", consoleErrors, requests,
    goto: async (url) => (await driver.get(url), await gather()),
    // The last argument of an asynchronous script takes its answer; an error comes back as text, or it would hang.
    evaluate: async (body, ...given) => {
      const code = typeof body === "string" ? body : `(${body})(...given)`;
      const [error, value] = await driver.executeAsyncScript(`const given = [...arguments];
        const done = given.pop();
        (async () => ${code})().then((value) => done([null, value]), (error) => done([String(error), null]));`, ...given);
      await gather();
      if (error) throw new Error(error);
      return value;
    },
    until: (condition, argument, what) => until(page, condition, argument, what),
    press: async (key) => {
      const names = key.split(/\+(?=.)/).map((name) => (KEYS[name] ? Key[KEYS[name]] : name === "Space" ? " " : name));
      const actions = driver.actions();
      names.forEach((name) => actions.keyDown(name));
      [...names].reverse().forEach((name) => actions.keyUp(name));
      await actions.perform();
    },
    click: async (selector) => (await element(selector)).click(),
    type: async (selector, text) => (await element(selector)).sendKeys(text),
    screenshot: async (path) => {
      const bytes = Buffer.from(await driver.takeScreenshot(), "base64");
      if (path) await writeFile(path, bytes);
      return bytes;
    },
    reload: async () => (await driver.navigate().refresh(), await gather()),
    back: () => driver.navigate().back(),
    resize: (size) => driver.manage().window().setRect(size),
    close: own ? close : leave,
  };
  return page;
}

async function listening(port) {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => null);
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("WebKitWebDriver did not start");
}
