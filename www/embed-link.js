/** The lesson that an element's attributes ask for, as a link. */
import { escape } from "./state.js";

/** Attributes that stand in a link under their own names. */
const IN_LINK = ["lab", "preset", "iteration", "step", "digits", "notation"];
/** With one of these another problem is opened. */
const ANEW = ["lab", "preset"];

/** `key=value` of a link, its values as they stand there. @param {string} link whole, or from `#` on @returns {[string, string][]} */
const pairs = (link) => link.slice(link.indexOf("#") + 1).split("&").filter(Boolean).map((pair) => {
  const equals = pair.indexOf("=");
  return equals < 0 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
});

/**
 * From the start: what stands in `state`, and over it what the other attributes say. Where one attribute has changed: the
 * lesson as it is now with that one, or, with another problem or `state`, from the start.
 * @param {Element} element @param {string} [changed] attribute @param {string} [now] the link of the lesson as it is
 */
export function linkOf(element, changed, now = "") {
  const get = (/** @type {string} */ name) => element.getAttribute(name);
  const isAnew = changed === undefined || changed === "state" || ANEW.includes(changed);
  const found = new Map(pairs(isAnew ? (ANEW.includes(changed ?? "") ? "" : get("state") ?? "") : now));
  const names = changed === "state" ? [] : isAnew ? (changed ? [...ANEW, "digits", "notation"] : IN_LINK) : [changed];
  for (const name of names) {
    const value = get(/** @type {string} */ (name));
    if (value !== null) found.set(/** @type {string} */ (name), escape(value.trim()));
    else if (!isAnew) found.delete(/** @type {string} */ (name));
  }
  if (found.get("lab") === "network") found.delete("lab");
  return found.size ? `#${[...found].map(([key, value]) => (value === "" ? key : `${key}=${value}`)).join("&")}` : "";
}
