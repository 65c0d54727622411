// Works for a form that anybody may send while it is filled in. Without this file the form is sent unproven, and fewer of
// them are taken from one place.

import { today, work } from "./proof-of-work";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-work]")) {
  const input = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  input("work_day").value = today();
  // Where the browser can't work, the form is sent unproven.
  const worked = work(form.dataset.work ?? "", input("once").value, input("work_day").value)
    .then((nonce) => void (input("work").value = nonce))
    .catch(() => undefined)
    .then(() => void (form.dataset.worked = "true"));
  form.addEventListener("submit", (event) => {
    if (form.dataset.worked) return;
    event.preventDefault();
    void worked.then(() => form.requestSubmit());
  });
}
