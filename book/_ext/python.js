// Python dans la page : `coursePython` l'ouvre au premier besoin, lui donne du code, et le ferme. PYTHON_FILES, que la
// construction écrit devant ce script, dit ce que le site sert, et sous quelles adresses.
window.coursePython = (() => {
  const here = new URL(".", document.currentScript.src);
  const reason =
    location.protocol === "file:"
      ? PYTHON_FILES.fromFolder
      : !window.Worker || !window.WebAssembly
        ? "Ce navigateur est trop ancien pour exécuter Python dans la page."
        : null;

  let worker = null;
  let ready = null; // la promesse d'un Python prêt
  let queue = Promise.resolve(); // ce qui se fait, une chose à la fois
  let count = 0;
  let stops = 0; // ce qui attendait son tour quand Python s'arrête n'a plus lieu
  const waiting = new Map(); // id -> { resolve, reject, onOutput, onProgress }
  const progressListeners = new Set();

  const stopped = () => ({ stopped: true, message: "Python a été arrêté." });

  const open = () => {
    const mine = new Worker(new URL(PYTHON_FILES.worker, here));
    worker = mine;
    mine.onmessage = ({ data }) => {
      const asked = waiting.get(data.id);
      if (!asked) return;
      if (data.progress) return [...progressListeners].forEach((listener) => listener(data.progress));
      if (data.output) return asked.onOutput?.(data.output);
      waiting.delete(data.id);
      return "error" in data ? asked.reject(new Error(data.error)) : asked.resolve(data.result);
    };
    mine.onerror = (event) => {
      event.preventDefault();
      if (worker !== mine) return; // un fil que l'on vient d'arrêter peut se plaindre encore
      stop(new Error(`Python ne s’ouvre pas : ${event.message ?? "le fichier manque"}.`));
    };
  };

  const ask = (task, message, onOutput) =>
    new Promise((resolve, reject) => {
      count += 1;
      waiting.set(count, { resolve, reject, onOutput });
      worker.postMessage({ id: count, task, ...message });
    });

  // `packages` : ceux qu'il vaut mieux télécharger en même temps que Python, parce qu'on sait s'en servir tout de suite.
  const start = (onProgress, packages = []) => {
    if (reason) return Promise.reject(new Error(reason));
    if (onProgress) progressListeners.add(onProgress);
    if (!ready) {
      open();
      const opened = ask("start", { base: new URL("pyodide/", here).href, files: PYTHON_FILES, packages });
      ready = opened;
      opened.catch((error) => {
        if (ready === opened) stop(error);
      });
    }
    return ready.finally(() => progressListeners.delete(onProgress));
  };

  // Chaque tâche attend la fin de celle d'avant, réussie ou non.
  const inTurn = (task, message, { onOutput, onProgress, packages } = {}) => {
    const asked = stops;
    const mine = queue.then(async () => {
      if (asked !== stops) throw stopped();
      await start(onProgress, packages);
      if (onProgress) progressListeners.add(onProgress);
      return ask(task, message, onOutput).finally(() => progressListeners.delete(onProgress));
    });
    queue = mine.catch(() => {});
    return mine;
  };

  const stop = (error = stopped()) => {
    stops += 1;
    worker?.terminate();
    worker = ready = null;
    queue = Promise.resolve();
    const asked = [...waiting.values()];
    waiting.clear();
    asked.forEach(({ reject }) => reject(error));
  };

  // L'éditeur de code, demandé quand un lecteur écrit ; s'il n'est pas venu, la demande suivante le redemande.
  let editor = null;
  const loadEditor = () => {
    editor ??= import(new URL(PYTHON_FILES.editor, here));
    editor.catch(() => (editor = null));
    return editor;
  };

  const call = async (module, name, args = []) => {
    const { value, error } = await inTurn("call", { module, name, args });
    if (error) throw Object.assign(new Error(error.french || error.message), error);
    return value;
  };

  return {
    available: !reason,
    reason,
    start,
    run: (code, { onOutput, packages, onProgress } = {}) => inTurn("run", { code, packages }, { onOutput, onProgress, packages }),
    plan: (sources, target, options) => inTurn("plan", { sources, target }, options),
    cell: (source, rank, options) => inTurn("cell", { source, rank }, options),
    call,
    editor: loadEditor,
    stop: () => stop(),
    reset: () => (ready ? inTurn("reset", {}) : Promise.resolve(null)),
  };
})();
