/** Starts the core, says in words what went wrong if it does not start, then registers the elements. */
/** The reason of a failed start, as a key of the list kept in the page. @param {unknown} error */
function reason(error) {
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  if (typeof WebAssembly !== "object") return "no_wasm";
  if (/unsafe-eval|Content.Security|CSP|disallowed/i.test(text)) return "csp";
  if (/mime|application\/wasm/i.test(text)) return "mime";
  if (error instanceof WebAssembly.CompileError) return "old";
  if (/fetch|network|load|404|status|import/i.test(text)) return "missing";
  return "other";
}

/** @param {unknown} error @param {string} [why] a key of the list; empty where the error says it itself */
function tell(error, why = reason(error)) {
  const list = /** @type {HTMLTemplateElement | null} */ (document.getElementById("failures"));
  const sentence = list?.content.querySelector(`[data-reason="${why}"]`);
  const place = document.getElementById("notice");
  if (!place) return;
  const detail = document.createElement("small");
  detail.textContent = error instanceof Error ? error.message : String(error);
  place.replaceChildren(sentence ? sentence.cloneNode(true) : "", detail);
  place.hidden = false;
}

/** @type {[string, () => Promise<{ default: CustomElementConstructor }>][]} */
const elements = [
  ["network-picture", () => import("./elements/network-picture.js")],
  ["derivation-card", () => import("./elements/derivation-card.js")],
  ["step-ledger", () => import("./elements/step-ledger.js")],
  ["network-lab", () => import("./elements/network-lab.js")],
];

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

/**
 * Puts the words of the chosen language where the page's own text stands.
 * @param {(key: string) => string} t @param {ParentNode} [place]
 */
function localise(t, place = document) {
  // the page itself is in English; a word that comes with the second half of the core is left as it stands
  const known = (/** @type {string | undefined} */ key) => (key && t(key) !== key ? t(key) : null);
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-t], [data-t-label], [data-t-title]"))) {
    const [text, label, title] = [known(node.dataset.t), known(node.dataset.tLabel), known(node.dataset.tTitle)];
    if (text && node.textContent !== text) node.textContent = text;
    if (label) node.setAttribute("aria-label", label);
    if (title) node.title = title;
  }
  for (const list of place.querySelectorAll("template")) localise(t, list.content);
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
    tell(error, known ? undefined : "");
  }
  document.documentElement.removeAttribute("data-turning");
}

/** Another language is another load: every word of every lab is made anew; the link's lesson stays. */
function switchLanguage() {
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
  languages().addEventListener("change", switchLanguage);
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

/** Large, and each result hidden until it is asked for. */
const lecture = () => import("./lecture.js").then(({ begin }) => begin()).catch(tell);

function wireLecture() {
  document.getElementById("lecture")?.addEventListener("click", lecture);
  addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    const typed = target.closest("input, select, textarea, [contenteditable], .drawer, dialog");
    if (event.key.toLowerCase() === "l" && !typed && !event.ctrlKey && !event.metaKey && !event.altKey) lecture();
  });
  if (new URLSearchParams(location.search).has("lecture")) lecture();
}

/** The labs that come when they are asked for; the network lab stands in the page. @type {Record<string, () => Promise<{ default: CustomElementConstructor }>>} */
const labs = {
  optimizers: async () => {
    const { part } = await import("./core.js");
    return (await Promise.all([import("./elements/optimizer-lab.js"), part("optimizers")]))[0];
  },
  logistic: async () => {
    const { part } = await import("./core.js");
    return (await Promise.all([import("./elements/logistic-lab.js"), part("logistic")]))[0];
  },
};

/** Once all is there and nothing else is asked for. */
function keepLater() {
  const later = () => setTimeout(() => {
    import("./print.js").then(({ prepare }) => prepare()).catch(() => {});
    import("./offline.js").then(({ keep }) => keep()).catch(() => {});
  }, 1000);
  if (document.readyState === "complete") later();
  else addEventListener("load", later, { once: true });
}

/** Which lab the link asks for. A link without `lab`, or with one that is not there, is the network lab's. */
const asked = () => location.hash.match(/(?:^#|&)lab=(\w+)/)?.[1] ?? "network";

/** Shows the lab of the link, and marks it in the header. */
async function follow() {
  const lab = Object.hasOwn(labs, asked()) ? asked() : "network";
  document.documentElement.dataset.lab = lab;
  for (const link of document.querySelectorAll("nav [data-lab]")) {
    if (/** @type {HTMLElement} */ (link).dataset.lab === lab) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (lab === "network" || customElements.get(`${lab.replace(/s$/, "")}-lab`)) return;
  const { default: Lab } = await labs[lab]();
  const name = `${lab.replace(/s$/, "")}-lab`;
  if (!customElements.get(name)) customElements.define(name, Lab);
  if (!document.querySelector(name)) document.querySelector("network-lab")?.after(document.createElement(name));
}

document.querySelector(".idle")?.remove();
turn(askedLanguage());
setTheme(chosenTheme());
document.documentElement.dataset.lab = asked();
try {
  const classes = Promise.all(elements.map(([, load]) => load()));
  const core = await import("./core.js");
  // A link may ask for anything; without one the first screen needs half of the core, and the rest comes with the first touch.
  const more = () => core.part("network").catch(() => {}); // whoever needs it says so
  if (location.hash.length > 1) more();
  else for (const name of ["pointermove", "pointerdown", "keydown", "focusin", "wheel"]) addEventListener(name, more, { once: true, passive: true });
  await core.default();
  if (askedLanguage() !== "en") await speak(core);
  await new Promise((resolve) => setTimeout(resolve));
  localise(core.t);
  wireHeader(core);
  (await classes).forEach((module, index) => customElements.define(elements[index][0], module.default));
  addEventListener("hashchange", () => follow().catch(tell));
  await follow();
  wireLecture();
  keepLater();
} catch (error) {
  tell(error);
}

export {};
