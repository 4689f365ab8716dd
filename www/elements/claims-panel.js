/** What is said of optimizers or of vanishing gradients, each claim with the button that measures it; the figures come from workers, place by place. */
import { claimVerdict, claims, formatNumber, t } from "../core.js";
import { announce, h, keepFocus } from "../dom.js";
import { WorkerPool } from "../worker-pool.js";

/** @typedef {import("../core.js").Claim} Claim */
/** @typedef {import("../core.js").ClaimPart} ClaimPart */
/** @typedef {"stated" | "best"} Rates */

const RATES = "0.0003 … 1";

export default class ClaimsPanel extends HTMLElement {
  /** @type {ClaimView[]} */ #views = [];

  connectedCallback() {
    const topic = this.dataset.topic === "depth" ? "depth" : "optimizers";
    this.#views = claims(topic).map((claim) => new ClaimView(claim, topic));
    this.replaceChildren(h("p", { class: "legend" }, t(topic === "depth" ? "page.depth.claims" : "page.race.claims.legend")), h("ul", {}, ...this.#views.map(({ node }) => node)));
  }

  disconnectedCallback() {
    for (const view of this.#views) view.close();
  }
}

class ClaimView {
  #claim;
  /** @type {ClaimPart[]} */ #parts = [];
  #button = h("button", { type: "button", onclick: () => this.#measure() }, t("page.race.claims.measure"));
  #stop = h("button", { type: "button", hidden: true, onclick: () => this.#halt() }, t("page.race.claims.stop"));
  #progress = h("progress", { max: 1, value: 0, hidden: true, "aria-label": t("page.race.claims.progress") });
  #rates = h("select", {}, ...(/** @type {Rates[]} */ (["best", "stated"])).map((rates) => h("option", { value: rates }, t(`page.race.claims.${rates}`, { rates: RATES }))));
  #verdict = h("p", { class: "verdict", "aria-live": "polite" });
  #error = h("p", { class: "error", role: "alert" });
  #table = h("div", { class: "scroller" });
  #pool;

  /** @param {Claim} claim @param {"optimizers" | "depth"} topic */
  constructor(claim, topic) {
    this.#claim = claim;
    this.#pool = new WorkerPool({
      progress: (share) => {
        this.#progress.value = share;
        keepFocus(this.node, () => (this.#progress.hidden = this.#stop.hidden = share >= 1));
      },
      failed: (reason) => (this.#error.textContent = t("page.race.claims.failed", { reason })),
    }, topic === "depth" ? topic : "experiments");
    const entry = (/** @type {string} */ name, /** @type {string} */ text) => [h("dt", {}, t(`page.race.claims.${name}`)), h("dd", {}, text)];
    this.node = h("li", { "data-claim": claim.id },
      h("h3", {}, claim.statement),
      h("dl", {}, ...entry("setup", claim.setup), ...entry("rule", claim.rule)),
      h("div", { class: "fields" }, claim.has_rates && h("label", { class: "field" }, t("page.race.claims.rates"), this.#rates), this.#button, this.#progress, this.#stop),
      this.#error, this.#verdict, this.#table);
  }

  close() {
    this.#pool.close();
  }

  #measure() {
    const { id, parts } = this.#claim;
    this.#parts = [];
    this.#error.textContent = this.#verdict.textContent = "";
    this.#table.replaceChildren();
    this.#pool.start(parts.map((_, part) => ({ name: /** @type {const} */ ("measureClaim"), values: [id, part, this.#rates.value], done: (found) => this.#took(part, found) })));
  }

  #halt() {
    this.#pool.stop();
    this.#judge();
  }

  /** @param {number} part @param {ClaimPart} found */
  #took(part, found) {
    this.#parts[part] = found;
    this.#draw();
    if (this.#parts.filter(Boolean).length === this.#claim.parts.length) this.#judge();
  }

  #judge() {
    const measured = this.#parts.filter(Boolean);
    const all = this.#claim.parts.length;
    const yes = measured.filter(({ holds }) => holds).length;
    const verdict = measured.length < all ? "unfinished" : claimVerdict(measured.map(({ holds }) => holds));
    this.#verdict.textContent = t(`page.race.claims.verdict.${verdict}`, { yes, all, done: measured.length });
    this.#button.textContent = t("page.race.claims.again");
    announce(this.#verdict.textContent, this.node);
    // workers hold a core each and memory: they are hired again when something is measured again
    this.#pool.close();
  }

  #draw() {
    const { columns } = this.#claim;
    const head = (/** @type {string} */ text) => h("th", { scope: "col" }, text);
    const says = (/** @type {ClaimPart} */ { holds }) => t(`page.race.claims.${holds === null ? "silent" : holds ? "holds" : "not"}`);
    // networks that are not trained have no rate
    const rated = this.#parts.some((part) => part?.rows.some(({ learning_rate }) => learning_rate !== null));
    const bodies = this.#parts.filter(Boolean).map((part) => h("tbody", {},
      h("tr", {}, h("th", { scope: "rowgroup", colspan: columns.length + (rated ? 2 : 1) }, part.title, h("small", {}, says(part)))),
      ...part.rows.map((row) => h("tr", {},
        h("th", { scope: "row" }, row.method),
        rated && h("td", {}, row.learning_rate === null ? "" : String(row.learning_rate)),
        ...row.figures.map((figure, column) => h("td", {}, figure === null ? t("page.race.claims.never") : formatNumber(figure, columns[column].digits)))))));
    this.#table.replaceChildren(h("table", {},
      h("caption", { class: "hidden" }, this.#claim.statement),
      h("thead", {}, h("tr", {}, head(t("page.race.claims.method")), rated && head(t("page.race.claims.rate")), ...columns.map(({ title }) => head(title)))),
      ...bodies));
  }
}
