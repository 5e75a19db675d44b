// Run a program in the Python of a live site, with the site's own library and model: node in_runtime.mjs SITE PROGRAM.py
// The program's standard input is ours, what it prints is printed.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [site, program] = process.argv.slice(2);
const named = (start) => join(resolve(site), readdirSync(site).find((name) => name.startsWith(start)));
const library = join(tmpdir(), `library-${process.pid}.zip`);
writeFileSync(library, gunzipSync(readFileSync(named("library-"))));
const core = named("python-");
const { loadPyodide } = await import(pathToFileURL(join(core, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: `${core}/`, stdLibURL: library, env: { PYTHONOPTIMIZE: "2" } });
python.unpackArchive(new Uint8Array(gunzipSync(readFileSync(named("model-")))), "zip", { extractDir: "/lib/python3.12/site-packages" });
python.globals.set("given", readFileSync(0, "utf8"));
try {
  python.runPython(readFileSync(program, "utf8"));
} catch (fault) {
  console.error(fault.message);
  process.exit(1);
}
