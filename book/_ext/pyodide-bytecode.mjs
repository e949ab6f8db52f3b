// Fait compiler par Pyodide lui-même, dont la version de Python n'est pas celle qui construit le livre.
// Usage : node pyodide-bytecode.mjs PYODIDE PAQUETS DÉPÔT SORTIE
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [runtime, packages, repository, output] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const silent = { messageCallback() {} };
const pyodide = await loadPyodide({ indexURL: runtime, packageCacheDir: packages });
await pyodide.loadPackage(["numpy", "matplotlib"], silent);
for (const [place, root] of Object.entries({ "/runtime": runtime, "/repository": repository, "/output": output })) {
  pyodide.FS.mkdirTree(place);
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root }, place);
}
try {
  pyodide.runPython(readFileSync(new URL("bytecode_in_pyodide.py", import.meta.url), "utf8"));
} catch (error) {
  console.error(error.message); // et non la ligne de Pyodide où elle a été lancée, qui est tout le moteur
  process.exit(1);
}
