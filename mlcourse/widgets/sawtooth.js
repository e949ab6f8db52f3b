// La dent composée avec elle-même : la ligne brisée, et un point à chaque pli.
import { axes, curve, frame, node, number, scale, text } from "./drawing.js";

const draw = ({ width, height, unit, numbers }) => {
  const x = scale([0, 1], [2.8 * unit, width - unit]);
  const y = scale([0, 1], [height - 3.3 * unit, 3.4 * unit]);
  const points = numbers.x.map((value, k) => [x(value), y(numbers.y[k])]);
  return [
    axes(x, y, unit, {
      xTicks: [0, 0.25, 0.5, 0.75, 1].map((value) => [value, number(value, value % 0.5 ? 2 : value % 1 ? 1 : 0)]),
      yTicks: [0, 0.5, 1].map((value) => [value, number(value, value % 1 ? 1 : 0)]),
      xName: "entrée *x*",
      yName: "sortie",
    }),
    curve(points, { class: "blue" }),
    points.length > 70 ? null : points.map(([cx, cy]) => node("circle", { cx, cy, r: 0.22 * unit, class: "blue full" })),
    text(x.to[1], 1.2 * unit, `${number(numbers.pieces, 0)} morceaux`, { "text-anchor": "end", class: "strong" }),
  ];
};

export default { render: (place) => frame(place, draw) };
