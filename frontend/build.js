// Bundles src/ into the server's static files, with the licences of all that is bundled.
// The same sources give the same bytes: no clock, no path of the machine, sorted output.
import { build } from "esbuild";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const OUT = "../kg/views/web/static/built";
const YASQE = {
  // What YASGUI's editor brings that has no place here, each cut out once or the build fails.
  name: "yasqe",
  setup({ onLoad }) {
    onLoad({ filter: /yasqe\.esm\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, "utf8");
      for (const [what, from, to] of [
        ["prefix.cc's list of strangers' addresses", /madsrdf = "http[^]*?prefixes_default = \{[^}]*\}/, "prefixes_default = {}"],
        ["the calls to Linked Open Vocabularies", /fetchFromLov = \(e, t, n\) => \{[^]*?\n\}, completers/, "fetchFromLov = () => Promise.resolve([]), completers"],
        ["a server elsewhere to begin with", /endpoint: "https:\/\/dbpedia\.org\/sparql"/, 'endpoint: "/sparql"'],
        ["a style that our policy refuses", /<strong style='text-decoration:underline'>/, "<strong>"],
      ]) {
        if (contents.split(new RegExp(from.source, "g")).length !== 2) throw new Error(`yasqe has changed: ${what}`);
        contents = contents.replace(from, () => to);
      }
      return { contents, loader: "js" };
    });
  },
};

rmSync(OUT, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: readdirSync("src").filter((name) => /^(site|graph|workbench)\.(js|css)$/.test(name)).sort().map((name) => `src/${name}`),
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "chrome123", "firefox120", "safari17.5"],
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  plugins: [YASQE],
  logLevel: "warning",
});

// Some packages come with their own dependencies bundled in: a package stands for all of them.
const lock = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
const found = new Set();
function take(name) {
  const entry = lock[`node_modules/${name}`];
  if (found.has(name) || !entry || name.startsWith("@types/")) return;
  found.add(name);
  Object.keys(entry.dependencies ?? {}).forEach(take);
}
for (const path of Object.keys(metafile.inputs)) {
  const name = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];
  if (name) take(name);
}
const parts = [...found].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const file = readdirSync(folder).sort().find((one) => /^licen[cs]e(\.|$|-)/i.test(one));
  const text = file ? readFileSync(`${folder}/${file}`, "utf8").trim() : `Licence: ${lock[folder].license}`;
  return `${name} ${lock[folder].version}\n${"=".repeat(60)}\n${text.replaceAll("\r\n", "\n")}\n`;
});
writeFileSync(`${OUT}/licences.txt`, `What script adds to these pages is made of the following packages.\n\n${parts.join("\n\n")}`);
