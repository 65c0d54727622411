// What a worker needs so that pages of one kind open again without a network: it keeps such a page and what it is made
// of, and nothing else. A page that its reader may not see any more is forgotten.
declare const self: ServiceWorkerGlobalScope;

interface Kind {
  /** The name of what is kept. */
  cache: string;
  isPage(url: URL): boolean;
  /** For how long a page is kept, in milliseconds; without it, until the browser wants the room. */
  longest?: number;
}

/** Whether an answer says that this reader is not shown the page: signed out, forbidden, gone. */
const denies = (answer: Response) =>
  answer.redirected || answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500 && answer.status !== 429);

export function keepPages({ cache: name, isPage, longest }: Kind): void {
  const keep = async (address: string) => {
    const answer = await fetch(address, { redirect: "manual" });
    if (answer.ok) await (await caches.open(name)).put(address, answer);
  };

  const page = async (request: Request) => {
    const cache = await caches.open(name);
    const url = new URL(request.url);
    try {
      const answer = await fetch(request);
      if (denies(answer)) await cache.delete(url.pathname);
      else if (answer.ok && !url.search) await cache.put(url.pathname, answer.clone());
      return answer;
    } catch (error) {
      const kept = await cache.match(url.pathname);
      const age = Date.now() - Date.parse(kept?.headers.get("date") ?? "");
      if (kept && !(longest !== undefined && age > longest)) return kept;
      await cache.delete(url.pathname);
      throw error;
    }
  };

  const part = async (request: Request) => (await caches.match(request, { cacheName: name })) ?? fetch(request);

  self.addEventListener("install", () => void self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("message", (event) => {
    const { page: address, parts } = event.data as { page: string; parts: string[] };
    const mine = parts.filter((part) => new URL(part).pathname.startsWith("/assets/"));
    event.waitUntil(Promise.allSettled([address, ...mine].map(keep)));
  });
  self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
    if (event.request.mode === "navigate" && isPage(url)) event.respondWith(page(event.request));
    else if (url.pathname.startsWith("/assets/")) event.respondWith(part(event.request));
  });
}
