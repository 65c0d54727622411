// Lets the form for a petition be opened again without a network. It keeps that page, empty, and what it is made of.
export {};
declare const self: ServiceWorkerGlobalScope;

const CACHE = "dinh-petition-1";
const isForm = (url: URL) => /^\/kien-nghi\/[^/]+\/gui$/.test(url.pathname);

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keep(address: string): Promise<void> {
  const answer = await fetch(address, { redirect: "manual" });
  if (answer.ok) await (await caches.open(CACHE)).put(address, answer);
}

self.addEventListener("message", (event) => {
  const { page, parts } = event.data as { page: string; parts: string[] };
  const mine = parts.filter((part) => new URL(part).pathname.startsWith("/assets/"));
  event.waitUntil(Promise.allSettled([page, ...mine].map(keep)));
});

async function form(request: Request): Promise<Response> {
  const address = new URL(request.url).pathname;
  try {
    const answer = await fetch(request);
    if (answer.ok && !new URL(request.url).search) {
      const copy = answer.clone();
      await (await caches.open(CACHE)).put(address, copy);
    }
    return answer;
  } catch (error) {
    const kept = await caches.match(address, { cacheName: CACHE });
    if (kept) return kept;
    throw error;
  }
}

async function part(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && isForm(url)) event.respondWith(form(event.request));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(part(event.request));
});
