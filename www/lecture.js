/**
 * Lecture mode: large type, the keys of a presenter's clicker, and each result hidden until it is asked for. It works over
 * any lab that shows a derivation: what a lab does by its keys it does here, too.
 */
import { part, t } from "./core.js";
import { announce, h } from "./dom.js";

/** What clickers send. */
const ON = ["PageDown", "ArrowRight", "ArrowDown", "Enter", "n", "N"];
const BACK = ["PageUp", "ArrowLeft", "ArrowUp", "Backspace", "p", "P"];
const BLANK = [".", "b", "B"];

const root = document.documentElement;
/** How many results of the step that is shown may be seen. */
let told = 0;
/** A step that is drawn anew keeps what has been told of it. */
const drawn = new MutationObserver(() => show());
/** @type {HTMLElement | null} */ let bar = null;
/** @type {HTMLElement | null} */ let blank = null;

export const isOn = () => bar !== null;

/** Begins at the step that is shown, its result hidden. */
export async function begin() {
  await Promise.all([part("network"), styled()]);
  if (bar) return;
  bar = h("p", { class: "lecture-bar", role: "group", "aria-label": t("page.lecture.title") },
    h("span", {}, t("page.lecture.hint")), " ",
    h("button", { type: "button", "data-lecture": "on", onclick: on }, t("page.lecture.on")), " ",
    h("button", { type: "button", "data-lecture": "end", onclick: end }, t("page.lecture.end")));
  document.querySelector("main")?.prepend(bar);
  addEventListener("keydown", pressed, { capture: true });
  addEventListener("click", clicked);
  addEventListener("hashchange", moved);
  place = where();
  told = 0;
  drawn.observe(/** @type {HTMLElement} */ (document.querySelector("main")), { childList: true, subtree: true });
  put(true);
  show();
  announce(t("page.lecture.begun"), root);
}

/** @type {Promise<unknown> | null} */ let style = null;

/** The style sheet, once; on paper nothing is asked. */
const styled = () => (style ??= new Promise((done) => {
  const href = new URL("styles/lecture.css", import.meta.url).href;
  document.head.append(h("link", { rel: "stylesheet", media: "screen", href, onload: done, onerror: done }));
}));

export function end() {
  removeEventListener("keydown", pressed, { capture: true });
  removeEventListener("click", clicked);
  removeEventListener("hashchange", moved);
  drawn.disconnect();
  bar?.remove();
  bar = null;
  unblank();
  delete root.dataset.lecture;
  put(false);
  document.getElementById("lecture")?.focus();
  announce(t("page.lecture.ended"), root);
}

/** Kept in the link. @param {boolean} here */
function put(here) {
  const link = new URL(location.href);
  if (here) link.searchParams.set("lecture", "1");
  else link.searchParams.delete("lecture");
  if (link.href !== location.href) history.replaceState(null, "", link);
  document.getElementById("lecture")?.setAttribute("aria-pressed", String(here));
}

/** What is to be told of the lab that is shown, in order: results, and where there are no steps what comes of an epoch. @returns {HTMLElement[]} */
const results = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".derivation .result, .asked"))].filter((result) => result.offsetParent !== null && !result.closest(".spare"));

function show() {
  const all = results();
  told = Math.min(told, all.length);
  all.forEach((result, index) => result.classList.toggle("told", index < told));
  root.dataset.lecture = told < all.length ? "ask" : "shown";
}

/** The next thing: a hidden result, or the next step. */
function on() {
  const next = results()[told];
  if (next) {
    told += 1;
    show();
    next.scrollIntoView({ block: "nearest" });
    announce(next.querySelector("math")?.getAttribute("aria-label") ?? next.textContent ?? "", root);
  } else {
    told = 0;
    move("ArrowRight");
  }
}

/** What was before: a result hidden again, or the step before with all of its results. */
function back() {
  if (told > 0) {
    told -= 1;
    return show();
  }
  told = Infinity;
  move("ArrowLeft");
}

/** Which lab is shown. */
const where = () => root.dataset.lab ?? "";
let place = "";

/** Another lab begins with nothing told. */
function moved() {
  if (where() === place) return;
  place = where();
  told = 0;
  show();
}

/** Hands a lab the key by which it steps. @param {string} key */
function move(key) {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  show();
}

function unblank() {
  blank?.remove();
  blank = null;
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest("input, select, textarea, [contenteditable], .drawer, dialog")) return;
  if (event.key === "Enter" && target.closest("button, a, summary")) return;
  const act = event.key === "Escape" ? (blank ? unblank : end) : BLANK.includes(event.key) ? dark : ON.includes(event.key) ? on : BACK.includes(event.key) ? back : null;
  if (!act && event.key !== " ") return;
  if (event.key === " " && target.closest("button, a, summary")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (blank && act !== unblank && act !== dark) return unblank();
  (act ?? on)();
}

/** A step by the page's own buttons, or to another place, is asked anew. @param {Event} event */
function clicked(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-lecture]")) return;
  if (!target?.closest(".transport button, .strip, [data-go]")) return;
  told = 0;
  show();
}

/** The screen goes dark, so that the room looks at the lecturer. */
function dark() {
  if (blank) return unblank();
  blank = h("div", { class: "lecture-blank", role: "presentation", onclick: unblank });
  document.body.append(blank);
  announce(t("page.lecture.blank"), root);
}
