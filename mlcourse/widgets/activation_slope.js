// Une activation et sa pente, au logit choisi ; les autres restent en gris.
import { axes, clipped, curve, ends, frame, legend, line, node, number, scale } from "./drawing.js";

const PANELS = [
  { name: "activation *g*(*z*)", curves: "values", value: "value", hue: "blue", from: [-1.6, 2.2], ticks: [-1, 0, 1, 2] },
  { name: "pente *g′*(*z*)", curves: "slopes", value: "slope", hue: "vermilion", from: [-0.08, 1.1], ticks: [0, 0.5, 1] },
];

const draw = ({ width, height, unit, numbers }) => {
  const { z, hidden, logits } = numbers;
  const x = scale([-6.4, 6.4], [2.6 * unit, width - unit]);
  const panel = 0.5 * (height - 8 * unit);
  return [
    legend([["blue", "activation"], ["vermilion", "pente"], ["muted thin", "les autres"]], 0.4 * unit, 0.8 * unit, Math.min(width, 27 * unit), unit, 3),
    PANELS.map(({ curves, value, hue, from, ticks, name }, rank) => {
      const top = 3.6 * unit + rank * (panel + 1.8 * unit);
      const y = scale(from, [top + panel - unit * 0.6, top]);
      const drawn = (key) => logits.map((logit, k) => [x(logit), y(numbers[curves][key][k])]);
      return [
        axes(x, y, unit, {
          xTicks: [-6, -3, 0, 3, 6].map((logit) => [logit, rank ? number(logit, 0) : ""]),
          yTicks: ticks.map((tick) => [tick, number(tick, tick % 1 ? 1 : 0)]),
          xName: rank ? "logit *z*" : null,
          yName: name,
        }),
        clipped(
          x,
          y,
          Object.keys(numbers[curves]).map((key) => (key === hidden ? null : curve(drawn(key), { class: "muted thin" }))),
          curve(drawn(hidden), { class: hue }),
          ends(drawn(hidden), 0.3 * unit, hue),
          line(x(z), y.to[0], x(z), y.to[1], { class: "ink thin" }),
        ),
        numbers[value] > from[1] ? null : node("circle", { cx: x(z), cy: y(numbers[value]), r: 0.45 * unit, class: `${hue} full` }),
      ];
    }),
  ];
};

export default { render: (place) => frame(place, draw) };
