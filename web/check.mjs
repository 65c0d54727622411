// Opens pages in Chromium at phone and desk width, light and dark, asks axe-core what is wrong with them, and keeps
// pictures to look at:  npm run check -- http://127.0.0.1:8090 / /bieu-mau
// With --sign-in=NAME:PASSWORD it signs in first.
// The pictures go to target/pages/; with --no-pictures there are none. Exits 1 when anything is wrong.
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const words = process.argv.slice(2);
const takesPictures = !words.includes("--no-pictures");
const signIn = words.find((word) => word.startsWith("--sign-in="))?.slice("--sign-in=".length);
const [origin, ...paths] = words.filter((word) => !word.startsWith("--"));
if (!origin || paths.length === 0) {
  console.error("usage: npm run check -- [--no-pictures] [--sign-in=NAME:PASSWORD] ORIGIN PATH...");
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
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// What a page is made of is the same at every width, and is asked about at the narrow one. What its width changes is asked
// about at both, and colours once in each: axe-core needs a second for a page, and there are hundreds.
const byWidth = ["target-size", "scrollable-region-focusable"];
const asked = {
  360: { light: { type: "tag", values: rules }, dark: { type: "rule", values: ["color-contrast"] } },
  1280: { light: { type: "rule", values: byWidth }, dark: { type: "rule", values: ["color-contrast"] } },
};
let faults = 0;
const fault = (where, what) => {
  faults += 1;
  console.log(`${where}: ${what}`);
};

let storageState;
if (signIn) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/dang-nhap`);
  const [name, ...password] = signIn.split(":");
  await page.fill("#login", name);
  await page.fill("#password", password.join(":"));
  await page.click("main form button");
  await page.waitForURL(`${origin}/tai-khoan`);
  storageState = await context.storageState();
  await context.close();
}

// A page is fetched once for each width; its colours change under it, as when evening comes.
async function look(path, width) {
  const name = `${path.replace(/[^\p{L}\d]+/gu, "_")}-${width}`;
  // The check adds its own script to the page, which the page's policy forbids.
  const context = await browser.newContext({
    viewport: { width, height: 800 }, colorScheme: "light", locale: "vi-VN", bypassCSP: true,
    storageState,
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    // The page itself may rightly answer 404.
    const isFault = message.type() === "error" && !message.text().includes("status of 404");
    if (isFault) fault(name, message.text());
  });
  page.on("pageerror", (error) => fault(name, error.message));
  page.on("requestfailed", (request) => fault(name, `${request.url()} could not be fetched`));
  const sizes = [];
  page.on("requestfinished", (request) => sizes.push(request.sizes()));
  const response = await page.goto(origin + path, { waitUntil: "load" });
  if (response.status() >= 500) fault(name, `answers ${response.status()}`);
  await page.evaluate(() => document.fonts.ready);
  const octets = (await Promise.all(sizes)).reduce((sum, size) => sum + size.responseBodySize, 0);
  await page.addScriptTag({ path: axe });
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) fault(`${name}-${colorScheme}`, `wider than the screen by ${overflow} px`);
    const only = asked[width][colorScheme];
    const result = await page.evaluate((runOnly) => window.axe.run({ runOnly }), only);
    for (const violation of result.violations) {
      for (const node of violation.nodes) {
        fault(`${name}-${colorScheme}`, `${violation.id}: ${node.target} ${node.failureSummary}`);
      }
    }
    if (takesPictures) await page.screenshot({ path: `${pictures}${name}-${colorScheme}.png`, fullPage: true });
  }
  console.log(`${name}: ${response.status()}, ${(octets / 1024).toFixed(0)} KiB fetched`);
  await context.close();
}

for (const path of paths) await Promise.all([look(path, 360), look(path, 1280)]);
await browser.close();
console.log(faults === 0 ? "nothing wrong" : `${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
