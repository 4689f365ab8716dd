/** A panel at the side of the window, by which the lab stays usable. Escape or ✕ closes it; the focus goes back. */
import { t } from "./core.js";
import { h, rootOf } from "./dom.js";

/** @param {Element} lab that it belongs to @param {string} title @param {Node[]} content @param {string} name of what is in it */
export function openDrawer(lab, title, content, name) {
  const root = rootOf(lab);
  const from = root.activeElement;
  lab.querySelector(".drawer")?.remove();
  const close = () => {
    drawer.remove();
    root.removeEventListener("keydown", escape);
    if (from instanceof HTMLElement && from.isConnected) from.focus();
  };
  const heading = h("h2", { tabindex: -1 }, title);
  const body = h("div", { class: "body" }, ...content);
  // A popover, so that it stands above all else, whatever the lab is in.
  const drawer = h("div", { class: "drawer", role: "dialog", "aria-label": title, "data-name": name, popover: "manual" },
    h("header", {}, heading, h("button", { type: "button", "aria-label": t("page.close"), onclick: close }, "✕")), body);
  const escape = (/** @type {Event} */ event) => {
    if (/** @type {KeyboardEvent} */ (event).key === "Escape") close();
  };
  root.addEventListener("keydown", escape);
  lab.append(drawer);
  drawer.showPopover?.();
  heading.focus();
  return { body, close };
}
