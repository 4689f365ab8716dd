/** Starts the core, says in words what went wrong if it does not start, then registers the elements. */

/** @param {unknown} error */
async function tell(error) {
  const { reason } = await import("./failures.js").catch(() => ({ reason: () => "missing" }));
  const list = /** @type {HTMLTemplateElement | null} */ (document.getElementById("failures"));
  const sentence = list?.content.querySelector(`[data-reason="${reason(error)}"]`);
  const place = document.getElementById("notice");
  if (!place) return;
  const detail = document.createElement("small");
  detail.textContent = error instanceof Error ? error.message : String(error);
  place.replaceChildren(sentence ? sentence.cloneNode(true) : "", detail);
  place.hidden = false;
  for (const control of document.querySelectorAll("[data-waits]")) control.setAttribute("disabled", "");
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

/** Puts the words of the chosen language where the page's own text stands. @param {(key: string) => string} t */
function localise(t) {
  // the page itself is in English; a word that comes with a later part of the core is left as it stands
  const known = (/** @type {string | undefined} */ key) => (key && t(key) !== key ? t(key) : null);
  for (const node of document.querySelectorAll("[data-t]")) {
    const text = known(/** @type {HTMLElement} */ (node).dataset.t);
    if (text && node.textContent !== text) node.textContent = text;
  }
  for (const node of document.querySelectorAll("[data-t-label]")) {
    const text = known(/** @type {HTMLElement} */ (node).dataset.tLabel);
    if (text) node.setAttribute("aria-label", text);
  }
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
  document.getElementById("share")?.addEventListener("click", async (event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    (await import("./share.js")).share(button);
  });
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
    await new Promise((resolve) => setTimeout(resolve));
    localise(core.t);
    wireHeader(core);
    (await elements)();
    addEventListener("hashchange", () => follow().catch(tell));
    await follow();
  } catch (error) {
    tell(error);
  }
}

setTheme(chosenTheme());
// before anything is drawn; `follow` says it once more, when the labs are known
document.documentElement.dataset.lab = location.hash.match(/(?:^#|&)lab=(\w+)/)?.[1] ?? "network";
if (location.hash.length > 1) start();
else {
  // The first step stands in the page, with its numbers: who only reads it needs no core. The first sign of more brings it.
  addEventListener("gradstep-ready", patient(), { once: true });
  for (const control of document.querySelectorAll("button[data-waits]")) control.removeAttribute("disabled");
  const first = () => {
    for (const name of SIGNS) removeEventListener(name, first, true);
    start();
  };
  for (const name of SIGNS) addEventListener(name, first, { capture: true, passive: true });
}

export {};
