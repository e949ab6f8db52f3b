// Le réseau 2-2-1 : ce que dit chaque neurone à l'aller, ce qui lui revient, et le gradient de chaque poids.
import { arrow, frame, node, number, text } from "./drawing.js";

// Une flèche a la largeur du gradient de son poids, qui se lit dessus ; en gris, il est nul ou presque.
const hue = (gradient) => (Math.abs(gradient) < 0.005 ? "muted" : "vermilion");
const weight = ([from, to, gradient]) =>
  arrow(from, to, 1 + 2.6 * Math.min(Math.abs(gradient), 3), { class: hue(gradient) });
const label = ([[x1, y1], [x2, y2], gradient]) =>
  text(x1 + 0.36 * (x2 - x1), y1 + 0.36 * (y2 - y1), number(gradient, 2), {
    "text-anchor": "middle",
    dy: "0.35em",
    class: `halo ${hue(gradient)}`,
  });

const neuron = ([x, y], width, unit, { z, a, delta }) => [
  node("rect", {
    x: x - width / 2,
    y: y - 2.2 * unit,
    width,
    height: 4.4 * unit,
    rx: 0.5 * unit,
    class: "muted paper",
  }),
  text(x, y - 1.1 * unit, `*z* = ${number(z, 2)}`, { "text-anchor": "middle", dy: "0.35em", class: "blue" }),
  text(x, y, `*a* = ${number(a, 2)}`, { "text-anchor": "middle", dy: "0.35em", class: "blue" }),
  text(x, y + 1.1 * unit, `*δ* = ${number(delta, 2)}`, { "text-anchor": "middle", dy: "0.35em", class: "vermilion" }),
];

const draw = ({ width, height, unit, numbers }) => {
  const { x, y, z, a, delta, gradients, loss } = numbers;
  const [radius, box] = [1.5 * unit, 6.2 * unit];
  const free = (width - 2 * radius - 2 * box - 4) / 2;
  const rows = [0.24, 0.68].map((share) => share * height);
  const inputs = rows.map((row) => [radius + 2, row]);
  const hidden = rows.map((row) => [2 + 2 * radius + free + box / 2, row]);
  const output = [width - 2 - box / 2, (rows[0] + rows[1]) / 2];
  const left = ([px, py]) => [px - box / 2 - 2, py];
  const weights = hidden.flatMap(([px, py], i) => [
    ...inputs.map((input, j) => [[input[0] + radius, input[1]], left([px, py]), gradients[0][i][j]]),
    [[px + box / 2, py], left(output), gradients[1][0][i]],
  ]);
  return [
    weights.map(weight),
    weights.map(label),
    inputs.map(([px, py], j) => [
      node("circle", { cx: px, cy: py, r: radius, class: "muted paper" }),
      text(px, py, number(x[j], j ? 0 : 1), { "text-anchor": "middle", dy: "0.35em", class: "blue" }),
      text(px, py - radius - 0.6 * unit, j ? "*x₂*" : "*x₁*", { "text-anchor": "middle" }),
    ]),
    hidden.map((place, i) => [
      neuron(place, box, unit, { z: z[0][i], a: a[0][i], delta: delta[0][i] }),
      text(place[0], place[1] - 2.8 * unit, `neurone ${i + 1}`, { "text-anchor": "middle" }),
    ]),
    neuron(output, box, unit, { z: z[1][0], a: a[1][0], delta: delta[1][0] }),
    text(output[0], output[1] - 2.8 * unit, "sortie", { "text-anchor": "middle" }),
    text(output[0], output[1] + 3.7 * unit, `étiquette ${y}`, { "text-anchor": "middle" }),
    text(output[0], output[1] + 5 * unit, `perte ${number(loss, 2)}`, { "text-anchor": "middle" }),
    text(2, height - 0.8 * unit, "sur chaque flèche, le gradient de son poids", { class: "vermilion" }),
  ];
};

export default { render: (place) => frame(place, draw) };
