/** Keeps the page for later, without a network: `service-worker.js` holds its files, each version whole. */
/** A page within a stranger's is not ours to keep. */
function isOurs() {
  try {
    return window.top?.location.origin === location.origin;
  } catch {
    return false;
  }
}

/** Registers the worker, and says so when a newer version than this page's has arrived. */
export async function keep() {
  if (!isSecureContext || !("serviceWorker" in navigator) || !isOurs()) return;
  const { serviceWorker } = navigator;
  const known = serviceWorker.controller !== null;
  const folder = new URL("../", import.meta.url);
  const registration = await serviceWorker.register(new URL("service-worker.js", folder), { scope: folder.pathname });
  /** Says of which version this page is; a worker of a newer one answers. */
  const ask = () => {
    for (const worker of [registration.active, registration.waiting]) worker?.postMessage({ version: document.documentElement.dataset.version });
  };
  serviceWorker.addEventListener("message", () => tell().catch(() => {}));
  serviceWorker.addEventListener("controllerchange", ask);
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", ask));
  await serviceWorker.ready;
  ask();
  if (known) await registration.update();
}

async function tell() {
  const [{ part, t }, { h }] = await Promise.all([import("./core.js"), import("./dom.js")]);
  await part("network");
  if (document.getElementById("update")) return;
  const again = h("button", { type: "button", onclick: () => location.reload() }, t("page.offline.reload"));
  const close = h("button", { type: "button", "aria-label": t("page.close"), onclick: () => notice.remove() }, "✕");
  const notice = h("p", { id: "update", class: "notice", role: "status" }, h("span", {}, t("page.offline.update")), " ", again, " ", close);
  document.querySelector("main")?.prepend(notice);
}
