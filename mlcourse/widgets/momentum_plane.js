// Le plan des réglages du momentum, ses frontières, le réglage choisi, et ce que fait le mode.
import { axes, clipped, curve, frame, line, node, number, power, scale, text } from "./drawing.js";

const HUES = { monotone: "green", ripples: "blue", alternating: "vermilion", diverging: "vermilion", endless: "vermilion" };

const plane = (x, y, unit, { alpha, beta, betas, boundaries, regime }) => [
  axes(x, y, unit, {
    xTicks: [-2, -1, 0].map((exponent) => [10 ** exponent, power(exponent)]),
    yTicks: [0, 0.5, 1].map((value) => [value, number(value, value % 1 ? 1 : 0)]),
    xName: "taux *α*",
    yName: "élan *β*",
  }),
  clipped(x, y, boundaries.map((edge) => curve(edge.map((value, k) => [x(value), y(betas[k])]), { class: "ink thin" }))),
  text(x(0.009), y(0.2), "sans dépasser", { class: "green" }),
  text(x(0.95), y(0.72), "en ondulant", { class: "blue halo", "text-anchor": "end" }),
  text(x.to[1], y.to[1] - 0.7 * unit, "diverge", { class: "vermilion", "text-anchor": "end" }),
  node("circle", { cx: x(alpha), cy: y(beta), r: 0.5 * unit, class: `${HUES[regime]} full` }),
];

const course = (x, y, unit, { theta, regime }) => {
  const points = theta.map((value, k) => [x(k), y(value)]);
  return [
    axes(x, y, unit, {
      xTicks: [0, 10, 20, 30, 40].map((step) => [step, number(step, 0)]),
      yTicks: [-1, 0, 1].map((value) => [value, number(value, 0)]),
      xName: "itération",
      yName: "*θ*",
    }),
    line(x.to[0], y(0), x.to[1], y(0), { class: "ink thin" }),
    clipped(
      x,
      y,
      curve(points, { class: HUES[regime] }),
      points.map(([cx, cy]) => node("circle", { cx, cy, r: 0.2 * unit, class: `${HUES[regime]} full` })),
    ),
  ];
};

const draw = ({ width, height, unit, numbers }) => {
  const middle = 0.5 * height;
  const across = [2.8 * unit, width - unit];
  return [
    plane(
      scale([0.008, 5], across, Math.log10),
      scale([-0.07, 1.07], [middle - 2.4 * unit, 2 * unit]),
      unit,
      numbers,
    ),
    course(scale([-0.5, 40.5], across), scale([-1.3, 1.3], [height - 3.3 * unit, middle + 2.2 * unit]), unit, numbers),
  ];
};

export default { render: (place) => frame(place, draw) };
