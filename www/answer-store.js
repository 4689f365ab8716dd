/** What was typed into an answer sheet, kept by this browser for each problem, and as a file. */

/**
 * @typedef {{ scope: string, chosen: string[], iterations: number, digits: number, predict: boolean,
 *   texts: Record<string, string[][]>, revealed: string[] }} Sheet `digits`: 0 for as typed; `texts` by iteration:id
 */

const PREFIX = "gradstep-sheet-";

/** @returns {Sheet} */
export const empty = () => ({ scope: "all", chosen: [], iterations: 1, digits: 0, predict: false, texts: {}, revealed: [] });

/** The name of a problem, from all its numbers (FNV-1a). @param {unknown} spec */
export function nameOf(spec) {
  let hash = 0x811c9dc5;
  for (const letter of JSON.stringify(spec)) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return PREFIX + hash.toString(16);
}

/** @param {string} name @returns {Sheet} */
export function load(name) {
  try {
    return read(JSON.parse(localStorage.getItem(name) ?? "{}"));
  } catch {
    return empty();
  }
}

/** Whether the browser keeps it. @param {string} name @param {Sheet} sheet */
export function save(name, sheet) {
  try {
    localStorage.setItem(name, JSON.stringify(sheet));
    return true;
  } catch {
    return false;
  }
}

/** Data from outside as a sheet; what does not fit is left out. @param {any} data @returns {Sheet} */
export function read(data) {
  const sheet = empty();
  const texts = (/** @type {unknown} */ list) => (Array.isArray(list) ? list.filter((one) => typeof one === "string").slice(0, 200) : []);
  if (["all", "forward", "cost", "backward", "update", "chosen"].includes(data?.scope)) sheet.scope = data.scope;
  sheet.chosen = texts(data?.chosen);
  sheet.revealed = texts(data?.revealed);
  if ([1, 2, 3].includes(data?.iterations)) sheet.iterations = data.iterations;
  if (Number.isInteger(data?.digits) && data.digits >= 0 && data.digits <= 10) sheet.digits = data.digits;
  sheet.predict = data?.predict === true;
  for (const [key, rows] of Object.entries(data?.texts ?? {}).slice(0, 500)) {
    const fits = /^[1-3]:[A-Za-z_]{1,12}\d{0,2}$/.test(key) && Array.isArray(rows) && rows.every((row) => Array.isArray(row));
    if (fits) sheet.texts[key] = rows.slice(0, 64).map((row) => row.slice(0, 64).map((/** @type {unknown} */ text) => String(text).slice(0, 40)));
  }
  return sheet;
}

/** Hands a text to the reader as a file. @param {string} name @param {string} text @param {string} type */
export function download(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
