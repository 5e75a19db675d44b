// Byte-compile zips of Python for Pyodide, with Pyodide's own Python: node bundle.mjs PYTHON_FOLDER ZIP ...
// What takes their place is stored as it is and not packed: the whole is packed at once, which takes fewer bytes than file by file.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${folder}/` });
for (const file of files) {
  python.FS.writeFile("/in.zip", readFileSync(file));
  python.runPython(`
import importlib.util, marshal, struct, zipfile
HEAD = importlib.util.MAGIC_NUMBER + struct.pack("<III", 1, 0, 0)  # by hash, and not checked
with zipfile.ZipFile("/in.zip") as held, zipfile.ZipFile("/out.zip", "w") as made:
    for name in held.namelist():
        data = held.read(name)
        if name.endswith(".py"):
            code = compile(data, name, "exec", dont_inherit=True, optimize=2)
            name, data = name + "c", HEAD + marshal.dumps(code)
        made.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)
`);
  writeFileSync(file, python.FS.readFile("/out.zip"));
}
