/**
 * The language of labs in other pages: that of the element's own `lang`, or else of the page around it, where it is known here.
 * All labs of a page share one core, which speaks one language: that of the lab that came first.
 */
import { bringLanguage, language, part, t } from "./core.js";

/** How many labs speak, and what, once it is there. */
let labs = 0;
let chosen = "en";
/** @type {Promise<unknown>} */
let coming = Promise.resolve();

/** @param {string} tag @param {Map<string, string>} known by tag, with their directions */
function among(tag, known) {
  const tags = [...known.keys()];
  for (let asked = tag.trim().toLowerCase(); asked; asked = asked.replace(/(^|-)[^-]*$/, "")) {
    const found = tags.find((one) => one.toLowerCase() === asked);
    if (found) return found;
  }
  return null;
}

/** What the page says of an element, through the trees that it may stand in. @param {Element} element @returns {string} */
function around(element) {
  for (let node = /** @type {Element | undefined} */ (element); node; node = /** @type {ShadowRoot} */ (node.getRootNode()).host) {
    const place = (node === element ? node.parentElement : node)?.closest("[lang]");
    if (place) return place.getAttribute("lang") ?? "";
  }
  return "";
}

/**
 * Counts a lab in; `hush` counts it out.
 * @param {Element} element @param {Document} page that names the languages
 * @returns {Promise<{ tag: string, direction: string, wrong: string }>} what it speaks, and what is wrong with that
 */
export async function speak(element, page) {
  const known = new Map([.../** @type {NodeListOf<HTMLOptionElement>} */ (page.querySelectorAll("#language option"))].map(({ value, dir }) => [value, dir]));
  const own = element.getAttribute("lang") ?? "";
  const asked = among(own, known) ?? among(around(element), known) ?? "en";
  labs += 1;
  if (labs === 1 && asked !== chosen) {
    chosen = asked;
    coming = coming.catch(() => {}).then(() => bringLanguage(asked));
  }
  let wrong = "";
  try {
    await coming;
    if (chosen !== asked) wrong = await told("page.embed.language", { spoken: chosen, asked });
    else if (own && !among(own, known)) wrong = await told("page.link.one_of", { key: "lang", known: [...known.keys()].join(", "), found: own.slice(0, 40) });
  } catch (error) {
    [chosen, coming] = [language(), Promise.resolve()];
    wrong = error instanceof Error ? error.message : String(error);
  }
  return { tag: chosen, direction: known.get(chosen) ?? "ltr", wrong };
}

/** @param {string} key @param {Record<string, string>} values */
const told = async (key, values) => (await part("network"), t(key, values));

export const hush = () => void (labs -= 1);
