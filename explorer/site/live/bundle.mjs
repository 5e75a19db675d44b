// Byte-compile a zip of Python for Pyodide, with Pyodide's own Python: node bundle.mjs PYTHON_FOLDER IN.zip OUT.zip
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, source, target] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${folder}/` });
python.FS.writeFile("/in.zip", readFileSync(source));
python.runPython(`
import importlib.util, marshal, struct, zipfile
HEAD = importlib.util.MAGIC_NUMBER + struct.pack("<III", 1, 0, 0)  # by hash, and not checked
with zipfile.ZipFile("/in.zip") as held, zipfile.ZipFile("/out.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
    for name in sorted(held.namelist()):
        data = held.read(name)
        if name.endswith(".py"):
            code = compile(data, name, "exec", dont_inherit=True, optimize=1 if name.startswith("numpy/") else 2)
            name, data = name + "c", HEAD + marshal.dumps(code)
        made.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
`);
writeFileSync(target, python.FS.readFile("/out.zip"));
