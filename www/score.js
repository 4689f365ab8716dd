/** The rule of a score as it stands in a link: `follows:0.5,cost:2`. Kinds of answers first, then weights of quantities. */

/** @typedef {import("./core.js").ScoreRule} ScoreRule */

/** Kinds of answers with what they earn where nothing else is said. */
export const KINDS = { correct: 1, rounding: 1, follows: 1, cancels: 1, wrong: 0, missing: 0 };

/** @param {string} text @returns {Required<ScoreRule>} */
export function ruleOf(text) {
  const rule = { ...KINDS, weights: /** @type {Record<string, number>} */ ({}) };
  for (const part of text.split(",").filter(Boolean)) {
    const [name, value] = part.split(":");
    if (Object.hasOwn(KINDS, name)) rule[/** @type {keyof typeof KINDS} */ (name)] = Number(value);
    else rule.weights[name] = Number(value);
  }
  return rule;
}

/** What differs from the usual rule. @param {Required<ScoreRule>} rule */
export function textOf(rule) {
  const kinds = Object.entries(KINDS).map(([kind, usual]) => [kind, rule[/** @type {keyof typeof KINDS} */ (kind)], usual]);
  const weights = Object.entries(rule.weights).map(([id, weight]) => [id, weight, 1]);
  return [...kinds, ...weights].filter(([, value, usual]) => value !== usual).map(([name, value]) => `${name}:${value}`).join(",");
}
