// Where a lab in somebody's notes cannot start, or is asked for what is not there: it says so, and the page around it stays.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const LAB = `<gradstep-lab id="one"><a href="/gradstep/index.html">the lab by itself</a></gradstep-lab>`;
const page = (body, head = "") => `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Notes</title>${head}</head>
<body><p id="before">before</p>${body}<p id="after">after</p><script type="module" src="/gradstep/gradstep-lab.js"></script></body></html>`;
const told = () => [...document.getElementById("one").shadowRoot.querySelectorAll("[role=alert]:not([hidden]), [data-part=error]")].map((node) => node.textContent).join(" ").trim();

describe("a lab in other pages that cannot start", () => {
  /** What is told matches, and the notes are as they were. */
  const says = (name, sentence, pages, { which = engines, body = LAB, head, stands = false, script } = {}) => {
    for (const engine of which)
      test(`${name} (${engine})`, { timeout: 120_000 }, async () => {
        const notes = pages["/notes.html"] ?? page(body, head);
        const host = await serve(dist, "/gradstep/", { ...pages, "/notes.html": notes });
        const view = await open(engine, host.url.replace("/gradstep/", "/notes.html"), { script });
        try {
          await view.until(([source, code]) => new RegExp(source, "i").test(eval(`(${code})`)()), [sentence.source, String(told)], sentence.source);
          const around = await view.evaluate(() => [...document.body.children].filter((node) => node.localName !== "script").map((node) => `${node.localName} ${node.id} ${node.textContent}`));
          assert.deepEqual(around, ["p before before", "gradstep-lab one the lab by itself", "p after after"]);
          // In its place stands what the author put there, unless the lab does.
          await view.until((slot) => (document.getElementById("one").shadowRoot.querySelector("slot") !== null) === slot, !stands, "what stands inside");
        } finally {
          await view.close();
          await host.close();
        }
      });
  };

  const wrongType = (name) => ({ [`/gradstep/${name}`]: { headers: { "content-type": "text/plain" } } });
  const gone = (name) => ({ [`/gradstep/${name}`]: { status: 404 } });
  says("without its main script", /could not be loaded.*www\/embed\.js: 404/, gone("www/embed.js"));
  says("without the wasm file", /could not be loaded.*gradstep_bg\.wasm: 404/, gone("gradstep_bg.wasm"));
  says("without most of the folder", /could not be loaded/, { ...gone("www/embed.js"), ...gone("www/failures.js") });
  says("where scripts have a wrong type", /wrong type.*core\.js: text\/plain/, wrongType("www/core.js"));
  says("where another version's glue lies beside the wasm", /different versions/, { "/gradstep/gradstep.js": { body: "export const words = () => ({}); export default async () => { await WebAssembly.instantiate(await (await fetch(new URL('gradstep_bg.wasm', import.meta.url))).arrayBuffer(), { './gradstep_bg.js': {} }); };" } });
  const POLICY = `<meta http-equiv="Content-Security-Policy" content="script-src 'self' 'unsafe-eval-not'">`;
  says("where the policy of the page forbids wasm", /security policy/, {}, { head: POLICY, which: engines.filter((engine) => engine !== "webkit") });
  says("where wasm is switched off", /cannot run WebAssembly/, {}, { which: engines.filter((engine) => engine !== "webkit"), script: "delete globalThis.WebAssembly" });

  says("where the policy of the page forbids to fetch", /security policy/, {}, { head: `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">` });
  says("in an old browser", /Chrome 105|newer|older/, {}, { which: engines.filter((engine) => engine !== "webkit"), script: "delete globalThis.CSSStyleSheet" });

  const asks = (attributes) => ({ "/notes.html": page(`<gradstep-lab id="one" ${attributes}>the lab by itself</gradstep-lab>`) });
  says("an unknown lab", /lab has to be one of network, .*netwrok/, asks('lab="netwrok"'), { stands: true });
  says("an unknown preset", /no problem .nope/, asks('preset="nope"'), { stands: true });
  says("an unknown step", /zz9/, asks('step="zz9"'), { stands: true });
  says("an unknown theme and control", /theme has to be.*mauve.*hide.*rockets/, asks('theme="mauve" hide="ledger rockets"'), { stands: true });
  says("an unknown language", /lang has to be one of en, fa.*tlh/, asks('lang="tlh"'), { stands: true });
  for (const [name, value] of [["iteration", "soon"], ["digits", "99"], ["notation", "runes"], ["state", "#iteration=-4"]])
    says(`${name}="${value}"`, new RegExp(value.replace("#iteration=", "")), asks(`${name}="${value}"`), { stands: true });
  says("a link of a newer version", /shadows.*newer/, asks('state="#iteration=2&amp;shadows=3"'), { stands: true });
  says("markup in a value", /no problem .<img src/, asks('preset="&lt;img src=x onerror=alert(1)&gt;"'), { stands: true });

  /** Another version's: it shows labs in a way of its own. */
  const OTHER = { "/other/www/embed.js": { body: "export const embed = async (element) => (element.setAttribute('shown-by', 'other'), { now: '', remove() {}, change() {}, share() {} });" } };
  for (const engine of engines)
    for (const first of ["gradstep", "other"])
      test(`two copies of different versions do not collide, ${first} first (${engine})`, { timeout: 120_000 }, async () => {
        const source = await readFile(`${dist}/gradstep-lab.js`, "utf8");
        const second = first === "other" ? "gradstep" : "other";
        const frame = `<iframe id="frame" src="/gradstep/embed.html" width="700" height="200" title="Gradstep"></iframe>`;
        const notes = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Notes</title>
          <gradstep-lab id="one"></gradstep-lab><gradstep-lab id="two" step="a1"></gradstep-lab>${frame}
          <script type="module" src="/${first}/gradstep-lab.js"></script><script type="module" src="/${second}/gradstep-lab.js"></script></html>`;
        const host = await serve(dist, "/gradstep/", { "/notes.html": notes, "/other/gradstep-lab.js": { body: source }, ...OTHER });
        const view = await open(engine, host.url.replace("/gradstep/", "/notes.html"));
        try {
          for (const [id, title] of [["one", "Weighted input of layer 1"], ["two", "Activation of layer 1"]]) {
            await view.evaluate((id) => document.getElementById(id).scrollIntoView(), id);
            const shown = ([id, title, by]) => by === "other" ? document.getElementById(id).getAttribute("shown-by") === by : document.getElementById(id).shadowRoot?.querySelector("derivation-card h2")?.textContent === title;
            await view.until(shown, [id, title, first], title);
            assert.equal(await view.evaluate((id) => document.getElementById(id).hasAttribute("shown-by"), id), first === "other");
          }
          assert.ok(first === "other" || !host.asked.includes("/other/www/embed.js"), "nothing more of the second");
          // The page for frames is a page by itself, and is told its height by its own copy.
          await view.evaluate(() => document.getElementById("frame").scrollIntoView());
          await view.until(() => document.getElementById("frame").offsetHeight > 500, undefined, "the frame's height");
          assert.deepEqual(view.consoleErrors, []);
        } finally {
          await view.close();
          await host.close();
        }
      });
});
