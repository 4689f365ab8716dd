/** Starts the core, says in words what went wrong if it does not start, then registers the elements. */

/** @param {unknown} error @param {string} [why] a key of the list; empty where the error says it itself */
async function tell(error, why) {
  const { reason } = await import("./failures.js").catch(() => ({ reason: () => "missing" }));
  const list = /** @type {HTMLTemplateElement | null} */ (document.getElementById("failures"));
  const sentence = list?.content.querySelector(`[data-reason="${why ?? reason(error)}"]`);
  const place = document.getElementById("notice");
  if (!place) return;
  const detail = document.createElement("small");
  detail.textContent = error instanceof Error ? error.message : String(error);
  place.replaceChildren(sentence ? sentence.cloneNode(true) : "", detail);
  place.hidden = false;
}

const THEMES = ["system", "light", "dark"];

/** The theme that the reader chose; storage may be closed to us. */
function chosenTheme() {
  try {
    return localStorage.getItem("gradstep-theme") ?? "system";
  } catch {
    return "system";
  }
}

/** @param {string} name @param {(key: string, values?: Record<string, string>) => string} [t] */
function setTheme(name, t) {
  if (name === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  dispatchEvent(new Event("gradstep-theme"));
  const button = document.getElementById("theme");
  if (!t || !button) return;
  button.title = t("page.theme.title", { name: t(`page.theme.${name}`) });
  button.setAttribute("aria-label", button.title);
}

/** The language of the link (`?lang=`), or else the one chosen last. */
function askedLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  if (asked) return asked;
  try {
    return localStorage.getItem("gradstep-language") ?? "en";
  } catch {
    return "en";
  }
}

/** @returns {HTMLSelectElement} */
const languages = () => /** @type {any} */ (document.getElementById("language"));

/** Turns the page to a language's direction; its own first screen, in English, is not seen. @param {string} tag @returns {boolean} whether there is such a language */
function turn(tag) {
  const option = [...languages().options].find(({ value }) => value === tag);
  const root = document.documentElement;
  root.lang = option?.value ?? "en";
  root.dir = option?.dir ?? "ltr";
  languages().value = root.lang;
  root.toggleAttribute("data-turning", root.lang !== "en");
  return option !== undefined;
}

/** @param {typeof import("./core.js")} core */
async function speak(core) {
  const tag = askedLanguage();
  const known = turn(tag);
  try {
    if (!known) {
      await core.part("network");
      throw new Error(core.t("page.language.unknown", { found: tag.slice(0, 40), known: [...languages().options].map(({ value }) => value).join(", ") }));
    }
    if (tag !== "en") await core.bringLanguage(tag);
  } catch (error) {
    turn("en");
    // a lab that opens clears what was told before
    addEventListener("gradstep-ready", () => tell(error, known ? undefined : ""), { once: true });
  }
  document.documentElement.removeAttribute("data-turning");
}

/** Another language is another load: every word of every lab is made anew; the link's lesson stays. */
function switchLanguage() {
  dispatchEvent(new Event("gradstep-leave")); // as LEAVE in host.js
  const link = new URL(location.href);
  link.searchParams.set("lang", languages().value);
  try {
    localStorage.setItem("gradstep-language", languages().value);
  } catch {}
  location.href = link.href;
}

/** @param {typeof import("./core.js")} core */
function wireHeader({ t }) {
  const theme = document.getElementById("theme");
  setTheme(chosenTheme(), t);
  theme?.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(chosenTheme()) + 1) % THEMES.length];
    try {
      localStorage.setItem("gradstep-theme", next);
    } catch {}
    setTheme(next, t);
  });
  document.getElementById("skip")?.addEventListener("click", () => {
    const steps = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("main :is([data-do=step], [data-part=step])"));
    [...steps].find((step) => step.getClientRects().length)?.focus();
  });
  document.getElementById("share")?.addEventListener("click", async (event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    (await import("./share.js")).open(button);
  });
}

/** Large, and each result hidden until it is asked for. */
const lecture = () => import("./lecture.js").then(({ begin }) => begin()).catch(tell);

const asksLecture = () => new URLSearchParams(location.search).has("lecture");

function wireLecture() {
  document.getElementById("lecture")?.addEventListener("click", lecture);
  addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    const typed = target.closest("input, select, textarea, [contenteditable], .drawer, dialog");
    if (event.key.toLowerCase() === "l" && !typed && !event.ctrlKey && !event.metaKey && !event.altKey) lecture();
  });
  if (asksLecture()) lecture();
}

/** Once all is there and nothing else is asked for. */
function keepLater() {
  const later = () => setTimeout(() => import("./offline.js").then(({ keep }) => keep()).catch(() => {}), 1000);
  if (document.readyState === "complete") later();
  else addEventListener("load", later, { once: true });
}

/** Shows the lab of the link, and marks it in the header. The network lab stands in the page, the others come. */
async function follow() {
  const [{ labOf, load, tagOf }, { part }] = await Promise.all([import("./host.js"), import("./core.js")]);
  const lab = labOf(location.hash);
  document.documentElement.dataset.lab = lab;
  for (const link of document.querySelectorAll("nav [data-lab]")) {
    if (/** @type {HTMLElement} */ (link).dataset.lab === lab) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (document.querySelector(tagOf(lab))) return;
  const [define] = await Promise.all([load(lab), part(lab)]);
  define();
  if (!document.querySelector(tagOf(lab))) document.querySelector("network-lab")?.after(document.createElement(tagOf(lab)));
}

/** Signs of a reader who may soon want an answer. */
const SIGNS = ["pointermove", "pointerdown", "keydown", "focusin", "wheel", "hashchange"];
/** Keys that step, and scroll a page that does not listen. */
const STEPPING = /^(?:Arrow(?:Left|Right|Up|Down)|Page(?:Up|Down)|Home|End| )$/;
const FIELDS = "input, select, textarea, button, a, summary";

/**
 * Notes what a reader does before the lab can answer; the function that is given back does it then.
 * @returns {() => void}
 */
function patient() {
  /** @type {(() => void)[]} */
  const acts = [];
  const listening = new AbortController();
  const hear = (/** @type {string} */ name, /** @type {(event: any, target: HTMLElement) => (() => void) | null} */ act) =>
    addEventListener(name, (event) => {
      const later = event.target instanceof HTMLElement && act(event, event.target);
      if (later) acts.push(later);
    }, { capture: true, signal: listening.signal });
  hear("click", (_, target) => {
    const button = target.closest("button");
    return button && (() => button.click());
  });
  hear("keydown", (event, target) => {
    if (!STEPPING.test(event.key) || event.ctrlKey || event.metaKey || event.altKey || target.closest(FIELDS)) return null;
    event.preventDefault();
    return () => target.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, shiftKey: event.shiftKey, bubbles: true, cancelable: true }));
  });
  return () => {
    listening.abort();
    for (const act of acts) act();
  };
}

/** Starts the core and all that lives on it. */
async function start() {
  try {
    const elements = import("./host.js").then(({ load }) => load("network"));
    elements.catch(() => {}); // told below, once the core is there
    const core = await import("./core.js");
    core.part("network").catch(() => {}); // whoever needs it says so
    await core.default();
    if (askedLanguage() !== "en") await speak(core);
    await new Promise((resolve) => setTimeout(resolve));
    (await import("./dom.js")).localise();
    wireHeader(core);
    (await elements)();
    addEventListener("hashchange", () => follow().catch(tell));
    await follow();
    import("./print.js").then(({ prepare }) => prepare()).catch(() => {});
  } catch (error) {
    tell(error);
    for (const control of document.querySelectorAll("[data-waits]")) control.setAttribute("disabled", "");
  }
}

// A browser may run this from a file, but gives it nothing more: the page's own sentence says what to do then.
const served = location.protocol !== "file:";
if (served) document.querySelector(".idle")?.remove();
turn(askedLanguage());
setTheme(chosenTheme());
// before anything is drawn; `follow` says it once more, when the labs are known
document.documentElement.dataset.lab = location.hash.match(/(?:^#|&)lab=(\w+)/)?.[1] ?? "network";
languages().addEventListener("change", switchLanguage);
wireLecture();
keepLater();
if (served && (location.hash.length > 1 || askedLanguage() !== "en" || asksLecture())) start();
else if (served) {
  // The first step stands in the page, with its numbers: who only reads it needs no core. The first sign of more brings it.
  addEventListener("gradstep-ready", patient(), { once: true });
  for (const control of document.querySelectorAll("button[data-waits]")) control.removeAttribute("disabled");
  const first = (/** @type {Event} */ event) => {
    // a browser may tell where the pointer rests
    if (event instanceof PointerEvent && event.type === "pointermove" && !event.movementX && !event.movementY) return;
    for (const name of SIGNS) removeEventListener(name, first, true);
    start();
  };
  for (const name of SIGNS) addEventListener(name, first, { capture: true, passive: true });
}

export {};
