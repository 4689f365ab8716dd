/** Which labs there are, and who shows them: the page, or an element in somebody's notes (`embed.js`). */
import { language, networks, presets } from "./core.js";
import { rootOf } from "./dom.js";

/** The elements of each lab, its own last. All but the first lab's come when they are asked for. @type {Record<string, [string, () => Promise<{ default: CustomElementConstructor }>][]>} */
const LABS = {
  network: [
    ["network-picture", () => import("./elements/network-picture.js")],
    ["derivation-card", () => import("./elements/derivation-card.js")],
    ["step-ledger", () => import("./elements/step-ledger.js")],
    ["network-lab", () => import("./elements/network-lab.js")],
  ],
  optimizers: [["optimizer-lab", () => import("./elements/optimizer-lab.js")]],
  depth: [["depth-lab", () => import("./elements/depth-lab.js")]],
  logistic: [["logistic-lab", () => import("./elements/logistic-lab.js")]],
};

export const labs = Object.keys(LABS);

/** The name of a lab in a link, whether there is such a lab or not. A link without one is the first lab's. @param {string} link */
export const nameIn = (link) => link.match(/(?:^#?|&)lab=([^&]*)/)?.[1] ?? labs[0];

/** The lab that is shown for a link: the first where there is none of the name, and that lab says so. @param {string} link */
export const labOf = (link) => (labs.includes(nameIn(link)) ? nameIn(link) : labs[0]);

/** @typedef {import("./core.js").Preset & { printed?: boolean }} Offered */
/** @type {Map<string, Offered[]>} */
const read = new Map();

/** The problems that a lab begins with, read once a language. @param {string} lab @returns {Offered[]} */
export function presetsOf(lab) {
  const key = `${lab} ${language()}`;
  const list = read.get(key) ?? (lab === labs[0] ? networks() : presets().filter((preset) => preset.lab === lab));
  read.set(key, list);
  return list;
}

/** An address that opens in the language that is shown; English is what opens by itself. @param {string | URL} address */
export function spoken(address) {
  const link = new URL(address);
  if (language() !== "en") link.searchParams.set("lang", language());
  return link.href;
}

/** @param {string} lab */
export const tagOf = (lab) => `${lab.replace(/s$/, "")}-lab`;

/** Loads the elements of a lab, and gives what registers them; the lab's part of the core has to be there then. @param {string} lab @returns {Promise<() => void>} */
export async function load(lab) {
  const classes = await Promise.all(LABS[lab].map(([, load]) => load()));
  return () => LABS[lab].forEach(([name], index) => customElements.get(name) ?? customElements.define(name, classes[index].default));
}

/**
 * What a lab asks of its host. Events: `lesson` where another link is to be followed, `theme` where the colours have changed.
 * @typedef {EventTarget & {
 *   readonly link: string, readonly lab: string, readonly isDark: boolean, held: string,
 *   write(link: string, entry?: boolean): void, open(link: string): void, address(): string,
 *   allows(control: string): boolean, style(name: string): Promise<unknown>,
 * }} Host `link` is the lesson, `#…` or empty; `held` the lab's own while `link` is one that it could not open: that one stays, to be corrected,
 *   until the lab writes another; `entry` whether the way back leads to what was there before
 */

const dark = () => matchMedia("(prefers-color-scheme: dark)");

/** The page: the lesson stands in its address. */
class Page extends EventTarget {
  /** What stood in the address when it was last looked at. */
  #seen = location.hash;
  held = "";

  constructor() {
    super();
    const theme = () => this.dispatchEvent(new Event("theme"));
    addEventListener("hashchange", () => {
      this.#seen = location.hash;
      this.dispatchEvent(new Event("lesson"));
    });
    addEventListener("gradstep-theme", theme);
    dark().addEventListener("change", theme);
  }

  get link() {
    return location.hash;
  }

  get lab() {
    return labOf(location.hash);
  }

  get isDark() {
    const { theme } = document.documentElement.dataset;
    return theme ? theme === "dark" : dark().matches;
  }

  /** @param {string} link @param {boolean} [entry] */
  write(link, entry = false) {
    if (link === this.held) return;
    this.held = "";
    // Where another link has been put there just now, it is about to be followed.
    if (link === (location.hash || "#") || location.hash !== this.#seen) return;
    history[entry ? "pushState" : "replaceState"](null, "", link === "#" ? location.pathname + location.search : link);
    this.#seen = location.hash;
  }

  /** @param {string} link */
  open(link) {
    dispatchEvent(new Event(LEAVE));
    location.hash = link;
  }

  address() {
    return spoken(location.href);
  }

  allows() {
    return true;
  }

  /** A sheet of styles, asked for once. @param {string} name */
  async style(name) {
    if (document.querySelector(`link[data-style="${name}"]`)) return;
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href: new URL(`styles/${name}.css`, import.meta.url).href });
    link.dataset.style = name;
    await new Promise((resolve) => {
      link.onload = link.onerror = resolve;
      document.head.append(link);
    });
  }
}

/** Milliseconds that a lab stands still before its link is written: browsers limit how often. */
const STILL = 200;

/** Heard before the page is led away from a lab by other means than its links. */
export const LEAVE = "gradstep-leave";

/** Writes a lab's link once the lab stands still, or at once where the reader is about to leave it. */
export class LinkWriter {
  #waiting = 0;
  /** @type {() => unknown} */ #write = () => {};

  /** @param {() => unknown} write takes the place of what waits */
  later(write) {
    this.stop();
    this.#write = write;
    this.#waiting = window.setTimeout(this.#now, STILL);
    addEventListener("click", this.#leave, true);
    addEventListener(LEAVE, this.#now);
  }

  stop() {
    clearTimeout(this.#waiting);
    removeEventListener("click", this.#leave, true);
    removeEventListener(LEAVE, this.#now);
  }

  #now = () => {
    this.stop();
    this.#write();
  };

  #leave = (/** @type {Event} */ event) => {
    if (event.composedPath().some((place) => place instanceof HTMLAnchorElement)) this.#now();
  };
}

/** @type {Host | null} */
let page = null;
/** @type {WeakMap<Node, Host>} */
const hosts = new WeakMap();

/** The host of what stands in a tree of its own. @param {ShadowRoot} root @param {Host} host */
export const setHost = (root, host) => hosts.set(root, host);

/** @param {Node} node @returns {Host} */
export const hostOf = (node) => hosts.get(rootOf(node)) ?? (page ??= new Page());
