// In the place of the service worker: what an earlier visit kept from this address is dropped.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(forget()));

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith(`gradstep ${new URL(registration.scope).pathname} `)) await caches.delete(name);
  await registration.unregister();
}
