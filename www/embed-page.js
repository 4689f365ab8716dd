/**
 * embed.html: one lab for a frame, its settings in the address: `embed.html#lab=optimizers&step=3&hide=undo&theme=dark`. What is
 * no setting of the element is the lesson, so that a copied link's part from `#` on can stand there as it is.
 */
import "../gradstep-lab.js";

/** What the element takes that is no part of a lesson. */
const OWN = ["theme", "hide", "lock", "lang"];
const lab = /** @type {HTMLElement & { state: string }} */ (document.querySelector("gradstep-lab"));

/** The pairs of the address, after `?` and `#`; some hosts drop what follows one of them. */
const pairs = () => [location.search, location.hash].flatMap((part) => part.slice(1).split("&")).filter(Boolean);

function follow() {
  const isOwn = (/** @type {string} */ pair) => OWN.includes(pair.split("=")[0]);
  const asked = new Map([["theme", "system"], ...pairs().filter(isOwn).map((pair) => pair.split("=")).map(([name, value = ""]) => /** @type {const} */ ([name, decode(value)]))]);
  for (const name of OWN) {
    const value = asked.get(name);
    if (value) lab.setAttribute(name, value);
    else lab.removeAttribute(name);
  }
  const lesson = pairs().filter((pair) => !isOwn(pair)).join("&");
  lab.state = lesson && `#${lesson}`;
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

document.querySelector(".idle")?.remove();
follow();
addEventListener("hashchange", follow);

// Who holds the frame hears how high it would like to be, and nothing else: a number is nobody's secret, whoever listens.
if (parent !== window) {
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    parent.postMessage({ gradstep: "height", height }, "*");
  }).observe(document.documentElement);
}
