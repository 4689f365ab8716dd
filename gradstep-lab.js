/**
 * `<gradstep-lab>`: a lab of Gradstep in any page. This script is all that is loaded before such an element comes near the
 * window; the rest is shared by all of them, and what one held is freed when it is taken away. docs/embedding.md tells of its
 * attributes, properties, events, parts and custom properties. It is written so that an old browser can read it, and say so.
 */
const SETTINGS = ["lab", "preset", "iteration", "step", "digits", "notation", "state", "theme", "hide", "lock", "lang"];
/** Labs are made ready this far outside the window. */
const NEAR = "600px";
const BASE = new URL(".", import.meta.url).href;
/** Its place is kept until the lab is there. What stands inside the element is shown until then, and where it cannot start. */
const STYLE = ":host{display:block;position:relative;min-height:20rem}:host([hidden]){display:none}";
/** Where not even the script that tells of failures arrives. */
const LOST = `Gradstep could not be loaded from ${BASE}: is the folder complete, and are you online?`;

/** @type {CSSStyleSheet | null} */
let sheet = null;
try {
  sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
} catch (error) {} // an old browser: the lab will say so

const near = "IntersectionObserver" in globalThis ? new IntersectionObserver(come, { rootMargin: NEAR }) : null;

/** @param {IntersectionObserverEntry[]} entries */
function come(entries) {
  for (const { isIntersecting, target } of entries) if (isIntersecting) /** @type {GradstepLab} */ (target).start();
}

/** @type {Promise<typeof import("./www/embed.js")> | null} */
let code = null;

/** What shows a lab, asked for once, so that labs begin in their order. */
function load() {
  code = code || import("./www/embed.js").catch((error) => {
    code = null;
    throw error;
  });
  return code;
}

class GradstepLab extends HTMLElement {
  static get observedAttributes() {
    return SETTINGS;
  }

  constructor() {
    super();
    /** The lab, once it is there. @type {import("./www/embed.js").Embedded | null} */
    this.shown = null;
    /** The lesson that it was left at, when it was taken away. @type {string | null} */
    this.left = null;
    this.starting = false;
    const root = this.attachShadow({ mode: "open" });
    if (sheet) root.adoptedStyleSheets = [sheet];
    root.append(document.createElement("slot"));
  }

  connectedCallback() {
    if (near) near.observe(this);
    else this.start();
  }

  disconnectedCallback() {
    if (near) near.unobserve(this);
    this.leave();
  }

  /** Takes the lab away, and keeps its lesson. */
  leave() {
    if (!this.shown) return;
    this.left = this.shown.now;
    this.shown.remove();
    this.shown = null;
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (this.shown && name === "lang") {
      this.leave();
      this.start();
    } else if (this.shown) this.shown.change(name);
    else if (!["theme", "hide", "lock", "lang"].includes(name)) this.left = null;
  }

  /** Shows the lab now, near the window or not. */
  async start() {
    if (near) near.unobserve(this);
    if (this.shown || this.starting) return;
    this.starting = true;
    const refused = watchPolicy();
    try {
      const { embed } = await load();
      const lab = await embed(this, this.left);
      if (this.isConnected) this.shown = lab;
      else lab.remove();
    } catch (error) {
      await new Promise((resolve) => setTimeout(resolve)); // what the policy refused is told after the error
      await fail(this, error, refused.directive);
    }
    refused.end();
    this.starting = false;
  }

  /** The lesson as it is now, as a link's part from `#` on; setting it opens another. */
  get state() {
    return this.shown ? this.shown.now : this.left || this.getAttribute("state") || "";
  }

  set state(link) {
    this.left = null;
    if (this.getAttribute("state") === String(link) && this.shown) this.shown.change("state");
    else this.setAttribute("state", String(link));
  }

  /** Opens the dialog that gives what is seen as a link, a frame, an element, a picture. */
  async share() {
    if (this.shown) await this.shown.share();
  }

  /** Where the files of Gradstep are. */
  static get base() {
    return BASE;
  }
}

for (const name of SETTINGS)
  if (name !== "state" && name !== "lang") // any element has the second
    Object.defineProperty(GradstepLab.prototype, name, {
      enumerable: true,
      configurable: true,
      /** @this {HTMLElement} */
      get() {
        return this.getAttribute(name);
      },
      /** @this {HTMLElement} @param {unknown} value */
      set(value) {
        if (value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, Array.isArray(value) ? value.join(" ") : String(value));
      },
    });

/** Notes what the policy of the page refuses meanwhile: errors do not say that it was the policy. */
function watchPolicy() {
  const found = { directive: "", end: () => document.removeEventListener("securitypolicyviolation", note) };
  /** @param {SecurityPolicyViolationEvent} event */
  function note({ blockedURI, effectiveDirective }) {
    if (blockedURI.startsWith(BASE) || /eval|inline/.test(blockedURI)) found.directive = effectiveDirective;
  }
  document.addEventListener("securitypolicyviolation", note);
  return found;
}

/** Says in the element's place what went wrong; the page around it stays as it is. @param {GradstepLab} element @param {unknown} error @param {string} directive */
async function fail(element, error, directive) {
  const message = error instanceof Error ? error.message : String(error);
  let told = { reason: "missing", sentence: LOST, detail: message };
  try {
    told = await (await import("./www/failures.js")).explain(error, directive);
  } catch (lost) {} // LOST says so
  const notice = document.createElement("p");
  notice.setAttribute("role", "alert");
  notice.setAttribute("part", "failure");
  notice.textContent = told.detail ? `${told.sentence} (${told.detail})` : told.sentence;
  const root = /** @type {ShadowRoot} */ (element.shadowRoot);
  root.querySelectorAll("[part=failure]").forEach((old) => old.remove());
  root.prepend(notice);
  element.dispatchEvent(new CustomEvent("gradstep-error", { bubbles: true, composed: true, detail: { reason: told.reason, message: notice.textContent } }));
}

/** Frames of embed.html in this page tell how high they are. A message counts only from such a frame, and only as a number. */
addEventListener("message", ({ data, origin, source }) => {
  const height = data && data.gradstep === "height" ? Number(data.height) : NaN;
  if (!(height >= 50 && height <= 50000) || origin !== new URL(BASE).origin) return;
  for (const frame of document.querySelectorAll("iframe"))
    if (frame.contentWindow === source && frame.src.startsWith(BASE)) frame.style.height = `${Math.ceil(height)}px`;
});

const here = /** @type {typeof GradstepLab | undefined} */ (customElements.get("gradstep-lab"));
if (!here) customElements.define("gradstep-lab", GradstepLab);
else if (here.base !== BASE) console.info(`Gradstep from ${BASE} stands back: this page has it from ${here.base} already.`);
