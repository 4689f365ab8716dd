/** Keeps the page for later, without a network: `service-worker.js` holds its files, each version whole. */
import { part, t } from "./core.js";
import { h } from "./dom.js";

/** A page within a stranger's is not ours to keep. */
function isOurs() {
  try {
    return window.top?.location.origin === location.origin;
  } catch {
    return false;
  }
}

/** Registers the worker, and says so when a newer version than this page's has arrived. @returns {Promise<void>} */
export async function keep() {
  if (!isSecureContext || !("serviceWorker" in navigator) || !isOurs()) return;
  const { serviceWorker } = navigator;
  const known = serviceWorker.controller !== null;
  const folder = new URL("../", import.meta.url);
  const registration = await serviceWorker.register(new URL("service-worker.js", folder), { scope: folder.pathname });
  if (!known) return (await serviceWorker.ready).active?.postMessage({ version: document.documentElement.dataset.version });
  registration.addEventListener("updatefound", () => watch(registration));
  watch(registration);
  await registration.update();
}

/** A newer version is there once all its files are. @param {ServiceWorkerRegistration} registration */
function watch({ installing }) {
  installing?.addEventListener("statechange", () => {
    if (installing.state !== "redundant" && !document.getElementById("update")) tell().catch(() => {});
  });
}

async function tell() {
  await part("network");
  const again = h("button", { type: "button", onclick: () => location.reload() }, t("page.offline.reload"));
  const close = h("button", { type: "button", "aria-label": t("page.close"), onclick: () => notice.remove() }, "✕");
  const notice = h("p", { id: "update", class: "notice", role: "status" }, h("span", {}, t("page.offline.update")), " ", again, " ", close);
  document.querySelector("main")?.prepend(notice);
}
