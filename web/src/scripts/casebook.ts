// A mediator's case book on a telephone. The copy and what is written without a network are kept sealed under a key made
// of a passphrase; neither is kept anywhere itself. What is opened is closed when the page is left alone. Without this
// file there is the register on the server.
import { asked, stayReachable } from "./offline";

const BOOKS = "books";
const ENTRIES = "entries";
/** Rounds of PBKDF2-HMAC-SHA-256, as OWASP's cheat sheet on storing passwords has them. */
const ROUNDS = 600_000;
const SHORTEST = 12;
/** How long an open book may lie in the background, in milliseconds. */
const PATIENCE = 5 * 60 * 1000;

interface Sealed {
  iv: Uint8Array;
  octets: ArrayBuffer;
}

/** A copy as the phone keeps it. */
interface Book extends Sealed {
  here: string;
  salt: Uint8Array;
  rounds: number;
  /** The last day on which it may be kept: `2026-12-10`. */
  until: string;
}

interface Kept extends Sealed {
  here: string;
  id: string;
  at: number;
}

interface Case {
  id: string;
  number: string;
  title: string;
  facts: string[];
  parties: [string, string][];
  matter: string;
  notes: { title: string; day: string; text: string }[];
}

interface Copy {
  taken: string;
  until: string;
  kept: string;
  cases: Case[];
}

/** What was written on the phone and is not in the register yet. */
interface Entry {
  id: string;
  about: string;
  fields: [string, string][];
  fault?: string;
}

async function store(name: string, mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const request = indexedDB.open("dinh-casebook", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(BOOKS, { keyPath: "here" });
    request.result.createObjectStore(ENTRIES, { keyPath: ["here", "id"] });
  };
  return (await asked(request)).transaction(name, mode).objectStore(name);
}

async function keyOf(passphrase: string, salt: Uint8Array, rounds: number): Promise<CryptoKey> {
  const words = new TextEncoder().encode(passphrase.normalize("NFC"));
  const from = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, from, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** What is sealed opens under the same name only. */
const bound = (name: string) => new TextEncoder().encode(name);

async function seal(key: CryptoKey, name: string, what: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const words = new TextEncoder().encode(JSON.stringify(what));
  const octets = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(name) }, key, words);
  return { iv, octets };
}

async function unseal<T>(key: CryptoKey, name: string, { iv, octets }: Sealed): Promise<T> {
  const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bound(name) }, key, octets);
  return JSON.parse(new TextDecoder().decode(words)) as T;
}

const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());

function attend(root: HTMLElement): void {
  const here = root.dataset.here ?? "";
  const state = document.getElementById("trang-thai") as HTMLElement;
  const part = (name: string) => root.querySelector<HTMLElement>(`[data-part=${name}]`) as HTMLElement;
  const form = (name: string) => part(name).querySelector("form") as HTMLFormElement;
  const input = (of: HTMLFormElement, name: string) => of.elements.namedItem(name) as HTMLInputElement;

  let key: CryptoKey | undefined;
  /** The entry that the form on the screen is about. */
  let writing: { id: string; case: string; about: string } | undefined;

  const say = (words: string | undefined, aloud = true) => {
    state.hidden = !words;
    state.textContent = words ?? "";
    if (words && aloud) state.focus();
  };
  const show = (name: string) => {
    for (const one of root.querySelectorAll<HTMLElement>("[data-part]")) one.hidden = one.dataset.part !== name;
    (document.getElementById("xoa") as HTMLElement).hidden = name === "keep";
  };

  const book = async (): Promise<Book | undefined> => asked((await store(BOOKS, "readonly")).get(here));
  const entries = async (): Promise<Entry[]> => {
    const kept: Kept[] = await asked((await store(ENTRIES, "readonly")).getAll());
    const mine = kept.filter((one) => one.here === here).sort((a, b) => a.at - b.at);
    return Promise.all(mine.map((one) => unseal<Entry>(key as CryptoKey, `${here}#${one.id}`, one)));
  };
  const keepEntry = async (entry: Entry) => {
    const known: Kept | undefined = await asked((await store(ENTRIES, "readonly")).get([here, entry.id]));
    const sealed = await seal(key as CryptoKey, `${here}#${entry.id}`, entry);
    const kept: Kept = { here, id: entry.id, at: known?.at ?? Date.now(), ...sealed };
    await asked((await store(ENTRIES, "readwrite")).put(kept));
  };
  const forgetEntry = async (id: string) => void (await asked((await store(ENTRIES, "readwrite")).delete([here, id])));

  const lock = () => {
    key = undefined;
    location.reload();
  };
  const forget = async () => {
    key = undefined;
    await asked((await store(BOOKS, "readwrite")).delete(here));
    const kept: Kept[] = await asked((await store(ENTRIES, "readonly")).getAll());
    for (const one of kept.filter((one) => one.here === here)) await forgetEntry(one.id);
    await caches.delete("dinh-casebook-1");
    for (const one of root.querySelectorAll<HTMLElement>("[data-part]")) one.hidden = true;
  };
  const drop = async () => {
    await forget();
    location.reload();
  };

  const slot = (of: ParentNode, name: string) => of.querySelector<HTMLElement>(`[data-slot=${name}]`) as HTMLElement;
  const instance = (template: string) =>
    (document.getElementById(template) as HTMLTemplateElement).content.cloneNode(true) as DocumentFragment;

  const draw = async () => {
    const kept = await book();
    const copy = kept && key ? await unseal<Copy>(key, here, kept) : undefined;
    const cases = document.getElementById("viec") as HTMLElement;
    cases.replaceChildren();
    (document.getElementById("ban-sao") as HTMLElement).textContent = copy ? `${copy.taken} ${copy.kept}` : "";
    (document.getElementById("khong-co") as HTMLElement).hidden = (copy?.cases.length ?? 0) > 0;
    for (const one of copy?.cases ?? []) {
      const shown = instance("mau-viec");
      slot(shown, "title").textContent = one.title;
      slot(shown, "facts").textContent = [one.number, ...one.facts].join(" · ");
      slot(shown, "matter").textContent = one.matter;
      for (const [name, contact] of one.parties) {
        const row = document.createElement("div");
        const [term, told] = [document.createElement("dt"), document.createElement("dd")];
        [term.textContent, told.textContent] = [name, contact];
        row.append(term, told);
        slot(shown, "parties").append(row);
      }
      for (const note of one.notes) {
        const words = document.createElement("p");
        words.className = "dinh-lines";
        const title = document.createElement("strong");
        title.textContent = `${note.title}, ${note.day}: `;
        words.append(title, note.text);
        slot(shown, "notes").append(words);
      }
      const about = `${one.number}, ${one.title}`;
      shown.querySelector("[data-act=write]")?.addEventListener("click", () => write("entry", one.id, about));
      cases.append(shown);
    }
    const all = await entries();
    const waiting = document.getElementById("cho-gui") as HTMLElement;
    waiting.hidden = all.length === 0;
    const list = waiting.querySelector("ul") as HTMLElement;
    list.replaceChildren();
    for (const entry of all) {
      const of = (name: string) => entry.fields.find(([field]) => field === name)?.[1] ?? "";
      const shown = instance("mau-cho");
      slot(shown, "about").textContent = entry.about;
      slot(shown, "words").textContent = of("words") || of("matter");
      slot(shown, "fault").textContent = entry.fault ?? "";
      shown.querySelector("[data-act=edit]")?.addEventListener("click", () => {
        write(of("case") ? "entry" : "case", of("case"), entry.about, entry);
      });
      shown.querySelector("[data-act=discard]")?.addEventListener("click", () => void forgetEntry(entry.id).then(draw));
      list.append(shown);
    }
    show("book");
  };

  const write = (name: "entry" | "case", about: string, words: string, entry?: Entry) => {
    writing = { id: entry?.id ?? crypto.randomUUID(), case: about, about: words };
    const sheet = form(name);
    sheet.reset();
    const [year, month, day] = today().split("-");
    input(sheet, name === "entry" ? "day" : "received_on").value = `${day}/${month}/${year}`;
    for (const [field, value] of entry?.fields ?? []) {
      const control = sheet.elements.namedItem(field);
      if (control instanceof RadioNodeList || control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) {
        control.value = value;
      }
    }
    if (name === "entry") slot(part(name), "about").textContent = words;
    say(undefined);
    show(name);
    part(name).scrollIntoView();
    sheet.querySelector<HTMLElement>("input, textarea")?.focus();
  };

  /** What is missing in a form, told beside its first empty question. */
  const incomplete = (sheet: HTMLFormElement, needed: string[]): boolean => {
    for (const one of sheet.querySelectorAll(".govuk-form-group--error")) one.classList.remove("govuk-form-group--error");
    for (const name of needed) {
      const control = sheet.elements.namedItem(name);
      const value = control instanceof RadioNodeList ? control.value : input(sheet, name).value.trim();
      if (value) continue;
      const first = control instanceof RadioNodeList ? (control[0] as HTMLInputElement) : input(sheet, name);
      const group = first.closest(".govuk-form-group");
      group?.classList.add("govuk-form-group--error");
      const question = group?.querySelector("legend, label")?.textContent ?? "";
      const fault = control instanceof RadioNodeList ? root.dataset.choose : root.dataset.empty;
      say(`${question}: ${fault}`, false);
      first.focus();
      return true;
    }
    return false;
  };

  const save = async (name: "entry" | "case") => {
    const sheet = form(name);
    const needed = name === "entry" ? ["day", "words"] : ["refused", "dispute", "ground", "party_1", "party_2", "matter"];
    if (!writing || incomplete(sheet, needed)) return;
    const fields = Array.from(new FormData(sheet).entries()).map(([field, value]) => [field, String(value)] as [string, string]);
    if (name === "case") {
      const chosen = sheet.querySelector<HTMLInputElement>("input[name=refused]:checked");
      if (chosen && chosen.value !== "none") {
        // Led elsewhere; nothing of what was filled in is kept.
        const where = document.getElementById(chosen.getAttribute("aria-describedby") ?? "");
        sheet.reset();
        await draw();
        return say(`${root.dataset.notHere} ${where?.textContent ?? ""}`);
      }
      writing.about = `${input(sheet, "party_1").value} – ${input(sheet, "party_2").value}`;
    } else {
      fields.push(["case", writing.case]);
    }
    await keepEntry({ id: writing.id, about: writing.about, fields });
    writing = undefined;
    sheet.reset();
    await draw();
    say(root.dataset.saved);
    await exchange();
  };

  /** The page as the server has it now: its token, or why there is none. */
  const token = async (): Promise<string | undefined> => {
    const page = await fetch(here, { redirect: "manual", cache: "no-store" });
    if (page.type === "opaqueredirect") {
      say(root.dataset.signedOut);
      return undefined;
    }
    if (page.status === 403 || page.status === 404) {
      // No longer of the team: what was carried goes.
      await forget();
      say(root.dataset.noMore);
      return undefined;
    }
    if (!page.ok) throw new Error(String(page.status));
    const read = new DOMParser().parseFromString(await page.text(), "text/html");
    return read.querySelector<HTMLInputElement>("#so-tay input[name=csrf]")?.value;
  };

  let busy = false;
  /** Sends what waits, and takes a new copy. */
  const exchange = async (passphrase?: string) => {
    if (busy) return;
    busy = true;
    try {
      const csrf = await token();
      if (!csrf) return;
      let faulty = 0;
      for (const entry of key ? await entries() : []) {
        const body = new URLSearchParams([["id", entry.id], ...entry.fields]);
        const answer = await fetch(here, { method: "POST", body, headers: { "x-csrf-token": csrf } });
        if (answer.status === 204) {
          await forgetEntry(entry.id);
        } else if (answer.status === 422) {
          faulty += 1;
          const { fault } = (await answer.json()) as { fault: string };
          await keepEntry({ ...entry, fault });
        } else {
          throw new Error(String(answer.status));
        }
      }
      const answer = await fetch(`${here}/ban-sao`, { redirect: "manual", cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const copy = (await answer.json()) as Copy;
      const known = await book();
      const salt = known?.salt ?? crypto.getRandomValues(new Uint8Array(16));
      const rounds = known?.rounds ?? ROUNDS;
      if (!key && passphrase) key = await keyOf(passphrase, salt, rounds);
      if (!key) return;
      const kept: Book = { here, salt, rounds, until: copy.until, ...(await seal(key, here, copy)) };
      await asked((await store(BOOKS, "readwrite")).put(kept));
      if (!writing) await draw();
      say(faulty > 0 ? root.dataset.faulty : root.dataset.fresh, false);
    } catch (error) {
      say(error instanceof TypeError ? root.dataset.offline : root.dataset.failed, false);
    } finally {
      busy = false;
    }
  };

  form("keep").addEventListener("submit", (event) => {
    event.preventDefault();
    const [first, again] = [input(form("keep"), "pass_new"), input(form("keep"), "pass_again")];
    if (first.value.length < SHORTEST) return say(root.dataset.short);
    if (first.value !== again.value) return say(root.dataset.differs);
    void exchange(first.value).then(() => form("keep").reset());
  });
  form("open").addEventListener("submit", (event) => {
    event.preventDefault();
    void (async () => {
      const kept = await book();
      if (!kept) return location.reload();
      const given = input(form("open"), "pass").value;
      form("open").reset();
      const tried = await keyOf(given, kept.salt, kept.rounds);
      try {
        await unseal(tried, here, kept);
      } catch {
        return say(root.dataset.wrong);
      }
      key = tried;
      if (kept.until < today()) {
        // Too old: the parties are forgotten; the key's salt stays, since what waits to be sent is sealed under it.
        const empty: Copy = { taken: "", until: kept.until, kept: root.dataset.expired ?? "", cases: [] };
        await asked((await store(BOOKS, "readwrite")).put({ ...kept, ...(await seal(key, here, empty)) }));
      }
      say(undefined);
      await draw();
      await exchange();
    })();
  });
  for (const name of ["entry", "case"] as const) {
    form(name).addEventListener("submit", (event) => {
      event.preventDefault();
      void save(name);
    });
  }
  root.addEventListener("click", (event) => {
    switch ((event.target as HTMLElement).dataset.act) {
      case "new":
        return write("case", "", "");
      case "exchange":
        return void exchange();
      case "lock":
        return lock();
      case "drop":
        return void drop();
      case "back":
        writing = undefined;
        say(undefined);
        return show("book");
    }
  });
  window.addEventListener("online", () => void (key && exchange()));
  let left = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(left);
    if (document.hidden && key) left = window.setTimeout(lock, PATIENCE);
  });

  (document.getElementById("can-script") as HTMLElement).hidden = true;
  root.hidden = false;
  void book().then((kept) => {
    show(kept ? "open" : "keep");
    root.dataset.ready = "true";
  });
}

const root = document.getElementById("so-tay");
if (root && "indexedDB" in window && crypto.subtle) {
  attend(root);
  void stayReachable(root.dataset.worker, "/hoa-giai/").catch(() => undefined);
}
