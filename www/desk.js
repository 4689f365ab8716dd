/** What the answer sheet needs of a lab, the same of each: its problem, its steps, and the way back into it. */
import { Logistic, t } from "./core.js";

/** @typedef {import("./elements/network-lab.js").default} NetworkLab */
/** @typedef {import("./elements/logistic-lab.js").default} LogisticLab */
/** @typedef {import("./core.js").NetworkSpec} NetworkSpec */
/** @typedef {import("./core.js").LogisticSpec} LogisticSpec */
/**
 * @typedef {{ lab: NetworkLab | LogisticLab, kind: "network" | "logistic", spec: NetworkSpec | LogisticSpec, notation: "standard" | "handout", digits: number, score: string,
 *   source: { preset: string, exercise: string | null }, whole(): unknown, steps(iteration: number): import("./core.js").Step[],
 *   show(iteration: number, id: string): void, setScore(score: string): void,
 *   exercises(): Promise<Node> }} Desk `whole`: the problem with every default filled in
 */

/** No sheet has room for more samples. */
export const MOST_SAMPLES = 24;

/** @param {NetworkLab} lab @returns {Desk} */
export const networkDesk = (lab) => {
  /** @type {Desk} */ const desk = {
    lab,
    kind: "network",
    get spec() { return lab.lesson.spec; },
    get notation() { return lab.lesson.notation; },
    get digits() { return lab.lesson.digits; },
    get score() { return lab.lesson.score; },
    get source() { return { preset: lab.lesson.preset, exercise: lab.lesson.exercise?.code ?? null }; },
    whole: () => lab.network.spec(),
    steps: (iteration) => lab.steps(iteration),
    show: (iteration, id) => void lab.go(iteration, id),
    setScore: (score) => lab.set({ score }),
    exercises: async () => (await import("./elements/exercise-panel.js")).exercisePanel(desk, lab),
  };
  return desk;
};

/** @param {LogisticLab} lab @returns {Desk} @throws GradstepError where there are too many samples */
export function logisticDesk(lab) {
  const model = (/** @type {(model: Logistic) => any} */ body) => {
    const own = new Logistic(lab.lesson.spec);
    try {
      return body(own);
    } finally {
      own.free();
    }
  };
  /** @type {Desk} */ const desk = {
    lab,
    kind: "logistic",
    get spec() { return lab.lesson.spec; },
    notation: "standard",
    get digits() { return lab.lesson.digits; },
    get score() { return lab.lesson.score; },
    get source() { return { preset: lab.lesson.preset, exercise: null }; },
    whole: () => model((own) => own.spec()),
    steps: (iteration) => model((own) => {
      const { spec, digits } = lab.lesson;
      if (Math.min(spec.batch_size ?? spec.x.length, spec.x.length) > MOST_SAMPLES) return [];
      own.iterate(iteration - 1);
      return own.trace(iteration, { digits });
    }),
    show: (iteration, id) => lab.showStep(iteration, id),
    setScore: (score) => lab.set({ score }),
    exercises: async () => (await import("./elements/points-panel.js")).pointsPanel(desk, lab),
  };
  return desk;
}

/** Why nothing is asked. */
export const tooMany = () => t("page.sheet.too_many", { most: MOST_SAMPLES });
