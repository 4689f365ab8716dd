/**
 * Keeps the page on the reader's device, each version whole: a version is used once every file of it has arrived as the
 * build made it, and a page uses the files of one version only, that of its load. `cargo xtask build` puts the names and
 * hashes into the first line, and the file into the page's folder.
 */
/** @type {{ version: string, files: Record<string, string> }} */
const KEPT = { version: "", files: {} };

/** @typedef {{ id: string }} Client */
const worker = /** @type {any} */ (self);
const SCOPE = new URL(worker.registration.scope);
/** Other folders of the same site have stores of their own. */
const PREFIX = `gradstep ${SCOPE.pathname} `;
/** Which version each open page is of, and the order in which versions arrived. */
const BOOK = `${PREFIX}book`;
/** A page that is being loaded is not among the open ones yet. */
const LOADING = 60_000;

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
worker.addEventListener("message", (/** @type {any} */ event) => event.waitUntil(welcome(event)));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== SCOPE.origin || !pathname.startsWith(SCOPE.pathname)) return;
  event.respondWith(answer(event, new URL(pathname.slice(SCOPE.pathname.length) || "index.html", SCOPE).href));
});

/** All files, or none: what is missing leaves the last version in its place. */
async function install() {
  await drop(async (version) => version !== KEPT.version && !(await order(version)));
  const store = await caches.open(PREFIX + KEPT.version);
  try {
    await Promise.all(Object.entries(KEPT.files).map(([name, hash]) => keep(store, new URL(name, SCOPE).href, hash)));
  } catch (error) {
    await caches.delete(PREFIX + KEPT.version);
    throw error;
  }
  const orders = await Promise.all((await versions()).map(order));
  await write(`version/${KEPT.version}`, { order: Math.max(...orders) + 1 });
}

/** Takes a file from where it is nearest, if it is the one of this version. @param {Cache} store @param {string} url @param {string} hash */
async function keep(store, url, hash) {
  for (const find of [() => caches.match(url), () => fetch(url), () => fetch(url, { cache: "reload" })]) {
    const found = await find().catch(() => undefined);
    if (!found?.ok) continue;
    const bytes = await found.arrayBuffer();
    if ((await hashed(bytes)) !== hash) continue;
    const headers = new Headers(found.headers);
    for (const name of ["content-encoding", "content-length"]) headers.delete(name);
    // or a browser hands a file of the last version, which it has in memory, to the page of the next one, or asks the host for it
    headers.set("cache-control", url.endsWith(".html") ? "no-cache" : "no-store");
    return store.put(url, new Response(bytes, { headers }));
  }
  throw new Error(`${url} is missing, or of another version`);
}

/** @param {ArrayBuffer} bytes */
async function hashed(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A load takes the newest version; whatever the page asks for afterwards is of the same. @param {any} event @param {string} url */
async function answer(event, url) {
  const { request, clientId, resultingClientId } = event;
  const loads = request.mode === "navigate";
  const version = loads ? await newest() : await versionOf(clientId);
  if (resultingClientId) await write(`page/${resultingClientId}`, { version, since: Date.now() });
  if (loads) event.waitUntil(tidy());
  // only now: an open page whose worker changes under it asks the host for its files (seen in Chromium)
  if (loads) worker.registration.waiting?.postMessage({ begin: true });
  return (await caches.match(url, { cacheName: PREFIX + version })) ?? fetch(request);
}

/** The version that arrived last, whichever worker answers. */
async function newest() {
  const known = await Promise.all((await versions()).map(async (version) => ({ version, order: await order(version) })));
  return known.reduce((last, one) => (one.order > last.order ? one : last), { version: KEPT.version, order: 0 }).version;
}

/** A worker that its browser does not announce is taken for one of the open page's, where they are all of one version. @param {string} id */
async function versionOf(id) {
  const known = await read(`page/${id}`);
  if (known) return known.version;
  const pages = await worker.clients.matchAll({ type: "window" });
  const entries = await Promise.all(pages.map((/** @type {Client} */ page) => read(`page/${page.id}`)));
  const versions = new Set(entries.filter(Boolean).map(({ version }) => version));
  return versions.size === 1 ? [...versions][0] : KEPT.version;
}

/**
 * A page of another version is told that there is this one. On the first visit the page that came by the network is of this
 * version, and may be the only one: then it is kept, too.
 * @param {any} event
 */
async function welcome({ source, data }) {
  if (data?.begin) return worker.skipWaiting();
  if (data?.version !== KEPT.version) return source.postMessage({ version: KEPT.version });
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.some((/** @type {Client} */ page) => page.id !== source.id)) return;
  await write(`page/${source.id}`, { version: KEPT.version, since: Date.now() });
  await worker.clients.claim();
}

/** Drops the versions before this one that no page is of any more. */
async function tidy() {
  const own = await order(KEPT.version);
  const book = await caches.open(BOOK);
  const open = new Set((await worker.clients.matchAll({ type: "all", includeUncontrolled: true })).map((/** @type {Client} */ page) => page.id));
  const kept = new Set([KEPT.version]);
  for (const request of await book.keys()) {
    const [kind, id] = request.url.split("?")[1].split("/");
    if (kind !== "page") continue;
    const { version, since } = (await read(`page/${id}`)) ?? { since: 0 };
    if (open.has(id) || Date.now() - since < LOADING) kept.add(version);
    else await book.delete(request);
  }
  await drop(async (version) => !kept.has(version) && (await order(version)) > 0 && (await order(version)) < own);
}

/** @param {(version: string) => Promise<boolean>} unwanted */
async function drop(unwanted) {
  for (const version of await versions()) if (await unwanted(version)) await caches.delete(PREFIX + version);
}

/** Those that are here, whole or on their way. @returns {Promise<string[]>} */
const versions = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== BOOK).map((name) => name.slice(PREFIX.length));

/** Of an arrival, from 1; 0 as long as it is on its way. @param {string} version @returns {Promise<number>} */
const order = async (version) => (await read(`version/${version}`))?.order ?? 0;

/** @param {string} key @returns {Promise<any>} */
const read = async (key) => (await caches.match(`${SCOPE.href}?${key}`, { cacheName: BOOK }))?.json();

/** @param {string} key @param {object} entry */
const write = async (key, entry) => (await caches.open(BOOK)).put(`${SCOPE.href}?${key}`, Response.json(entry));
