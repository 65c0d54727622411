// Codes of ballots: taken from the address's fragment, which no server ever sees, or read by the camera.
export {};


// A letter's QR code leads to `/bieu-quyet/…#CODE`: the code goes into its field, and out of the address.
const field = document.querySelector<HTMLInputElement>("input[data-from-fragment]");
if (field && location.hash.length > 1) {
  field.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
  field.form?.requestSubmit();
}

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: string[] }) => Detector;
  }
}

function offerScanning(button: HTMLButtonElement): void {
  const input = document.getElementById(button.dataset.scan ?? "") as HTMLInputElement | null;
  const video = button.form?.querySelector("video");
  if (!input || !video || !window.BarcodeDetector) return;
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  const start = button.textContent ?? "";
  let stream: MediaStream | undefined;
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    video.hidden = true;
    button.textContent = start;
  };
  const look = async () => {
    if (!stream) return;
    const [code] = await detector.detect(video).catch(() => []);
    if (!code) return void requestAnimationFrame(() => void look());
    stop();
    input.value = code.rawValue;
    input.form?.requestSubmit();
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (stream) return stop();
    void navigator.mediaDevices
      .getUserMedia({ video: { facingMode: "environment" } })
      .then(async (opened) => {
        stream = opened;
        video.srcObject = opened;
        video.hidden = false;
        button.textContent = button.dataset.stop ?? start;
        await video.play();
        await look();
      })
      .catch(stop);
  });
  window.addEventListener("pagehide", stop);
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-scan]")) offerScanning(button);
