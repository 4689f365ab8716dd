/** One quantity of the answer sheet: a matrix of fields, filled by keyboard or by pasting, and its verdict. */
import { formatNumber, t } from "../core.js";
import { announce, h, mathNode } from "../dom.js";
import { readNumber } from "../number.js";
import { readMatrix, shaped } from "../paste.js";

/** @typedef {import("../core.js").Step} Step */
/** @typedef {import("../core.js").Verdict} Verdict */
/** @typedef {import("../core.js").Matrix} Matrix */

const SIGNS = { correct: "✓", rounding: "≈", follows: "↳", wrong: "✗" };

/** A matrix as text: rows apart by semicolons. @param {Matrix} matrix @param {number} digits */
export const inWords = (matrix, digits) => matrix.map((row) => row.map((value) => formatNumber(value, digits)).join("  ")).join(" ; ");

export class Question {
  /** @type {Verdict | null} */ verdict = null;

  /**
   * @param {number} iteration @param {Step} step @param {string[][]} texts
   * @param {{ typed: () => void, check: () => void, checkAll: () => void, reveal: (() => void) | null, digits: () => number, about: (kind: string) => Node }} sheet
   */
  constructor(iteration, step, texts, sheet) {
    this.iteration = iteration;
    this.step = step;
    this.key = `${iteration}:${step.id}`;
    this.sheet = sheet;
    this.fields = step.value.map((row, r) => row.map((_, c) => this.#field(texts[r]?.[c] ?? "", r, c)));
    this.out = h("div", { class: "verdict" });
    this.body = h("div", { class: "matrix", role: "group", "aria-label": step.title, style: `--columns: ${step.value[0].length}` }, ...this.fields.flat());
    const tools = h("div", { class: "tools" }, h("button", { type: "button", class: "quiet", onclick: sheet.check }, t("page.sheet.one")),
      sheet.reveal && h("button", { type: "button", class: "quiet", "data-reveal": true, onclick: sheet.reveal }, t("page.sheet.reveal")));
    this.node = h("section", { class: `question ${step.phase}`, "data-key": this.key },
      h("h4", {}, mathNode(step.symbol), " ", h("span", {}, step.title)), this.body, tools, this.out);
  }

  /** @param {string} text @param {number} row @param {number} column */
  #field(text, row, column) {
    const label = t("page.sheet.field", { name: `${this.step.symbol.speech}, ${t("page.sheet.iteration", { number: this.iteration })}`, row: row + 1, column: column + 1 });
    const field = h("input", { type: "text", autocomplete: "off", spellcheck: "false", "aria-label": label, "data-row": row, "data-column": column });
    field.value = text;
    field.addEventListener("input", () => {
      this.show(null);
      field.removeAttribute("aria-invalid");
      this.sheet.typed();
    });
    field.addEventListener("change", () => this.#judge(field));
    field.addEventListener("paste", (event) => this.#pasted(event));
    field.addEventListener("keydown", (event) => this.#key(event, row, column));
    return field;
  }

  /** @param {HTMLInputElement} field */
  #judge(field) {
    const bad = field.value.trim() !== "" && Number.isNaN(readNumber(field.value));
    field.toggleAttribute("aria-invalid", bad);
    if (bad) {
      field.setAttribute("aria-invalid", "true");
      this.say(t("page.sheet.not_number", { text: field.value.slice(0, 20) }));
    }
  }

  get texts() {
    return this.fields.map((row) => row.map((field) => field.value));
  }

  /** The numbers, where every field holds one. @returns {Matrix | null} */
  get value() {
    const numbers = this.fields.map((row) => row.map((field) => readNumber(field.value)));
    return numbers.flat().every(Number.isFinite) ? numbers : null;
  }

  get isEmpty() {
    return this.fields.flat().every((field) => field.value.trim() === "");
  }

  /** @param {ClipboardEvent} event */
  #pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!Number.isNaN(readNumber(text)) || text.trim() === "") return;
    event.preventDefault();
    const matrix = readMatrix(text);
    const [rows, columns] = [this.fields.length, this.fields[0].length];
    const name = this.step.symbol.speech;
    if (!Array.isArray(matrix)) return this.say(t("page.sheet.not_number", { text: (matrix ?? text).slice(0, 20) }));
    const fitting = shaped(matrix, rows, columns);
    if (!fitting) return this.say(t("page.sheet.paste_shape", { name, rows, columns, found: `${matrix.length} × ${matrix[0].length}` }));
    fitting.forEach((row, r) => row.forEach((value, c) => (this.fields[r][c].value = String(value))));
    this.show(null);
    this.sheet.typed();
    this.say(t("page.sheet.pasted", { count: rows * columns, name }));
  }

  /** Enter and the arrows lead from field to field, and from the last to the button that checks, as Control + Enter does from each; Tab as everywhere. @param {KeyboardEvent} event @param {number} row @param {number} column */
  #key(event, row, column) {
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key !== "Enter" && down === undefined) return;
    event.preventDefault();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return this.sheet.checkAll();
    const all = /** @type {HTMLElement[]} */ ([...(this.node.closest("answer-sheet")?.querySelectorAll(".question input, [data-sheet=check]") ?? [])]);
    const here = all.indexOf(this.fields[row][column]);
    const within = down === undefined ? undefined : this.fields[row + down]?.[column];
    const next = within ?? all[down === -1 ? all.indexOf(this.fields[0][0]) - 1 : down === 1 ? all.indexOf(/** @type {HTMLInputElement} */ (this.fields.flat().at(-1))) + 1 : here + 1];
    next?.focus();
    if (next instanceof HTMLInputElement) next.select();
  }

  /** @param {string} text */
  say(text) {
    this.out.replaceChildren(h("p", {}, text));
    announce(text, this.node);
  }

  /** @param {Verdict | null} verdict */
  show(verdict) {
    this.verdict = verdict;
    this.node.dataset.verdict = verdict?.verdict ?? "";
    if (!verdict) return this.out.replaceChildren();
    const digits = this.sheet.digits();
    const { diagnosis, expected_from_yours: yours } = verdict;
    const right = verdict.verdict === "correct" || verdict.verdict === "rounding";
    this.out.replaceChildren(...[
      h("p", { class: `mark ${verdict.verdict}` }, h("span", { "aria-hidden": "true" }, SIGNS[verdict.verdict]), ` ${t(`page.sheet.${verdict.verdict}`)}`),
      diagnosis && h("p", {}, diagnosis.message),
      yours && !right && h("p", { class: "value" }, t("page.sheet.leads", { value: inWords(yours, digits) })),
      !right && h("p", { class: "value" }, t("page.sheet.expected", { value: inWords(verdict.expected, digits) })),
      diagnosis && this.sheet.about(diagnosis.kind),
    ].filter((part) => part instanceof Node));
  }

  /** The exact value, given up on. */
  reveal() {
    this.say(t("page.sheet.revealed", { value: inWords(this.step.value, this.sheet.digits()) }));
  }
}
