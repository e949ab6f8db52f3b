// Ce qu'un réseau répond partout dans le plan, et les points qu'il doit séparer.
import { frame, node, scale, text } from "./drawing.js";

const draw = ({ width, height, unit, numbers }) => {
  const { answers, points, labels, side } = numbers;
  const size = Math.min(width, height - 2 * unit);
  const left = (width - size) / 2;
  const x = scale([-side, side], [left, left + size]);
  const y = scale([-side, side], [size, 0]);
  const cell = size / answers.length;
  // Un seul tracé par réponse : mille carrés seraient lents à redessiner.
  const levels = Array.from({ length: 11 }, () => []);
  const square = (i, j) => `M${left + j * cell} ${size - (i + 1) * cell}h${cell}v${cell}h${-cell}z`;
  answers.forEach((row, i) => row.forEach((tenths, j) => levels[tenths].push(square(i, j))));
  const tint = (squares, tenths) =>
    node("path", {
      d: squares.join(""),
      class: `cell ${tenths > 5 ? "blue" : "vermilion"}`,
      opacity: (0.06 + 0.09 * Math.abs(tenths - 5)).toFixed(2),
    });
  return [
    levels.map(tint),
    labels.map((label, k) =>
      node("circle", {
        cx: x(points[0][k]),
        cy: y(points[1][k]),
        r: 0.26 * unit,
        class: label ? "blue full" : "vermilion hollow",
      }),
    ),
    text(left, height - 0.5 * unit, "le réseau dit : points creux", { class: "vermilion" }),
    text(left + size, height - 0.5 * unit, "points pleins", { "text-anchor": "end", class: "blue" }),
  ];
};

export default { render: (place) => frame(place, draw) };
