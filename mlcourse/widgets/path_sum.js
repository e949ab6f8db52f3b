// L'erreur qui revient à un neurone par chacun de ses successeurs, puis la somme, bout à bout.
import { arrow, frame, line, node, number, scale, text } from "./drawing.js";

const tint = (value) => (value < 0 ? "blue dashed" : "vermilion");
const box = (x, y, width, unit, label) => [
  node("rect", { x: x - width / 2, y: y - 1.1 * unit, width, height: 2.2 * unit, rx: 0.5 * unit, class: "muted" }),
  text(x, y, label, { "text-anchor": "middle", dy: "0.35em" }),
];

// Chaque part est une flèche, large comme elle est grande ; une part négative revient en tirets.
const network = ({ width, unit, numbers }, bottom) => {
  const { weights, errors, parts, total } = numbers;
  const [own, next] = [6.4 * unit, 5.6 * unit];
  const [left, right, middle] = [own / 2 + 2, width - next / 2 - 2, bottom / 2];
  const heights = [0.14, 0.5, 0.86].map((share) => share * bottom);
  const [start, end] = [right - next / 2 - 3, left + own / 2 + 3];
  const ends = [-1, 0, 1].map((side) => middle + 0.6 * side * unit);
  return [
    parts.map((part, k) =>
      part === 0
        ? line(start, heights[k], end, ends[k], { class: "grid" })
        : arrow([start, heights[k]], [end, ends[k]], 1 + 9 * Math.abs(part), { class: tint(part) }),
    ),
    parts.map((part, k) => {
      const product = `${number(weights[k], 1)} × ${number(errors[k], 1)} = ${number(part, 2)}`;
      // Près du successeur, les flèches s'écartent, et chaque produit a sa place.
      const [x, y] = [0.6 * start + 0.4 * end, 0.6 * heights[k] + 0.4 * ends[k]];
      return text(x, y - 1.3 * unit, product, { "text-anchor": "middle", class: `halo ${tint(part)}` });
    }),
    box(left, middle, own, unit, "neurone *j*"),
    text(left, middle - 1.8 * unit, "il reçoit", { "text-anchor": "middle" }),
    text(left, middle + 2.6 * unit, number(total, 2), { "text-anchor": "middle", class: `strong ${tint(total)}` }),
    heights.map((y, k) => box(right, y, next, unit, `*δ* = ${number(errors[k], 1)}`)),
  ];
};

// Les parts, posées bout à bout depuis zéro : la dernière flèche finit sur la somme.
const walk = ({ width, unit, numbers }, top) => {
  const x = scale([-1.2, 1.2], [1.5 * unit, width - 1.5 * unit]);
  const bottom = top + 4.6 * unit;
  return [
    text(1.5 * unit, top - 0.8 * unit, "les parts, bout à bout"),
    [-1, -0.5, 0, 0.5, 1].map((value) => [
      line(x(value), top, x(value), bottom, { class: value ? "grid" : "ink thin" }),
      text(x(value), bottom + 1.5 * unit, number(value, value % 1 ? 1 : 0), { "text-anchor": "middle" }),
    ]),
    numbers.parts.map((part, k) => {
      const y = top + (0.8 + 1.3 * k) * unit;
      return part ? arrow([x(numbers.reached[k]), y], [x(numbers.reached[k + 1]), y], 3, { class: tint(part) }) : null;
    }),
    node("circle", { cx: x(numbers.total), cy: bottom, r: 0.45 * unit, class: `${tint(numbers.total)} full` }),
  ];
};

const draw = (place) => {
  const foot = place.height - 6.4 * place.unit;
  return [network(place, foot - 2 * place.unit), walk(place, foot)];
};

export default { render: (place) => frame(place, draw) };
