// The list at the door of a meeting, on a phone that may lose its network: each tap is kept on the phone first, sent
// when there is a network, and the page itself can be opened again without one. Without this file the page is a form.

import { asked, stayReachable } from "./offline";

const STORE = "taps";

/** The last tap on a household that the server does not know yet. */
interface Tap {
  door: string;
  household: string;
  here: boolean;
  at: number;
}

async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open("dinh-door", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE, { keyPath: ["door", "household"] });
  };
  return asked(request);
}

class Taps {
  constructor(private readonly db: IDBDatabase, private readonly door: string) {}

  private store(mode: IDBTransactionMode): IDBObjectStore {
    return this.db.transaction(STORE, mode).objectStore(STORE);
  }

  async keep(household: string, here: boolean): Promise<void> {
    const tap: Tap = { door: this.door, household, here, at: Date.now() };
    await asked(this.store("readwrite").put(tap));
  }

  async waiting(): Promise<Tap[]> {
    const all: Tap[] = await asked(this.store("readonly").getAll());
    return all.filter((tap) => tap.door === this.door).sort((a, b) => a.at - b.at);
  }

  /** Forgets what was sent, unless it was tapped again in the meantime. */
  async sent(taps: Tap[]): Promise<void> {
    for (const tap of taps) {
      const now: Tap | undefined = await asked(this.store("readonly").get([tap.door, tap.household]));
      if (now?.at === tap.at) await asked(this.store("readwrite").delete([tap.door, tap.household]));
    }
  }
}

async function attend(form: HTMLFormElement): Promise<void> {
  const taps = new Taps(await opened(), new URL(form.action).pathname);
  const rows = new Map<string, HTMLLIElement>();
  for (const row of form.querySelectorAll<HTMLLIElement>("li[data-household]")) {
    rows.set(row.dataset.household ?? "", row);
  }
  const total = document.getElementById("da-den");
  const state = document.getElementById("tinh-trang");

  const show = (row: HTMLLIElement, here: boolean) => {
    row.classList.toggle("dinh-door__here", here);
    const button = row.querySelector("button");
    if (!button) return;
    const words = (here ? form.dataset.undo : form.dataset.come) ?? "";
    button.name = here ? "ve" : "den";
    button.textContent = words;
    button.classList.toggle("dinh-button--quiet", here);
    button.setAttribute("aria-label", `${words}: ${row.querySelector(".dinh-door__name")?.textContent ?? ""}`);
  };
  const count = () => {
    // A search may show a part only; then the server's number stands until the whole list is shown.
    if (total && !new URLSearchParams(location.search).get("tim")) {
      total.textContent = String(form.querySelectorAll(".dinh-door__here").length);
    }
  };
  const say = (words: string | undefined, waiting?: number) => {
    if (!state) return;
    state.hidden = !words;
    state.textContent = words ? `${words}${waiting === undefined ? "" : ` ${waiting}`}` : "";
  };
  // Whom the server has last said to be here: without a network, the page itself may be older than that.
  const known = `dinh-door ${new URL(form.action).pathname}`;
  const settle = async (here: string[]) => {
    const there = new Set(here);
    const waiting = new Map((await taps.waiting()).map((tap) => [tap.household, tap.here]));
    for (const [household, row] of rows) show(row, waiting.get(household) ?? there.has(household));
    count();
  };

  let sending = false;
  /** Sends what is kept, and takes over what other telephones have sent. */
  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      let waiting: Tap[];
      do {
        waiting = await taps.waiting();
        if (waiting.length > 0) say(state?.dataset.waiting, waiting.length);
        const body = new URLSearchParams();
        for (const tap of waiting) body.append(tap.here ? "den" : "ve", `${tap.household}@${tap.at}`);
        let answer: Response;
        try {
          answer = await fetch(form.action, {
            method: "POST",
            body,
            redirect: "manual",
            headers: {
              accept: "application/json",
              "x-csrf-token": form.querySelector<HTMLInputElement>("input[name=csrf]")?.value ?? "",
            },
          });
        } catch {
          say(state?.dataset.offline, waiting.length);
          return await settle(JSON.parse(localStorage.getItem(known) ?? "[]"));
        }
        if (!answer.ok) {
          localStorage.removeItem(known);
          return say(state?.dataset.refused, waiting.length);
        }
        const { here } = (await answer.json()) as { here: string[] };
        localStorage.setItem(known, JSON.stringify(here));
        await taps.sent(waiting);
        await settle(here);
        say(waiting.length > 0 ? state?.dataset.sent : undefined);
        waiting = await taps.waiting();
      } while (waiting.length > 0);
    } finally {
      sending = false;
    }
  };

  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("button");
    const row = button?.closest<HTMLLIElement>("li[data-household]");
    if (!button || !row) return;
    event.preventDefault();
    const here = button.name === "den";
    show(row, here);
    count();
    void taps.keep(row.dataset.household ?? "", here).then(send);
  });
  window.addEventListener("online", () => void send());
  setInterval(() => void send(), 15_000);

  const search = document.getElementById("tim") as HTMLInputElement | null;
  search?.addEventListener("input", () => {
    const fold = search.value.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "").trim();
    for (const row of rows.values()) row.hidden = !(row.dataset.words ?? "").includes(fold);
  });

  await send();
  // Before this, a tap is sent as the plain form it is.
  form.dataset.ready = "true";
}

const form = document.querySelector<HTMLFormElement>("form#cua");
if (form && "indexedDB" in window) {
  void attend(form);
  void stayReachable(form.dataset.worker, "/dan-ban/").catch(() => undefined);
}
