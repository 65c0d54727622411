// A form at a post that may lose its network: what is sent is kept on the phone first, with its hour, and goes out when there
// is a network, each once however often it is sent; the page itself opens again without one. What the server does not take
// stands on the page with its reason until it is put right or thrown away. Without this file the page is a form.

import { asked, stayReachable } from "./offline";

const STORE = "entries";

interface Kept {
  id: string;
  form: string;
  at: number;
  fields: [string, string][];
  refused?: string;
}

async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open("dinh-kept-form", 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(STORE, { keyPath: "id" });
  return asked(request);
}

/** What makes an entry this one, wherever it is sent from: 128 random bits in hexadecimal. */
function once(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

async function keep(form: HTMLFormElement, state: HTMLElement, list: HTMLElement): Promise<void> {
  const db = await opened();
  const store = (mode: IDBTransactionMode) => db.transaction(STORE, mode).objectStore(STORE);
  const name = new URL(form.action).pathname;
  const mine = async (): Promise<Kept[]> => {
    const all: Kept[] = await asked(store("readonly").getAll());
    return all.filter((entry) => entry.form === name).sort((a, b) => a.at - b.at);
  };
  const say = (words: string | undefined, count?: number) => {
    state.hidden = !words;
    state.textContent = words ? `${words}${count === undefined ? "" : ` ${count}`}` : "";
  };
  const show = async () => {
    const refused = (await mine()).filter((entry) => entry.refused);
    list.replaceChildren(
      ...refused.map((entry) => {
        const item = document.createElement("li");
        const what = entry.fields.filter(([, value]) => value).map(([, value]) => value).join(", ");
        item.append(`${new Date(entry.at).toLocaleTimeString(document.documentElement.lang)}: ${what}. ${entry.refused} `);
        const away = document.createElement("button");
        away.type = "button";
        away.className = "dinh-button dinh-button--quiet";
        away.textContent = list.dataset.away ?? "";
        away.addEventListener("click", () => void asked(store("readwrite").delete(entry.id)).then(show));
        item.append(away);
        return item;
      }),
    );
  };

  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      const waiting = (await mine()).filter((entry) => !entry.refused);
      for (const [index, entry] of waiting.entries()) {
        const left = waiting.length - index;
        say(state.dataset.waiting, left);
        const body = new URLSearchParams(entry.fields);
        body.set("once", entry.id);
        body.set("at", String(entry.at));
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
          return say(state.dataset.offline, left);
        }
        if (answer.ok) {
          await asked(store("readwrite").delete(entry.id));
        } else if (answer.status === 422) {
          const { error } = (await answer.json()) as { error: string };
          await asked(store("readwrite").put({ ...entry, refused: error }));
        } else {
          // Signed out, or not allowed any more: it waits, and the page says so.
          return say(state.dataset.refused, left);
        }
      }
      if (waiting.length > 0) say(state.dataset.sent);
      await show();
    } finally {
      sending = false;
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = [...new FormData(form).entries()]
      .filter((entry): entry is [string, string] => typeof entry[1] === "string")
      .filter(([field]) => !["once", "csrf"].includes(field));
    const entry: Kept = { id: once(), form: name, at: Date.now(), fields };
    void asked(store("readwrite").put(entry)).then(() => {
      form.reset();
      return send();
    });
  });
  window.addEventListener("online", () => void send());
  setInterval(() => void send(), 15_000);
  await show();
  await send();
  // Before this, what is sent is sent as the plain form it is.
  form.dataset.ready = "true";
}

const form = document.querySelector<HTMLFormElement>("form[data-kept]");
const state = document.getElementById("tinh-trang");
const list = document.getElementById("chua-nhan");
if (form && state && list && "indexedDB" in window) {
  void keep(form, state, list);
  void stayReachable(form.dataset.worker, form.dataset.kept ?? "/").catch(() => undefined);
}
