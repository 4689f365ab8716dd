// How each host builds its notes: from a copy of its folder here, with Gradstep's folder where docs/embedding.md puts it.
import { execFile } from "node:child_process";
import { cp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const dist = path("../../dist");
const work = path("../../target/hosts");
const bin = (name) => path(`node_modules/.bin/${name}`);
const run = promisify(execFile);

/** Gradstep's folder, without the npm package beside it. */
const put = (folder) => cp(dist, folder, { recursive: true, filter: (from) => !from.startsWith(`${dist}/npm`) });

/** Puts the package where a project has its own. */
const install = (at) => cp(`${dist}/npm`, `${at}/node_modules/gradstep`, { recursive: true });

/**
 * Each gives the folder that is served, and the page in it. `MDBOOK`, `PYTHON_TOOLS` and `JUPYTER_BOOK_TOOLS` are set by
 * `cargo xtask test hosts`.
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
  async jupyterbook(at) {
    await put(`${at}/extra/gradstep`);
    await run(`${process.env.JUPYTER_BOOK_TOOLS}/jupyter-book`, ["build", at]);
    return { folder: `${at}/_build/html`, page: "notes.html" };
  },
  async notebook(at) {
    await put(`${at}/gradstep`);
    await run(`${process.env.PYTHON_TOOLS}/jupyter-nbconvert`, ["--execute", "--to", "html", `${at}/notes.ipynb`]);
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
    await install(at);
    await run(bin("esbuild"), [`${at}/main.js`, "--bundle", "--format=esm", `--outfile=${at}/site/main.js`]);
    // esbuild leaves new URL("…", import.meta.url) as it stands: the file goes beside the bundle.
    await cp(`${dist}/npm/gradstep_bg.wasm`, `${at}/site/gradstep_bg.wasm`);
    await writeFile(`${at}/site/index.html`, `<!DOCTYPE html><html lang="en"><head><link rel="icon" href="data:,"><title>Bundle</title></head><body><script type="module" src="main.js"></script></body></html>`);
    return { folder: `${at}/site` };
  },
  async node(at) {
    await install(at);
    const { stdout } = await run(process.execPath, [`${at}/main.mjs`]);
    await writeFile(`${at}/printed.txt`, stdout);
    return { folder: at, page: "printed.txt" };
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

/** How docs/embedding.md calls those that show the element. @type {Record<string, RegExp>} */
export const tools = {
  plain: /^plain HTML/, mdbook: /^mdBook/, sphinx: /^Sphinx/, jupyterbook: /^Jupyter Book/, notebook: /^Jupyter notebook/, vitepress: /^VitePress/, reveal: /^reveal/,
};

/** What docs/embedding.md tells the users of a tool to write. @param {string} name */
export async function told(name) {
  const text = await readFile(path("../../docs/embedding.md"), "utf8");
  const [, both] = text.match(/```html\n([\s\S]*?)\n```/);
  const rows = text.split("\n").filter((line) => line.startsWith("| ")).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  const [, , lines] = rows.find(([tool]) => tools[name].test(tool));
  const above = both.split("\n").slice(/element as above/.test(lines) ? 1 : 0);
  return [...(/as above/.test(lines) ? above : []), ...[...lines.matchAll(/`([^`]+)`/g)].map(([, code]) => code)];
}

/** All that is written in a project here; of a notebook its cells. @param {string} name */
export async function written(name) {
  const files = (await readdir(path(name), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map((file) => readFile(`${file.parentPath ?? file.path}/${file.name}`, "utf8")));
  return files.map(({ name }, index) => (name.endsWith(".ipynb") ? JSON.parse(texts[index]).cells.flatMap(({ source }) => source).join("") : texts[index])).join("\n");
}

/** The example in the package's README: its code, and what it prints. */
export async function readmeExample() {
  const text = await readFile(path("../../npm/README.md"), "utf8");
  const [code, printed] = [/```js\n([\s\S]*?)```/, /```text\n([\s\S]*?)```/].map((block) => text.match(block)?.[1] ?? "");
  return { code, printed };
}

/** Folders here are hosts, each with a build. */
export const folders = async () => (await readdir(path("."), { withFileTypes: true })).filter((entry) => entry.isDirectory() && entry.name !== "node_modules").map(({ name }) => name);
