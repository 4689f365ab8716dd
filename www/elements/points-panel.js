/** Exercises in logistic regression: seeded points for the model that is open, and sheets of them for a class. */
import { generatePoints, t } from "../core.js";
import { announce, h } from "../dom.js";
import { MOST_SAMPLES } from "../desk.js";
import { classSheets, teller } from "./class-sheets.js";

const KINDS = ["overlapping", "separable", "inside_outside", "alternating", "one_class"];

/** @param {import("../desk.js").Desk} desk @param {import("./logistic-lab.js").default} lab */
export function pointsPanel(desk, lab) {
  const { drawn } = lab.lesson;
  const field = (/** @type {string} */ label, /** @type {Node} */ node) => h("label", { class: "field" }, t(label), node);
  const kind = h("select", { name: "kind" }, ...KINDS.map((name) => h("option", { value: name, selected: name === drawn?.kind }, t(`page.fit.kind.${name}`))));
  const points = h("input", { type: "number", name: "points", min: 1, max: MOST_SAMPLES, value: Math.min(drawn?.count ?? 4, MOST_SAMPLES) });
  const seed = h("input", { type: "number", name: "seed", min: 0, value: drawn?.seed ?? 1 });
  const { error, told } = teller();
  const size = () => Math.min(MOST_SAMPLES, Math.max(1, Math.round(Number(points.value)) || 1));
  const sheets = (/** @type {number} */ count) => {
    const { batch_size: _, ...spec } = lab.lesson.spec;
    return Array.from({ length: count }, (_, place) => {
      const of = Number(seed.value) + place;
      return { title: t("page.exercise.points", { kind: t(`page.fit.kind.${kind.value}`), count: size(), seed: of }), spec: { ...spec, ...generatePoints(kind.value, size(), of) } };
    });
  };
  const open = (/** @type {number} */ of) => {
    seed.value = String(of);
    lab.changes.draw(kind.value, size(), of);
    announce(t("page.exercise.opened", { code: of }), lab);
  };
  return h("div", { class: "exercise" }, h("p", {}, t("page.exercise.lead_points")),
    h("div", { class: "choices-row" }, field("page.fit.data.kind", kind), field("page.fit.data.count", points), field("page.editor.seed", seed),
      h("button", { type: "button", class: "primary", "data-exercise": "new", onclick: told(() => open(Math.floor(Math.random() * 1e6))) }, t("page.exercise.new")),
      h("button", { type: "button", "data-exercise": "open", onclick: told(() => open(Number(seed.value))) }, t("page.exercise.open"))),
    error, h("p", {}, t("page.exercise.class_points")), classSheets(desk, sheets, told));
}
