// A button that makes all letters larger, on every page from then on, for people who do not read easily. Browsers can
// enlarge pages themselves; many who need it do not know how.

const KEPT = "dinh-large-type";

/** What is kept on the telephone; nothing where the browser keeps nothing. */
function kept(): boolean {
  try {
    return localStorage.getItem(KEPT) === "1";
  } catch {
    return false;
  }
}

function show(large: boolean): void {
  document.documentElement.classList.toggle("dinh-large", large);
}

export function offerLargeType(): void {
  show(kept());
  const buttons = document.querySelectorAll<HTMLButtonElement>("button[data-large-type]");
  for (const button of buttons) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(kept()));
    button.addEventListener("click", () => {
      const large = !document.documentElement.classList.contains("dinh-large");
      show(large);
      for (const each of buttons) each.setAttribute("aria-pressed", String(large));
      try {
        localStorage.setItem(KEPT, large ? "1" : "0");
      } catch {
        // It lasts as long as the page.
      }
    });
  }
}
