// A button that reads a part of the page aloud, shown only where the browser can speak.

/** Speaks sentence by sentence: some browsers stop in the middle of a long text. */
function sentences(part: HTMLElement): string[] {
  return (part.innerText.match(/[^.!?…\n]+[.!?…]*/g) ?? []).map((text) => text.trim()).filter(Boolean);
}

export function offerReadingAloud(): void {
  if (!("speechSynthesis" in window)) return;
  const speech = window.speechSynthesis;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-read-aloud]")) {
    const part = document.getElementById(button.dataset.readAloud ?? "");
    if (!part) continue;
    const start = button.textContent ?? "";
    const stopped = () => {
      button.textContent = start;
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      const wasSpeaking = speech.speaking;
      speech.cancel();
      if (wasSpeaking) return stopped();
      button.textContent = button.dataset.stop ?? start;
      const parts = sentences(part);
      parts.forEach((text, index) => {
        const utterance = new SpeechSynthesisUtterance(text);
        utterance.lang = part.lang === "vi" ? "vi-VN" : part.lang || document.documentElement.lang;
        utterance.rate = 0.95;
        if (index === parts.length - 1) utterance.addEventListener("end", stopped);
        utterance.addEventListener("error", stopped);
        speech.speak(utterance);
      });
    });
  }
  window.addEventListener("pagehide", () => speech.cancel());
}
