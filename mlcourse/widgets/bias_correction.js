// Par quoi l'absence de correction multiplie chaque pas d'Adam.
import { axes, clipped, curve, frame, line, node, number, power, scale, text } from "./drawing.js";

const draw = ({ width, height, unit, numbers }) => {
  const { t, factor, worst, worst_t: when, too_large: tooLarge } = numbers;
  const x = scale([0.8, 1.2e5], [3.2 * unit, width - unit], Math.log10);
  const y = scale([0.04, 160], [height - 3.3 * unit, 2.4 * unit], Math.log10);
  return [
    node("rect", { x: x.to[0], y: y(1), width: x.to[1] - x.to[0], height: y.to[0] - y(1), class: "allowed" }),
    axes(x, y, unit, {
      xTicks: [0, 1, 2, 3, 4, 5].map((exponent) => [10 ** exponent, power(exponent)]),
      yTicks: [0.1, 1, 10, 100].map((value) => [value, number(value, value < 1 ? 1 : 0)]),
      xName: "numéro *t* du pas",
      yName: "pas sans correction, divisé par le pas avec",
    }),
    line(x.to[0], y(1), x.to[1], y(1), { class: "ink thin" }),
    text(x.to[1] - 0.4 * unit, y.to[0] - 0.7 * unit, "pas trop petits", { "text-anchor": "end", class: "green" }),
    text(x.to[1] - 0.4 * unit, y(100), "pas trop grands", { "text-anchor": "end", dy: "0.35em", class: "vermilion halo" }),
    clipped(x, y, curve(t.map((step, k) => [x(step), y(factor[k])]), { class: "blue" })),
    tooLarge ? node("circle", { cx: x(when), cy: y(worst), r: 0.5 * unit, class: "vermilion full" }) : null,
  ];
};

export default { render: (place) => frame(place, draw) };
