/**
 * Numbers as people write and copy them: rows from a spreadsheet, CSV, LaTeX matrices, NumPy and MATLAB brackets,
 * fractions, powers of ten, − for -, a comma for the point. Nothing here touches the page or the core.
 */
import { readNumber, tidy } from "./number.js";

/** No pasted text is longer: a sheet's matrices have 64 numbers at the most. */
const LONGEST = 10_000;

/** The decimals of a number as typed; `null` for a fraction, which has none. @param {string} text */
export function decimalsOf(text) {
  const plain = tidy(text).trim().replace(",", ".");
  if (plain.includes("/") || Number.isNaN(readNumber(text))) return null;
  const [mantissa, exponent] = plain.toLowerCase().split("e");
  return Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent ?? 0));
}

/**
 * The rows of a pasted matrix; `null` where the text holds no number or rows of different lengths, and a text where
 * something in it is no number: that something.
 * @param {string} text @returns {number[][] | string | null}
 */
export function readMatrix(text) {
  if (text.length > LONGEST) return null;
  let plain = tidy(text)
    .replace(/\\(?:begin|end)\s*\{[a-z]*(?:matrix|array|tabular)\*?\}(?:\s*\{[lcr|]*\})?/g, " ")
    .replace(/\\(?:left|right|hline|displaystyle|,|;|!|\[|\])/g, " ")
    .replace(/\$/g, " ")
    .replace(/\b(?:np|numpy|torch|jnp)\s*\.\s*/g, "")
    .replace(/\b(?:array|matrix|tensor|asarray)\b/gi, " ")
    .replace(/,?\s*\b(?:dtype|device|requires_grad)\s*=\s*[\w.'":]+/g, " ")
    .replace(/^[\sA-Za-z_]\w*\s*=/, " ")
    .trim();
  const bracketed = /[[({]/.test(plain);
  const nested = /[[({]\s*[[({]/.test(plain);
  if (nested) plain = plain.replace(/[\])}]\s*,?\s*[[({]/g, "\n");
  plain = plain.replace(/[[\](){}]/g, " ");
  if (bracketed && !nested) plain = plain.replace(/\n(?!\s*$)/g, plain.includes(";") ? " " : "\n");
  const lines = rows(plain.trim(), bracketed, nested);
  const matrix = lines.map((line) => line.map(readNumber));
  const bad = lines.flat().find((token) => Number.isNaN(readNumber(token)));
  if (bad !== undefined) return bad;
  return matrix.length && matrix[0].length && matrix.every((row) => row.length === matrix[0].length) ? matrix : null;
}

/** @param {string} text without brackets @param {boolean} bracketed whether it had them @param {boolean} nested brackets within brackets @returns {string[][]} */
function rows(text, bracketed, nested) {
  const several = /[\n;]|\\\\|\r/.test(text);
  // 0,1 ⇥ 0,2: commas that stand between digits where no point is, and something else separates
  const comma = !bracketed && !text.includes(".") && /\d,\d/.test(text) && !/,\s/.test(text) && (/[\t&]|;/.test(text) || / /.test(text.trim()) || !/,.*,/.test(text.split("\n")[0]));
  const semicolons = comma && /\n/.test(text);
  const ends = semicolons ? /\r?\n|\\\\/ : nested ? /\n/ : /\r?\n|;|\\\\/;
  const lines = several ? text.split(ends) : [text];
  const between = comma ? /[\t&;]|\s+/ : /\s*[\t&,]\s*|\s+/;
  return lines.map((line) => line.trim().replace(/\s*\/\s*/g, "/").replace(/,$/, "").trim()).filter(Boolean)
    .map((line) => line.split(between).map((token) => token.trim()).filter(Boolean));
}

/**
 * What was pasted, in the shape that is wanted: as it is, or one line of numbers broken into rows.
 * @param {number[][]} matrix @param {number} height @param {number} width @returns {number[][] | null}
 */
export function shaped(matrix, height, width) {
  if (matrix.length === height && matrix[0].length === width) return matrix;
  const all = matrix.flat();
  const single = matrix.length === 1 || matrix[0].length === 1;
  if (!single || all.length !== height * width) return null;
  return Array.from({ length: height }, (_, row) => all.slice(row * width, (row + 1) * width));
}
