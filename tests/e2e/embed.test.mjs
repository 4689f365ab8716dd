// Labs in somebody's notes: several on one page, each with a lesson of its own, in a page that does everything differently.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { engines, open } from "./browsers.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
/** A page whose own letters, boxes and keys are as far from ours as they go. */
const notes = (body, head = "") => `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Notes</title>
<style>html { font-size: 62.5%; } body { font: 2rem/3 serif; text-align: center; max-width: 760px; margin: auto; background: #fff; } * { letter-spacing: 2px; } button { background: red; }</style>
${head}<script type="module" src="/gradstep/gradstep-lab.js"></script></head><body><h1>Notes</h1>${body}</body></html>`;
const TWO = `<gradstep-lab id="one">without scripts</gradstep-lab><p>between</p><gradstep-lab id="two" preset="hw3-q1" iteration="2" step="delta1"></gradstep-lab>`;
const ready = (id) => document.getElementById(id).shadowRoot?.querySelector(".embedded[data-ready]") != null;
const title = (id) => document.getElementById(id).shadowRoot.querySelector("derivation-card h2")?.textContent;
const titled = ([id, text]) => document.getElementById(id).shadowRoot.querySelector("derivation-card h2")?.textContent === text;
const notice = (id) => [...document.getElementById(id).shadowRoot.querySelectorAll("[role=alert]:not([hidden]), [part=failure]")].map((node) => node.textContent).join(" ").trim();

describe("labs in other pages", () => {
  /** Opens notes in each engine, and wants no complaint on the console. */
  const embedded = (name, body, act, { head = "", width = 1280, height = 900, which = engines, script } = {}) => {
    for (const engine of which)
      test(`${name} (${engine})`, { timeout: 120_000 }, async () => {
        const host = await serve(dist, "/gradstep/", { "/notes.html": notes(body, head) });
        const page = await open(engine, host.url.replace("/gradstep/", "/notes.html"), { width, height, script });
        try {
          await act(page, host);
          assert.deepEqual(page.consoleErrors, []);
        } finally {
          await page.close();
          await host.close();
        }
      });
  };

  embedded("two of one page step apart, by button and by key", TWO, async (page) => {
    await page.until(ready, "one");
    await page.evaluate(() => document.getElementById("two").scrollIntoView());
    await page.until(ready, "two");
    assert.equal(await page.evaluate(title, "one"), "Weighted input of layer 1");
    const second = await page.evaluate(title, "two");
    await page.evaluate(() => document.getElementById("one").scrollIntoView());
    await page.click("#one >>> [data-do=step]");
    await page.until(titled, ["one", "Activation of layer 1"]);
    await page.press("ArrowRight");
    await page.until(() => document.getElementById("one").state === "#step=z2");
    assert.equal(await page.evaluate(title, "two"), second);
    assert.equal(await page.evaluate(() => document.getElementById("two").state), "#iteration=2&step=delta1");
    assert.equal(await page.evaluate(() => location.hash), "");
  });

  embedded("tells of each step, and follows what is set", TWO, async (page) => {
    await page.evaluate(() => {
      window.told = [];
      document.addEventListener("gradstep-step", (event) => window.told.push([event.target.id, event.detail.lab, event.detail.iteration, event.detail.step, event.detail.link]));
    });
    await page.until(ready, "one");
    await page.click("#one >>> [data-do=step]");
    await page.until(() => window.told.some(([id, lab, iteration, step, link]) => id === "one" && lab === "network" && iteration === 1 && step === "a1" && link === "#step=a1"));
    await page.evaluate(() => (document.getElementById("one").iteration = 3));
    await page.until(() => document.getElementById("one").shadowRoot.querySelector("#iteration").value === "3");
    await page.evaluate(() => (document.getElementById("one").state = "#iteration=2&step=dW2&layers.0.weights.0.0=0.5"));
    await page.until(() => document.getElementById("one").shadowRoot.querySelector("#iteration").value === "2");
    assert.match(await page.evaluate(() => document.getElementById("one").state), /layers\.0\.weights\.0\.0=0\.5/);
  });

  embedded("follows what is set while it comes", `<gradstep-lab id="one"></gradstep-lab>`, async (page) => {
    await page.until(ready, "one");
    // Its styles are asked for after its link has been read.
    await page.evaluate(async () => {
      const lab = document.createElement("gradstep-lab");
      lab.id = "late";
      const coming = new MutationObserver(() => {
        if (!lab.shadowRoot.querySelector(".embedded")) return;
        coming.disconnect();
        lab.iteration = 3;
      });
      coming.observe(lab.shadowRoot, { childList: true });
      document.getElementById("one").before(lab);
      await lab.start();
    });
    await page.until(() => document.getElementById("late").shadowRoot.querySelector("#iteration")?.value === "3", undefined, "the iteration that was set");
  });

  embedded("keeps its own letters and colours, and nothing of the notes gets in", TWO, async (page) => {
    await page.until(ready, "one");
    const look = await page.evaluate(() => {
      const root = document.getElementById("one").shadowRoot;
      const of = (selector) => getComputedStyle(root.querySelector(selector));
      return { size: of(".why").fontSize, align: of(".why").textAlign, spacing: of(".why").letterSpacing, panel: of(".panel").backgroundColor, chip: of("[data-do=what]").fontSize };
    });
    assert.deepEqual(look, { size: "16px", align: "start", spacing: "normal", panel: "rgb(255, 255, 255)", chip: "14px" });
    await page.evaluate(() => (document.body.style.background = "#111"));
    await page.until(() => getComputedStyle(document.getElementById("one").shadowRoot.querySelector(".panel")).backgroundColor === "rgb(28, 42, 37)", undefined, "the dark colours");
    await page.evaluate(() => document.documentElement.style.setProperty("--gradstep-panel", "#003"));
    assert.equal(await page.evaluate(() => getComputedStyle(document.getElementById("one").shadowRoot.querySelector(".panel")).backgroundColor), "rgb(0, 0, 51)");
  });

  const OTHERS = `<gradstep-lab id="race" lab="optimizers" step="3"></gradstep-lab><gradstep-lab id="fit" lab="logistic" iteration="2" digits="3"></gradstep-lab>`;
  embedded("the other labs stand and step beside each other", OTHERS, async (page) => {
    for (const [id, tag, now, next] of [["race", "optimizer-lab", "3", "4"], ["fit", "logistic-lab", "2", "3"]]) {
      await page.evaluate((id) => document.getElementById(id).scrollIntoView(), id);
      await page.until(ready, id);
      const at = ([id, value]) => document.getElementById(id).shadowRoot.querySelector("[data-part=at]").value === value;
      await page.until(at, [id, now]);
      assert.ok(await page.evaluate(([id, tag]) => document.getElementById(id).shadowRoot.querySelector(`${tag} canvas`).clientWidth > 100, [id, tag]), `a picture of ${id}`);
      await page.click(`#${id} >>> [data-part=step]`);
      await page.until(at, [id, next]);
      assert.equal(await page.evaluate(notice, id), "");
    }
    assert.match(await page.evaluate(() => document.getElementById("race").state), /^#lab=optimizers&step=4/);
    assert.match(await page.evaluate(() => document.getElementById("fit").state), /^#lab=logistic&.*digits=3/);
    await page.evaluate(() => (document.getElementById("fit").lab = "network"));
    await page.until(() => document.getElementById("fit").shadowRoot.querySelector("derivation-card h2")?.textContent === "Weighted input of layer 1", undefined, "another lab");
  }, { height: 1000 });

  const CLOSED = `<gradstep-lab id="one" hide="optimizer architecture ledger" lock="cost values run"></gradstep-lab>`;
  embedded("hides and locks controls one by one, for the keyboard too", CLOSED, async (page) => {
    await page.until(ready, "one");
    const shown = (selector) => getComputedStyle(document.getElementById("one").shadowRoot.querySelector(selector)).display !== "none";
    assert.deepEqual(await Promise.all(["[data-edit=optimizer]", "[data-edit=architecture]", "step-ledger", "[data-edit=cost]"].map((selector) => page.evaluate(shown, selector))), [false, false, false, true]);
    assert.equal(await page.evaluate(() => document.getElementById("one").shadowRoot.querySelector("[data-edit=cost]").disabled), true);
    await page.click("#one >>> [data-do=step]");
    await page.until(titled, ["one", "Activation of layer 1"]);
    await page.evaluate(() => document.getElementById("one").shadowRoot.querySelector("derivation-card h2").focus());
    await page.press(" ");
    await page.evaluate(() => document.getElementById("one").shadowRoot.querySelector("network-picture .editable text").dispatchEvent(new MouseEvent("click", { bubbles: true })));
    await page.press("ArrowRight");
    await page.until(() => document.getElementById("one").state === "#step=z2");
    assert.equal(await page.evaluate(() => document.getElementById("one").shadowRoot.querySelector("#run").getAttribute("aria-pressed")), "false");
    assert.equal(await page.evaluate(() => document.getElementById("one").shadowRoot.querySelector(".number-field")), null);
    await page.evaluate(() => { document.getElementById("one").hide = null; document.getElementById("one").lock = ""; });
    assert.equal(await page.evaluate(shown, "step-ledger"), true);
    await page.click("#one >>> [data-edit=optimizer]");
    await page.until(() => document.getElementById("one").shadowRoot.querySelector(".drawer [data-section=optimizer]") !== null, undefined, "the editor");
    await page.press("Escape");
    await page.until(() => document.getElementById("one").shadowRoot.querySelector(".drawer") === null, undefined, "the editor to close");
    assert.equal(await page.evaluate(() => document.getElementById("one").shadowRoot.activeElement?.dataset.edit), "optimizer");
    assert.equal(await page.evaluate(notice, "one"), "");
  });

  const SPOKEN = `<section lang="fa-IR" dir="rtl"><gradstep-lab id="one" iteration="2" step="delta1"></gradstep-lab></section><gradstep-lab id="two" lab="optimizers"></gradstep-lab>`;
  embedded("speaks the language of the page around it, from right to left, and another when it is set", SPOKEN, async (page) => {
    await page.until(ready, "one");
    const look = () => {
      const root = document.getElementById("one").shadowRoot;
      const [frame, chip] = [root.querySelector(".embedded"), root.querySelector("[data-do=what]")];
      const of = (selector) => getComputedStyle(root.querySelector(selector));
      return { lang: frame.lang, direction: getComputedStyle(frame).direction, formula: of("derivation-card math").direction, iteration: of("#iteration").direction, heading: root.querySelector("derivation-card h2").textContent, chip: chip.textContent, share: root.querySelector("[data-do=share]").textContent.trim() };
    };
    const persian = await page.evaluate(look);
    assert.match(persian.heading, /نورون/);
    assert.match(persian.chip, /^چه/);
    assert.deepEqual([persian.lang, persian.direction, persian.formula, persian.iteration, persian.share], ["fa", "rtl", "ltr", "ltr", "هم‌رسانی"]);
    await page.evaluate(() => document.getElementById("two").scrollIntoView());
    await page.until(ready, "two");
    await page.until((id) => /fa.*embed\.html\?lang=en/.test([...document.getElementById(id).shadowRoot.querySelectorAll(".notice:not([hidden])")].map((node) => node.textContent).join()), "two", "that one page speaks one language");
    await page.evaluate(() => {
      document.getElementById("two").remove();
      document.getElementById("one").lang = "en";
    });
    await page.until(titled, ["one", "How much each hidden unit is to blame"], "English");
    const english = await page.evaluate(look);
    assert.deepEqual([english.lang, english.direction, english.chip, english.share], ["en", "ltr", "What if …", "Share"]);
    assert.equal(await page.evaluate(() => document.getElementById("one").state), "#iteration=2&step=delta1");
    assert.equal(await page.evaluate(notice, "one"), "");
  });

  embedded("shares by a button of its own, which can be hidden", `<gradstep-lab id="one" lang="fa" step="a1"></gradstep-lab><gradstep-lab id="two" lang="fa" hide="share"></gradstep-lab>`, async (page, host) => {
    await page.until(ready, "one");
    await page.click("#one >>> [data-do=share]");
    await page.until(() => document.getElementById("one").shadowRoot.querySelector("dialog.share[open]") !== null, undefined, "the dialog");
    const form = (name) => document.getElementById("one").shadowRoot.querySelector(`dialog.share textarea[name=${name}]`).value;
    assert.equal(await page.evaluate(form, "link"), `${host.url}index.html?lang=fa#step=a1`);
    assert.match(await page.evaluate(form, "frame"), /^<iframe src="[^"]*\/gradstep\/embed\.html\?lang=fa#step=a1"/);
    assert.match(await page.evaluate(form, "element"), /<gradstep-lab lang="fa" state="#step=a1"><\/gradstep-lab>$/);
    await page.press("Escape");
    await page.until(() => document.getElementById("one").shadowRoot.querySelector("dialog.share") === null, undefined, "the dialog to close");
    assert.equal(await page.evaluate(() => document.getElementById("one").shadowRoot.activeElement?.dataset.do), "share");
    await page.evaluate(() => document.getElementById("two").scrollIntoView());
    await page.until(ready, "two");
    assert.equal(await page.evaluate(() => getComputedStyle(document.getElementById("two").shadowRoot.querySelector("[data-do=share]")).display), "none");
    assert.equal(await page.evaluate(notice, "two"), "");
  });

  embedded("every lab has the button", ["optimizers", "depth", "logistic"].map((lab) => `<gradstep-lab id="${lab}" lab="${lab}"></gradstep-lab>`).join(""), async (page) => {
    for (const lab of ["optimizers", "depth", "logistic"]) {
      await page.evaluate((id) => document.getElementById(id).scrollIntoView(), lab);
      await page.until(ready, lab);
      assert.equal(await page.evaluate((id) => document.getElementById(id).shadowRoot.querySelectorAll("[data-do=share]").length, lab), 1);
      await page.click(`#${lab} >>> [data-do=share]`);
      await page.until((id) => document.getElementById(id).shadowRoot.querySelector("dialog.share textarea[name=link]")?.value.includes(`#lab=${id}`), lab, "its link");
      await page.press("Escape");
    }
  }, { which: engines.filter((engine) => engine === "chromium") });

  embedded("fits 280 pixels", `<div style="width: 280px; margin: auto"><gradstep-lab id="one"></gradstep-lab></div>`, async (page) => {
    await page.until(ready, "one");
    await page.click("#one >>> [data-do=step]");
    await page.until(titled, ["one", "Activation of layer 1"]);
    const wide = () => {
      const root = document.getElementById("one").shadowRoot;
      const edge = document.getElementById("one").getBoundingClientRect().right + 1;
      return [...root.querySelectorAll("button, select, input, .panel, h2, p:not(.hidden)")].filter((node) => node.getClientRects().length && node.getBoundingClientRect().right > edge && !node.closest(".hidden, .scroller")).map((node) => node.outerHTML.slice(0, 80));
    };
    assert.deepEqual(await page.evaluate(wide), []);
    assert.ok(await page.evaluate(() => document.getElementById("one").shadowRoot.querySelector("[data-do=step]").getBoundingClientRect().height >= 43));
  }, { width: 600 });

  embedded("nothing is loaded before it is near, and what is taken away comes back as it was", `<div style="height: 9000px"></div><gradstep-lab id="one">fallback</gradstep-lab>`, async (page, host) => {
    await page.until(() => customElements.get("gradstep-lab") !== undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(host.asked.filter((path) => path.startsWith("/gradstep/")), ["/gradstep/gradstep-lab.js"]);
    assert.equal(await page.evaluate(() => Boolean(document.getElementById("one").shadowRoot.querySelector("slot"))), true);
    await page.evaluate(() => document.getElementById("one").scrollIntoView());
    await page.until(ready, "one");
    await page.click("#one >>> [data-do=step]");
    await page.until(titled, ["one", "Activation of layer 1"]);
    await page.evaluate(() => {
      window.kept = document.getElementById("one");
      window.kept.remove();
    });
    assert.equal(await page.evaluate(() => window.kept.shadowRoot.querySelectorAll("network-lab").length), 0);
    assert.equal(await page.evaluate(() => window.kept.state), "#step=a1");
    await page.evaluate(() => document.body.prepend(window.kept));
    await page.evaluate(() => scrollTo(0, 0));
    await page.until(ready, "one");
    await page.until(titled, ["one", "Activation of layer 1"]);
  });
});

describe("labs that come and go", () => {
  test("a hundred rounds of adding and removing give their memory back", { timeout: 240_000 }, async () => {
    const host = await serve(dist, "/gradstep/", { "/notes.html": notes("") });
    const page = await open("chromium", host.url.replace("/gradstep/", "/notes.html"));
    try {
      const cdp = await page.tab.createCDPSession();
      const rounds = (count) => page.evaluate(async (count) => {
        for (let round = 0; round < count; round += 1) {
          const lab = document.createElement("gradstep-lab");
          lab.setAttribute("lab", ["network", "optimizers", "logistic", "depth"][round % 4]);
          const ready = new Promise((resolve) => lab.addEventListener("gradstep-ready", resolve));
          document.body.append(lab);
          await Promise.all([lab.start(), ready]);
          lab.remove();
        }
      }, count);
      const held = async () => {
        for (let times = 0; times < 3; times += 1) await cdp.send("HeapProfiler.collectGarbage");
        const { usedSize } = await cdp.send("Runtime.getHeapUsage");
        const { nodes } = await cdp.send("Memory.getDOMCounters");
        const core = await page.evaluate(async () => (await (await import("/gradstep/www/core.js")).default()).memory.buffer.byteLength);
        return { heap: usedSize, nodes, core };
      };
      await page.until(() => customElements.get("gradstep-lab") !== undefined);
      await rounds(12);
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const before = await held();
      await rounds(100);
      // Timers under way when a lab was taken away may hold it for a moment more.
      let after = await held();
      for (let tries = 0; tries < 20 && after.nodes - before.nodes >= 2000; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        after = await held();
      }
      const told = JSON.stringify([before, after]);
      assert.ok(after.core <= before.core, told);
      assert.ok(after.heap - before.heap < 1.5e6, told);
      assert.ok(after.nodes - before.nodes < 2000, told);
      assert.deepEqual(page.consoleErrors, []);
    } finally {
      await page.close();
      await host.close();
    }
  });
});

describe("the page for frames", () => {
  for (const engine of engines)
    test(`speaks the language of its address, and shares (${engine})`, { timeout: 120_000 }, async () => {
      const host = await serve(dist, "/gradstep/");
      const page = await open(engine, `${host.url}embed.html?lang=fa#step=a1`);
      try {
        const lab = () => document.querySelector("gradstep-lab").shadowRoot;
        const ready = () => document.querySelector("gradstep-lab").shadowRoot?.querySelector("[data-ready]") != null;
        await page.until(ready, undefined, "the lab");
        assert.deepEqual(await page.evaluate(`(() => { const { lang, dir } = (${lab})().querySelector(".embedded"); return [lang, dir, document.querySelector("gradstep-lab").state]; })()`), ["fa", "rtl", "#step=a1"]);
        await page.click("gradstep-lab >>> [data-do=share]");
        await page.until(() => document.querySelector("gradstep-lab").shadowRoot.querySelector("dialog.share textarea[name=frame]")?.value.includes("embed.html?lang=fa#step=a1"), undefined, "the frame's line");
        assert.deepEqual(page.consoleErrors, []);
        await page.goto(`${host.url}embed.html?lang=xx&hide=share`);
        await page.until(() => /lang.*en, fa.*xx/.test(document.querySelector("gradstep-lab").shadowRoot?.querySelector(".notice")?.textContent ?? ""), undefined, "the languages that there are");
        await page.until(ready, undefined, "the lab in English");
        assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("gradstep-lab").shadowRoot.querySelector("[data-do=share]")).display), "none");
      } finally {
        await page.close();
        await host.close();
      }
    });

  const FRAME = `<iframe id="frame" src="/gradstep/embed.html#iteration=2&step=delta1&hide=ledger,what&theme=dark" width="700" height="200" title="Gradstep"></iframe>`;
  for (const engine of engines)
    test(`takes its settings from the address and tells how high it is (${engine})`, { timeout: 120_000 }, async () => {
      const host = await serve(dist, "/gradstep/", { "/notes.html": notes(FRAME) });
      const page = await open(engine, host.url.replace("/gradstep/", "/notes.html"));
      try {
        await page.until(() => document.getElementById("frame").contentDocument?.querySelector("gradstep-lab")?.shadowRoot?.querySelector("[data-ready]") != null, undefined, "the lab in the frame");
        await page.until(() => document.getElementById("frame").offsetHeight > 500, undefined, "the height");
        const seen = await page.evaluate(() => {
          const lab = document.getElementById("frame").contentDocument.querySelector("gradstep-lab");
          const root = lab.shadowRoot;
          return [lab.state, root.querySelector(".embedded").dataset.theme, getComputedStyle(root.querySelector("step-ledger")).display];
        });
        assert.deepEqual(seen, ["#iteration=2&step=delta1", "dark", "none"]);
        // The lab goes on arriving for a moment after it is ready, and its height with it.
        const fits = () => {
          const frame = document.getElementById("frame");
          return Math.abs(frame.contentDocument.documentElement.getBoundingClientRect().height - frame.clientHeight) < 3;
        };
        await page.until(fits, undefined, "the frame to be as high as the lab");
        // What is no number, or comes from elsewhere, changes nothing: a height that is taken stays, as the lab tells its own once.
        await page.evaluate(() => { for (const height of ["<b>", 1e9, -5, null]) postMessage({ gradstep: "height", height }, "*"); postMessage({ gradstep: "height", height: 333 }, "*"); });
        await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
        await page.until(fits, undefined, "the frame to be as high as the lab still");
        assert.deepEqual(page.consoleErrors, []);
      } finally {
        await page.close();
        await host.close();
      }
    });
});
