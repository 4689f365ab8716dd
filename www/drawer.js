/** A panel at the side of the lab, which stays usable beside it. Escape or ✕ closes it; the focus goes back. */
import { t } from "./core.js";
import { h } from "./dom.js";

/** @param {string} title @param {Node[]} content @param {string} name of what is in it @param {Element | null} [lab] */
export function openDrawer(title, content, name, lab = document.querySelector("network-lab")) {
  const from = document.activeElement;
  document.querySelector(".drawer")?.remove();
  const close = () => {
    drawer.remove();
    document.removeEventListener("keydown", escape);
    if (from instanceof HTMLElement && from.isConnected) from.focus();
  };
  const heading = h("h2", { tabindex: -1 }, title);
  const body = h("div", { class: "body" }, ...content);
  const drawer = h("div", { class: "drawer", role: "dialog", "aria-label": title, "data-name": name },
    h("header", {}, heading, h("button", { type: "button", "aria-label": t("page.close"), onclick: close }, "✕")), body);
  const escape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") close();
  };
  document.addEventListener("keydown", escape);
  lab?.append(drawer);
  heading.focus();
  return { body, close };
}
