/** A lab inside an element of another page: in a tree of its own, with a lesson of its own. Asked for when one is near the window. */
import init, { part, t } from "./core.js";
import { h, localise } from "./dom.js";
import { labOf, labs, load, setHost, spoken, tagOf } from "./host.js";
import { locks, sheetOf } from "./embed-controls.js";
import { hush, speak } from "./embed-language.js";
import { linkOf } from "./embed-link.js";
import { adopt, parts, sheet } from "./embed-style.js";
import { watchTheme } from "./embed-theme.js";

const PAGE = new URL("../index.html", import.meta.url);

/** Styles that a lab brings, here at once so that it is not drawn without. @type {Record<string, string[]>} */
const STYLES = { optimizers: ["race"], logistic: ["race", "logistic"], depth: ["race", "depth"] };

/** The page that the network lab's own markup stands in. @type {Promise<Document> | null} */
let page = null;

async function fetchPage() {
  const answer = await fetch(PAGE);
  if (!answer.ok) throw new Error(`index.html: status ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** The markup of a lab, without the first step that stands in the page's. @param {Document} page @param {string} lab @returns {HTMLElement} */
function markup(page, lab) {
  const own = lab === "network" && page.querySelector("network-lab");
  if (!own) return document.createElement(tagOf(lab));
  const copy = /** @type {HTMLElement} */ (document.importNode(own, true));
  for (const still of copy.querySelectorAll("[data-static]")) still.replaceChildren();
  localise(copy);
  return copy;
}

/**
 * What an embedded lab asks of its host; see host.js. The lesson stands here, and nothing of the page around is touched.
 */
export class Embedded extends EventTarget {
  link;
  isDark = false;
  held = "";
  /** Controls that may not be used. @type {Set<string>} */ #closed = new Set();
  #element;
  #root;
  /** @type {HTMLElement} */ #frame = h("div", { class: "embedded", part: "frame", tabindex: -1 });
  #notice = h("p", { class: "notice", role: "alert", part: "notice", hidden: true });
  /** What is wrong with each attribute. @type {Map<string, string>} */ #wrong = new Map();
  /** @type {CSSStyleSheet | null} */ #hiding = null;
  #ends = new AbortController();
  /** @type {() => void} */ #unlock = () => {};
  /** The lab that stands there, or comes. */
  #shows = "";

  /** @param {HTMLElement} element @param {string} link */
  constructor(element, link) {
    super();
    this.#element = element;
    this.#root = /** @type {ShadowRoot} */ (element.shadowRoot);
    this.link = link;
    setHost(this.#root, this);
  }

  get lab() {
    return labOf(this.link);
  }

  /** The lesson as it is at this moment; `link` is written a moment after a step. */
  get now() {
    const lab = /** @type {{ link?: string } | null} */ (this.#frame.querySelector("[data-lab][data-ready]"));
    return lab?.link ? lab.link.replace(/^#$/, "") : this.link;
  }

  /** @param {string} link */
  write(link) {
    this.link = link === "#" ? "" : link;
  }

  /** @param {string} link */
  open(link) {
    this.link = link;
    this.#follow();
  }

  address() {
    return spoken(new URL(this.now || "#", PAGE));
  }

  /** @param {string} control */
  allows(control) {
    return !this.#closed.has(control);
  }

  /** @param {string} name */
  style(name) {
    return adopt(this.#root, name);
  }

  /** Puts the frame where the element is. @param {Awaited<ReturnType<typeof speak>>} language */
  async show({ tag, direction, wrong }) {
    const { signal } = this.#ends;
    Object.assign(this.#frame, { lang: tag, dir: direction });
    this.#tell("lang", wrong);
    watchTheme(this.#element, signal, (dark) => this.#turn(dark ? "dark" : "light"), (text) => this.#tell("theme", text));
    this.#root.addEventListener("gradstep-ready", () => this.#ready(), { signal });
    // Signs of a reader, who may want the next step, or all of them on paper.
    const more = () => part("network").catch(() => {}); // whoever needs it says so
    for (const name of ["pointermove", "pointerdown", "keydown", "focusin"]) addEventListener(name, more, { once: true, capture: true, signal });
    this.#frame.append(this.#notice, h("p", { id: "notice", class: "notice", role: "alert", part: "notice", hidden: true }), h("p", { id: "announcement", class: "hidden", role: "status", "aria-live": "polite" }));
    for (const failure of this.#root.querySelectorAll("[part=failure]")) failure.remove();
    this.#root.append(this.#frame);
    await this.#control();
    await this.#follow();
  }

  /** @param {string} [theme] */
  #turn(theme) {
    const before = this.#frame.dataset.theme;
    this.isDark = theme === "dark";
    this.#frame.dataset.theme = theme;
    if (before) this.dispatchEvent(new Event("theme"));
  }

  /** On paper the lab is as the page's own is there. */
  async #print() {
    const { signal } = this.#ends;
    const [{ prepare }] = await Promise.all([import("./print.js"), this.style("print")]);
    if (!signal.aborted) signal.addEventListener("abort", prepare({ root: this.#root, frame: this.#frame, turn: (theme) => this.#turn(theme) }));
  }

  /** Shows the lab that the link asks for, or tells it of the link. */
  async #follow() {
    const { lab } = this;
    if (this.#shows === lab) return void this.dispatchEvent(new Event("lesson"));
    this.#shows = lab;
    const [define] = await Promise.all([load(lab), lab === "network" ? init() : part(lab), ...(STYLES[lab] ?? []).map((name) => this.style(name))]);
    if (this.#shows !== lab || this.#ends.signal.aborted) return;
    define();
    this.#frame.querySelector("[data-lab]")?.remove();
    const own = await /** @type {Promise<Document>} */ (page);
    const node = markup(own, lab);
    node.dataset.lab = lab;
    this.#frame.append(node);
    this.#offer(own);
  }

  /** The lab has drawn itself. */
  #ready() {
    this.#root.querySelector("slot")?.remove();
    if (!("ready" in this.#frame.dataset)) this.#print().catch(() => {});
    this.#frame.dataset.ready = "";
    this.#frame.querySelector("[data-lab]")?.setAttribute("data-ready", "");
    parts(this.#frame);
    this.#check();
  }

  /** An attribute has changed. @param {string} name */
  change(name) {
    if (name === "theme") this.#element.dispatchEvent(new Event("gradstep-theme"));
    else if (name === "hide" || name === "lock") this.#control();
    else {
      this.link = linkOf(this.#element, name, this.now);
      this.#checkLab();
      this.#follow();
    }
  }

  /** Hides and locks what the element asks for. */
  async #control() {
    const [hide, lock] = ["hide", "lock"].map((name) => (this.#element.getAttribute(name) ?? "").split(/[\s,]+/).filter(Boolean));
    this.#closed = new Set([...hide, ...lock]);
    const before = this.#hiding;
    this.#hiding = hide.length || lock.length ? sheetOf(hide, lock) : null;
    this.#root.adoptedStyleSheets = [...this.#root.adoptedStyleSheets.filter((one) => one !== before), ...(this.#hiding ? [this.#hiding] : [])];
    this.#unlock();
    this.#unlock = locks(this.#frame, lock);
    if ("ready" in this.#frame.dataset) this.#check();
  }

  /** Says which attributes ask for what is not there. */
  async #check() {
    this.#checkLab();
    const { unknown } = await import("./embed-controls.js");
    for (const name of ["hide", "lock"]) this.#tell(name, await unknown(this.#frame, name, this.#element.getAttribute(name) ?? ""));
  }

  async #checkLab() {
    const lab = this.#element.getAttribute("lab");
    if (lab === null || labs.includes(lab)) return this.#tell("lab", "");
    await part("network");
    this.#tell("lab", t("page.link.one_of", { key: "lab", known: labs.join(", "), found: lab.slice(0, 40) }));
  }

  /** @param {string} attribute @param {string} text what is wrong with it, or nothing */
  #tell(attribute, text) {
    if (text) this.#wrong.set(attribute, text);
    else this.#wrong.delete(attribute);
    const all = [...this.#wrong.values()].join(" ");
    if (this.#notice.textContent !== all) this.#notice.textContent = all;
    this.#notice.hidden = all === "";
  }

  /** The page's own button that shares, in the lab's first row. @param {Document} page */
  #offer(page) {
    const button = h("button", { type: "button", class: "chip share-this", "data-do": "share", onclick: () => this.share(button) });
    button.append(...[...(page.querySelector("#share")?.childNodes ?? [])].map((node) => document.importNode(node, true)));
    localise(button);
    this.#frame.querySelector(".problem")?.append(button);
  }

  /** Opens the dialog that gives what is seen in other forms. @param {HTMLElement} [near] where the focus returns to */
  async share(near = this.#frame) {
    await (await import("./share.js")).open(near);
  }

  /** Takes the lab away, and frees what it held. */
  remove() {
    hush();
    this.link = this.now;
    this.#ends.abort();
    this.#unlock();
    this.#frame.remove();
    const root = this.#root;
    root.adoptedStyleSheets = root.adoptedStyleSheets.slice(0, 1);
    if (!root.querySelector("slot")) root.append(document.createElement("slot"));
  }
}

/** @param {HTMLElement} element @param {string | null} left the lesson that it was left at @returns {Promise<Embedded>} */
export async function embed(element, left) {
  page ??= fetchPage().catch((error) => {
    page = null;
    throw error;
  });
  const styles = [sheet("page"), sheet("embed")];
  const [, own, ...sheets] = await Promise.all([init(), /** @type {Promise<Document>} */ (page), ...styles]);
  const root = /** @type {ShadowRoot} */ (element.shadowRoot);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets.slice(0, 1), ...sheets];
  const language = await speak(element, own);
  try {
    const asked = linkOf(element);
    const embedded = new Embedded(element, left ?? asked);
    await embedded.show(language);
    if (linkOf(element) !== asked) embedded.open(linkOf(element)); // set meanwhile
    return embedded;
  } catch (error) {
    hush();
    throw error;
  }
}
