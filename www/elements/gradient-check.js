/** One gradient entry, analytic beside the central difference. */
import { formatNumber, t } from "../core.js";
import { h } from "../dom.js";

/** Below this relative error the two agree: what a central difference in doubles can tell. */
const AGREES = 1e-6;

/**
 * @param {import("../core.js").Network} network @param {import("../dom.js").View} view
 * @returns {HTMLElement}
 */
export function gradientCheck(network, view) {
  const { step, iteration, digits } = view;
  const parameter = step.id.slice(1);
  const places = step.value.flatMap((row, r) => row.map((_, c) => ({ parameter, row: r, column: c })));
  const out = h("output", { class: "verdict" });
  const choice = h("select", { onchange: () => show() },
    ...places.map(({ row, column }, index) => h("option", { value: index }, parameter[0] === "W" ? `${row + 1}, ${column + 1}` : `${row + 1}`)));
  const show = () => {
    try {
      const { analytic, numeric, relative_error } = network.checkGradient(iteration, places[Number(choice.value)]);
      const agrees = Math.abs(relative_error) <= AGREES || (analytic === 0 && Math.abs(numeric) < 1e-9);
      const line = (/** @type {string} */ name, /** @type {(Node | string)[]} */ ...value) => h("div", {}, h("dt", {}, t(name)), h("dd", {}, ...value));
      const precise = Math.max(8, digits);
      out.replaceChildren(
        h("dl", {}, line("page.check.analytic", formatNumber(analytic, precise)), line("page.check.numeric", formatNumber(numeric, precise)),
          line("page.check.error", ...power(relative_error))),
        h("p", { class: agrees ? "agrees" : "differs" }, t(agrees ? "page.check.agrees" : "page.check.differs")));
    } catch (error) {
      out.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  show();
  return h("section", { class: "check", "aria-label": t("page.check.open") },
    h("label", {}, t(parameter[0] === "W" ? "page.check.entry_weight" : "page.check.entry_bias"), " ", choice), out);
}

/** A small number as a power of ten. @param {number} value @returns {(Node | string)[]} */
function power(value) {
  if (value === 0) return ["0"];
  const [digits, exponent] = value.toExponential(1).split("e");
  return [`${digits} · 10`, h("sup", {}, String(Number(exponent)).replace("-", "−"))];
}
