// Sending a petition: work that shows a person's machine stands behind it, what is like it while it is written, a place
// from the telephone, and a form that is kept on the phone when there is no network. Without this file the page is a form.

import { asked, stayReachable } from "./offline";
import { sha256, today, work } from "./proof-of-work";

const STORE = "forms";
const SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** A form that waits for its network. */
interface Kept {
  once: string;
  action: string;
  fields: [string, string | Blob][];
}

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const request = indexedDB.open("dinh-petitions", 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(STORE, { keyPath: "once" });
  return (await asked(request)).transaction(STORE, mode).objectStore(STORE);
}

/** The code that the server makes of the same. */
async function code(once: string): Promise<string> {
  const hash = await sha256(`dinh-code:${once}`);
  const signs = Array.from(hash.slice(0, 12), (octet) => SIGNS[octet % 32]).join("");
  return (signs.match(/.{4}/g) ?? []).join("-");
}

function random(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (octet) => octet.toString(16).padStart(2, "0")).join("");
}

async function attend(form: HTMLFormElement): Promise<void> {
  const input = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  const unit = form.dataset.unit ?? "";
  const notice = document.getElementById("kept");
  const tell = (words: string | undefined, and: string) => {
    if (!notice) return;
    notice.hidden = false;
    notice.textContent = `${words ?? ""} ${and}`;
    notice.scrollIntoView({ block: "center" });
  };

  // The page may come from the phone's cache: each form is another petition.
  if (!form.querySelector(".govuk-error-message") && input("seen").value === "") input("once").value = random();
  input("work_day").value = today();
  // Where the browser can't work, the petition is sent unproven.
  const worked = work(unit, input("once").value, input("work_day").value)
    .then((nonce) => void (input("work").value = nonce))
    .catch(() => undefined)
    .then(() => void (form.dataset.worked = "true"));

  /** Sends what is kept. What the server refuses stays kept, and its reader is told. */
  const send = async () => {
    const all: Kept[] = await asked((await store("readonly")).getAll());
    for (const kept of all) {
      const page = await fetch(kept.action, { headers: { accept: "text/html" } });
      const token = new DOMParser()
        .parseFromString(await page.text(), "text/html")
        .querySelector<HTMLInputElement>("#petition input[name=csrf]")?.value;
      const body = new FormData();
      for (const [name, value] of kept.fields) if (name !== "csrf") body.append(name, value);
      const answer = await fetch(kept.action, {
        method: "POST",
        body,
        headers: { accept: "application/json", "x-csrf-token": token ?? "" },
      });
      if (answer.status !== 201) {
        tell(form.dataset.refused, "");
        continue;
      }
      const told = (await answer.json()) as { code: string };
      await asked((await store("readwrite")).delete(kept.once));
      tell(form.dataset.told, told.code);
    }
  };
  const later = () => void send().catch(() => undefined);

  form.addEventListener("submit", (event) => {
    if (form.dataset.go) return;
    event.preventDefault();
    void (async () => {
      await worked;
      const reachable = await fetch("/health/live", { cache: "no-store" }).then(
        (answer) => answer.ok,
        () => false,
      );
      if (reachable) {
        form.dataset.go = "true";
        form.requestSubmit();
        return;
      }
      const once = input("once").value;
      const fields = Array.from(new FormData(form).entries());
      await asked((await store("readwrite")).put({ once, action: form.action, fields } satisfies Kept));
      tell(form.dataset.kept, await code(once));
      form.hidden = true;
    })();
  });
  window.addEventListener("online", later);
  setInterval(later, 15_000);
  later();

  const similar = document.getElementById("similar");
  let waiting = 0;
  const look = async () => {
    const words = `${input("title").value} ${input("words").value}`.trim();
    if (!similar || words.length < 12) return;
    // Not in an address, which others write down: these words may be meant for nobody yet.
    const answer = await fetch(form.dataset.similar ?? "", {
      method: "POST",
      body: new URLSearchParams({ q: words.slice(0, 1000) }),
      headers: { "x-csrf-token": input("csrf").value },
    });
    const found = (await answer.json()) as { similar: [string, string][]; hint: [string, string] | null };
    const link = ([text, href]: [string, string]) => {
      const item = document.createElement("li");
      const anchor = document.createElement("a");
      anchor.textContent = text;
      anchor.href = href;
      anchor.target = "_blank";
      anchor.rel = "noopener";
      item.append(anchor);
      return item;
    };
    similar.replaceChildren();
    const list = document.createElement("ul");
    list.className = "dinh-list";
    if (found.hint) list.append(link(found.hint));
    if (found.similar.length > 0) {
      const title = document.createElement("p");
      title.textContent = form.dataset.alike ?? "";
      similar.append(title);
      list.append(...found.similar.map(link));
    }
    similar.append(list);
    similar.hidden = list.childElementCount === 0;
    // What was shown here need not be shown on a page between.
    if (!similar.hidden) input("seen").value = "1";
  };
  for (const name of ["title", "words"]) {
    input(name).addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = window.setTimeout(() => void look().catch(() => undefined), 600);
    });
  }

  const locate = document.getElementById("locate");
  const button = locate?.querySelector("button");
  if (locate && button && "geolocation" in navigator) {
    locate.hidden = false;
    const state = locate.querySelector("span");
    button.addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          input("latitude").value = coords.latitude.toFixed(6);
          input("longitude").value = coords.longitude.toFixed(6);
          form.dispatchEvent(new Event("located"));
          if (state) state.textContent = button.dataset.located ?? "";
        },
        () => {
          if (state) state.textContent = button.dataset.failed ?? "";
        },
      );
    });
  }
  form.dataset.ready = "true";
}

const form = document.querySelector<HTMLFormElement>("form#petition");
if (form && "indexedDB" in window && crypto.subtle) {
  void attend(form);
  void stayReachable(form.dataset.worker, "/kien-nghi/").catch(() => undefined);
}
