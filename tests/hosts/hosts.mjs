// How each host builds its notes: from a copy of its folder here, with Gradstep's folder where docs/embedding.md puts it.
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const dist = path("../../dist");
const work = path("../../target/hosts");
const bin = (name) => path(`node_modules/.bin/${name}`);
const run = promisify(execFile);

/** Gradstep's folder, without the npm package beside it. */
const put = (folder) => cp(dist, folder, { recursive: true, filter: (from) => !from.startsWith(`${dist}/npm`) });

/**
 * Each gives the folder that is served, and the page in it. `PYTHON_TOOLS` and `MDBOOK` are set by `cargo xtask test hosts`.
 * @type {Record<string, (at: string) => Promise<{ folder: string, page?: string }>>}
 */
const builds = {
  async plain(at) {
    await put(`${at}/gradstep`);
    return { folder: at };
  },
  async mdbook(at) {
    await put(`${at}/src/gradstep`);
    await run(process.env.MDBOOK ?? "mdbook", ["build", at]);
    return { folder: `${at}/book`, page: "notes.html" };
  },
  async sphinx(at) {
    await put(`${at}/extra/gradstep`);
    await run(`${process.env.PYTHON_TOOLS}/sphinx-build`, ["-q", "-b", "html", at, `${at}/_build`]);
    return { folder: `${at}/_build` };
  },
  async notebook(at) {
    await put(`${at}/gradstep`);
    await run(`${process.env.PYTHON_TOOLS}/jupyter-nbconvert`, ["--to", "html", `${at}/notes.ipynb`]);
    return { folder: at, page: "notes.html" };
  },
  async reveal(at) {
    await put(`${at}/gradstep`);
    await cp(path("node_modules/reveal.js/dist"), `${at}/reveal`, { recursive: true });
    return { folder: at };
  },
  async vitepress(at) {
    await put(`${at}/public/gradstep`);
    await symlink(path("node_modules"), `${at}/node_modules`, "dir"); // as a project that has installed it
    await run(bin("vitepress"), ["build", at]);
    return { folder: `${at}/.vitepress/dist` };
  },
  async bundler(at) {
    const page = path("../../dist/npm");
    await mkdir(`${at}/node_modules`, { recursive: true });
    await cp(page, `${at}/node_modules/gradstep`, { recursive: true });
    await run(bin("esbuild"), [`${at}/main.js`, "--bundle", "--format=esm", `--outfile=${at}/site/main.js`]);
    // esbuild leaves new URL("…", import.meta.url) as it stands: the file goes beside the bundle.
    await cp(`${page}/gradstep_bg.wasm`, `${at}/site/gradstep_bg.wasm`);
    await writeFile(`${at}/site/index.html`, `<!DOCTYPE html><html lang="en"><head><link rel="icon" href="data:,"><title>Bundle</title></head><body><script type="module" src="main.js"></script></body></html>`);
    return { folder: `${at}/site` };
  },
};

export const hosts = Object.keys(builds);

/** @param {string} name */
export async function build(name) {
  const at = `${work}/${name}`;
  await rm(at, { recursive: true, force: true });
  await cp(path(name), at, { recursive: true });
  return { page: "index.html", ...(await builds[name](at)) };
}

/** The example in the package's README: its code, and what it prints. */
export async function readmeExample() {
  const text = await readFile(path("../../npm/README.md"), "utf8");
  const [code, printed] = [/```js\n([\s\S]*?)```/, /```text\n([\s\S]*?)```/].map((block) => text.match(block)?.[1] ?? "");
  return { code, printed };
}

/** Folders here are hosts, each with a build. */
export const folders = async () => (await readdir(path("."), { withFileTypes: true })).filter((entry) => entry.isDirectory() && entry.name !== "node_modules").map(({ name }) => name);
