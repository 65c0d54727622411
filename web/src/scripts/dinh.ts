// Enhancements only: every page works without this file.
import { offerLargeType } from "./large-type";
import { offerReadingAloud } from "./read-aloud";

offerLargeType();
offerReadingAloud();

// After a form comes back with errors, start reading at their summary.
document.querySelector<HTMLElement>("[data-focus]")?.focus();

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  // Another script sends it in its own way, perhaps later.
  if (event.defaultPrevented) return;
  const form = event.target as HTMLFormElement;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  // Who signs out leaves no list of names behind on the telephone.
  if (form.action.endsWith("/dang-xuat") && "caches" in window) void caches.delete("dinh-door-1");
});
// Coming back with the browser's own button, the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) delete form.dataset.sent;
});

// Paper shows what is folded on the screen.
const folded = new Set<HTMLDetailsElement>();
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll<HTMLDetailsElement>("details:not([open])")) {
    details.open = true;
    folded.add(details);
  }
});
window.addEventListener("afterprint", () => {
  for (const details of folded) details.open = false;
  folded.clear();
});
