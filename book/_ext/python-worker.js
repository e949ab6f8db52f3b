// Python, dans son propre fil : la page reste vive pendant qu'il calcule, et l'arrêter est fermer ce fil.
// Il ne parle qu'à python.js. De la page au fil : { id, task, ... } ; du fil à la page : une réponse { id, result } ou
// { id, error }, et, entre-temps, { id, progress } et { id, output }.
"use strict";

const SEND = (message) => self.postMessage(message);
let pyodide;
let notebook;
let current; // à qui va ce que Python écrit

// Compte les octets de chaque fichier à mesure qu'ils arrivent : c'est ce que la page montre.
function countBytes(sizes, report) {
  const plainFetch = self.fetch.bind(self);
  self.fetch = async (resource, options) => {
    const response = await plainFetch(resource, options);
    const name = new URL(response.url).pathname.split("/").pop();
    if (!response.ok || !response.body || !(name in sizes)) return response;
    let seen = 0;
    const counter = new TransformStream({
      transform(chunk, controller) {
        seen += chunk.length;
        report(chunk.length);
        controller.enqueue(chunk);
      },
      // Un serveur qui compresse donne moins d'octets que le fichier n'en a, ou autant : le compte finit juste.
      flush: () => report(sizes[name] - seen),
    });
    return new Response(response.body.pipeThrough(counter), { status: response.status, headers: response.headers });
  };
}

function progress(id, sizes) {
  const state = { step: "", loaded: 0, total: 0 };
  let last = 0;
  const send = () => SEND({ id, progress: { ...state } });
  return {
    expect(names) {
      state.total += names.reduce((sum, name) => sum + (sizes[name] ?? 0), 0);
    },
    step(step) {
      state.step = step;
      send();
    },
    bytes(count) {
      state.loaded = Math.min(state.total, state.loaded + count);
      if (performance.now() - last < 100) return;
      last = performance.now();
      send();
    },
  };
}

let shown; // la progression de ce qui se charge
let files;

// Les paquets nommés, et tout ce dont ils dépendent, qui ne sont pas déjà là.
function missing(names) {
  const found = new Set();
  const look = (name) => {
    const key = name.toLowerCase().replaceAll("_", "-");
    if (found.has(key) || (pyodide && key in pyodide.loadedPackages)) return;
    found.add(key);
    (files.packages[key]?.depends ?? []).forEach(look);
  };
  names.forEach(look);
  return [...found];
}

const fileNames = (names) => names.map((name) => files.packages[name]?.file_name);

async function start(id, message) {
  files = message.files;
  shown = progress(id, files.sizes);
  countBytes(files.sizes, (count) => shown.bytes(count));
  const packages = ["numpy", "mlcourse", ...(message.packages ?? [])];
  shown.expect([...files.runtime, ...fileNames(missing(packages))]);
  shown.step("téléchargement de Python");
  importScripts(`${message.base}pyodide.js`);
  pyodide = await loadPyodide({
    indexURL: message.base,
    lockFileURL: `${message.base}${files.lock}`,
    packages,
  });
  shown.step("démarrage de NumPy et de mlcourse");
  notebook = pyodide.pyimport("mlcourse.browser.notebook").open_notebook((kind, data) => {
    SEND({ id: current, output: { kind, data: typeof data === "string" ? data : data.toJs() } });
  });
  shown.step("prêt");
  return null;
}

// Ce que le code importe, d'après lui-même ; les figures du cours demandent matplotlib, qu'elles importent à sa place.
async function loadFor(id, code, packages = []) {
  const wanted = new Set(packages);
  const imports = pyodide.pyimport("mlcourse.browser.imports").packages_for(code).toJs();
  imports.filter((name) => name in files.packages).forEach((name) => wanted.add(name));
  const absent = missing([...wanted]);
  if (!absent.length) return;
  shown = progress(id, files.sizes);
  shown.expect(fileNames(absent));
  shown.step(`téléchargement de ${[...wanted].filter((name) => absent.includes(name)).join(", ")}`);
  await pyodide.loadPackage(absent, { messageCallback() {} });
}

// Le None de Python arrive comme `undefined`, qu'une réponse ne distingue pas d'un champ qui manque.
const toData = (proxy) => {
  const data = proxy.toJs({ dict_converter: (pairs) => Object.fromEntries([...pairs].map(([name, value]) => [name, value ?? null])) });
  proxy.destroy();
  return data;
};

const tasks = {
  start,
  async run(id, { code, packages }) {
    await loadFor(id, code, packages);
    return toData(notebook.session.run(code));
  },
  async plan(id, { sources, target }) {
    return toData(notebook.plan(pyodide.toPy(sources), target));
  },
  async cell(id, { source, rank }) {
    await loadFor(id, source);
    return toData(notebook.run(rank));
  },
  async call(id, { module, name, args }) {
    await loadFor(id, `import ${module}`);
    const answer = pyodide.pyimport("mlcourse.browser.notebook").answer(module, name, pyodide.toPy(args));
    return toData(answer);
  },
  async reset() {
    notebook.reset();
    return null;
  },
};

self.onmessage = async ({ data: { id, task, ...message } }) => {
  current = id;
  try {
    SEND({ id, result: await tasks[task](id, message) });
  } catch (error) {
    SEND({ id, error: String(error.message ?? error) });
  }
};
