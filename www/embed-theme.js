/** Light or dark, as the element asks: by default as the page around it is. */
import { part, t } from "./core.js";

const THEMES = ["page", "system", "light", "dark"];

/** The ground that is seen behind an element, from 0 (black) to 1; nothing where no colour is laid. @param {Element} element */
function ground(element) {
  for (let node = /** @type {Element | null} */ (element); node; node = node.parentElement ?? /** @type {ShadowRoot} */ (node.getRootNode()).host ?? null) {
    const [red, green, blue, alpha = 1] = (getComputedStyle(node).backgroundColor.match(/^rgba?\(([^)]*)\)/)?.[1] ?? "0,0,0,0").split(/[\s,/]+/).map(Number);
    if (alpha > 0.5) return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  }
  return null;
}

/** @param {string} theme @param {Element} element */
function isDark(theme, element) {
  const system = matchMedia("(prefers-color-scheme: dark)").matches;
  if (theme === "light" || theme === "dark") return theme === "dark";
  if (theme === "system") return system;
  const light = ground(element);
  if (light !== null) return light < 0.4;
  const scheme = getComputedStyle(element).colorScheme;
  return scheme.includes("dark") && (!scheme.includes("light") || system);
}

/** @param {Element} element @param {AbortSignal} signal ends it @param {(dark: boolean) => void} set @param {(text: string) => void} tell */
export function watchTheme(element, signal, set, tell) {
  /** @type {boolean | null} */ let before = null;
  const look = () => {
    const theme = element.getAttribute("theme") ?? "page";
    const dark = isDark(theme, element);
    if (dark !== before) set(dark);
    before = dark;
    if (THEMES.includes(theme)) return tell("");
    part("network").then(() => tell(t("page.link.one_of", { key: "theme", known: THEMES.join(", "), found: theme.slice(0, 40) })), () => {});
  };
  look();
  element.addEventListener("gradstep-theme", look, { signal });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look, { signal });
  // Pages change their colours by an attribute at their root, as a rule with a transition.
  const watcher = new MutationObserver(() => { look(); setTimeout(() => signal.aborted || look(), 400); });
  for (const node of [document.documentElement, document.body]) watcher.observe(node, { attributes: true, attributeFilter: ["class", "style", "data-theme", "data-mode", "data-bs-theme", "theme"] });
  signal.addEventListener("abort", () => watcher.disconnect());
}
