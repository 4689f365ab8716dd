/** All quantities of this iteration beside the last one's: the answer sheet. A click on a value goes to its step. */
import { formatNumber, t } from "../core.js";
import { h, initial, keepFocus, mark, mathNode, settle } from "../dom.js";

/**
 * @typedef {import("../dom.js").View} View
 * @typedef {import("../core.js").Step} Step
 * @typedef {import("../core.js").Matrix} Matrix
 * @typedef {{ title: string, iteration: number, value: (id: string) => Matrix | null, reached: (row: number) => boolean, what?: boolean }} Column
 */

/** @typedef {{ id: string, row: number, step: Step }} Line */

/** Widths in CSS pixels, of the fonts that run widest: the column of names, a cell's own, a matrix's own, between two numbers, a character, a star. */
const NAMES = 62;
const CELL = 2;
const FRAME = 9;
const GAP = 7;
const CHARACTER = 8;
const STAR = 7;
/** Numbers of a matrix that are shown beneath its row, where it is folded, before a reader asks for them. */
const FEW = 4;

export default class StepLedger extends HTMLElement {
  /** @type {View | null} */ #view = null;
  /** Folded rows that the reader has opened or closed. @type {Map<string, boolean>} */ #open = new Map();
  #room = 0;
  #drawn = "";
  /** The cell in the tab order. */ #focus = "";

  connectedCallback() {
    this.addEventListener("keydown", (event) => this.#key(event));
    // A click with the mouse leaves the focus where it was, so that the arrow keys go on stepping.
    this.addEventListener("mousedown", (event) => /** @type {Element} */ (event.target).closest("button") && event.preventDefault());
    this.addEventListener("click", (event) => this.#click(event));
    new ResizeObserver(([entry]) => {
      const room = Math.round(entry.contentRect.width);
      if (Math.abs(room - this.#room) < 8) return;
      this.#room = room;
      this.#drawn = "";
      // In a frame of its own: its height follows, and would call the observer from within.
      requestAnimationFrame(() => {
        if (!this.#view) return;
        this.update(this.#view);
        this.measure()();
      });
    }).observe(this);
  }

  /** @param {View} view */
  update(view) {
    this.removeAttribute("data-static");
    this.#view = view;
    this.#room ||= this.clientWidth - 32;
    const columns = columnsOf(view);
    const rows = rowsOf(view);
    const shape = JSON.stringify([rows.map(({ id }) => id), columns.length, view.notation, this.#room, view.printed.length, view.printed.some(({ why }) => why), [...this.#open]]);
    // The table stands as long as its rows do: then just the values that have changed are drawn anew.
    const numbers = JSON.stringify([view.iteration, columns.map(({ title }) => title), view.digits]);
    keepFocus(this, () => {
      if (this.#drawn !== shape) this.#build(view, columns, rows);
      else this.#move(view, columns, rows, this.#spec !== view.spec || this.#numbers !== numbers);
    });
    this.#drawn = shape;
    this.#numbers = numbers;
    this.#spec = view.spec;
    this.#index = view.index;
  }

  /** @type {unknown} */ #spec = null;
  #numbers = "";
  #index = 0;

  /** @param {View} view @param {Column[]} columns @param {Line[]} rows */
  #build(view, columns, rows) {
    const head = h("tr", {}, h("th", { scope: "col" }, t("page.ledger.quantity")),
      ...columns.map(({ title, what }) => h("th", { scope: "col", class: what ? "what" : null }, title)));
    const body = h("tbody");
    for (const row of rows) {
      const line = h("tr", {}, h("th", { scope: "row" }, mathNode(row.step.symbol)));
      body.append(line);
      this.#fill(line, view, columns, row);
    }
    const tools = this.#summary(view);
    this.className = "panel ledger";
    this.replaceChildren(h("h2", { class: "part" }, t("page.ledger.title")), ...tools,
      h("table", {}, h("caption", { class: "hidden" }, t("page.ledger.caption")), h("thead", {}, head), body));
  }

  /** @param {View} view @param {Column[]} columns @param {Line[]} rows @param {boolean} all */
  #move(view, columns, rows, all) {
    const lines = this.querySelectorAll("tbody tr.line");
    const [from, to] = [Math.min(this.#index, view.index), Math.max(this.#index, view.index)];
    if (all) this.querySelectorAll("thead th").forEach((head, place) => place > 0 && (head.textContent = columns[place - 1].title));
    rows.forEach((row, place) => {
      if (!all && (row.row < from || row.row > to)) return;
      this.#fill(lines[place], view, columns, row);
    });
  }

  /** The values of a row, and what stands beneath it; its name stays. @param {Element} line @param {View} view @param {Column[]} columns @param {Line} place */
  #fill(line, view, columns, { id, row, step }) {
    const here = row === view.index && step === view.steps[row];
    const first = columns.findIndex(({ iteration, what }) => iteration === view.iteration && !what);
    const base = columns[first].value(id);
    const narrow = columns.some((column) => column.reached(row) && this.#isWide(column, id, columns.length, view.digits));
    const cells = columns.map((column) => {
      const value = column.value(id);
      const name = mark({ iteration: column.iteration, id });
      if (!value) return h("td", {}, "");
      if (!column.reached(row)) return h("td", { class: "ahead", "data-q": name }, h("span", { "aria-hidden": "true" }, "·"), h("span", { class: "hidden" }, t("page.ledger.ahead")));
      const label = t("page.ledger.go", { name: step.symbol.speech, iteration: column.iteration });
      const content = narrow
        ? h("span", { class: column.what && base && !isSame(value, base) ? "size differs" : "size" }, `${value.length} × ${value[0].length}`)
        : numbers(value, view.digits, column.what ? base : null);
      const printed = printedOf(view, column, id);
      const cell = column.what || column.iteration === 0
        ? h("div", { class: "value" }, content)
        : h("button", { type: "button", class: "value", tabindex: name === this.#focus || (!this.#focus && here && column.iteration === view.iteration) ? 0 : -1,
          "data-go": name, "aria-label": `${label}: ${spoken(value, view.digits)}`, title: label }, content);
      return h("td", { "data-q": column.what ? null : name, class: column.what ? "what" : column.iteration < view.iteration ? "before" : null }, cell, printed && !isOff(printed) && h("div", { class: "printed" }, `✓ ${t("page.printed.agrees")}`));
    });
    const differing = columns.some((column) => column.reached(row) && isOff(printedOf(view, column, id)));
    const isOpen = narrow ? this.#open.get(id) ?? (differing || areFew(columns, { id, row, step })) : differing;
    const opener = narrow && h("button", { type: "button", class: "opener", "data-open": id, "aria-expanded": String(isOpen), "aria-label": t("page.ledger.open", { name: step.symbol.speech }) }, isOpen ? "▾" : "▸");
    line.className = `line ${step.phase}${here ? " here" : ""}`;
    line.toggleAttribute("aria-current", false);
    if (here) line.setAttribute("aria-current", "step");
    const head = /** @type {Element} */ (line.firstElementChild);
    settle(head, [/** @type {Element} */ (head.firstElementChild), ...(opener ? [opener] : [])]);
    settle(line, [head, ...cells]);
    setBeneath(line, isOpen ? this.#detail(view, columns, { id, row, step }, narrow, here) : null);
  }

  /** The matrices of a row that is too wide for its columns, and those that are printed otherwise. @param {View} view @param {Column[]} columns @param {Line} line @param {boolean} narrow @param {boolean} here */
  #detail(view, columns, { id, row, step }, narrow, here) {
    const blocks = columns.flatMap((column) => {
      const value = column.value(id);
      const printed = printedOf(view, column, id);
      if (!value || !column.reached(row) || !(narrow || isOff(printed))) return [];
      return [h("figure", { class: column.what && "what" }, h("figcaption", {}, column.title), h("div", { class: "scroller" }, numbers(value, view.digits, column.what ? columns[1].value(id) : null)), isOff(printed) && printedBelow(printed, view.digits))];
    });
    return h("tr", { class: `detail ${step.phase}${here ? " here" : ""}` }, h("td", { colspan: columns.length + 1 }, h("div", { class: "figures" }, ...blocks)));
  }

  /** Whether a matrix is too wide for its column, or too tall to stand open in a table. @param {Column} column @param {string} id @param {number} columns @param {number} digits */
  #isWide(column, id, columns, digits) {
    const value = column.value(id);
    if (!value) return false;
    const longest = Math.max(...value.flat().slice(0, 64).map((number) => formatNumber(number, digits).length));
    const width = value[0].length * (longest * CHARACTER + (column.what ? STAR : 0) + GAP) - GAP + FRAME;
    return width > (this.#room - NAMES) / columns - CELL || value.length > 8;
  }

  /** What the printed values come to. @param {View} view */
  #summary(view) {
    const { printed } = view;
    if (printed.length === 0) return [];
    const all = printed.flatMap(({ agrees }) => agrees.flat());
    const wrong = all.filter((agrees) => !agrees).length;
    return [h("p", { class: "summary" }, t("page.printed.summary", { all: all.length, wrong })),
      ...[...new Set(printed.map(({ iteration }) => iteration))].map((iteration) => h("div", { class: "differing" }, t("page.ledger.iteration", { iteration }), h("ul", { class: "differing" },
        ...printed.filter((value) => value.iteration === iteration && isOff(value)).map((value) => this.#link(view, value)))))];
  }

  /** @param {View} view @param {import("../core.js").PrintedValue} value */
  #link(view, value) {
    const name = view.symbol(value.id);
    return h("li", {}, h("button", { type: "button", class: "use", "data-go": mark(value), "aria-label": t("page.ledger.go", { name: name.speech, iteration: value.iteration }) }, mathNode(name)));
  }

  /** Where the row of this step has to be scrolled to; done by the function that is returned. */
  measure() {
    const here = this.querySelector("tr.here")?.getBoundingClientRect();
    const { top, height } = this.getBoundingClientRect();
    const scrolls = this.scrollHeight > this.clientHeight + 1;
    return () => {
      if (here && scrolls && (here.top < top + 56 || here.bottom > top + height)) this.scrollTop += here.top - top - height / 2;
    };
  }

  /** @param {Event} event */
  #click(event) {
    const button = /** @type {Element} */ (event.target).closest("button");
    const { go, open } = button?.dataset ?? {};
    if (go) {
      const [iteration, id] = go.split(":");
      this.dispatchEvent(new CustomEvent("gradstep-go", { bubbles: true, detail: { iteration: Number(iteration), id } }));
    }
    if (open && this.#view) {
      this.#open.set(open, button?.getAttribute("aria-expanded") === "false");
      this.update(this.#view);
      /** @type {HTMLElement | null} */ (this.querySelector(`[data-open="${open}"]`))?.focus();
    }
  }

  /** Arrow keys move among the values once the focus is in the table. @param {KeyboardEvent} event */
  #key(event) {
    const from = /** @type {Element} */ (event.target).closest("button.value");
    const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!from || !move) return;
    event.preventDefault();
    const grid = [...this.querySelectorAll("tbody tr.line")].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.querySelector("button.value")));
    const row = grid.findIndex((cells) => cells.includes(/** @type {HTMLButtonElement} */ (from)));
    const column = grid[row].indexOf(/** @type {HTMLButtonElement} */ (from));
    let [r, c] = [row + move[0], column + move[1]];
    while (grid[r] && c in grid[r] && !grid[r][c]) [r, c] = [r + move[0], c + move[1]];
    const next = grid[r]?.[c];
    if (!(next instanceof HTMLElement)) return;
    from.setAttribute("tabindex", "-1");
    next.tabIndex = 0;
    this.#focus = next.dataset.go ?? "";
    next.focus();
  }
}

/** Puts beneath a row what belongs there, or nothing. @param {Element} line @param {Element | null} detail */
function setBeneath(line, detail) {
  const next = line.nextElementSibling;
  const stands = next?.matches(".detail") ? next : null;
  if (detail && stands?.isEqualNode(detail)) return;
  stands?.remove();
  if (detail) line.after(detail);
}

/** @param {View} view @returns {Column[]} */
function columnsOf(view) {
  const find = (/** @type {Step[] | null} */ steps) => (/** @type {string} */ id) => steps?.find((step) => step.id === id)?.value ?? null;
  const { iteration, index } = view;
  const before = iteration === 1
    ? { title: t("page.ledger.start"), iteration: 0, value: (/** @type {string} */ id) => initial(view, id), reached: () => true }
    : { title: t("page.ledger.iteration", { iteration: iteration - 1 }), iteration: iteration - 1, value: find(view.previous), reached: () => true };
  const reached = (/** @type {number} */ row) => row <= index;
  return [before, { title: t("page.ledger.iteration", { iteration }), iteration, value: find(view.steps), reached },
    ...view.what.map(({ title, steps }) => ({ title, iteration, value: ofWhat(view.steps, steps), reached, what: true }))];
}

/** Where the cost is another one, what the problem has as its other cost is the what-if's own. @param {Step[]} ours @param {Step[]} theirs */
const ofWhat = (ours, theirs) => (/** @type {string} */ id) => {
  const name = (/** @type {Step[]} */ steps, /** @type {string} */ id) => steps.find((step) => step.id === id)?.symbol.speech;
  const found = id === "cost_other" && name(ours, id) !== name(theirs, id) ? "cost" : id;
  return theirs.find((step) => step.id === found)?.value ?? null;
};

/** The rows in order: those of the problem, and where a what-if has others, those after the row that they follow. @param {View} view */
function rowsOf(view) {
  const rows = view.steps.map((step, row) => ({ id: step.id, row, step }));
  for (const { steps } of view.what) {
    let after = -1;
    for (const step of steps) {
      const known = rows.findIndex(({ id }) => id === step.id);
      if (known >= 0) after = known;
      else rows.splice((after += 1), 0, { id: step.id, row: rows[after - 1]?.row ?? 0, step });
    }
  }
  return rows;
}

/** @param {Matrix} matrix @param {number} digits */
const spoken = (matrix, digits) => matrix.map((row) => row.map((value) => formatNumber(value, digits)).join(", ")).join("; ");

/** Whether two matrices have the same bits. @param {Matrix} one @param {Matrix} other */
const isSame = (one, other) => one.length === other.length && one.every((row, r) => row.length === other[r].length && row.every((value, c) => Object.is(value, other[r][c])));

/** The frame of a matrix; up to 8 columns by a class, more by a style of its own. @param {Matrix} matrix */
function gridOf(matrix) {
  const count = matrix[0].length;
  const single = matrix.length * count === 1 ? " single" : "";
  return h("span", { class: `matrix columns-${count}${single}`, style: count > 8 && `--columns: ${count}` });
}

/** A matrix as small aligned numbers; what differs from `base` is marked. @param {Matrix} matrix @param {number} digits @param {Matrix | null} base */
function numbers(matrix, digits, base) {
  const grid = gridOf(matrix);
  matrix.forEach((row, r) => row.forEach((value, c) => {
    const differs = base !== null && !Object.is(base[r]?.[c], value);
    grid.append(h("span", { class: differs ? "differs" : null }, formatNumber(value, digits)));
  }));
  return grid;
}

/** @typedef {View["printed"][0]} Printed */

/** What is printed for a quantity in a column. @param {View} view @param {Column} column @param {string} id */
const printedOf = ({ printed }, { what, iteration }, id) => (what ? undefined : printed.find((known) => known.id === id && known.iteration === iteration));

/** Whether something is printed, and otherwise than it is computed. @param {Printed | undefined} printed @returns {printed is Printed} */
const isOff = (printed) => printed !== undefined && !printed.agrees.flat().every(Boolean);

/** Where the numbers of a folded row are shown without being asked for. @param {Column[]} columns @param {Line} line */
const areFew = (columns, { id, row }) => columns.every((column) => !column.reached(row) || (column.value(id)?.flat().length ?? 0) <= FEW);

/** @param {Printed} printed @param {number} digits */
function printedBelow({ printed, agrees, difference, why }, digits) {
  const grid = gridOf(printed);
  printed.forEach((row, r) => row.forEach((value, c) =>
    grid.append(h(agrees[r][c] ? "span" : "mark", {}, agrees[r][c] ? "" : "≠ ", formatNumber(value, digits)))));
  const worst = Math.max(...difference.flat().map(Math.abs));
  return h("div", { class: "printed" }, h("span", {}, t("page.printed.label"), " ", grid), h("small", {}, t("page.printed.off", { by: formatNumber(worst, Math.max(digits, 5)) })), why && h("small", { class: "because" }, why));
}
