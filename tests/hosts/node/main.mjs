import { readFile } from "node:fs/promises";
import init, { Network, presets } from "gradstep";

await init(await readFile(new URL(import.meta.resolve("gradstep/gradstep_bg.wasm"))));
const network = new Network(presets().find(({ id }) => id === "hw3-q1").spec);
const [z1] = network.forward();
console.log(z1.value.flat().map((value) => value.toFixed(4)).join(" "));
network.free();
