// The network lab as a reader uses it: stepping, editing, undoing, linking, by mouse and by keyboard, on a phone too.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { engines, open } from "./browsers.mjs";
import { listen, pressed, told } from "./race-lab.mjs";
import { serve } from "./server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const ready = () => document.querySelector("network-lab[data-ready]") !== null;
const place = () => document.querySelector("#strip").getAttribute("aria-valuenow") + " of iteration " + document.querySelector("#iteration").value;
const at = (expected) => document.querySelector("#strip").getAttribute("aria-valuenow") + " of iteration " + document.querySelector("#iteration").value === expected;
const notice = () => document.querySelector("#notice:not([hidden])")?.textContent ?? "";

/** 8–4–4–4–1 units whose weighted inputs are long numbers. */
const DEEP = (() => {
  const layer = (rows, columns, kind) => ({ weights: [...Array(rows)].map((_, r) => [...Array(columns)].map((_, c) => ((r * 7 + c * 5) % 11) / 4 - 1.613)), bias: Array(rows).fill(-0.707), activation: { kind } });
  const layers = [layer(4, 8, "tanh"), layer(4, 4, "tanh"), layer(4, 4, "tanh"), layer(1, 4, "sigmoid")];
  return `#inputs=[[1,-0.0667,0.5,-1.2345,1,-0.8765,0.25,1]]&layers=${JSON.stringify(layers)}`;
})();

describe("the network lab", () => {
  let host;
  before(async () => (host = await serve(dist)));
  after(() => host.close());

  /** Runs `body` on the lab in each engine, and wants no complaint on the console. */
  const lab = (name, hash, body, options) => {
    for (const engine of engines)
      test(`${name} (${engine})`, { timeout: 120_000 }, async () => {
        const page = await open(engine, host.url + hash, options);
        try {
          await page.until(ready, undefined, "the lab");
          await body(page);
          assert.deepEqual(page.consoleErrors, []);
        } finally {
          await page.close();
        }
      });
  };

  lab("steps to the end of iteration 2 and back by keyboard", "", async (page) => {
    assert.equal(await page.evaluate(place), "1 of iteration 1");
    await page.press("End");
    assert.equal(await page.evaluate(place), "20 of iteration 1");
    await page.press("ArrowRight");
    await page.press("End");
    assert.equal(await page.evaluate(place), "20 of iteration 2");
    assert.equal(await page.evaluate(() => document.querySelector("#status").textContent), "0.1175");
    await page.press("ArrowUp");
    await page.press("Home");
    await page.press("ArrowRight");
    await page.press("ArrowLeft");
    assert.equal(await page.evaluate(place), "1 of iteration 1");
    assert.match(await page.evaluate(() => document.querySelector("derivation-card .result").textContent), /0\.7000.*0\.1000/);
  });

  lab("steps by its buttons", "", async (page) => {
    await page.click("[data-do=step]");
    await page.click("[data-do=stage]");
    assert.equal(await page.evaluate(place), "4 of iteration 1");
    await page.click("[data-do=iteration]");
    assert.equal(await page.evaluate(place), "4 of iteration 2");
    await page.click("[data-do=back]");
    assert.equal(await page.evaluate(place), "3 of iteration 2");
    await page.click("[data-do=start]");
    assert.equal(await page.evaluate(place), "1 of iteration 1");
  });

  lab("keeps the focus at the start, and on a value of the ledger that goes", "#iteration=2", async (page) => {
    assert.equal(await page.evaluate(pressed, "[data-do=start]"), "step");
    await page.press("ArrowRight");
    assert.equal(await page.evaluate(pressed, "[data-do=back]"), "step");
    await page.press("ArrowRight");
    await page.evaluate(() => document.querySelector("step-ledger [data-go='1:z1']").focus());
    for (let iteration = 1; iteration < 4; iteration += 1) await page.evaluate(() => document.querySelector("[data-do=iteration]").click());
    await page.until(at, "2 of iteration 4", "the iteration");
    assert.equal(await page.evaluate(() => document.activeElement.closest("step-ledger") !== null), true);
  });

  lab("tells a listener each step, a run only now and then, and where it has come to", "", async (page) => {
    await page.press("ArrowRight");
    await told(page, String.raw`^Activation of layer 1: `);
    await page.evaluate(listen);
    await page.evaluate(() => {
      const speed = document.querySelector("#speed");
      speed.value = "fast";
      speed.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await page.click("#run");
    await page.until(() => Number(document.querySelector("#iteration").value) > 20, undefined, "twenty iterations");
    await page.click("#run");
    const heard = await page.evaluate(() => window.heard);
    assert.ok(heard.length > 0 && heard.length <= 3, heard.join(" "));
  });

  lab("says that a problem is the reader's own, and keeps its chips in their row", "", async (page) => {
    const shows = () => [document.querySelector("#preset").selectedOptions[0].textContent, document.querySelector("[data-do=printed]").disabled,
      new Set([...document.querySelectorAll("network-lab > .problem > *")].filter((chip) => chip.getClientRects().length).map((chip) => Math.round(chip.getBoundingClientRect().top))).size];
    for (const preset of ["#preset=mazur", "#preset=xor", "#preset=softmax-3-4-3", "#"]) {
      await page.evaluate((hash) => (location.hash = hash), preset);
      await page.until((id) => document.querySelector("#preset").value === id, preset.split("=")[1] ?? "hw3-q1", preset);
      assert.equal((await page.evaluate(shows))[2], 1, preset);
    }
    assert.deepEqual(await page.evaluate(shows), ["Handout, question 1", false, 1]);
    await page.evaluate(() => (location.hash = "#optimizer.learning_rate=0.5"));
    await page.until(() => document.querySelector("#preset").value === "", undefined, "an own problem");
    assert.deepEqual(await page.evaluate(shows), ["Own problem", true, 1]);
    await page.evaluate(() => {
      const chooser = document.querySelector("#preset");
      chooser.value = "hw3-q1";
      chooser.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await page.until(() => location.hash === "", undefined, "the handout's again");
    assert.deepEqual(await page.evaluate(shows), ["Handout, question 1", false, 1]);
  });

  lab("says where costs will be drawn after an undo, too", "", async (page) => {
    await page.press("End");
    await page.until(() => document.querySelector("cost-chart canvas")?.clientWidth > 0, undefined, "the chart");
    await page.evaluate(() => (location.hash = "#optimizer.learning_rate=0.5"));
    await page.until(() => document.querySelector("cost-chart .empty")?.checkVisibility() && !document.querySelector("cost-chart canvas").checkVisibility(), undefined, "the sentence");
  });

  lab("moves over for the editor, so that all parts stay in sight", "", async (page) => {
    await page.click("[data-do=edit]");
    await page.until(() => document.querySelector(".drawer") !== null, undefined, "the editor");
    const ends = () => [document.querySelector("step-ledger").getBoundingClientRect().right, document.querySelector(".drawer").getBoundingClientRect().left];
    const [ledger, drawer] = await page.evaluate(ends);
    assert.ok(ledger <= drawer, `${ledger}, ${drawer}`);
  });

  lab("lets the keyboard skip to Step", "", async (page) => {
    await page.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "skip");
    await page.press("Enter");
    await page.until(() => document.activeElement.dataset.do === "step", undefined, "the Step button");
  });

  lab("opens a link and keeps it over a reload", "#iteration=2&step=delta1&layers.0.weights.0.1=0.75", async (page) => {
    assert.equal(await page.evaluate(place), "10 of iteration 2");
    await page.reload();
    await page.until(ready, undefined, "the lab again");
    assert.equal(await page.evaluate(() => location.hash), "#iteration=2&step=delta1&layers.0.weights.0.1=0.75");
  });

  lab("edits, undoes, refuses what is wrong and keeps what was good", "", async (page) => {
    await page.click("[data-edit=optimizer]");
    await page.until(() => document.querySelector("[data-name='optimizer.learning_rate']") !== null, undefined, "the editor");
    const set = (value) => {
      const field = document.querySelector("[data-name='optimizer.learning_rate']");
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    await page.evaluate(set, "-1");
    assert.match(await page.evaluate(() => document.querySelector(".drawer .error").textContent), /^expected a number ≥ 0, found -1$/);
    assert.equal(await page.evaluate(() => location.hash), "");
    await page.evaluate(set, "0.5");
    assert.equal(await page.evaluate(() => location.hash), "#optimizer.learning_rate=0.5");
    await page.press("Escape");
    await page.click("[data-do=undo]");
    assert.equal(await page.evaluate(() => location.hash), "");
    await page.click("[data-do=redo]");
    assert.equal(await page.evaluate(() => location.hash), "#optimizer.learning_rate=0.5");
  });

  lab("edits a weight in the picture by keyboard alone", "", async (page) => {
    await page.evaluate(() => document.querySelector("network-picture [tabindex='0']").focus());
    await page.press("Enter");
    await page.until(() => document.querySelector(".number-field input") !== null, undefined, "the field");
    await page.evaluate(() => (document.querySelector(".number-field input").value = "0,25"));
    await page.press("Enter");
    await page.until(() => location.hash === "#layers.0.weights.0.0=0.25", undefined, "the edit");
  });

  lab("keeps the field open over what is no number, and says so", "", async (page) => {
    await page.evaluate(() => document.querySelector("network-picture [tabindex='0']").focus());
    await page.press("Enter");
    await page.until(() => document.querySelector(".number-field input") !== null, undefined, "the field");
    await page.evaluate(() => {
      document.querySelector(".number-field input").value = "abc";
      document.querySelector(".number-field").requestSubmit();
    });
    await page.until(() => document.querySelector(".number-field .error")?.textContent === "This is not a number.", undefined, "a sentence");
    assert.doesNotMatch(await page.evaluate(() => document.querySelector("#announcement").textContent), /abc/);
    assert.equal(await page.evaluate(() => location.hash), "");
  });

  /** Texts of units that come nearer to their circle's rim than 2 px, corners of their boxes included. Runs in the page. */
  const overRims = () => [...document.querySelectorAll("network-picture .node")].flatMap((node) => {
    const rim = node.querySelector("circle").getBoundingClientRect();
    return [...node.querySelectorAll("text.number, text.name")].filter((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      // figures leave a quarter of their line's height empty above and below
      const inset = (bottom - top) / 4;
      const far = Math.max(Math.abs(top + inset - rim.top - rim.height / 2), Math.abs(bottom - inset - rim.top - rim.height / 2));
      return Math.hypot((right - left) / 2, far) > rim.width / 2 - 2;
    }).map((text) => text.textContent);
  });

  for (const hash of ["#layers.0.bias=[-0.803,-1.32]&layers.0.weights=[[-4,0,-8.5],[-9.67,0,-6.123]]", "#layers.0.weights=[[-400,0,-85],[-0.1,0,-0.4567]]", DEEP])
    for (const width of [1280, 360])
      lab(`keeps numbers within their circles at ${width} px, ${hash.slice(1, 40)}`, hash, async (page) => {
        for (let step = 0; step < 4; step += 1) {
          assert.deepEqual(await page.evaluate(overRims), []);
          const sizes = await page.evaluate(() => [...document.querySelectorAll("network-picture .node .number")].map((text) => Number.parseFloat(getComputedStyle(text).fontSize)));
          assert.ok(Math.min(...sizes) >= 8, String(sizes));
          await page.press("ArrowRight");
        }
      }, { width, height: 740 });

  lab("leaves the focus on a number of the picture that was changed, or was not, by mouse", "", async (page) => {
    const focused = () => document.activeElement.getAttribute("data-key");
    for (const [key, hash] of [["Enter", "#layers.0.weights.0.1=0.75"], ["Escape", "#layers.0.weights.0.1=0.75"]]) {
      // WebKit's driver does not click what is drawn
      if (page.engine !== "webkit") await page.click("network-picture [data-key='1.0.1'] text");
      else await page.evaluate(() => document.querySelector("network-picture [data-key='1.0.1'] text").dispatchEvent(new MouseEvent("click", { bubbles: true })));
      await page.until(() => document.activeElement.closest(".number-field") !== null, undefined, "the field");
      await page.evaluate(() => (document.activeElement.value = "0.75"));
      await page.press(key);
      await page.until(() => document.querySelector(".number-field") === null, undefined, "the field to close");
      await page.until((hash) => location.hash === hash, hash, "the edit");
      assert.equal(await page.evaluate(focused), "1.0.1", key);
      assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("network-picture [tabindex='0']")].map((item) => item.dataset.key)), ["1.0.1"]);
    }
    await page.press("Control+z");
    await page.until(() => location.hash === "", undefined, "the edit undone");
    assert.equal(await page.evaluate(focused), "1.0.1", "undone");
  });

  for (const preset of ["", "#preset=softmax-3-4-3"])
    lab(`gives biases and targets of the picture room to be tapped, ${preset || "the handout's"}`, preset, async (page) => {
      const missed = () => {
        document.querySelector("network-picture").scrollIntoView({ block: "start" });
        return [...document.querySelectorAll("network-picture .editable:is([data-key^=b], [data-key^=y])")].filter((item) => {
          const { left, right, top, bottom } = item.querySelector(".hit").getBoundingClientRect();
          const reached = [1, 12, 23].every((below) => document.elementFromPoint((left + right) / 2, top + below)?.closest(".editable") === item);
          return right - left < 24 || bottom - top < 24 || !reached;
        }).map((item) => item.dataset.key);
      };
      assert.deepEqual(await page.evaluate(missed), []);
    }, { width: 360, height: 740 });

  /** The ring of what has the focus in the picture, and how many parts of it have one. Runs in the page. */
  const ring = () => {
    const blue = getComputedStyle(document.querySelector("network-picture")).getPropertyValue("--forward").trim();
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = blue;
    const { color } = getComputedStyle(probe);
    probe.remove();
    const ringed = [...document.querySelectorAll("network-picture .editable :is(.back, .hit)")].filter((part) => getComputedStyle(part).stroke === color && Number.parseFloat(getComputedStyle(part).strokeWidth) >= 3);
    return [document.activeElement.getAttribute("data-key"), ringed.length, ringed[0]?.closest(".editable").getAttribute("data-key")];
  };
  for (const dark of [false, true])
    lab(`shows where the focus is in the picture, on ${dark ? "chalkboard" : "paper"}`, "#step=dW1", async (page) => {
      await page.evaluate(() => document.querySelector("network-picture [tabindex='0']").focus());
      const keys = new Set();
      for (let move = 0; move < 15; move += 1) {
        await page.press("ArrowRight");
        const [key, count, ringed] = await page.evaluate(ring);
        assert.deepEqual([count, ringed], [1, key]);
        keys.add(key.replace(/\d.*/, ""));
      }
      assert.deepEqual([...keys].sort(), ["", "b", "x.", "y."]);
    }, { dark });

  lab("tries what if beside the problem", "#iteration=3&what=momentum-zero", async (page) => {
    assert.match(await page.evaluate(() => document.querySelector("step-ledger thead").textContent), /momentum 0/);
    assert.ok(await page.evaluate(() => document.querySelector("step-ledger td.what .differs") !== null));
  });

  /** What a row of the ledger shows, a text a column, and what stands beneath it. Runs in the page. */
  const ledgerRow = (id) => {
    const line = [...document.querySelectorAll("step-ledger tr.line")].find((line) => line.querySelector(`td[data-q$=':${id}']`));
    const detail = line.nextElementSibling?.matches(".detail") ? line.nextElementSibling : null;
    const starred = (part) => [...part.querySelectorAll(".differs")].filter((number) => getComputedStyle(number, "::after").content === '"*"').length;
    return { cells: [...line.querySelectorAll("td")].map((cell) => cell.textContent), stars: starred(line), beneath: detail?.textContent ?? "", starsBeneath: detail ? starred(detail) : 0 };
  };
  /** Numbers of the ledger that stick out of their cells, on a star or a bracket too. Runs in the page. */
  const stickingOut = () => [...document.querySelectorAll("step-ledger td .matrix")].filter((matrix) => {
    const [cell, own] = [matrix.closest("td").getBoundingClientRect(), matrix.getBoundingClientRect()];
    return own.left < cell.left - 0.5 || own.right > cell.right + 0.5 || [...matrix.children].some((number) => number.getBoundingClientRect().right > own.right + 0.5);
  }).map((matrix) => matrix.textContent);

  lab("shows numbers in the ledger on a phone with a what-if, too", "#iteration=3&step=b1&what=momentum-zero", async (page) => {
    if (page.engine === "webkit") return; // its window has a smallest width
    for (const id of ["cost", "z2", "b2", "b1"]) {
      const { cells } = await page.evaluate(ledgerRow, id);
      assert.ok(cells.length === 3 && cells.every((text) => /\d\.\d{4}/.test(text)), `${id}: ${cells}`);
    }
    const { beneath } = await page.evaluate(ledgerRow, "W2");
    assert.equal(beneath.match(/\d\.\d{4}/g)?.length, 6, beneath);
    assert.deepEqual(await page.evaluate(stickingOut), []);
  }, { width: 360, height: 740 });

  lab("stars what differs where the numbers are folded, too", "#iteration=2&step=b1&what=momentum-zero", async (page) => {
    for (const id of ["vW2", "W2", "vW1", "W1"]) assert.equal((await page.evaluate(ledgerRow, id)).stars, 1, id);
    for (const id of ["dW1", "dW2"]) assert.equal((await page.evaluate(ledgerRow, id)).stars, 0, id);
    assert.equal((await page.evaluate(ledgerRow, "W2")).starsBeneath, 2);
    const behind = () => [...document.querySelectorAll("step-ledger .matrix .differs")].filter((number) => {
      const star = Number.parseFloat(getComputedStyle(number, "::after").width);
      const words = document.createRange();
      words.selectNodeContents(number);
      return words.getBoundingClientRect().right + star > number.closest(".matrix").getBoundingClientRect().right;
    }).length;
    assert.equal(await page.evaluate(behind), 0, "stars over a bracket");
    assert.deepEqual(await page.evaluate(stickingOut), []);
  });

  lab("lets the arrow keys pass numbers beneath a row of the ledger, which its button takes away", "#iteration=2&step=b1&what=momentum-zero", async (page) => {
    await page.evaluate(() => document.querySelector("step-ledger [data-go='2:vW2']").focus());
    await page.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.go), "2:W2");
    for (const stands of [false, true]) {
      await page.evaluate(() => document.querySelector("step-ledger [data-open=W2]").click());
      assert.deepEqual([await page.evaluate(() => document.activeElement.getAttribute("aria-expanded")), (await page.evaluate(ledgerRow, "W2")).beneath !== ""], [String(stands), stands]);
    }
  });

  lab("compares a cost with the same cost of a what-if", "#step=cost_other&what=cost:cross_entropy", async (page) => {
    const cells = () => [...document.querySelector("step-ledger tr.here").querySelectorAll("td")].map((cell) => cell.textContent.trim());
    await page.until(() => document.querySelector("step-ledger tr.here td.what") !== null, undefined, "the column");
    const [, ours, theirs] = await page.evaluate(cells);
    assert.equal(theirs, ours);
  });

  lab("shows the printed values beside the computed ones", "#printed=1&iteration=2&step=cost_other", async (page) => {
    assert.match(await page.evaluate(() => document.querySelector("step-ledger .summary").textContent), /differ/);
    assert.ok(await page.evaluate(() => document.querySelectorAll("step-ledger mark").length > 3));
  });

  lab("says why a printed value differs, where that is known", "#printed=1&step=b1", async (page) => {
    const why = (id) => document.querySelector(`step-ledger td [data-go='1:${id}']`).closest("tr").nextElementSibling.querySelector(".printed .because")?.textContent ?? "";
    await page.until(() => document.querySelectorAll("step-ledger .because").length > 5, undefined, "the reasons");
    assert.match(await page.evaluate(why, "a1"), /gives 0\.5250; .* 0\.5245: a slip of the pen/);
    assert.match(await page.evaluate(why, "z2"), /Right from the printed numbers before it/);
    assert.match(await page.evaluate(why, "delta1"), /sign/i);
    assert.match(await page.evaluate(why, "vW1"), /taken back/);
    assert.equal(await page.evaluate(() => [...document.querySelectorAll("step-ledger .printed")].filter((cell) => cell.querySelector("mark") && !cell.querySelector(".because")).length), 0);
  });

  lab("shows exact and printed numbers together, with room for the reason, on a phone and beside a what-if", "#printed=1&iteration=2&step=b1&what=momentum-zero", async (page) => {
    const shown = (id) => {
      const line = document.querySelector(`step-ledger td [data-go='1:${id}']`).closest("tr");
      const [figure] = line.nextElementSibling.querySelectorAll("figure");
      return [...figure.querySelectorAll(".matrix")].map((matrix) => matrix.childElementCount);
    };
    const narrow = () => [...document.querySelectorAll("step-ledger .because")].map((reason) => reason.getBoundingClientRect().width).filter((width) => width < 200);
    for (const size of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
      await page.resize(size);
      await page.until(() => document.querySelectorAll("step-ledger .because").length > 5, undefined, "the reasons");
      for (const [id, count] of [["W1", 6], ["vW1", 6], ["W2", 2], ["a1", 2], ["b2", 1]]) assert.deepEqual(await page.evaluate(shown, id), [count, count], id);
      assert.deepEqual(await page.evaluate(narrow), []);
      assert.deepEqual(await page.evaluate(stickingOut), []);
    }
  });

  lab("says where a run overflows", "#layers.0.activation={'kind':'identity'}&layers.1.activation={'kind':'identity'}&optimizer.learning_rate=50&iteration=20", async (page) => {
    assert.match(await page.evaluate(notice), /iteration 6/);
  });

  lab("opens in place of a lab that is not there, says so, and answers keys", "#lab=nonsense&iteration=2", async (page) => {
    await page.until(() => /lab has to be one of network, .*found “nonsense”/.test(document.querySelector("#notice:not([hidden])")?.textContent ?? ""), undefined, "the sentence");
    assert.equal(await page.evaluate(() => document.querySelector("nav [aria-current]").dataset.lab), "network");
    await page.press("ArrowRight");
    await page.until(at, "2 of iteration 1", "the step");
    await page.evaluate(() => (location.hash = "#lab="));
    await page.until(() => /found “”/.test(document.querySelector("#notice:not([hidden])")?.textContent ?? ""), undefined, "the sentence on a lab without a name");
  });

  /** Each with the place that is told. */
  const wrong = { "lab=network2": "lab", "preset=nope": "preset", "__proto__=1": "__proto__", "layers.0.weights.0.0=%3Cimg%20src=x%20onerror=alert(1)%3E": "layers\\.0\\.weights\\.0\\.0",
    "layers.0.weights=[[1,2],[3]]": "layers\\.0\\.weights", "layers=[[[[[[[[[1]]]]]]]]]": "layers", "optimizer.learning_rate=-3": "optimizer\\.learning_rate", "iteration=0": "iteration",
    "layers.9.bias=3": "layers\\.9\\.bias", [`seed=${"1".repeat(70_000)}`]: "characters", "step=%20": "step:", "what=%20": "what:" };
  lab("tells what is wrong with a link and where, leaves it to be corrected and keeps its own lesson", "#preset=nope", async (page) => {
    assert.match(await page.evaluate(notice), /cannot be opened: preset.*default problem/);
    assert.equal(await page.evaluate(place), "1 of iteration 1");
    for (const [hash, where] of Object.entries(wrong)) {
      await page.evaluate(() => (location.hash = "#iteration=2"));
      await page.until(() => document.querySelector("#notice").hidden && document.querySelector("#iteration").value === "2", undefined, "a good link");
      await page.evaluate((text) => (location.hash = text), hash);
      await page.until((where) => new RegExp(`cannot be opened: [^.]*${where}.*stays as it was`).test(document.querySelector("#notice").textContent), where, `a sentence about ${hash.slice(0, 40)}`);
      assert.equal(await page.evaluate(() => document.querySelectorAll("#notice img").length), 0);
      assert.equal(await page.evaluate(place), "1 of iteration 2");
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(await page.evaluate(() => location.hash.slice(0, 200)), `#${hash}`.slice(0, 200));
    }
    await page.press("ArrowRight");
    await page.until(() => location.hash === "#iteration=2&step=a1", undefined, "the lab's own link");
  });

  lab("follows a link that comes while its own is about to be written", "", async (page) => {
    await page.press("ArrowRight");
    await page.evaluate(() => {
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
      for (const start = performance.now(); performance.now() - start < 400; );
      location.hash = "#iteration=3";
    });
    await page.until(at, "1 of iteration 3", "the link");
  });

  lab("has its last step in the link that the way back leads to", "", async (page) => {
    await page.press("ArrowRight");
    // the rest in one go, before a link would be written by itself
    await page.evaluate(() => {
      for (let step = 0; step < 2; step += 1) document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
      document.querySelector("header nav a[href*='lab=optimizers']").click();
    });
    await page.until(() => document.querySelector("optimizer-lab tbody tr") !== null, undefined, "the other lab");
    await page.evaluate(() => history.back());
    await page.until(at, "4 of iteration 1", "the step");
    assert.match(await page.evaluate(() => location.hash), /step=/);
  });

  lab("goes to no iteration that is none, and has the browser say so", "#iteration=3", async (page) => {
    const field = () => [document.querySelector("#iteration").value, document.querySelector("#iteration").validity.valid];
    await page.evaluate(() => {
      const field = document.querySelector("#iteration");
      const told = field.reportValidity.bind(field);
      window.told = 0;
      field.reportValidity = () => ((window.told += 1), told());
    });
    const type = async (text) => {
      await page.evaluate(() => (document.querySelector("#iteration").focus(), document.querySelector("#iteration").select()));
      for (const key of text) await page.press(key);
      await page.press("Enter");
    };
    for (const [index, wrong] of ["2.5", "0", "1e7", "-"].entries()) {
      await type(wrong);
      await page.until((count) => window.told === count && document.activeElement.id === "iteration", index + 1, `a sentence about ${wrong}`);
      assert.equal(await page.evaluate(() => location.hash), "#iteration=3");
      await page.evaluate(() => document.querySelector("#iteration").blur());
      assert.deepEqual(await page.evaluate(field), ["3", true]);
    }
    await type("12");
    await page.until(at, "1 of iteration 12", "the iteration");
  });

  // of what is tall, engines show a part
  lab("keeps what has the focus clear of the controls at the page's foot", "", async (page) => {
    if (page.engine !== "chromium") return; // Firefox takes what the foot covers for seen; WebKit's window has a smallest width
    for (const name of ["network", "optimizers", "logistic"]) {
      await page.evaluate((name) => (location.hash = name === "network" ? "#iteration=2" : `#lab=${name}`), name);
      const tag = `${name.replace(/s$/, "")}-lab`;
      await page.until((tag) => document.querySelector(`${tag} .transport`)?.getClientRects().length > 0, tag, tag);
      const stops = [];
      for (let stop = 0; stop < 50; stop += 1) {
        await page.press("Tab");
        stops.push(await page.evaluate((tag) => {
          const [focused, foot] = [document.activeElement, document.querySelector(`${tag} .transport`)];
          if (!focused.closest(tag) || foot.contains(focused)) return null;
          const [{ bottom, height }, { top }] = [focused, foot].map((node) => node.getBoundingClientRect());
          return bottom > top + 1 && height < 200 ? `${bottom} ${top} ${focused.outerHTML.slice(0, 80)}` : "";
        }, tag));
      }
      const inside = stops.filter((stop) => stop !== null).length;
      assert.ok(inside > 10, `${name}: ${inside} stops`);
      assert.deepEqual(stops.filter(Boolean), [], name);
    }
  }, { width: 360, height: 740 });

  lab("has nothing that scrolls sideways on a phone, and targets of 44 px", "#iteration=2&step=dW1", async (page) => {
    if (page.engine === "webkit") return; // its window has a smallest width
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    const small = () => [...document.querySelectorAll("button, select, input, summary, a")].filter((node) => {
      const { width, height } = node.getBoundingClientRect();
      return width > 0 && (width < 43.5 || height < 43.5);
    }).map((node) => node.outerHTML.slice(0, 80));
    assert.deepEqual(await page.evaluate(small), []);
  }, { width: 360, height: 740 });

  for (const dark of [false, true])
    test(`has no axe violations, ${dark ? "chalkboard" : "paper"}`, { timeout: 120_000 }, async () => {
      for (const width of [1280, 360]) {
        const page = await open("chromium", `${host.url}#iteration=2&step=dW1&printed=1&what=optimizer:adam`, { width, height: 800, dark });
        try {
          await page.until(ready, undefined, "the lab");
          await page.evaluate(() => [...document.querySelectorAll("derivation-card .face:not(.spare) .tools button")].at(-1).click());
          await page.click("[data-do=edit]");
          await page.until(() => document.querySelector(".check") !== null && document.querySelector(".drawer") !== null, undefined, "check and editor");
          await page.evaluate(axe.source);
          const found = await page.evaluate(async () => (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`));
          assert.deepEqual(found, []);
        } finally {
          await page.close();
        }
      }
    });
});
