// Un neurone et sa perte : la valeur de chaque nœud à l'aller, le gradient qui y arrive au retour.
import { arrow, frame, node, number, text } from "./drawing.js";

const PLACES = { x: [0, 0.16], w: [0, 0.5], b: [0, 0.84], u: [1, 0.33], z: [2, 0.5], a: [3, 0.5], L: [4, 0.5] };
const EDGES = ["xu", "wu", "uz", "bz", "za", "aL"];
const shown = (value) =>
  typeof value === "string" ? value : number(value, Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);

const draw = ({ width, height, unit, numbers }) => {
  const box = Math.min(5 * unit, (width - 4) / 5 - 1.1 * unit);
  const place = (name) => [
    2 + box / 2 + (PLACES[name][0] * (width - 4 - box)) / 4,
    PLACES[name][1] * (height - 3 * unit) + 0.4 * unit,
  ];
  // Deux flèches qui arrivent au même nœud s'y posent l'une au-dessus de l'autre.
  const side = ([px, py], [, ty], sign) => [px + (sign * box) / 2, py + 0.9 * unit * Math.sign(ty - py)];
  const centered = { "text-anchor": "middle", dy: "0.35em" };
  return [
    EDGES.map(([from, to]) => {
      const [start, end] = [place(from), place(to)];
      return arrow(side(start, end, 1), side(end, start, -1), 1.4, { class: "muted" });
    }),
    Object.keys(PLACES).map((name) => {
      const [px, py] = place(name);
      return [
        node("rect", {
          x: px - box / 2,
          y: py - 1.9 * unit,
          width: box,
          height: 3.8 * unit,
          rx: 0.4 * unit,
          class: "muted paper",
        }),
        text(px, py - 1.1 * unit, name === "L" ? "perte" : `*${name}*`, centered),
        text(px, py, shown(numbers.values[name]), { ...centered, class: "blue" }),
        text(px, py + 1.1 * unit, shown(numbers.gradients[name]), { ...centered, class: "vermilion" }),
      ];
    }),
    text(2, height - 0.6 * unit, "aller : valeurs", { class: "blue" }),
    text(width - 2, height - 0.6 * unit, "retour : gradients", { class: "vermilion", "text-anchor": "end" }),
  ];
};

export default { render: (place) => frame(place, draw) };
