// La grandeur du signal, couche par couche, selon l'échelle des poids.
import { axes, curve, frame, legend, node, number, power, scale } from "./drawing.js";

const MARKS = [["blue", "théorie"], ["vermilion full", "trois tirages"]];

const draw = ({ width, height, unit, numbers }) => {
  const { rms, theory } = numbers;
  const depth = theory.length - 1;
  const x = scale([0, depth], [3.4 * unit, width - unit]);
  const y = scale([1e-12, 1e4], [height - 3.3 * unit, 4 * unit], Math.log10);
  const ticks = [-12, -9, -6, -3, 0, 3].map((exponent) => [10 ** exponent, power(exponent)]);
  return [
    legend(MARKS, 0.4 * unit, unit, Math.min(width, 22 * unit), unit, 2),
    axes(x, y, unit, {
      xTicks: [0, 5, 10, 15, 20].map((layer) => [layer, number(layer, 0)]),
      yTicks: ticks,
      xName: "couche",
      yName: "grandeur",
    }),
    curve(theory.map((value, layer) => [x(layer), y(value)]), { class: "blue" }),
    rms.map((draws) =>
      draws.map((value, layer) => {
        return node("circle", { cx: x(layer), cy: y(value), r: 0.22 * unit, class: "vermilion full" });
      }),
    ),
  ];
};

export default { render: (place) => frame(place, draw) };
