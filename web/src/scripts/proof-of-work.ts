// Work that shows a person's machine stands behind a form. The server checks it in `platform::once`.

const WORK_BITS = 15;

export async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

function zeros(hash: Uint8Array): number {
  const begins = ((hash[0] << 24) | (hash[1] << 16) | (hash[2] << 8) | hash[3]) >>> 0;
  return Math.clz32(begins);
}

/** The day in Vietnam, as the server reads it. */
export function today(): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
}

/** Finds a nonce; the hashes are asked for in heaps, which is quicker than one by one. */
export async function work(unit: string, once: string, day: string): Promise<string> {
  const HEAP = 256;
  for (let first = 0; ; first += HEAP) {
    const heap = Array.from({ length: HEAP }, (_, index) => String(first + index));
    const hashes = await Promise.all(heap.map((nonce) => sha256(`dinh:${unit}:${once}:${day}:${nonce}`)));
    const found = hashes.findIndex((hash) => zeros(hash) >= WORK_BITS);
    if (found >= 0) return heap[found];
  }
}
