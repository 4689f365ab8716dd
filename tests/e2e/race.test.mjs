// The optimizer lab as a reader uses it: both scenarios, the switch, dragging, a typed surface, links, the keyboard.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { open } from "./browsers.mjs";
import { enter, error, hosted, keepsBrokenLinks, listen, part, pressed, ready, told } from "./race-lab.mjs";

const states = () => [...document.querySelectorAll("optimizer-lab tbody .words")].map((cell) => cell.textContent);

describe("the optimizer lab", () => {
  const { lab, host, isFitForPhones, isAccessible } = hosted();

  lab("ends as the handout's first scenario does", "", async (page) => {
    const found = await page.evaluate(states);
    assert.deepEqual(found.map((state) => /lowest/.test(state)), [false, false, true, true]);
    assert.ok(found.every((state) => /at rest/.test(state)), found.join("; "));
  });

  lab("ends as the second scenario does, and the switch for bias correction changes it", "&preset=two-well-2&chosen=3", async (page) => {
    assert.match((await page.evaluate(states))[3], /local minimum/);
    await page.evaluate(enter, ["[data-name=bias_correction]", true]);
    await page.evaluate(enter, ["[data-name=beta1]", "0.9"]);
    await page.until(() => /lowest/.test([...document.querySelectorAll("optimizer-lab tbody .words")][3].textContent), undefined, "the other well");
  });

  lab("steps by keyboard and shows the numbers of the step", "", async (page) => {
    await page.press("ArrowRight");
    await page.press("ArrowRight");
    assert.equal(await page.evaluate(part, "at"), "2");
    assert.match(await page.evaluate(() => document.querySelector("race-steps").textContent), /Step 2 of SGD/);
    await page.press("ArrowDown");
    assert.match(await page.evaluate(() => document.querySelector("race-steps").textContent), /Step 2 of momentum.*Velocity/s);
    await page.press("End");
    assert.equal(await page.evaluate(part, "at"), "500");
    await page.press("Home");
    assert.equal(await page.evaluate(part, "at"), "0");
  });

  lab("follows a start that is dragged or typed, and undoes it", "", async (page) => {
    await page.evaluate(() => {
      const map = document.querySelector("race-map .overlay");
      const { left, top, width, height } = map.getBoundingClientRect();
      const at = (type, x, y) => map.dispatchEvent(new PointerEvent(type, { pointerId: 1, bubbles: true, clientX: left + x * width, clientY: top + y * height }));
      map.setPointerCapture = () => {};
      at("pointerdown", 0.5, 0.5);
      at("pointermove", 0.3, 0.4);
      at("pointerup", 0.3, 0.4);
    });
    await page.until(() => document.querySelector("optimizer-lab [data-part=x]").value.startsWith("-"), undefined, "the start to move");
    await page.until(() => !document.querySelector("optimizer-lab [data-part=undo]").disabled, undefined, "the undo");
    await page.click("optimizer-lab [data-part=undo]");
    assert.equal(await page.evaluate(part, "x"), "0.75");
    await page.evaluate(enter, ["[data-part=y]", "nonsense"]);
    assert.match(await page.evaluate(error), /not a number/);
    await page.evaluate(enter, ["[data-part=y]", "1.25"]);
    assert.equal(await page.evaluate(error), "");
  });

  lab("takes a typed surface, and says where a formula is wrong", "", async (page) => {
    await page.evaluate(enter, ["[data-part=surface]", "expression"]);
    await page.until(() => document.querySelector("optimizer-lab [data-part=formula]") !== null, undefined, "the formula");
    await page.evaluate(enter, ["[data-part=formula]", "x^2 + * y"]);
    assert.match(await page.evaluate(error), /^column 7/);
    await page.evaluate(enter, ["[data-part=formula]", "x^2 + 4y^2"]);
    assert.equal(await page.evaluate(error), "");
    await page.until(() => location.hash.includes("4y"), undefined, "the link");
    const link = await page.evaluate(() => location.hash);
    await page.goto(`${host().url}?again${link}`);
    await page.until(ready, undefined, "the lab");
    assert.equal(await page.evaluate(part, "formula"), "x^2 + 4y^2");
  });

  /** Of each field: whether it is marked, in which colour, and what its sentence says; all within reach of the eye. */
  const marks = (names) => names.map((name) => {
    const field = document.querySelector(`optimizer-lab :is([data-name=${name}], [data-part=${name}])`);
    const sentence = document.getElementById(field.getAttribute("aria-describedby") ?? "");
    const gap = sentence && sentence.getBoundingClientRect().top - field.getBoundingClientRect().bottom;
    return field.getAttribute("aria-invalid") && { near: gap >= 0 && gap < 40, role: sentence.role, says: sentence.textContent, red: getComputedStyle(field).borderColor === getComputedStyle(sentence).color };
  });

  lab("marks each field that it refuses, says why beside it, and takes it back", "&preset=line", async (page) => {
    const marked = (says) => ({ near: true, role: "alert", says, red: true });
    await page.until(() => [...document.styleSheets].some(({ href }) => href?.endsWith("race.css")), undefined, "the styles");
    const named = ["budget", "digits", "learning_rate", "x", "data-y"];
    for (const [name, text] of [["[data-name=budget]", "0"], ["[data-name=digits]", "50"], ["[data-name=learning_rate]", "fast"], ["[data-part=x]", "left"], ["[data-part=data-y]", "1 two"]]) await page.evaluate(enter, [name, text]);
    const found = await page.evaluate(marks, named);
    const no = "This is not a number.";
    assert.deepEqual(found, ["Expected a whole number of steps from 1 to 100000.", "Expected a whole number of digits from 1 to 10.", no, no, "Expected numbers with blanks between them."].map(marked));
    await page.press("ArrowRight");
    assert.equal((await page.evaluate(marks, ["x"]))[0]?.says, no, "a step leaves the mark");
    await page.evaluate(enter, ["[data-name=learning_rate]", "-1"]);
    assert.match((await page.evaluate(marks, ["learning_rate"]))[0].says, /^expected a number ≥ 0, found -1$/, "no place in the data");
    await page.evaluate(enter, ["[data-part=y]", "1.25"]);
    assert.deepEqual(await page.evaluate(marks, named), [null, null, null, marked(no), marked("Expected numbers with blanks between them.")], "fields drawn anew have their values again");
    await page.evaluate(enter, ["[data-part=x]", "0.5"]);
    await page.evaluate(enter, ["[data-part=data-y]", "1 2"]);
    await page.evaluate(enter, ["[data-part=x]", "left"]);
    await page.evaluate(enter, ["[data-name=learning_rate]", "-1"]);
    await page.evaluate(() => {
      const slider = document.querySelector("optimizer-lab [data-name=slider]");
      slider.value = "-1";
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
    assert.deepEqual(await page.evaluate(marks, ["learning_rate", "data-y"]), [null, null]);
    await page.evaluate(enter, ["[data-part=preset]", "logistic"]);
    assert.deepEqual(await page.evaluate(marks, ["x"]), [null]);
    assert.equal(await page.evaluate(error), "");
  });

  lab("says where a start has no height, and starts a typed surface at short numbers", "", async (page) => {
    await page.evaluate(enter, ["[data-part=surface]", "expression"]);
    await page.until(() => document.querySelector("optimizer-lab [data-part=formula]") !== null, undefined, "the formula");
    assert.deepEqual([await page.evaluate(part, "x"), await page.evaluate(part, "y")], ["-2.4", "1.6"]);
    await page.evaluate(enter, ["[data-part=formula]", "log(x) + 1/y"]);
    const says = () => document.querySelector("race-problem [role=status]").textContent;
    assert.match(await page.evaluate(says), /no finite value at the start \(-2\.4, 1\.6\)/);
    await page.evaluate(enter, ["[data-part=x]", "2.4"]);
    assert.equal(await page.evaluate(says), "");
  });

  lab("says which step the height in the derivation is of", "&step=109", async (page) => {
    assert.match(await page.evaluate(() => document.querySelector("race-steps [data-id=value] .why").textContent), /^f at step 108, before this step/);
  });

  lab("points to the logarithmic scale where one path hides the others, and shows the first markers whole", "", async (page) => {
    const says = () => document.querySelector("race-chart .legend").textContent;
    /** Whether the chart has a racer's colour left of its axis. */
    const whole = () => {
      const canvas = document.querySelector("race-chart canvas");
      const ratio = canvas.width / canvas.clientWidth;
      const { data } = canvas.getContext("2d").getImageData(52 * ratio, 0, 3 * ratio, canvas.height - 24 * ratio);
      return Array.from({ length: data.length / 4 }, (_, at) => data.slice(4 * at, 4 * at + 4)).some(([r, g, b, a]) => a > 200 && Math.max(r, g, b) - Math.min(r, g, b) > 60);
    };
    await page.until(() => document.querySelector("race-chart canvas").getAttribute("aria-label"), undefined, "the chart");
    assert.ok(await page.evaluate(whole), "markers at the axis");
    assert.equal(await page.evaluate(says), "");
    await page.evaluate(enter, ["[data-name=learning_rate]", "5"]);
    await page.until(() => /climbs to .*logarithmic/.test(document.querySelector("race-chart .legend").textContent), undefined, "the sentence");
    await page.click("race-chart .row button:last-child");
    await page.until(() => document.querySelector("race-chart .legend").textContent === "", undefined, "no sentence on the logarithmic scale");
  });

  lab("shows its tables and its speeds whole on a phone", "", async (page) => {
    if (page.engine === "webkit") return; // its window has a smallest width
    await page.until(() => [...document.styleSheets].some(({ href }) => href?.endsWith("race.css")), undefined, "the styles");
    for (const name of ["basin-maps", "[data-part=claims-panel]"]) await page.evaluate((name) => document.querySelector(`${name} summary`).click(), name);
    await page.until(() => document.querySelector("claims-panel [data-claim=saddle] button") !== null, undefined, "the claims");
    await page.evaluate(() => document.querySelectorAll("claims-panel [data-claim=bowl], claims-panel li:first-child").forEach((claim) => claim.querySelector("button").click()));
    await page.until(() => ["basin-maps", "claims-panel"].every((name) => document.querySelector(`${name} tbody td`)), undefined, "the tables");
    const over = () => [...document.querySelectorAll("optimizer-lab .scroller")].map((place) => place.scrollWidth - place.clientWidth).filter((by) => by > 0);
    assert.deepEqual(await page.evaluate(over), []);
    const cut = () => {
      const chooser = document.querySelector("optimizer-lab [data-part=speed]");
      const width = chooser.offsetWidth;
      chooser.style.width = "auto";
      return chooser.offsetWidth - width;
    };
    assert.ok(await page.evaluate(cut) <= 0);
  }, { width: 360, height: 740 });

  lab("opens the default where a link is broken", "&step=-1&surface={'kind':'<b>tower</b>'}", async (page) => {
    assert.match(await page.evaluate(error), /step/);
    assert.equal(await page.evaluate(() => document.querySelectorAll("optimizer-lab b, [data-part=error] *").length), 0);
    assert.equal(await page.evaluate(part, "surface"), "two_well");
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.match(await page.evaluate(() => location.hash), /step=-1/);
  });

  lab("keeps its lesson and a broken link, to be corrected", "", (page) =>
    keepsBrokenLinks(page, "optimizer-lab", "lab=optimizers&step=3", "optimizers.1.momentum=5", "optimizers\\.1\\.momentum"));

  const nine = Array(9).fill("{'kind':'sgd','learning_rate':0.1}").join(",");
  lab("opens the default where a link has more optimizers than colours", `&optimizers=[${nine}]`, async (page) => {
    assert.match(await page.evaluate(error), /9 optimizers are too many/);
    assert.equal(await page.evaluate(part, "surface"), "two_well");
  });

  lab("maps the basins by workers, coarse before fine, and stops when told", "", async (page) => {
    await page.evaluate(() => document.querySelector("basin-maps summary").click());
    await page.until(() => document.querySelectorAll("basin-maps tbody tr").length >= 2, undefined, "the first shares");
    const shares = () => [...document.querySelectorAll("basin-maps tbody tr:first-child td")].map((cell) => parseFloat(cell.textContent));
    await page.until(() => document.querySelector("basin-maps progress").hidden, undefined, "the finest maps");
    const found = await page.evaluate(shares);
    assert.ok(found.length === 4 && found.every((share) => share > 50 && share < 75), found.join(" "));
    await page.evaluate(enter, ["[data-name=budget]", "60000"]);
    await page.until(() => !document.querySelector("basin-maps progress").hidden, undefined, "new maps");
    await page.click("basin-maps button");
    assert.equal(await page.evaluate(() => document.querySelector("basin-maps progress").hidden), true);
    assert.equal(await page.evaluate(() => document.querySelector("basin-maps .error").textContent), "");
  });

  test("tables what its maps show, in whatever order their rows arrive", { timeout: 120_000 }, async () => {
    // more workers than cores: the last rows do not come last
    const page = await open("chromium", `${host().url}#lab=optimizers`, { script: `Object.defineProperty(navigator, "hardwareConcurrency", { value: 8 })` });
    try {
      await page.until(() => document.querySelectorAll("optimizer-lab tbody tr").length >= 2, undefined, "the race");
      await page.evaluate(() => document.querySelector("basin-maps summary").click());
      await page.until(() => document.querySelectorAll("basin-maps tbody tr").length >= 2 && document.querySelector("basin-maps progress").hidden, undefined, "the finest maps");
      const [shown, computed] = await page.evaluate(async () => {
        const { basin, part } = await import(new URL("www/core.js", location.href).href);
        await part("experiments");
        const { spec, budget } = document.querySelector("optimizer-lab").lesson;
        const maps = spec.optimizers.map((optimizer) => basin({ surface: spec.surface, optimizer, domain: [-2, 2, -2, 2], columns: 160, rows: 160, steps: budget }).reached);
        return [[...document.querySelectorAll("basin-maps tbody tr:first-child td")].map((cell) => parseFloat(cell.textContent)),
          maps.map((reached) => Number(((100 * reached.filter((target) => target === 0).length) / reached.length).toFixed(1)))];
      });
      assert.deepEqual(shown, computed);
    } finally {
      await page.close();
    }
  });

  lab("measures a claim in workers, and says by its rule whether it holds", "", async (page) => {
    await page.evaluate(() => document.querySelector("[data-part=claims-panel] summary").click());
    await page.until(() => document.querySelector("claims-panel [data-claim=saddle] button") !== null, undefined, "the claims");
    await page.evaluate(() => document.querySelector("claims-panel [data-claim=saddle] button").click());
    const verdict = () => document.querySelector("claims-panel [data-claim=saddle] .verdict").textContent;
    await page.until(() => document.querySelector("claims-panel [data-claim=saddle] .verdict").textContent !== "", undefined, "the verdict");
    assert.equal(await page.evaluate(verdict), "Holds in all 3 places.");
    assert.equal(await page.evaluate(() => document.querySelectorAll("claims-panel [data-claim=saddle] tbody td:last-child").length), 12);
  });

  lab("asks which optimizer it was, and says what gives it away", "", async (page) => {
    await page.evaluate(() => document.querySelector("[data-part=guess-panel] summary").click());
    await page.until(() => document.querySelectorAll("guess-panel tbody tr").length === 6, undefined, "the puzzle");
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) {
      await page.evaluate(enter, ["[data-name=puzzle]", String(number)]);
      const right = await page.evaluate(() => {
        const kinds = [...document.querySelectorAll("guess-panel [data-kind]")].map((button) => button.dataset.kind);
        for (const kind of kinds) {
          document.querySelector(`guess-panel [data-kind=${kind}]`).click();
          if (/^Yes/.test(document.querySelector("guess-panel .verdict").textContent)) return kind;
        }
        return null;
      });
      const told = await page.evaluate(() => document.querySelector("guess-panel .verdict + p").textContent);
      assert.ok(right !== null && told.length > 40 && !/[{}]|NaN/.test(told), `${number}: ${right}, ${told}`);
    }
  });

  lab("races over a network's cost, with its training on it", "", async (page) => {
    await page.evaluate(enter, ["[data-part=surface]", "network"]);
    await page.until(() => location.hash.includes("network"), undefined, "the link");
    assert.equal(await page.evaluate(part, "x"), "0.2");
    assert.equal(await page.evaluate(part, "y"), "-0.3");
    const link = await page.evaluate(() => location.hash);
    await page.evaluate(enter, ["[data-part=network]", "xor"]);
    assert.equal(await page.evaluate(part, "x"), "1");
    await page.until((before) => location.hash !== before, link, "the link of XOR");
    const chart = () => document.querySelector("race-chart button").textContent;
    for (const _ of [1, 2]) await page.click("race-chart button");
    await page.until(() => /whole network/.test(document.querySelector("race-chart button").textContent), undefined, "costs in training");
    assert.match(await page.evaluate(chart), /training/);
    await page.goto(`${host().url}?again${await page.evaluate(() => location.hash)}`);
    await page.until(ready, undefined, "the lab");
    assert.equal(await page.evaluate(part, "surface"), "network");
    assert.equal(await page.evaluate(error), "");
  });

  lab("shows its data, takes others, and refuses what does not fit", "&preset=line&step=5", async (page) => {
    assert.equal(await page.evaluate(() => document.querySelectorAll("race-data circle").length), 12);
    assert.equal(await page.evaluate(() => document.querySelectorAll("race-data circle.drawn").length), 3);
    await page.evaluate(enter, ["[data-part=data-x]", "1 2 3"]);
    assert.equal(await page.evaluate(() => document.querySelectorAll("race-data circle").length), 3);
    await page.evaluate(enter, ["[data-part=data-y]", "1 two 3"]);
    assert.match(await page.evaluate(error), /numbers/);
    await page.evaluate(enter, ["[data-part=batch]", "9"]);
    assert.match(await page.evaluate(error), /1 to 3/);
  });

  lab("keeps the focus when optimizers are added, chosen and removed, and at the start", "", async (page) => {
    const add = "race-editor [data-name=add]";
    for (let count = 5; count < 8; count += 1) assert.equal(await page.evaluate(pressed, add), "add");
    assert.equal(await page.evaluate(pressed, add), "remove", "eight are enough");
    assert.equal(await page.evaluate(pressed, "race-table tr:nth-child(3) .racer"), "racer-2");
    for (let count = 8; count > 2; count -= 1) assert.equal(await page.evaluate(pressed, "race-editor [data-name=remove]"), "remove");
    assert.equal(await page.evaluate(pressed, "race-editor [data-name=remove]"), "add", "the last one stays");
    await page.press("ArrowRight");
    assert.equal(await page.evaluate(pressed, "optimizer-lab [data-part=start_over]"), "start_over");
    await page.press("ArrowRight");
    assert.equal(await page.evaluate(pressed, "optimizer-lab [data-part=back]"), "step");
    while (await page.evaluate(pressed, "optimizer-lab [data-part=undo]") === "undo");
    assert.equal(await page.evaluate(pressed, "optimizer-lab [data-part=redo]"), "redo");
  });

  lab("tells a listener each step, a run only now and then, and where it has come to", "", async (page) => {
    await page.press("ArrowRight");
    await told(page, String.raw`^Step 1\. SGD: f = [\d.]+, momentum: f = [\d.]+, `);
    await page.evaluate(listen);
    await page.click("optimizer-lab [data-part=run]");
    await page.until(() => Number(document.querySelector("optimizer-lab [data-part=at]").value) > 40, undefined, "forty steps");
    await page.click("optimizer-lab [data-part=run]");
    await told(page, `^Step ${await page.evaluate(part, "at")}\\.`);
    const heard = await page.evaluate(() => window.heard);
    assert.ok(heard.length <= 3, heard.join(" "));
  });

  lab("shows the names of its problems whole, says that one is the reader's own", "", async (page) => {
    const cut = () => [...document.querySelectorAll("optimizer-lab label.chip select")].flatMap((chooser) => {
      const pen = document.createElement("canvas").getContext("2d");
      const style = getComputedStyle(chooser);
      pen.font = style.font;
      const room = chooser.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      return [...chooser.options].map(({ textContent }) => textContent).filter((text) => pen.measureText(text).width > room);
    });
    await page.until(() => [...document.styleSheets].some(({ href }) => href?.endsWith("race.css")), undefined, "the styles");
    assert.deepEqual(await page.evaluate(cut), []);
    await page.evaluate(enter, ["[data-part=y]", "1.25"]);
    assert.equal(await page.evaluate(() => document.querySelector("optimizer-lab [data-part=preset]").selectedOptions[0].textContent), "Own problem");
    await page.click("optimizer-lab [data-part=undo]");
    assert.equal(await page.evaluate(part, "preset"), "two-well-1");
  });

  const orange = () => {
    const canvas = document.querySelector("race-map .overlay");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) count += Math.abs(data[at] - 0xb0) + Math.abs(data[at + 1] - 0x44) + Math.abs(data[at + 2] - 0x0a) < 6 && data[at + 3] > 250 ? 1 : 0;
    return count;
  };
  lab("draws the gradient as long as it is large, and says by which scale", "&step=1", async (page) => {
    const slope = () => document.querySelector("optimizer-lab [data-part=slope]").textContent.match(/[\d.]+\d/g).map(Number);
    await page.until(() => document.querySelector("race-map .overlay").width > 50, undefined, "the map");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const [size, steepest] = await page.evaluate(slope);
    assert.ok(size > 1 && steepest >= size, `${size}, ${steepest}`);
    const before = await page.evaluate(orange);
    assert.ok(before > 40, String(before));
    await page.press("End");
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.match(await page.evaluate(() => document.querySelector("optimizer-lab [data-part=slope]").textContent), /here [\d.]+e−16;/);
    assert.equal(await page.evaluate(orange), 0);
  });

  lab("goes to the network lab and back", "&step=3", async (page) => {
    await page.click("nav [data-lab=network]");
    await page.until(() => getComputedStyle(document.querySelector("network-lab")).display !== "none", undefined, "the network lab");
    await page.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.querySelector("#strip").getAttribute("aria-valuenow")), "2");
    await page.click("nav [data-lab=optimizers]");
    await page.until(() => getComputedStyle(document.querySelector("network-lab")).display === "none", undefined, "the optimizer lab");
  });

  isFitForPhones("&step=20");
  isAccessible("&preset=two-well-2&step=20&chosen=3");
});
