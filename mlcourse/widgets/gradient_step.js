// L'erreur de quatre mesures d'un gradient juste, selon le pas.
import { axes, curve, frame, legend, line, node, power, scale, text } from "./drawing.js";

const MEASURES = [
  ["blue", "centrée, float64"],
  ["vermilion", "avant, float64"],
  ["blue dashed", "centrée, float32"],
  ["vermilion dashed", "avant, float32"],
];
const decades = (first, last, step) => {
  const ticks = [];
  for (let exponent = first; exponent <= last; exponent += step) ticks.push([10 ** exponent, power(exponent)]);
  return ticks;
};

const draw = ({ width, height, unit, numbers }) => {
  const { h, steps, curves, errors, passing, threshold } = numbers;
  const narrow = width < 30 * unit;
  const x = scale([4e-13, 2.5], [3.4 * unit, width - 1.2 * unit], Math.log10);
  const y = scale([1e-11, 3], [height - 3.3 * unit, 5 * unit], Math.log10);
  const limit = y(threshold);
  return [
    node("rect", { x: x.to[0], y: limit, width: x.to[1] - x.to[0], height: y.to[0] - limit, class: "allowed" }),
    axes(x, y, unit, {
      xTicks: decades(-12, 0, narrow ? 4 : 2),
      yTicks: decades(-10, 0, 2),
      xName: "pas *h*",
      yName: "erreur relative",
    }),
    legend(MEASURES, x.to[0] - 3 * unit, unit, width - unit, unit, narrow ? 2 : 4).flat(),
    line(x.to[0], limit, x.to[1], limit, { class: "ink thin" }),
    text(x.to[0] + 0.6 * unit, y.to[0] - 0.7 * unit, "sous 10⁻⁷ : il passe"),
    curves.map((values, rank) => curve(steps.map((step, k) => [x(step), y(values[k])]), { class: MEASURES[rank][0] })),
    line(x(h), y.to[0], x(h), y.to[1], { class: "ink thin" }),
    errors.map((error, rank) =>
      node("circle", {
        cx: x(h),
        cy: y(error),
        r: 0.45 * unit,
        class: `${MEASURES[rank][0]} ${passing[rank] ? "full" : "hollow"}`,
      }),
    ),
  ];
};

export default { render: (place) => frame(place, draw) };
