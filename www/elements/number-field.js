/** A small field over a number of the picture: Enter takes it over, Escape leaves it, a wrong number says why. */
import { t } from "../core.js";
import { announce, h } from "../dom.js";
import { readNumber } from "../number.js";
import { sentenceOf } from "../state.js";

/**
 * @param {HTMLElement} picture @param {Element} anchor
 * @param {{ path: (string | number)[], label: string, value: number }} editable @param {() => void} after called when the field has closed
 */
export function openField(picture, anchor, editable, after) {
  picture.querySelector(".number-field")?.remove();
  const frame = picture.getBoundingClientRect();
  const box = anchor.getBoundingClientRect();
  const error = h("p", { class: "error", id: "number-error", "aria-live": "polite" });
  const input = h("input", { type: "text", inputmode: "decimal", value: String(editable.value), "aria-describedby": "number-error" });
  const take = h("button", { type: "submit", class: "primary" }, t("page.field.apply"));
  const leave = h("button", { type: "button", "aria-label": t("page.close"), onclick: () => close() }, "✕");
  const form = h("form", { class: "number-field", novalidate: true }, h("label", {}, t("page.field.start", { what: editable.label }), input), h("div", { class: "row" }, take, leave), error);
  const left = Math.min(Math.max(0, box.left + box.width / 2 - frame.left - 110), Math.max(0, frame.width - 220));
  form.style.left = `${left}px`;
  form.style.top = `${box.bottom - frame.top + 6}px`;
  const close = () => {
    form.remove();
    after();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = readNumber(input.value);
    const apply = (/** @type {any} */ spec) => {
      if (Number.isNaN(value)) throw new Error(t("page.editor.not_number"));
      const [last, ...rest] = [...editable.path].reverse();
      rest.reverse().reduce((place, key) => place[key], spec)[last] = value;
    };
    // the answer may come later, with the part of the core that gives it
    const done = (/** @type {unknown} */ problem) => {
      if (!problem) {
        announce(t("page.field.done", { what: editable.label, value: input.value }), picture);
        return close();
      }
      error.textContent = sentenceOf(problem);
      input.setAttribute("aria-invalid", "true");
      input.focus();
    };
    picture.dispatchEvent(new CustomEvent("gradstep-edit", { bubbles: true, detail: { apply, done } }));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    event.stopPropagation();
  });
  picture.append(form);
  input.select();
}
