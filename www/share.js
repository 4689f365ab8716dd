/** The dialog that gives what is seen: as a link, a frame, an element, a line of Markdown, a picture, a QR code. */
import { language, part, t } from "./core.js";
import { announce, h, icon } from "./dom.js";
import { hostOf, spoken, tagOf } from "./host.js";

/** @typedef {{ link: string, frame: string, element: string, markdown: string }} Forms */

const BASE = new URL("../", import.meta.url).href;

/** @param {string} text */
const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** All ways to write down one lesson. @param {string} hash `#…` or empty @param {string} title @param {string} [page] where the page is @returns {Forms} */
export function formsOf(hash, title, page = `${BASE}index.html`) {
  const link = page + hash;
  const state = (language() === "en" ? "" : ` lang="${language()}"`) + (hash && ` state="${attribute(hash)}"`);
  return {
    link,
    frame: `<iframe src="${attribute(spoken(`${BASE}embed.html`) + hash)}" width="100%" height="800" loading="lazy" style="border: 0" title="${attribute(title)}"></iframe>`,
    element: `<script type="module" src="${attribute(`${BASE}gradstep-lab.js`)}"></script>\n<gradstep-lab${state}></gradstep-lab>`,
    markdown: `[${title.replace(/[[\]\\]/g, "\\$&")}](${link.replace(/[()\s<>]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)})`,
  };
}

/** @param {string} name @param {BlobPart} content @param {string} type */
function save(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A text with a button that copies it, and says so. @param {string} name @param {string} text */
function form(name, text) {
  const rows = text.includes("\n") || text.length > 70 ? 3 : 1;
  const field = h("textarea", { readonly: true, rows, spellcheck: "false", name }, text);
  const button = h("button", { type: "button", "data-copy": name, onclick: () => copy(field, button) }, t("page.share.copy"));
  return h("div", { class: "form" }, h("label", {}, h("span", {}, t(`page.share.${name}`)), field), button);
}

/** @param {HTMLTextAreaElement} field @param {HTMLElement} button */
async function copy(field, button) {
  try {
    await navigator.clipboard.writeText(field.value);
    said(button, t("page.share.copied"));
  } catch {
    field.select();
    said(button, t("page.share.by_hand"));
  }
}

/** Says what came of it, at the button and to who listens. @param {HTMLElement} button @param {string} text */
function said(button, text) {
  const place = button.closest(".form")?.querySelector(".said") ?? h("p", { class: "said" });
  button.closest(".form")?.append(place);
  place.textContent = text;
  announce(text, button);
}

/** @param {Element} lab */
function picture(lab) {
  const button = (/** @type {string} */ name, /** @type {(picture: import("./picture.js").Picture, button: HTMLElement) => unknown} */ act) => {
    const node = h("button", { type: "button", "data-picture": name, onclick: async () => {
      try {
        await act(await (await import("./picture.js")).pictureOf(lab), node);
      } catch (error) {
        said(node, t("page.share.no_picture", { reason: error instanceof Error ? error.message : String(error) }));
      }
    } }, t(`page.share.${name}`));
    return node;
  };
  const alternative = h("div");
  import("./picture.js").then(({ alternativeOf }) => alternative.append(form("alternative", alternativeOf(lab))), () => {});
  return h("section", {}, h("h3", {}, t("page.share.picture")),
    h("div", { class: "form" }, h("div", { class: "row" },
      button("save_svg", ({ svg }) => save("gradstep.svg", svg, "image/svg+xml")),
      button("save_png", async (picture) => save("gradstep.png", await picture.png(), "image/png")),
      button("copy_png", async (picture, node) => {
        await navigator.clipboard.write([new ClipboardItem({ "image/png": picture.png() })]);
        said(node, t("page.share.copied"));
      }))),
    alternative);
}

/** @param {string} link */
function code(link) {
  const place = h("div", { class: "qr" });
  const show = h("button", { type: "button", "data-qr": true, onclick: async () => {
    try {
      const { qrOf } = await import("./picture.js");
      const svg = qrOf(link, t("page.share.qr_label"));
      place.replaceChildren(svg, h("button", { type: "button", onclick: () => save("gradstep-qr.svg", new XMLSerializer().serializeToString(svg), "image/svg+xml") }, t("page.share.save_svg")));
    } catch (error) {
      place.replaceChildren(h("p", { class: "error", role: "alert" }, error instanceof Error ? error.message : String(error)));
    }
  } }, t("page.share.qr_show"));
  return h("section", {}, h("h3", {}, t("page.share.qr")), show, place);
}

/** @param {Element} near what asks for it; the focus returns there */
export async function open(near) {
  const host = hostOf(near);
  const root = /** @type {ParentNode} */ (near.getRootNode());
  const lab = /** @type {(Element & { link: string }) | null} */ (root.querySelector(tagOf(host.lab)) ?? root.querySelector("network-lab"));
  if (!lab || root.querySelector("dialog.share")) return;
  await Promise.all([part("share"), host.style("share")]);
  const hash = lab.link.replace(/^#$/, "");
  const title = t("page.share.name", { title: root.querySelector("derivation-card h2")?.textContent && host.lab === "network" ? /** @type {string} */ (root.querySelector("derivation-card h2")?.textContent) : t(`page.lab.${host.lab}`) });
  const forms = formsOf(hash, title, host.address().replace(/#.*$/, ""));
  const dialog = h("dialog", { class: "share", "aria-labelledby": "share-title" },
    h("header", {}, h("h2", { id: "share-title", tabindex: -1 }, t("page.share.title")), h("button", { type: "button", "aria-label": t("page.close"), onclick: () => dialog.close() }, icon("M3 3l10 10M13 3L3 13"))),
    h("p", { class: "hint" }, t("page.share.lead")),
    ...Object.entries(forms).map(([name, text]) => form(name, text)),
    h("p", { class: "hint" }, t("page.share.length", { length: forms.link.length })),
    picture(lab), code(forms.link));
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (near instanceof HTMLElement) near.focus();
  });
  dialog.addEventListener("keydown", (event) => event.key !== "Escape" && event.stopPropagation());
  (near.closest(".embedded") ?? document.body).append(dialog);
  dialog.showModal();
  dialog.querySelector("h2")?.focus();
}
