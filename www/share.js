/** The link to what is shown, on the clipboard, or to copy by hand where the clipboard is closed. */
import { t } from "./core.js";
import { announce, h } from "./dom.js";

/** @param {HTMLElement} button */
export async function share(button) {
  const link = location.href;
  const label = button.querySelector(".label");
  try {
    await navigator.clipboard.writeText(link);
    announce(t("page.share.copied"), button);
    if (label) label.textContent = t("page.share.copied");
    button.title = t("page.share.length", { length: link.length });
    setTimeout(() => label && (label.textContent = t("page.share.open")), 2500);
  } catch {
    const notice = /** @type {HTMLElement} */ (document.getElementById("notice"));
    const field = h("input", { type: "text", readonly: true, value: link, "aria-label": t("page.share.by_hand") });
    notice.replaceChildren(h("label", {}, t("page.share.by_hand"), " ", field));
    notice.hidden = false;
    field.select();
  }
}
