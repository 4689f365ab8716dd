// `cargo xtask bench` calls this: node main.mjs problems FILE | report NATIVE.json REPORT.md LIGHTHOUSE
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { open } from "../../tests/e2e/browsers.mjs";
import { serve } from "../../tests/e2e/server.mjs";
import { peers } from "../peers/peers.mjs";
import { depthVisit } from "./depth-page.mjs";
import { marking } from "./marking.mjs";
import { measure } from "./measure.mjs";
import { logistic } from "./logistic.mjs";
import { drags } from "./logistic-page.mjs";
import { firstVisit, inputs, lighthouse } from "./page.mjs";
import { problems } from "./problems.mjs";
import { raceVisit, workers } from "./race-page.mjs";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const dist = path("../../dist");
const [verb, ...given] = process.argv.slice(2);

async function core() {
  const module = await import("../../dist/npm/index.js");
  await module.default(await readFile(path("../../dist/npm/gradstep_bg.wasm")));
  return module;
}

const FILES = ["measure", "plain", "blocked", "problems", "races", "plain-race", "logistic", "plain-logistic", "marking"];

/** The same measurement in a page: the package and these files in one folder. */
async function inChromium(folder) {
  await mkdir(folder, { recursive: true });
  await cp(path("../../dist/npm"), `${folder}/npm`, { recursive: true });
  for (const name of ["worker-pool.js", "lab-worker.js"]) await cp(path(`../../www/${name}`), `${folder}/npm/www/${name}`);
  for (const name of FILES) await cp(path(`./${name}.mjs`), `${folder}/${name}.js`);
  for (const name of FILES) {
    const text = await readFile(`${folder}/${name}.js`, "utf8");
    await writeFile(`${folder}/${name}.js`, text.replaceAll(".mjs\"", ".js\""));
  }
  await writeFile(`${folder}/index.html`, "<!DOCTYPE html><title>bench</title><link rel=icon href=data:,>");
  const host = await serve(folder);
  const page = await open("chromium", host.url);
  const speeds = await page.evaluate(`(async () => {
    const at = (name) => new URL(name, document.baseURI).href;
    const core = await import(at("npm/index.js"));
    await core.default();
    const networks = (await import(at("measure.js"))).measure(core);
    const fits = (await import(at("logistic.js"))).logistic(core);
    const marked = (await import(at("marking.js"))).marking(core);
    return { networks, fits, marked, races: (await import(at("races.js"))).races(core) };
  })()`);
  await page.close();
  await host.close();
  return speeds;
}

const count = (value) => (value >= 1000 ? `${Math.round(value / 100) / 10} k` : value.toFixed(value < 10 ? 2 : 0));
const table = (head, rows) => [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

async function report(native, target, program) {
  const node = measure(await core());
  const nodeFits = logistic(await core());
  const { networks: chromium, fits, marked, races } = await inChromium(`${target}.files`);
  const pool = await workers(`${target}.files`);
  const lab = await raceVisit(dist);
  const dragged = await drags(dist);
  const deep = await depthVisit(dist);
  const beside = await peers(await core());
  const rows = node.map(({ name, ...node }, index) => {
    const page = chromium[index];
    return [name, count(native[index].ours), count(node.ours), count(page.ours), count(page.plain), count(page.blocked),
      `**${page.toPlain.toFixed(2)}**`, page.toBlocked.toFixed(2), node.toPlain.toFixed(2), node.toBlocked.toFixed(2)];
  });
  const head = ["iterations/s", "native", "wasm, Node", "wasm, Chromium", "JS, Chromium", "blocked JS, Chromium", "ratio", "to blocked", "Node", "Node, to blocked"];
  const visit = await firstVisit(dist);
  const touch = await inputs(dist);
  const scores = await lighthouse(dist, program);
  const total = (key, font) => visit.files.filter(({ name }) => name.endsWith(".woff2") === font).reduce((sum, file) => sum + file[key], 0);
  const sizes = visit.files.map(({ name, raw, gzip, brotli }) => [name, raw, gzip, brotli]);
  const keys = ["raw", "gzip", "brotli"];
  sizes.push(["**all but the font**", ...keys.map((key) => `**${total(key, false)}**`)]);
  const text = `# Measured by \`cargo xtask bench\`

${cpus().length} × ${cpus()[0].model}. Medians; a ratio is Network.iterate to hand-written JavaScript (benches/js/plain.mjs), turn by
turn in one run. "Blocked" is that JavaScript with its matrix products in register blocks (benches/js/blocked.mjs). Least
squares, momentum, the whole batch every time (benches/js/problems.mjs).

${table(head, rows)}

## Other libraries in Node

The same training, turn by turn in one run; TensorFlow.js computes in f32 (benches/peers).

${table(["iterations/s", "ours", ...OTHERS.map(({ title }) => title), ...OTHERS.map(({ title }) => `ratio to ${title}`)],
    beside.map((row) => [row.name, count(row.ours.speed), ...OTHERS.map(({ key }) => count(row[key].speed)), ...OTHERS.map(({ key }) => `**${row[key].ratio.toFixed(2)}**`)]))}

${throughput(beside.at(-1), native, chromium)}

## The depth lab in Chromium

Processor time of the page's thread, while both networks train for ten seconds.

${table(["what", "measured", "target"], [
    ...["vanishing", "digits", "largest"].map((name) => [`longest task, ms: ${DEEP[name]}`, deep[name].task.toFixed(1), "50"]),
    ...["vanishing", "digits", "largest"].map((name) => [`median of the time between frames, ms: ${DEEP[name]}`, deep[name].frame.toFixed(1), "16.7"]),
    ["digits: 95 % of those held out, s after Train", deep.seconds.toFixed(1), "60"],
    ["heap after 100 epochs and after 10,000, MB", `${deep.heap.before.toFixed(2)}, ${deep.heap.after.toFixed(2)}`, "the same"],
  ])}

## Races and basin maps in Chromium

Two wells, the handout's settings. The JavaScript is benches/js/plain-race.mjs; it takes every step, while our maps stop what has
settled at a minimum.

${table(["what", "ours", "JavaScript", "ratio", "target"], [
    ["million path steps/s, four paths together", races.ours.toFixed(2), races.plain.toFixed(2), `**${races.path.toFixed(2)}**`, "2.5"],
    ...races.maps.map(({ kind, ours, plain }) => [`map of 256 × 256 starts, 500 steps, ${kind}, ms`, ours.toFixed(0), plain.toFixed(0), `**${(plain / ours).toFixed(2)}**`, ""]),
    ["all four maps, ms", ...sums(races.maps), "3.5"],
    ["all four maps in slices, one worker and two, ms", `${pool.one.toFixed(0)}, ${pool.two.toFixed(0)}`, "", `**${(pool.one / pool.two).toFixed(2)}**`, "1.9"],
    ["map of 512 × 512 starts, 500 steps, sgd, ms", races.large.toFixed(0), "", "", ""],
    ["four maps of 24 × 24 starts, ms", races.coarse.toFixed(1), "", "", "100"],
    ["picture of 512 × 512 points with lines, ms", races.redraw.toFixed(1), "", "", "16.7"],
    ["callbacks of a frame with eight paths, ms", lab.frame.toFixed(1), "", "", "8"],
    ["longest task while maps run, ms", lab.long.toFixed(0), "", "", "50"],
    [`bytes that the lab adds (brotli), ${lab.files} files`, lab.bytes, "", "", "50 KB"],
  ])}

## Logistic regression

Gradient descent on overlapping points, all of them every time; the JavaScript is benches/js/plain-logistic.mjs.

${table(["iterations/s", "wasm, Node", "wasm, Chromium", "JS, Chromium", "ratio", "Node"], fits.map(({ name, ours, plain, toPlain }, index) =>
    [name, count(nodeFits[index].ours), count(ours), count(plain), `**${toPlain.toFixed(2)}**`, nodeFits[index].toPlain.toFixed(2)]))}

A dragged point of 200: the work of the pointer's event and of the frame that then shows curve, surface, path and derivation.

${table(["degree", "median, ms", "95 %, ms", "target"], dragged.map(({ degree, median, late }) => [degree, median.toFixed(1), late.toFixed(1), "16.7"]))}

## Marking in Chromium

All quantities of two iterations of hw3-q1, ${marked[0].numbers} numbers with four decimals.

${table(["sheet", "verdicts", "ms", "target"], marked.map(({ name, found, milliseconds }) => [name, found, milliseconds.toFixed(1), "50"]))}

## The page in Chromium

${table(["what", "measured", "target"], [
    ["requests of the first screen", visit.files.length, "at most 12"],
    ["bytes over the wire (brotli), the font apart", total("brotli", false), "100 KB"],
    ["math font", total("brotli", true), "70 KB"],
    ["first step on screen, from navigation", `${visit.milliseconds.toFixed(0)} ms`, ""],
    [`bytes that the first touch brings (brotli), ${visit.more.length} files`, visit.more.reduce((sum, { brotli }) => sum + brotli, 0), ""],
    ["first touch to a lab that answers", `${visit.ready.toFixed(0)} ms`, ""],
    ["key press to painted frame, a step on", `${touch.forward.toFixed(1)} ms`, "16.7 ms"],
    ["key press to painted frame, a step back", `${touch.back.toFixed(1)} ms`, "16.7 ms"],
    [`jump to iteration ${touch.arrived}`, `${touch.jump.toFixed(1)} ms`, "50 ms"],
    ["Lighthouse performance (mobile, simulated)", scores.performance, "98"],
    ["Lighthouse accessibility", scores.accessibility, "100"],
    ["Lighthouse best practices", scores.practices, "100"],
  ])}

Lighthouse audits below 0.9: ${scores.low.join(", ") || "none"}.

${table(["file", ...keys], sizes)}
`;
  await writeFile(target, text);
  console.log(text);
}

const OTHERS = [
  { key: "plain", title: "plain JS" }, { key: "tfjs_cpu", title: "TensorFlow.js cpu" },
  { key: "tfjs_wasm", title: "TensorFlow.js wasm" }, { key: "convnetjs", title: "ConvNetJS" },
];
const DEEP = { vanishing: "30 layers × 32", digits: "the digits' preset", largest: "digits, 30 layers × 128" };

/** How near the largest network comes to the native build, whose lanes have 128 bits too, and to the processor's limit. */
function throughput({ name, operations }, native, chromium) {
  const billions = (perSecond) => ((operations * perSecond) / 1e9).toFixed(1);
  const [own, page, limit] = [native.at(-2).ours, chromium.at(-1).ours, native.at(-1).ours];
  return `${name}: ${billions(page)} GFLOP/s of matrix products in Chromium, ${billions(own)} natively (ratio ${(page / own).toFixed(2)}, target 0.9);
the processor's limit without fused multiply-add is ${(limit / 1e9).toFixed(1)}.`;
}

function sums(maps) {
  const [ours, plain] = ["ours", "plain"].map((name) => maps.reduce((sum, map) => sum + map[name], 0));
  return [ours.toFixed(0), plain.toFixed(0), `**${(plain / ours).toFixed(2)}**`];
}

if (verb === "problems") await writeFile(given[0], JSON.stringify(problems(await core())));
else await report(JSON.parse(await readFile(given[0], "utf8")), given[1], given[2]);
