/** One network in training in a worker of its own, as the page sees it. */
import { language, t } from "./core.js";

/**
 * @typedef {{ iteration: number, epoch: number, batches: number, done: boolean, cells: number, side: number, unitSide: number,
 *   layers: Float64Array, histograms: Float64Array, curve: Float64Array, map: Float32Array, points: Float64Array,
 *   factors: Float64Array | null, dots: Float64Array | null, units: Float32Array | null }} Report
 * @typedef {{ layer: number, units: boolean, why: boolean }} Looked
 */

export class Trainer {
  /** @type {Worker | null} */ #worker = null;
  /** @type {Map<number, { resolve: (result: any) => void, reject: (reason: Error) => void }>} */ #asked = new Map();
  #count = 0;
  #opening = 0;
  #report;
  #failed;

  /** @param {(report: Report) => void} report @param {(reason: string) => void} failed */
  constructor(report, failed) {
    this.#report = report;
    this.#failed = failed;
  }

  /** A new network, untrained. What the one before had still to say is not heard. @param {import("./core.js").DepthSpec} spec @param {Uint8Array} [digits] */
  open(spec, digits) {
    this.#opening += 1;
    this.#send({ order: "open", spec, digits });
  }

  /** Trains to the end of an epoch. @param {number} epoch */
  to(epoch) {
    this.#send({ order: "to", epoch });
  }

  /** Some iterations more. @param {number} iterations */
  step(iterations) {
    this.#send({ order: "to", iterations });
  }

  stop() {
    this.#send({ order: "stop" });
  }

  /** What is to be told of the network. @param {Looked} view */
  look(view) {
    this.#send({ order: "look", view });
  }

  /** A method of the core's `Training`. @param {string} name @param {...unknown} values @returns {Promise<any>} */
  ask(name, ...values) {
    const id = (this.#count += 1);
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#send({ order: "ask", id, name, values });
    });
  }

  close() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#asked.clear();
  }

  /** @param {object} message */
  #send(message) {
    this.#worker ??= this.#hire();
    this.#worker.postMessage(message);
  }

  #hire() {
    const worker = new Worker(new URL(`training-worker.js?lang=${language()}`, import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => this.#took(data));
    worker.addEventListener("error", (event) => this.#fail(event.message || t("page.race.worker")));
    return worker;
  }

  /** @param {{ report?: Report, opened?: boolean, answer?: number, result?: any, failure?: string }} data */
  #took({ report, opened, answer, result, failure }) {
    if (opened) this.#opening -= 1;
    else if (answer !== undefined) {
      const asked = this.#asked.get(answer);
      this.#asked.delete(answer);
      if (failure) asked?.reject(new Error(failure));
      else asked?.resolve(result);
    } else if (failure) this.#fail(failure);
    else if (report && this.#opening === 0) this.#report(report);
  }

  /** @param {string} reason */
  #fail(reason) {
    this.#opening = Math.max(0, this.#opening - 1);
    this.#failed(reason);
  }
}
