// A static host as a lecturer's: the built page in a folder deep inside a site, compressed, one origin.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/** Brotli's best takes seconds for all that a lab asks for. */
const BEST = 11, QUICK = 4;

/** What a host with brotli sends; a font is compressed already. */
export const compressed = (bytes, quality = BEST) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });

/** Tests do not measure the wire; whoever measures gets what a host would send. */
const quality = process.env.NODE_TEST_CONTEXT ? QUICK : BEST;

/** Keeps nothing, as a page that no service worker holds: tests that count requests, or refuse files, see every one. */
const FORGETFUL = "addEventListener('activate', () => registration.unregister());";

/** @typedef {{ body?: string | Buffer, headers?: Record<string, string>, status?: number }} Answer */
/**
 * Serves `folder` under `prefix` on a free port of this machine.
 * @param {string} folder @param {string} [prefix] @param {Record<string, string | Answer>} [pages] answers of their own, by
 *   path; without a body those of the folder, with other headers
 * @param {{ keeps?: boolean, headers?: Record<string, string>, port?: number }} [options] `keeps`: with the page's own service worker
 * @returns {Promise<{ url: string, asked: string[], refused: Set<string>, folder: string, close: () => Promise<void> }>}
 *   `asked`: every path asked for; `refused`: names that get no answer; `folder` can be set to another one
 */
export async function serve(folder, prefix = "/notes/deep/", pages = {}, options = {}) {
  const asked = [];
  const refused = new Set();
  const cache = new Map();
  const host = { folder };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    asked.push(path);
    const name = path.startsWith(prefix) ? normalize(path.slice(prefix.length) || "index.html") : "..";
    const own = typeof pages[path] === "string" ? { body: pages[path] } : pages[path] ?? {};
    if (own.status || own.body !== undefined)
      return response.writeHead(own.status ?? 200, { "content-type": TYPES[extname(path)] ?? TYPES[".html"], ...own.headers }).end(own.body ?? "");
    if (refused.has(name)) return request.socket.destroy();
    if (name.startsWith("..")) return response.writeHead(404).end();
    try {
      const file = join(host.folder, name);
      if (name === "service-worker.js" && !options.keeps) return response.writeHead(200, { "content-type": TYPES[".js"] }).end(FORGETFUL);
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      const packed = /\bbr\b/.test(request.headers["accept-encoding"] ?? "") && extname(file) !== ".woff2";
      if (!cache.has(file + packed)) {
        const bytes = await readFile(file);
        cache.set(file + packed, packed ? compressed(bytes, quality) : bytes);
      }
      const headers = { "content-type": type, "cache-control": "max-age=600", vary: "accept-encoding", ...options.headers };
      if (packed) headers["content-encoding"] = "br";
      response.writeHead(200, { ...headers, ...own.headers }).end(cache.get(file + packed));
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  const close = () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve)));
  return Object.assign(host, { url: encodeURI(`http://127.0.0.1:${port}${prefix}`), asked, refused, close });
}
