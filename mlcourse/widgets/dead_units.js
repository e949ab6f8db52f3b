// La part d'unités mortes et la grandeur du signal, couche par couche, pour trois tirages.
import { axes, curve, frame, node, number, power, scale } from "./drawing.js";

const panel = (x, y, unit, draws, medians, names, hue) => {
  const layers = medians.map((_, layer) => layer + 1);
  return [
    axes(x, y, unit, { xTicks: layers.map((layer) => [layer, names.xName ? number(layer, 0) : ""]), ...names }),
    curve(layers.map((layer, k) => [x(layer), y(medians[k])]), { class: hue }),
    draws.map((draw) =>
      draw.map((value, k) => node("circle", { cx: x(k + 1), cy: y(value), r: 0.25 * unit, class: `${hue} full` })),
    ),
  ];
};

const draw = ({ width, height, unit, numbers }) => {
  const x = scale([1, numbers.dead_median.length], [3.4 * unit, width - unit]);
  const middle = 0.53 * height;
  const share = scale([0, 0.8], [middle - unit, 2.2 * unit]);
  const size = scale([1e-7, 1e3], [height - 3.3 * unit, middle + 2.2 * unit], Math.log10);
  return [
    panel(x, share, unit, numbers.dead, numbers.dead_median, {
      yTicks: [0, 0.25, 0.5, 0.75].map((value) => [value, `${number(100 * value, 0)} %`]),
      yName: "unités mortes",
    }, "vermilion"),
    panel(x, size, unit, numbers.rms, numbers.rms_median, {
      yTicks: [-6, -3, 0, 3].map((exponent) => [10 ** exponent, power(exponent)]),
      xName: "couche",
      yName: "grandeur du signal",
    }, "blue"),
  ];
};

export default { render: (place) => frame(place, draw) };
