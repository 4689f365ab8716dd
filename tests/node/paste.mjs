// What people paste into the answer sheet: every way of writing a matrix comes back as its numbers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readNumber } from "../../www/number.js";
import { decimalsOf, readMatrix, shaped } from "../../www/paste.js";

/** Numbers from a seed, so that a failure can be seen again. */
function random(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

const rows = (matrix, between, ends) => matrix.map((row) => row.join(between)).join(ends);
const WRITERS = {
  spreadsheet: (m) => rows(m, "\t", "\n"),
  "spreadsheet with a last line end": (m) => rows(m, "\t", "\r\n") + "\r\n",
  csv: (m) => rows(m, ",", "\n"),
  "csv with blanks": (m) => rows(m, ", ", "\n"),
  pmatrix: (m) => `\\begin{pmatrix} ${rows(m, " & ", " \\\\ ")} \\end{pmatrix}`,
  bmatrix: (m) => `\\begin{bmatrix}\n${rows(m, " & ", " \\\\\n")}\n\\end{bmatrix}`,
  "bmatrix in dollars": (m) => `$W = \\begin{bmatrix} ${rows(m, "&", "\\\\")}\\end{bmatrix}$`,
  numpy: (m) => `np.array([${m.map((row) => `[${row.join(", ")}]`).join(", ")}])`,
  "numpy printed": (m) => `[${m.map((row) => `[ ${row.join("  ")}]`).join("\n ")}]`,
  "numpy repr": (m) => `array([${m.map((row) => `[${row.join(", ")}]`).join(",\n       ")}], dtype=float64)`,
  json: (m) => JSON.stringify(m),
  matlab: (m) => `[${rows(m, " ", "; ")}]`,
  "matlab with commas": (m) => `[${rows(m, ", ", ";\n ")}]`,
  "true minus": (m) => rows(m, "\t", "\n").replaceAll("-", "−"),
};

test("every way of writing gives the numbers back", () => {
  const next = random(7);
  for (let round = 0; round < 300; round++) {
    const [height, width] = [1 + Math.floor(next() * 4), 1 + Math.floor(next() * 4)];
    const digits = Math.floor(next() * 7);
    const matrix = Array.from({ length: height }, () => Array.from({ length: width }, () => {
      const value = Number(((next() - 0.5) * 10 ** Math.floor(next() * 4)).toFixed(digits));
      return Object.is(value, -0) ? 0 : value;
    }));
    for (const [name, write] of Object.entries(WRITERS)) {
      const text = write(matrix);
      // a line of two numbers with one comma and no point is a number with a decimal comma
      if (name === "csv" && !text.includes(".") && /,/.test(text)) continue;
      assert.deepEqual(readMatrix(text), matrix, `${name}: ${text}`);
    }
  }
});

test("decimal commas, where the text leaves no doubt", () => {
  assert.deepEqual(readMatrix("0,1\t0,2\n-0,3\t4"), [[0.1, 0.2], [-0.3, 4]]);
  assert.deepEqual(readMatrix("0,1;0,2\n0,3;0,4"), [[0.1, 0.2], [0.3, 0.4]]);
  assert.deepEqual(readMatrix("0,5"), [[0.5]]);
});

test("fractions and powers of ten", () => {
  assert.equal(readNumber("1/4"), 0.25);
  assert.equal(readNumber(" -3 / 8 "), -0.375);
  assert.equal(readNumber("\\frac{1}{8}"), 0.125);
  assert.equal(readNumber("1e-3"), 0.001);
  assert.equal(readNumber("2.5 \\times 10^{-2}"), 0.025);
  assert.equal(readNumber("2.5·10^-2"), 0.025);
  assert.equal(readNumber(".5"), 0.5);
  assert.equal(readNumber("−0,75"), -0.75);
  assert.deepEqual(readMatrix("[1/2, -1/4]"), [[0.5, -0.25]]);
  assert.deepEqual(readMatrix("\\begin{pmatrix} \\frac{1}{2} \\\\ -\\tfrac{3}{4} \\end{pmatrix}"), [[0.5], [-0.75]]);
});

test("what is no number is named, and nothing is guessed", () => {
  for (const text of ["", "x", "1/0", "1//2", "0x10", "1e", "--1", "Infinity", "NaN", "1 2", "1/2/3"]) assert.ok(Number.isNaN(readNumber(text)), text);
  assert.equal(readMatrix("1 2 x\n3 4 5"), "x");
  assert.equal(readMatrix("1 2\n3"), null);
  assert.equal(readMatrix(""), null);
  assert.equal(readMatrix("1 ".repeat(20_000)), null);
});

test("decimals as typed", () => {
  const cases = { "0.25": 2, "-0.70": 2, 3: 0, "1e-3": 3, "2.5e-2": 3, "0,5": 1, "1/3": null, x: null };
  for (const [text, decimals] of Object.entries(cases)) assert.equal(decimalsOf(text), decimals, text);
});

test("one line takes the shape of its field, other shapes stay apart", () => {
  assert.deepEqual(shaped([[1, 2, 3, 4]], 2, 2), [[1, 2], [3, 4]]);
  assert.deepEqual(shaped([[1], [2]], 1, 2), [[1, 2]]);
  assert.equal(shaped([[1, 2, 3], [4, 5, 6]], 3, 2), null);
  assert.equal(shaped([[1, 2, 3]], 2, 2), null);
});
