// Opens pages in Chromium at phone and desk width, light and dark, asks axe-core what is wrong with them, and keeps
// pictures to look at:  npm run check -- http://127.0.0.1:8090 / /bieu-mau
// The pictures go to target/pages/. Exits 1 when anything is wrong.
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [origin, ...paths] = process.argv.slice(2);
if (!origin || paths.length === 0) {
  console.error("usage: npm run check -- ORIGIN PATH...");
  process.exit(2);
}
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const pictures = fileURLToPath(new URL("../target/pages/", import.meta.url));
await mkdir(pictures, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
let faults = 0;
const fault = (where, what) => {
  faults += 1;
  console.log(`${where}: ${what}`);
};
for (const path of paths) {
  for (const width of [360, 1280]) {
    for (const colorScheme of ["light", "dark"]) {
      const name = `${path.replace(/[^\p{L}\d]+/gu, "_")}-${width}-${colorScheme}`;
      // The check adds its own script to the page, which the page's policy forbids.
      const context = await browser.newContext({
        viewport: { width, height: 800 }, colorScheme, locale: "vi-VN", bypassCSP: true,
      });
      const page = await context.newPage();
      page.on("console", (message) => {
        // The page itself may rightly answer 404.
        const isFault = message.type() === "error" && !message.text().includes("status of 404");
        if (isFault) fault(name, message.text());
      });
      const sizes = [];
      page.on("requestfinished", (request) => sizes.push(request.sizes()));
      await page.goto(origin + path, { waitUntil: "networkidle" });
      await page.evaluate(() => document.fonts.ready);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 0) fault(name, `wider than the screen by ${overflow} px`);
      await page.addScriptTag({ path: axe });
      const result = await page.evaluate(() =>
        window.axe.run({
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        }),
      );
      for (const violation of result.violations) {
        for (const node of violation.nodes) fault(name, `${violation.id}: ${node.target} ${node.failureSummary}`);
      }
      await page.screenshot({ path: `${pictures}${name}.png`, fullPage: true });
      const octets = (await Promise.all(sizes)).reduce((sum, size) => sum + size.responseBodySize, 0);
      console.log(`${name}: ${(octets / 1024).toFixed(0)} KiB fetched`);
      await context.close();
    }
  }
}
await browser.close();
console.log(faults === 0 ? "nothing wrong" : `${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
