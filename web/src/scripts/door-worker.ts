// Lets the list at the door of a meeting be opened again without a network. It keeps that page and what it is made of,
// and nothing else; the page, which names people, for two days at most, and no longer than its reader may see it.
export {};
declare const self: ServiceWorkerGlobalScope;

const CACHE = "dinh-door-1";
const LONGEST = 48 * 60 * 60 * 1000;
const isDoor = (url: URL) => /^\/dan-ban\/[^/]+\/[^/]+\/lan\/[^/]+(?:\/cum\/\d+)?\/diem-danh$/.test(url.pathname);

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keep(address: string): Promise<void> {
  const answer = await fetch(address, { redirect: "manual" });
  const cache = await caches.open(CACHE);
  if (answer.ok) await cache.put(address, answer);
}

self.addEventListener("message", (event) => {
  const { page, parts } = event.data as { page: string; parts: string[] };
  const mine = parts.filter((part) => new URL(part).pathname.startsWith("/assets/"));
  event.waitUntil(Promise.allSettled([page, ...mine].map(keep)));
});

async function door(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const address = new URL(request.url).pathname;
  try {
    const answer = await fetch(request);
    // Signed out, or counted: what was kept is not shown any more.
    if (answer.ok && !answer.redirected) {
      if (!new URL(request.url).search) await cache.put(address, answer.clone());
    } else {
      await cache.delete(address);
    }
    return answer;
  } catch (error) {
    const kept = await cache.match(address);
    const age = Date.now() - Date.parse(kept?.headers.get("date") ?? "");
    if (kept && !(age > LONGEST)) return kept;
    await cache.delete(address);
    throw error;
  }
}

async function part(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName: CACHE });
  return kept ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && isDoor(url)) event.respondWith(door(event.request));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(part(event.request));
});
