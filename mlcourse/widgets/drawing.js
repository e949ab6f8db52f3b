// Ce que partagent les curseurs : le cadre et ses réglages, les axes, les nombres. Rien ne s'y calcule que des pixels.

const NAMESPACE = "http://www.w3.org/2000/svg";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

// Un élément du dessin. Ce qui n'a pas de place (null, undefined) n'est pas écrit.
export function node(name, attributes = {}, ...children) {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) if (value != null) made.setAttribute(key, value);
  made.append(...children.flat(Infinity).filter((child) => child != null));
  return made;
}

// Un texte ; ce qui est entre étoiles est en italique.
export const text = (x, y, content, attributes = {}) =>
  node("text", { x, y, ...attributes }, content.split("*").map((piece, rank) =>
    rank % 2 ? node("tspan", { "font-style": "italic" }, piece) : piece));
export const line = (x1, y1, x2, y2, attributes = {}) => node("line", { x1, y1, x2, y2, ...attributes });

// Un nombre écrit à la française : virgule, tranches de trois chiffres, vrai signe moins.
export const number = (value, decimals) =>
  (Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value)
    .toLocaleString("fr-FR", { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    .replace("-", "−");

export const power = (exponent) =>
  `10${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[digit]).join("")}`;

// Une échelle : de l'intervalle des valeurs à celui des pixels. L'infini et NaN, écrits en texte, n'y ont pas de place,
// ni zéro sur une échelle logarithmique.
export function scale(from, to, measure = (value) => value) {
  const [a, b] = from.map(measure);
  const share = (value) => (typeof value === "number" ? (measure(value) - a) / (b - a) : NaN);
  const place = (value) => (Number.isFinite(share(value)) ? to[0] + share(value) * (to[1] - to[0]) : null);
  return Object.assign(place, { from, to });
}

// Une ligne brisée, interrompue là où un point n'a pas de place.
export function curve(points, attributes) {
  let pen = "M";
  const moves = points.map(([x, y]) => {
    if (x == null || y == null) return ((pen = "M"), "");
    const move = `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = "L";
    return move;
  });
  return node("path", { d: moves.join(""), fill: "none", ...attributes });
}

// Les deux bouts d'une courbe interrompue : un point plein finit un morceau, un point creux commence le suivant.
export const ends = (points, r, hue) =>
  points.map(([, y], k) =>
    y == null && points[k - 1]?.[1] != null && points[k + 1]?.[1] != null
      ? [[k - 1, "full"], [k + 1, "hollow"]].map(([rank, fill]) =>
          node("circle", { cx: points[rank][0], cy: points[rank][1], r, class: `${hue} ${fill}` }))
      : null);

// Les axes, leurs graduations [valeur, texte] et leur nom.
export function axes(x, y, unit, { xTicks = [], yTicks = [], xName, yName }) {
  const [left, right] = x.to;
  const [bottom, top] = y.to;
  return node(
    "g",
    { class: "axes" },
    yTicks.map(([value, label]) => [
      line(left, y(value), right, y(value), { class: "grid" }),
      text(left - 0.4 * unit, y(value), label, { "text-anchor": "end", dy: "0.35em" }),
    ]),
    xTicks.map(([value, label]) => [
      line(x(value), bottom, x(value), top, { class: "grid" }),
      label && text(x(value), bottom + 1.25 * unit, label, { "text-anchor": "middle" }),
    ]),
    xName && text((left + right) / 2, bottom + 2.6 * unit, xName, { "text-anchor": "middle" }),
    yName && text(left - 0.4 * unit, top - 0.7 * unit, yName),
  );
}

// Ce qui ne se dessine que dans le cadre des axes : une courbe qui en sort s'arrête au bord.
export function clipped(x, y, ...children) {
  const box = { x: x.to[0], y: y.to[1], width: x.to[1] - x.to[0], height: y.to[0] - y.to[1] };
  return node("svg", { ...box, viewBox: `${box.x} ${box.y} ${box.width} ${box.height}` }, children);
}

// Une flèche pleine, de la largeur voulue : sa tige s'arrête où commence sa pointe.
export function arrow([x1, y1], [x2, y2], width, attributes) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  const head = 5 + 1.6 * width;
  const [bx, by] = [x2 - dx * head, y2 - dy * head];
  const [sx, sy] = [-dy, dx].map((component) => component * (2.5 + 0.9 * width));
  return node(
    "g",
    attributes,
    line(x1, y1, bx + dx, by + dy, { "stroke-width": width }),
    node("path", { d: `M${x2} ${y2}L${bx + sx} ${by + sy}L${bx - sx} ${by - sy}Z`, class: "head" }),
  );
}

// La rangée de ce que veut dire chaque trait, ou chaque point s'il est plein, `columns` par ligne.
export function legend(entries, x, y, width, unit, columns) {
  return entries.map(([className, label], rank) => {
    const left = x + ((rank % columns) * width) / columns;
    const middle = y + Math.floor(rank / columns) * 1.45 * unit;
    return node(
      "g",
      {},
      className.includes("full")
        ? node("circle", { cx: left + 0.85 * unit, cy: middle, r: 0.25 * unit, class: className })
        : line(left, middle, left + 1.7 * unit, middle, { class: className }),
      text(left + 2.2 * unit, middle, label, { dy: "0.35em" }),
    );
  });
}

// Met un curseur en marche dans `el` : réglages, phrase, boutons, et `draw`, rappelée à chaque état, à chaque largeur.
// Elle reçoit la largeur, la hauteur et l'unité (le corps du texte), en pixels, et les nombres de l'état ; elle rend ce
// qu'il y a à dessiner.
export function frame({ model, el }, draw) {
  if (!el.querySelector(".curseur-dessin")) el.innerHTML = model.get("markup");
  el.classList.add("curseur", "vivant");
  const inputs = [...el.querySelectorAll("input[type=range]")];
  // Dans JupyterLab, les flèches déplacent le curseur, et non la cellule choisie.
  for (const input of inputs) input.dataset.lmSuppressShortcuts = "";
  const place = el.querySelector(".curseur-dessin");
  // La phrase dit déjà ce que montre le dessin.
  const svg = node("svg", { "aria-hidden": "true" });
  place.append(svg);

  const redraw = () => {
    const { width, height } = place.getBoundingClientRect();
    if (!width || !height) return;
    const unit = parseFloat(getComputedStyle(svg).fontSize);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.replaceChildren(...draw({ width, height, unit, numbers: model.get("numbers") }).flat(Infinity).filter(Boolean));
  };

  const follow = () => {
    const positions = model.get("positions");
    for (const input of inputs) {
      const label = JSON.parse(input.dataset.texts)[positions[input.dataset.name]];
      input.value = positions[input.dataset.name];
      input.setAttribute("aria-valuetext", label);
      input.closest(".curseur-reglage").querySelector(".curseur-valeur").textContent = label;
    }
  };

  const move = (positions) => {
    model.set("positions", positions);
    model.save_changes();
  };

  const read = (value) => Object.fromEntries(inputs.map((input) => [input.dataset.name, Number(value(input))]));
  for (const input of inputs) input.addEventListener("input", () => move(read((each) => each.value)));
  el.querySelector(".curseur-retablir").addEventListener("click", () => move(read((each) => each.defaultValue)));

  const enlarge = el.querySelector(".curseur-agrandir");
  enlarge.hidden = !document.fullscreenEnabled;
  enlarge.addEventListener("click", () =>
    document.fullscreenElement ? document.exitFullscreen() : el.requestFullscreen(),
  );
  const noteSize = () => enlarge.setAttribute("aria-pressed", String(document.fullscreenElement === el));
  document.addEventListener("fullscreenchange", noteSize);

  model.on("change:positions", follow);
  model.on("change:numbers", redraw);
  model.on("change:sentence", () => (el.querySelector(".curseur-phrase").innerHTML = model.get("sentence")));
  const watcher = new ResizeObserver(redraw);
  watcher.observe(place);
  follow();
  redraw();
  return () => {
    watcher.disconnect();
    document.removeEventListener("fullscreenchange", noteSize);
  };
}
