/** Controls that an element hides or locks, by name. */
import { part, t } from "./core.js";

/** Where the controls of the network lab are, that are not found by their own name. @type {Record<string, string>} */
const NAMED = {
  preset: "label.chip:has(#preset), label.chip:has([data-part=preset])",
  problem: ".problem", picture: "section.network, section:has(race-map), section:has(logistic-plot)", chart: "cost-chart, h2:has(+ cost-chart)",
  derivation: "derivation-card, race-steps, logistic-steps", ledger: "step-ledger", transport: ".transport", strip: ".strip, [data-part=scrub]",
  iteration: "[data-do=iteration], #iteration, [data-part=at]", cost: "[data-edit=cost], [data-section=cost]", values: "network-picture .editable", speed: "label.speed", legend: ".legend",
};

/** @param {string} name */
const isName = (name) => /^[a-z][a-z0-9_-]{0,30}$/.test(name);

/** @param {string} name */
const selectorOf = (name) => (Object.hasOwn(NAMED, name) ? NAMED[name] : `[data-do="${name}"], [data-edit="${name}"], [data-section="${name}"], [data-part="${name}"]`);

/** @param {string[]} hide @param {string[]} lock */
export function sheetOf(hide, lock) {
  const sheet = new CSSStyleSheet();
  const rules = hide.filter(isName).map((name) => `:is(${selectorOf(name)}) { display: none !important; }`);
  const locked = lock.filter(isName).map((name) => `:is(${selectorOf(name)}) { cursor: default; ${name === "values" ? "pointer-events: none; " : ""}}`);
  sheet.replaceSync([...rules, ...locked].join("\n"));
  return sheet;
}

/** Keeps controls as they are, whatever the lab does to them. @param {Element} frame @param {string[]} names @returns {() => void} what ends it */
export function locks(frame, names) {
  const selector = names.filter(isName).map(selectorOf).join(", ");
  if (!selector) return () => {};
  /** @type {Set<Element>} */ const closed = new Set();
  const close = () => {
    for (const place of frame.querySelectorAll(selector))
      for (const field of [place, ...place.querySelectorAll("button, input, select, textarea, fieldset")])
        if ("disabled" in field && !field.disabled) {
          field.disabled = true;
          closed.add(field);
        }
  };
  close();
  const watcher = new MutationObserver(close);
  watcher.observe(frame, { subtree: true, childList: true, attributes: true, attributeFilter: ["disabled"] });
  return () => {
    watcher.disconnect();
    for (const field of closed) field.removeAttribute("disabled");
  };
}

/** Says which names of an attribute are no controls of this lab. @param {Element} frame @param {string} attribute @param {string} value */
export async function unknown(frame, attribute, value) {
  const names = value.split(/[\s,]+/).filter(Boolean);
  const lost = names.filter((name) => !isName(name) || !frame.querySelector(selectorOf(name)));
  if (lost.length === 0) return "";
  await part("network");
  return t("page.embed.control", { attribute, found: lost.join(" ").slice(0, 60), known: known(frame).join(", ") });
}

/** The names of controls that are there. @param {Element} frame */
function known(frame) {
  const own = [...frame.querySelectorAll("[data-do], [data-edit], [data-part]")].map((node) => node.getAttribute("data-do") ?? node.getAttribute("data-edit") ?? node.getAttribute("data-part") ?? "");
  return [...new Set([...Object.keys(NAMED).filter((name) => frame.querySelector(NAMED[name])), ...own])].filter(Boolean).sort();
}
