/** The race as a table: who stands where, who arrived when, who ran away and why. */
import { formatNumber, t } from "../core.js";
import { h, icon, keepFocus } from "../dom.js";
import { markerPath, paletteOf } from "../race-style.js";
import { settings } from "./race-editor.js";

/** @typedef {import("./optimizer-lab.js").default} OptimizerLab */
/** @typedef {import("./optimizer-lab.js").RaceView} RaceView */

const COLUMNS = ["optimizer", "height", "arrival", "length", "state"];

export default class RaceTable extends HTMLElement {
  /** @param {OptimizerLab} lab @param {RaceView} view @param {import("../core.js").Race} race */
  update(lab, view, race) {
    const colours = paletteOf(this).racers;
    const goal = view.stationary[0];
    const rows = view.racers.map(({ optimizer, path, values }, index) => {
      const last = Math.min(view.step, values.length - 1);
      const status = race.status(index);
      const stability = race.stability(index);
      const arrival = goal ? race.stepsToWithin(index, goal.x, goal.y, view.tolerance) : null;
      const reached = status.reached !== null && view.stationary[status.reached];
      const state = t(`page.race.state.${status.state}`, { steps: status.steps }) + (reached ? ` · ${t(`page.race.type.${reached.type}`)}` : "");
      const why = stability && t("page.race.unstable", { step: stability.step, product: formatNumber(stability.product, 3), limit: formatNumber(stability.limit, 2) });
      const choose = h("button", { type: "button", class: "racer", "data-name": `racer-${index}`, "aria-pressed": String(index === view.chosen), onclick: () => lab.set({ chosen: index }) },
        swatch(index, colours[index]), h("span", {}, t(`page.optimizer.${optimizer.kind}`), h("small", {}, settings(optimizer))));
      // The roles, since a table laid out as a grid (on a phone) is none any more to some readers.
      return h("tr", { role: "row" }, h("th", { scope: "row", role: "rowheader" }, choose),
        cell({}, formatNumber(values[last], view.digits), h("small", {}, whole(`(${formatNumber(path[2 * last], view.digits)},`), " ", whole(`${formatNumber(path[2 * last + 1], view.digits)})`))),
        cell({}, arrival === null ? "–" : String(arrival)),
        cell({}, formatNumber(race.length(index), 2)),
        cell({ class: "words" }, state, why && h("small", {}, why)));
    });
    keepFocus(this, () => this.replaceChildren(h("table", { role: "table" },
      h("caption", { class: "hidden" }, t("page.race.caption", { step: view.step, budget: lab.lesson.budget })),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...COLUMNS.map((name) => h("th", { scope: "col", role: "columnheader" }, t(`page.race.column.${name}`, { step: view.step, tolerance: view.tolerance }))))),
      h("tbody", { role: "rowgroup" }, ...rows))));
  }
}

/** @param {Record<string, any>} attributes @param {...any} content */
const cell = (attributes, ...content) => h("td", { role: "cell", ...attributes }, ...content);

/** A text that is not broken over two lines. @param {string} text */
const whole = (text) => h("span", { class: "whole" }, text);

/** A racer's marker in its colour. @param {number} index @param {string} colour */
function swatch(index, colour) {
  const sign = icon(markerPath(index));
  sign.style.color = colour;
  return sign;
}
