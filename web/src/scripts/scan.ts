// Codes of household papers, read by the camera. Browsers that read codes themselves do (BarcodeDetector); for the others
// a library does, which is why this file is loaded where papers are collected and nowhere else. No picture leaves the page.
import decodeQR from "qr/decode.js";

type Read = (video: HTMLVideoElement) => Promise<string | undefined>;

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
interface Detectors {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}
declare global {
  interface Window {
    BarcodeDetector?: Detectors;
  }
}

/** The longer side of the picture that is searched, in pixels: enough for a code held before a phone. */
const SEARCHED = 720;
/** Between two pictures, in milliseconds: a slow telephone stays usable. */
const PAUSE = 120;

async function reader(): Promise<Read> {
  const Detectors = window.BarcodeDetector;
  // Some browsers have the interface without any format behind it.
  if (Detectors && (await Detectors.getSupportedFormats().catch(() => [])).includes("qr_code")) {
    const detector = new Detectors({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue;
  }
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, SEARCHED / Math.max(video.videoWidth, video.videoHeight));
    if (!context || !Number.isFinite(scale)) return undefined;
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    try {
      return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      // There is no whole code in this picture.
      return undefined;
    }
  };
}

function offerScanning(button: HTMLButtonElement): void {
  const input = document.getElementById(button.dataset.scan ?? "") as HTMLInputElement | null;
  const form = button.form;
  const video = form?.querySelector("video");
  const said = form?.querySelector<HTMLElement>("[data-scan-refused]");
  if (!input || !video || !("mediaDevices" in navigator)) return;
  const start = button.textContent ?? "";
  let stream: MediaStream | undefined;
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    video.hidden = true;
    button.textContent = start;
  };
  const look = async (read: Read) => {
    if (!stream) return;
    const code = await read(video);
    if (!stream) return;
    if (!code) return void setTimeout(() => void look(read), PAUSE);
    stop();
    input.value = code;
    form?.requestSubmit();
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (stream) return stop();
    if (said) said.hidden = true;
    void navigator.mediaDevices
      .getUserMedia({ video: { facingMode: "environment" } })
      .then(async (opened) => {
        stream = opened;
        video.srcObject = opened;
        video.hidden = false;
        button.textContent = button.dataset.stop ?? start;
        await video.play();
        await look(await reader());
      })
      .catch(() => {
        stop();
        if (said) said.hidden = false;
      });
  });
  window.addEventListener("pagehide", stop);
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-scan]")) offerScanning(button);
