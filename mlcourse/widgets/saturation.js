// La perte et son gradient sur le logit, nœud par nœud ou fusionnés.
import { axes, curve, frame, legend, line, node, number, scale, text } from "./drawing.js";

const WRITINGS = [["ink thin dashed", "nœud par nœud"], ["blue broad", "fusionnée"]];
const ticks = (values) => values.map((value) => [value, number(value, 0)]);

// Une courbe par écriture ; là où l'écriture nœud par nœud n'a plus de place, on lit ce qu'elle vaut, à une hauteur
// `free` où nulle courbe ne passe.
const panel = (x, y, unit, numbers, curves, values, { free, ...names }) => {
  const { z, logits } = numbers;
  return [
    axes(x, y, unit, names),
    [1, 0].map((rank) => curve(logits.map((logit, k) => [x(logit), y(curves[rank][k])]), { class: WRITINGS[rank][0] })),
    line(x(z), y.to[0], x(z), y.to[1], { class: "ink thin" }),
    node("circle", { cx: x(z), cy: y(values[1]), r: 0.45 * unit, class: "blue full" }),
    y(values[0]) == null
      ? text(x(z) + (z > 0 ? -0.6 : 0.6) * unit, y(free), values[0], {
          "text-anchor": z > 0 ? "end" : "start",
          class: "vermilion strong",
        })
      : node("circle", { cx: x(z), cy: y(values[0]), r: 0.8 * unit, class: "ink" }),
  ];
};

const draw = ({ width, height, unit, numbers }) => {
  const { y: target, losses, gradients } = numbers;
  const [left, right, middle] = [3.2 * unit, width - unit, 0.56 * height];
  const x = scale([-54, 54], [left, right]);
  const loss = scale([-2, 52], [middle - 1.6 * unit, 4 * unit]);
  const gradient = scale([-1.1, 1.1], [height - 3.3 * unit, middle + 1.6 * unit]);
  return [
    legend(WRITINGS, 0.4 * unit, unit, Math.min(width, 24 * unit), unit, 2),
    panel(x, loss, unit, numbers, numbers.loss_curves[target], losses, {
      xTicks: ticks([-50, -25, 0, 25, 50]).map(([value]) => [value, ""]),
      yTicks: ticks([0, 25, 50]),
      yName: "perte",
      free: 18,
    }),
    panel(x, gradient, unit, numbers, numbers.gradient_curves[target], gradients, {
      xTicks: ticks([-50, -25, 0, 25, 50]),
      yTicks: ticks([-1, 0, 1]),
      xName: "logit *z*",
      yName: "gradient sur *z*",
      free: -0.5,
    }),
  ];
};

export default { render: (place) => frame(place, draw) };
