/** A queue of calls into the core, worked off by Web Workers over all cores, in order, until it is empty or stopped. */
import { language, t } from "./core.js";

/** More workers than this do not pay: each holds a core of its own. */
const MOST = 8;
/** Starts in one slice of a map: few enough that the last slices end almost together, enough that a message is cheap. */
const SLICE = 1600;

/** A map's rows in slices, each from its first row up to, but not with, its end. @param {number} columns @param {number} rows */
export function slices(columns, rows) {
  const height = Math.max(1, Math.floor(SLICE / columns));
  return Array.from({ length: Math.ceil(rows / height) }, (_, index) => ({ first: index * height, end: Math.min(rows, (index + 1) * height) }));
}

/** @typedef {{ name: "basin" | "depthStart" | "measureClaim" | "surfaceGrid" | "surfaceImage", values: unknown[], done: (result: any) => void }} Task */
/** @typedef {{ progress: (share: number) => void, failed: (reason: string) => void }} Watcher */

export class WorkerPool {
  /** @type {Worker[]} */ #workers = [];
  /** @type {Worker[]} */ #idle = [];
  /** @type {Task[]} */ #queue = [];
  /** What each worker is at; nothing where its answer is no longer wanted. @type {Map<Worker, Task | null>} */ #busy = new Map();
  #all = 0;
  #finished = 0;
  #watcher;
  #part;

  /**
   * @param {Watcher} watcher is told the share that is done, from 0 to 1, and why the work ended early
   * @param {"experiments" | "formulas" | "depth"} part of the core that is called
   */
  constructor(watcher, part) {
    this.#watcher = watcher;
    this.#part = part;
  }

  /** Gives up what there was, and starts on these. @param {Task[]} tasks */
  start(tasks) {
    this.stop();
    this.#queue = [...tasks];
    this.#all = tasks.length;
    this.#finished = 0;
    while (this.#workers.length < Math.min(MOST, navigator.hardwareConcurrency || 2, tasks.length)) this.#hire();
    this.#feed();
    this.#tell();
  }

  /** Nothing more is computed; what is there stays. */
  stop() {
    this.#queue = [];
    for (const worker of this.#busy.keys()) this.#busy.set(worker, null);
    this.#finished = this.#all;
    this.#tell();
  }

  /** Ends the workers. */
  close() {
    this.stop();
    for (const worker of this.#workers) worker.terminate();
    this.#workers = [];
    this.#idle = [];
    this.#busy.clear();
  }

  #hire() {
    const worker = new Worker(new URL(`lab-worker.js?lang=${language()}`, import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => this.#took(worker, data));
    worker.addEventListener("error", (event) => this.#lost(worker, event.message || t("page.race.worker")));
    this.#workers.push(worker);
    this.#idle.push(worker);
  }

  #feed() {
    while (this.#idle.length && this.#queue.length) {
      const task = /** @type {Task} */ (this.#queue.shift());
      const worker = /** @type {Worker} */ (this.#idle.pop());
      this.#busy.set(worker, task);
      worker.postMessage({ part: this.#part, name: task.name, values: task.values });
    }
  }

  /** @param {Worker} worker @param {{ result?: any, failure?: string }} answer */
  #took(worker, { result, failure }) {
    const task = this.#busy.get(worker);
    this.#busy.delete(worker);
    this.#idle.push(worker);
    if (task && failure) this.#fail(failure);
    else if (task) {
      this.#finished += 1;
      task.done(result);
      this.#tell();
    }
    this.#feed();
  }

  /** One that did not start leaves its work to the others, where there are any. @param {Worker} worker @param {string} reason */
  #lost(worker, reason) {
    const task = this.#busy.get(worker);
    worker.terminate();
    this.#busy.delete(worker);
    this.#workers = this.#workers.filter((other) => other !== worker);
    this.#idle = this.#idle.filter((other) => other !== worker);
    if (this.#workers.length === 0) return this.#fail(reason);
    if (task) this.#queue.unshift(task);
    this.#feed();
  }

  /** @param {string} reason */
  #fail(reason) {
    this.stop();
    this.#watcher.failed(reason);
  }

  #tell() {
    this.#watcher.progress(this.#all ? this.#finished / this.#all : 1);
  }
}
