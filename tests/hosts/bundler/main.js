import init, { Network, presets } from "gradstep";

await init();
const network = new Network(presets().find(({ id }) => id === "hw3-q1").spec);
const [z1] = network.forward();
document.body.dataset.z1 = z1.value.flat().map((value) => value.toFixed(4)).join(" ");
network.free();
