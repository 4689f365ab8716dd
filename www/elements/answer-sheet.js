/** The answer sheet: a student's numbers, typed or pasted, marked one by one; kept for each problem. */
import { check, given, part, score, t, yourStep } from "../core.js";
import { MOST_SAMPLES, networkDesk, tooMany } from "../desk.js";
import { openDrawer } from "../drawer.js";
import { announce, emit, focusedIn, h, mathMatrix, mathNode, mathml } from "../dom.js";
import { download, empty, load, nameOf, read, save } from "../answer-store.js";
import { decimalsOf } from "../paste.js";
import { ruleOf } from "../score.js";
import { scorePanel } from "./score-panel.js";
import { Question, inWords } from "./sheet-question.js";
import { allSlips, foundPage } from "./slip-pages.js";
import { solutionTools } from "./sheet-tools.js";
import { hostOf } from "../host.js";

/** @typedef {import("../desk.js").Desk} Desk */
/** @typedef {import("../core.js").Verdict} Verdict */

const SCOPES = ["all", "forward", "cost", "backward", "update", "chosen"];
const MOST_ITERATIONS = 3;
/** Where nothing typed says how many. */
const DECIMALS = 4;

/** The fewest decimals that show all entries as they are; where they have no end, more than are asked for. @param {import("../core.js").Matrix} matrix @param {number} digits */
function exactDigits(matrix, digits) {
  const most = Math.max(6, digits + 2);
  const shows = (/** @type {number} */ decimals) => matrix.flat().every((value) => Number(value.toFixed(decimals)) === value);
  return [...Array(most).keys()].find(shows) ?? most;
}

export default class AnswerSheet extends HTMLElement {
  /** @type {Desk | null} */ desk = null;
  /** @type {import("../answer-store.js").Sheet} */ #sheet = empty();
  #name = "";
  /** @type {Question[]} */ #questions = [];
  #list = h("div", { class: "questions" });
  #summary = h("p", { class: "summary", role: "status" });
  #first = h("section", { class: "first", hidden: true, "aria-label": t("page.sheet.first") });

  connectedCallback() {
    this.desk?.lab.addEventListener("gradstep-changed", this.#open);
    this.#open();
  }

  disconnectedCallback() {
    this.desk?.lab.removeEventListener("gradstep-changed", this.#open);
    this.desk?.lab.classList.remove("predicting");
  }

  get #at() {
    return /** @type {Desk} */ (this.desk);
  }

  get #display() {
    const { digits, notation } = this.#at;
    return { digits, notation };
  }

  /** Takes out the sheet of the problem that is open. */
  #open = () => {
    const name = nameOf(this.#at.whole());
    if (name === this.#name && this.firstChild) return;
    this.#name = name;
    this.#sheet = load(name);
    const focused = focusedIn(this);
    this.#draw();
    focused?.focus();
  };

  #draw() {
    this.replaceChildren(h("p", {}, t("page.sheet.lead")), this.#choices(), this.#chooser, this.#first, this.#list, this.#actions(), this.#summary,
      scorePanel(this.#at, () => this.#at.steps(1), () => this.#scored()), solutionTools(this.#at, () => this.#sheet.iterations, () => this.digits), (this.#exercises ??= this.#newExercises()), allSlips(this.#display, this.#at.kind));
    this.#ask();
  }

  #about = (/** @type {string} */ kind) => foundPage(kind, this.#display, this.#at.kind);

  // ---- what is asked ---------------------------------------------------------------------------------------------

  #chooser = h("fieldset", { class: "chooser" });

  #choices() {
    const sheet = this.#sheet;
    const select = (/** @type {string} */ name, /** @type {[unknown, string][]} */ options, /** @type {unknown} */ value, /** @type {(value: string) => void} */ set) => {
      const field = h("select", { name, onchange: () => (set(field.value), this.#keep(), this.#ask()) }, ...options.map(([key, text]) => h("option", { value: key }, text)));
      field.value = String(value);
      return field;
    };
    const labelled = (/** @type {string} */ key, /** @type {Node} */ field) => h("label", { class: "field" }, t(key), field);
    const count = (/** @type {number} */ least, /** @type {number} */ most) => Array.from({ length: most - least + 1 }, (_, index) => /** @type {[unknown, string]} */ ([least + index, String(least + index)]));
    const scopes = SCOPES.map((scope) => /** @type {[unknown, string]} */ ([scope, t(["all", "chosen"].includes(scope) ? `page.sheet.${scope}` : `page.phase.${scope}`)]));
    const predict = h("input", { type: "checkbox", name: "predict", onchange: () => { sheet.predict = predict.checked; this.#keep(); this.#ask(); } });
    predict.checked = sheet.predict;
    return h("div", { class: "choices-row" },
      labelled("page.sheet.ask", select("scope", scopes, sheet.scope, (value) => (sheet.scope = value))),
      labelled("page.sheet.iterations", select("iterations", count(1, MOST_ITERATIONS), sheet.iterations, (value) => (sheet.iterations = Number(value)))),
      labelled("page.sheet.digits", select("digits", [[0, t("page.sheet.as_typed")], ...count(1, 10)], sheet.digits, (value) => (sheet.digits = Number(value)))),
      h("label", { class: "tick" }, predict, t("page.sheet.predict")));
  }

  /** The steps that can be asked for. */
  #steps() {
    return Array.from({ length: this.#sheet.iterations }, (_, index) => this.#at.steps(index + 1).map((step) => ({ iteration: index + 1, step }))).flat();
  }

  #ask() {
    const { scope, chosen, predict, texts, revealed } = this.#sheet;
    this.#at.lab.classList.toggle("predicting", predict);
    this.#drawChooser();
    const asked = this.#steps().filter(({ step }) => scope === "all" || step.phase === scope || (scope === "chosen" && chosen.includes(step.id)));
    this.#questions = asked.map(({ iteration, step }) => {
      const key = `${iteration}:${step.id}`;
      const question = new Question(iteration, step, texts[key] ?? [], {
        typed: () => this.#typed(question), check: () => this.check(question), checkAll: () => this.check(), about: this.#about, digits: () => Math.max(this.digits, 4),
        reveal: predict ? () => this.#reveal(question) : null,
      });
      if (revealed.includes(key)) question.reveal();
      return question;
    });
    const nodes = [];
    let last = 0;
    for (const { iteration, node } of this.#questions) {
      if (iteration !== last) nodes.push(h("h3", {}, t("page.sheet.iteration", { number: iteration })), this.#given(iteration));
      last = iteration;
      nodes.push(node);
    }
    this.#list.replaceChildren(...nodes.filter((node) => node instanceof Node));
    this.#first.hidden = true;
    this.#last = null;
    this.#summary.textContent = this.#steps().length ? "" : tooMany();
  }

  /** What an iteration is given, where it is any more than the last one's results. @param {number} iteration */
  #given(iteration) {
    const { settings, numbers } = given(this.#at.spec, iteration, this.#display);
    const line = (/** @type {(typeof numbers)[0]} */ { symbol, value }) => {
      const decimals = exactDigits(value, this.digits);
      const math = mathml("math", {}, mathml("mrow", {}, ...mathNode(symbol).childNodes, mathml("mo", {}, "="), mathMatrix(value, decimals, MOST_SAMPLES)));
      // a stop for the keyboard where there may be something to scroll
      const wide = value[0].length * (decimals + 3) > 24;
      return h("div", { class: "formula", role: "group", tabindex: wide && 0, "aria-label": symbol.speech }, math);
    };
    return numbers.length > 0 && h("details", { class: "given", open: true }, h("summary", {}, t("page.sheet.given")),
      settings.length > 0 && h("p", { class: "hint" }, settings.join(" · ")), h("div", { class: "numbers" }, ...numbers.map(line)));
  }

  #drawChooser() {
    const { scope, chosen } = this.#sheet;
    this.#chooser.hidden = scope !== "chosen";
    if (scope !== "chosen") return;
    const boxes = this.#at.steps(1).map((step) => {
      const box = h("input", { type: "checkbox", name: step.id, onchange: () => {
        this.#sheet.chosen = box.checked ? [...this.#sheet.chosen, step.id] : this.#sheet.chosen.filter((id) => id !== step.id);
        this.#keep();
        this.#ask();
        /** @type {HTMLElement | null} */ (this.#chooser.querySelector(`[name="${step.id}"]`))?.focus();
      } });
      box.checked = chosen.includes(step.id);
      return h("label", { class: "tick" }, box, mathNode(step.symbol));
    });
    this.#chooser.replaceChildren(h("legend", {}, t("page.sheet.choose")), ...boxes);
  }

  #actions() {
    const file = h("input", { type: "file", accept: "application/json", class: "hidden", tabindex: -1, "aria-label": t("page.sheet.import"), onchange: () => this.#import(file) });
    const button = (/** @type {string} */ name, /** @type {() => void} */ action, kind = "") => h("button", { type: "button", class: kind, "data-sheet": name, onclick: action }, t(`page.sheet.${name}`));
    return h("div", { class: "actions-row" }, button("check", () => this.check(), "primary"), button("clear", () => this.#clear()), button("export", () => this.#export()),
      button("import", () => file.click()), button("result", () => this.#result && download("gradstep-result.json", JSON.stringify(this.#result, null, 2), "application/json")), file,
      h("p", { class: "hint" }, t("page.sheet.paste_hint")));
  }

  /** It stays when an exercise is opened from it. @type {HTMLElement | null} */ #exercises = null;

  #newExercises() {
    const panel = h("details", { class: "exercises" }, h("summary", {}, t("page.sheet.exercises")));
    panel.addEventListener("toggle", async () => {
      if (panel.children.length > 1) return;
      const content = await this.#at.exercises();
      if (panel.children.length === 1) panel.append(content);
    });
    return panel;
  }

  // ---- what is typed ---------------------------------------------------------------------------------------------

  /** @param {Question} question */
  #typed(question) {
    if (question.isEmpty) delete this.#sheet.texts[question.key];
    else this.#sheet.texts[question.key] = question.texts;
    this.#keep();
  }

  #keep() {
    if (!save(this.#name, this.#sheet)) this.#summary.textContent = t("page.sheet.not_kept");
  }

  #clear() {
    this.#sheet.texts = {};
    this.#sheet.revealed = [];
    this.#keep();
    this.#ask();
    announce(t("page.sheet.cleared"), this);
  }

  #export() {
    download("gradstep-answers.json", JSON.stringify({ gradstep: "answers", problem: this.#name, link: hostOf(this).address(), ...this.#sheet }, null, 2), "application/json");
  }

  /** @param {HTMLInputElement} field */
  async #import(field) {
    try {
      const data = JSON.parse(await /** @type {File} */ (field.files?.[0]).text());
      if (data.problem !== this.#name) throw new Error(t("page.sheet.other_problem"));
      this.#sheet = read(data);
      this.#keep();
      this.#draw();
      this.#summary.textContent = t("page.sheet.opened", { count: Object.keys(this.#sheet.texts).length });
    } catch (error) {
      this.#summary.textContent = t("page.sheet.bad_file", { reason: error instanceof Error ? error.message : String(error) });
    }
    field.value = "";
  }

  /** @param {Question} question */
  #reveal(question) {
    if (!this.#sheet.revealed.includes(question.key)) this.#sheet.revealed.push(question.key);
    this.#keep();
    question.reveal();
  }

  // ---- marking ---------------------------------------------------------------------------------------------------

  /** Decimals of the answers: as chosen, else the most that were typed. */
  get digits() {
    if (this.#sheet.digits) return this.#sheet.digits;
    const typed = this.#questions.flatMap((question) => question.texts.flat()).map(decimalsOf).filter((decimals) => decimals !== null);
    const most = Math.max(0, ...typed);
    return most === 0 ? DECIMALS : Math.min(10, most);
  }

  /**
   * Decimals that one answer is marked by. As typed each answer has its own, or a coarser one would turn wrong when another is
   * typed more finely; unless they are too few to say anything: less than two, or less than two digits of an entry.
   * @param {Question} question
   */
  #digitsOf(question) {
    const texts = question.texts.flat();
    const own = Math.max(0, ...texts.map((text) => decimalsOf(text) ?? 0));
    const says = own >= 2 && texts.every((text) => !/[1-9]/.test(text) || text.replace(/e.*$/i, "").replace(/\D/g, "").replace(/^0+/, "").length >= 2);
    return this.#sheet.digits || !says ? this.digits : Math.min(10, own);
  }

  /** @type {object | null} */ #result = null;
  /** @type {{ answers: import("../core.js").Answer[], verdicts: Verdict[] } | null} */ #last = null;

  /** Marks all complete answers, and shows all verdicts or that of one. @param {Question} [only] */
  check(only) {
    const complete = this.#questions.filter((question) => question.value !== null);
    if (complete.length === 0 || (only && only.value === null)) {
      const sentence = t("page.sheet.nothing");
      return only ? only.say(sentence) : void (this.#summary.textContent = sentence);
    }
    const answers = complete.map((question) => ({ iteration: question.iteration, id: question.step.id, value: /** @type {number[][]} */ (question.value) }));
    try {
      const digits = complete.map((question) => this.#digitsOf(question));
      const marked = new Map([...new Set(digits)].map((digits) => [digits, check(this.#at.spec, answers, { digits })]));
      const verdicts = digits.map((digits, place) => /** @type {Verdict[]} */ (marked.get(digits))[place]);
      complete.forEach((question, place) => (!only || only === question) && question.show(verdicts[place]));
      if (only) announce(only.out.querySelector(".mark")?.textContent ?? "", this);
      else this.#conclude(answers, verdicts, digits);
    } catch (error) {
      this.#summary.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  /** @param {import("../core.js").Answer[]} answers @param {Verdict[]} verdicts @param {number[]} digits of each */
  #conclude(answers, verdicts, digits) {
    for (const question of this.#questions) if (!question.value && !question.isEmpty) question.say(t("page.sheet.incomplete"));
    this.#last = { answers, verdicts };
    this.#scored();
    const first = verdicts.findIndex(({ verdict }) => verdict === "wrong");
    this.#openFirst(answers, verdicts[first], digits[first]);
  }

  /** What the marked answers are worth by the rule as it stands: told here, as JSON, and as an event. */
  #scored() {
    if (!this.#last) return;
    const { answers, verdicts } = this.#last;
    const rule = ruleOf(this.#at.score);
    const worth = score(this.#questions.map(({ iteration, step }) => ({ iteration, id: step.id })), verdicts, rule);
    const short = (/** @type {number} */ value) => String(Number(value.toFixed(2)));
    const number = (/** @type {string[]} */ ...kinds) => verdicts.filter(({ verdict }) => kinds.includes(verdict)).length;
    this.#summary.textContent = t("page.sheet.summary", { right: number("correct", "rounding"), marked: verdicts.length, follows: number("follows"), wrong: number("wrong"), score: short(worth.score), most: short(worth.most) });
    this.#result = {
      gradstep: "result", problem: { ...this.#at.source, spec: this.#at.spec, link: hostOf(this).address() }, digits: this.digits, answers,
      verdicts: verdicts.map(({ iteration, id, verdict, diagnosis }) => ({ iteration, id, verdict, diagnosis: diagnosis?.kind ?? null })), rule, ...worth,
    };
    emit(this, "gradstep-checked", this.#result);
  }

  /** The first mistake beside its derivation: in the lab, and here with the student's own numbers. @param {import("../core.js").Answer[]} answers @param {Verdict | undefined} wrong @param {number} digits */
  #openFirst(answers, wrong, digits) {
    this.#first.hidden = !wrong;
    if (!wrong) return;
    const { iteration, id, expected_from_yours, expected, diagnosis } = wrong;
    if (!this.#sheet.predict) this.#at.show(iteration, id);
    const step = yourStep(this.#at.spec, answers, { digits }, iteration, id, this.#display);
    const formula = (/** @type {import("../core.js").Formula} */ form, /** @type {string} */ label) => h("p", { class: "formula", role: "group", tabindex: 0, "aria-label": label }, mathNode(form));
    this.#first.replaceChildren(...[
      h("h3", { tabindex: -1 }, `${t("page.sheet.first")}: ${step.title}`),
      formula(step.formula, step.title),
      h("h4", {}, t("page.sheet.yours")),
      formula(step.substituted, t("page.sheet.yours")),
      h("p", { class: "value" }, t("page.sheet.leads", { value: inWords(expected_from_yours ?? expected, Math.max(4, digits)) })),
      diagnosis && h("p", {}, diagnosis.message),
      diagnosis && this.#about(diagnosis.kind),
    ].filter((part) => part instanceof Node));
    this.#first.querySelector("h3")?.focus();
  }
}

/** Opens the sheet of the network lab's problem. @param {import("./network-lab.js").default} lab */
export const open = (lab) => openAt(networkDesk(lab));

/** Opens the sheet of a lab's problem. @param {Desk} desk */
export async function openAt(desk) {
  await part("check");
  if (!customElements.get("answer-sheet")) customElements.define("answer-sheet", AnswerSheet);
  await hostOf(desk.lab).style("sheet");
  const sheet = /** @type {AnswerSheet} */ (document.createElement("answer-sheet"));
  sheet.desk = desk;
  openDrawer(desk.lab, t("page.sheet.title"), [sheet], "answer-sheet");
}
