// La planche où le lecteur dessine un chiffre. Python calcule tout, dans le worker de la page ; ici, on trace, on demande,
// on montre.
import { axes, curve, node, number, scale } from "./drawing.js";

const MODULE = "mlcourse.experiments.board";
const [SIDE, DIGITS] = [32, 10];
// Un point n'est gardé que s'il est à plus de cela du précédent ; une flèche du clavier avance de STRIDE.
const [NEAR, STRIDE] = [0.015, 1 / 16];
// Ce que dure une époque à l'écran, en millisecondes : de quoi voir le coût descendre.
const PACE = 80;
const STOPPED = "Python s’est arrêté\u00a0: entraînez le réseau de nouveau.";
const LABELS = { idle: "Entraîner le réseau", running: "Arrêter là", paused: "Continuer", over: "Encore dix époques" };

const start = (board, python) => {
  const part = (name) => board.querySelector(`.planche-${name}`);
  const ask = (name, ...args) => python.call(MODULE, name, args);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const [sheet, chart] = [part("feuille"), part("cout").querySelector("svg")];
  // `image` remplace le tracé : un chiffre du test, ou l'image où le gradient a mené ; `origin` est celle d'où il partait.
  // `costs` a un couple [époque, coût] par mesure ; vide, Python n'est pas prêt.
  const state = { seed: 0, phase: "idle", epochs: 0, goal: 0, costs: [], strokes: [], image: null, origin: null, reading: null };
  const pen = { x: 0.5, y: 0.25, down: false, shown: false };
  let tests = [];

  // --- Ce qui se montre ---------------------------------------------------------------------------------------------

  const cells = (values, draw) => values.map((value, k) => draw(value, k % 8, Math.floor(k / 8)));
  const picture = (pixels, size) =>
    cells(pixels, (ink, x, y) =>
      ink ? node("rect", { x: x * size, y: y * size, width: size, height: size, class: "ink", opacity: ink }) : null,
    ).filter(Boolean);

  const showSheet = () => {
    const lines = state.strokes.map((stroke) => {
      const points = stroke.map(([x, y]) => `${(SIDE * x).toFixed(2)} ${(SIDE * y).toFixed(2)}`);
      return node("path", { d: `M${points[0]}L${points.join("L")}`, class: "stroke" });
    });
    const cursor = pen.shown ? [node("circle", { cx: SIDE * pen.x, cy: SIDE * pen.y, r: 1.2, class: pen.down ? "vermilion full" : "vermilion hollow" })] : [];
    sheet.replaceChildren(...(state.image ? picture(state.image, 4) : lines), ...cursor);
    part("revenir").disabled = !state.origin;
  };

  const showCosts = () => {
    const { width, height } = chart.getBoundingClientRect();
    if (!width || !state.costs.length) return;
    const unit = parseFloat(getComputedStyle(chart).fontSize);
    const [last, top] = [Math.max(30, state.epochs), Math.max(2.5, ...state.costs.map(([, cost]) => cost))];
    const [x, y] = [scale([0, last], [3 * unit, width - unit]), scale([0, top], [height - 3 * unit, 1.6 * unit])];
    const xTicks = [0, 10, 20, 30, 40, 50, 60].filter((tick) => tick <= last).map((tick) => [tick, number(tick, 0)]);
    const points = state.costs.map(([epoch, cost]) => [x(epoch), y(cost)]);
    const [cx, cy] = points.at(-1);
    chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
    chart.replaceChildren(
      axes(x, y, unit, { xTicks, yTicks: [0, 1, 2].map((tick) => [tick, number(tick, 0)]), xName: "époque", yName: "coût" }),
      curve(points, { class: "blue" }),
      node("circle", { cx, cy, r: 0.3 * unit, class: "blue full" }),
    );
  };

  const showLayers = (layers) =>
    layers.flatMap((layer, rank) => {
      const [bottom, width, top] = [11 + 12 * rank, SIDE / layer.length, Math.max(...layer) || 1];
      const bars = layer.map((value, k) => node("rect", { x: (k + 0.1) * width, y: bottom - (9 * value) / top, width: 0.8 * width, height: (9 * value) / top, class: "head blue" }));
      return [...bars, node("line", { x1: 0, y1: bottom, x2: SIDE, y2: bottom, class: "axis" })];
    });

  // Le signe se lit à la forme, et la grandeur à la taille : la couleur ne fait que le redire.
  const showGradient = (gradient) => {
    const most = Math.max(...gradient.map(Math.abs)) || 1;
    return cells(gradient, (slope, x, y) => {
      const size = 0.9 * Math.sqrt(Math.abs(slope) / most);
      const corner = { x: x + (1 - size) / 2, y: y + (1 - size) / 2, width: size, height: size, class: "head vermilion" };
      return slope > 0 ? node("rect", corner) : node("circle", { cx: x + 0.5, cy: y + 0.5, r: size / 2, class: "head blue" });
    });
  };

  const answers = Array.from({ length: DIGITS }, (_, digit) => {
    const line = document.createElement("li");
    line.innerHTML = `<span class="planche-chiffre">${digit}</span><span class="planche-barre"><span></span></span><span class="planche-part">–</span>`;
    return line;
  });
  part("reponse").replaceChildren(...answers);

  const showReading = (reading) => {
    state.reading = reading;
    answers.forEach((line, digit) => {
      const share = reading.probabilities[digit];
      line.classList.toggle("planche-lue", digit === reading.answer);
      line.querySelector(".planche-barre > span").style.width = `${100 * share}%`;
      line.querySelector(".planche-part").textContent = `${number(100 * share, 0)}\u00a0%`;
    });
    part("image").replaceChildren(...picture(reading.pixels, 1));
    part("couches").replaceChildren(...showLayers(reading.hidden));
    part("gradient").replaceChildren(...showGradient(reading.gradient));
    part("phrase").textContent = reading.sentence;
    part("detail").textContent = reading.detail;
    part("avancer").disabled = false;
  };

  const showProgress = (progress) => {
    state.epochs = progress.epochs;
    state.costs.push([progress.epochs, progress.cost]);
    part("progres").textContent = progress.sentence;
    if (!calm || state.phase !== "running") showCosts();
  };

  const setPhase = (phase) => {
    state.phase = phase;
    part("entrainer").textContent = LABELS[phase];
    part("autre").hidden = phase === "idle" || phase === "running";
    part("progres").setAttribute("aria-busy", String(phase === "running"));
  };

  // --- Ce qui se demande --------------------------------------------------------------------------------------------

  const target = () => (part("cible").value === "" ? null : Number(part("cible").value));
  const drawing = () => (state.image ? { pixels: state.image } : { strokes: state.strokes, prepared: part("place").checked });

  const fail = (error) => {
    Object.assign(state, { costs: [], reading: null });
    setPhase("idle");
    part("progres").textContent = error.stopped ? STOPPED : error.french || error.message;
  };

  // Un trait va plus vite que ses lectures : une seule est en route, et la suivante prend le dessin comme il est alors.
  let [reading, stale] = [null, false];
  const refresh = () => {
    stale = true;
    if (!state.costs.length) return Promise.resolve();
    reading ??= (async () => {
      try {
        while (stale) {
          stale = false;
          showReading(await ask("look", state.seed, drawing(), target()));
        }
      } catch (error) {
        fail(error);
      } finally {
        reading = null;
      }
    })();
    return reading;
  };

  const listTests = async () => {
    tests = await ask("examples", state.seed);
    const options = tests.map(({ label }, rank) => new Option(`${label}${rank && tests[rank - 1].label === label ? ", autre main" : ""}`, rank));
    part("exemples").replaceChildren(new Option("aucun", ""), ...options);
    part("exemples").disabled = false;
  };

  const load = async () => {
    const [place, bar, words] = [part("chargement"), part("chargement").querySelector("progress"), part("chargement").querySelector("span")];
    place.hidden = false;
    await python.start(({ step, loaded, total }) => {
      if (total) Object.assign(bar, { value: loaded / total });
      words.textContent = [step, total ? `${number(loaded / 1e6, 1)}\u00a0Mo sur ${number(total / 1e6, 1)}` : null].filter(Boolean).join(", ");
    });
    place.hidden = true;
    showProgress(await ask("progress", state.seed));
    if (!tests.length) await listTests();
    await refresh();
  };

  const pause = (since) => new Promise((resolve) => setTimeout(resolve, calm ? 0 : Math.max(0, PACE - performance.now() + since)));
  const train = async () => {
    setPhase("running");
    try {
      if (!state.costs.length) await load();
      while (state.phase === "running" && state.epochs < state.goal) {
        const since = performance.now();
        showProgress(await ask("learn", state.seed));
        await refresh();
        await pause(since);
      }
      setPhase(state.epochs < state.goal ? "paused" : "over");
      showCosts();
    } catch (error) {
      part("chargement").hidden = true;
      fail(error);
    }
  };

  part("entrainer").addEventListener("click", () => {
    if (state.phase === "running") return (state.phase = "paused");
    if (state.phase !== "paused") state.goal = state.phase === "over" ? state.goal + 10 : 30;
    train();
  });
  part("autre").addEventListener("click", () => {
    Object.assign(state, { seed: state.seed + 1, costs: [], goal: 30 });
    train();
  });

  // --- Le crayon ----------------------------------------------------------------------------------------------------

  const settle = () => part("phrase").setAttribute("aria-busy", "false");
  const place = (event) => {
    const { left, top, width, height } = sheet.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height].map((share) => Math.min(1, Math.max(0, share)));
  };
  const begin = (point) => {
    Object.assign(state, { strokes: [...(state.image ? [] : state.strokes), [point]], image: null, origin: null });
    part("exemples").value = "";
  };
  const extend = (point) => {
    const [x, y] = state.strokes.at(-1).at(-1);
    if (Math.hypot(point[0] - x, point[1] - y) >= NEAR) state.strokes.at(-1).push(point);
  };
  const redraw = () => {
    showSheet();
    refresh();
  };

  sheet.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button) return;
    sheet.setPointerCapture(event.pointerId);
    Object.assign(pen, { down: false, shown: false });
    // Les lecteurs d'écran attendent la fin du trait.
    part("phrase").setAttribute("aria-busy", "true");
    begin(place(event));
    redraw();
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!sheet.hasPointerCapture(event.pointerId)) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const move of moves.length ? moves : [event]) extend(place(move));
    redraw();
  });
  for (const end of ["pointerup", "pointercancel"]) sheet.addEventListener(end, settle);

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  sheet.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if ((!arrow && event.key !== " ") || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (arrow) {
      const [x, y] = [pen.x + STRIDE * arrow[0], pen.y + STRIDE * arrow[1]].map((share) => Math.min(1, Math.max(0, share)));
      Object.assign(pen, { x, y, shown: true });
      if (pen.down) extend([x, y]);
    } else {
      Object.assign(pen, { down: !pen.down, shown: true });
      if (pen.down) begin([pen.x, pen.y]);
    }
    const [column, row] = [pen.x, pen.y].map((share) => Math.round(share / STRIDE));
    part("crayon").textContent = `Crayon ${pen.down ? "posé" : "levé"}, colonne ${column}, ligne ${row}, sur 16.`;
    if (pen.down) redraw();
    else showSheet();
  });
  sheet.addEventListener("blur", () => {
    Object.assign(pen, { down: false, shown: false });
    part("crayon").textContent = "";
    showSheet();
  });

  // --- Les autres réglages ------------------------------------------------------------------------------------------

  part("effacer").addEventListener("click", () => {
    Object.assign(state, { strokes: [], image: null, origin: null });
    part("exemples").value = "";
    redraw();
  });
  part("place").addEventListener("change", refresh);
  part("cible").append(...Array.from({ length: DIGITS }, (_, digit) => new Option(`un ${digit}`, digit)));
  part("cible").addEventListener("change", refresh);
  part("exemples").addEventListener("change", ({ target: { value } }) => {
    Object.assign(state, { strokes: [], image: value === "" ? null : tests[value].pixels, origin: null });
    redraw();
  });
  part("avancer").addEventListener("click", async () => {
    await reading;
    const { pixels, answer } = state.reading;
    const begun = state.origin ?? { pixels, image: state.image };
    try {
      const next = await ask("step", state.seed, pixels, target() ?? answer, begun.pixels);
      Object.assign(state, { image: next.pixels, origin: begun });
      showReading(next);
      showSheet();
    } catch (error) {
      fail(error);
    }
  });
  part("revenir").addEventListener("click", () => {
    Object.assign(state, { image: state.origin.image, origin: null });
    redraw();
  });

  new ResizeObserver(showCosts).observe(part("cout"));
  showSheet();
};

// coursePython se charge en même temps que ce script.
document.addEventListener("DOMContentLoaded", () => {
  const [board, python] = [document.querySelector(".planche"), window.coursePython];
  const absent = board.querySelector(".planche-absente");
  board.querySelector(".planche-outils").hidden = !python.available;
  absent.hidden = python.available;
  if (python.available) start(board, python);
  else absent.textContent = python.reason;
});
