// What pages that go on without a network have in common.

/** An answer of the phone's database. */
export function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Lets this page be opened again without a network, by a worker that looks after the pages below `scope`. */
export async function stayReachable(worker: string | undefined, scope: string): Promise<void> {
  if (!worker || !("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register(worker, { scope });
  await navigator.serviceWorker.ready;
  // What this page was made of, so that it opens again without a network.
  const parts = performance.getEntriesByType("resource").map((entry) => entry.name);
  registration.active?.postMessage({ page: location.pathname, parts });
}
