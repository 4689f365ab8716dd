/** Why printed numbers differ from the computed ones: they are marked as anybody's work would be. */
import { check, formatNumber, t } from "./core.js";

/** @typedef {import("./core.js").NetworkSpec} NetworkSpec */
/** @typedef {import("./core.js").PrintedValue} PrintedValue */
/** @typedef {import("./core.js").Verdict} Verdict */

/** Decimals of the source. */
const DIGITS = 4;

/** Each value with a sentence on why it differs, where that is known. @param {NetworkSpec} spec @param {PrintedValue[]} values @returns {(PrintedValue & { why?: string })[]} */
export function explained(spec, values) {
  // what is printed a second time under an id is no step of its own
  const steps = values.filter(({ iteration, id }, place) => values.findIndex((value) => value.iteration === iteration && value.id === id) === place);
  const verdicts = check(spec, steps.map(({ iteration, id, printed }) => ({ iteration, id, value: printed })), { digits: DIGITS });
  return values.map((value) => {
    const place = steps.indexOf(value);
    return place < 0 || value.agrees.flat().every(Boolean) ? value : { ...value, why: reason(value, verdicts[place]) };
  });
}

/** @param {PrintedValue} value @param {Verdict} verdict */
function reason({ printed, agrees, computed }, { verdict, diagnosis }) {
  if (verdict === "follows") return t("page.printed.why.follows");
  if (diagnosis?.kind === "cancels") return t("page.printed.why.cancels");
  if (diagnosis?.kind === "arithmetic") {
    const at = agrees.flat().indexOf(false);
    const [found, right] = [printed, computed].map((matrix) => formatNumber(matrix.flat()[at], DIGITS));
    return t("page.printed.why.slip", { found, right });
  }
  return diagnosis?.message ?? t("page.printed.why.rounding");
}
