/** One number as people write it: what every field takes, and each entry of what is pasted. */

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * One number; NaN where the text is none. `1/3` is a fraction, `0,5` has a decimal comma.
 * @param {string} text
 */
export function readNumber(text) {
  const plain = tidy(text).trim().replace(/^([+-]?\d*),(\d+(?:e[+-]?\d+)?)$/i, "$1.$2");
  const parts = plain.split("/").map((part) => part.trim());
  if (parts.length > 2 || !parts.every((part) => NUMBER.test(part))) return NaN;
  const [top, bottom] = parts.map(Number);
  const value = bottom === undefined ? top : top / bottom;
  return Number.isFinite(value) ? value : NaN;
}

/** Signs that look alike become one, and LaTeX's fractions and powers of ten what a program writes. @param {string} text */
export const tidy = (text) =>
  text
    .replace(/[−–]/g, "-")
    .replace(/[\u00a0\u2007\u202f]/g, " ")
    .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, "$1/$2")
    .replace(/\s*(?:\\times|\\cdot|×|·|\*)\s*10\s*(?:\^|\*\*)\s*(?:\{\s*([+-]?\d+)\s*\}|\(?\s*([+-]?\d+)\s*\)?)/g, "e$1$2")
    .replace(/([\d.])\s*e\s*-\s*(\d)/gi, "$1e-$2");
