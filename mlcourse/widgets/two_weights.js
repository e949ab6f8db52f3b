// Deux poids dont le produit doit valoir 1 : le chemin, et la courbure que la descente rencontre.
import { axes, clipped, curve, frame, legend, line, node, number, scale, text } from "./drawing.js";

const draw = ({ width, height, unit, numbers }) => {
  const { path, curvature, limit, valleys } = numbers;
  const middle = 0.56 * height;
  const across = [2.8 * unit, width - unit];
  const u = scale([-2.2, 3.6], across);
  const v = scale([-3, 2.6], [middle - 2.4 * unit, 3.4 * unit]);
  const step = scale([0, path[0].length - 1], across);
  const size = scale([0, 14], [height - 3.3 * unit, middle + 2.2 * unit]);
  const points = path[0].map((value, k) => [u(value), v(path[1][k])]);
  const dots = points.filter(([cx, cy]) => cx != null && cy != null);
  return [
    legend([["muted dashed", "minimums : *u v* = 1"], ["vermilion", "la descente"]], 0.4 * unit, 0.8 * unit, Math.min(width, 27 * unit), unit, 2),
    axes(u, v, unit, {
      xTicks: [-2, -1, 0, 1, 2, 3].map((value) => [value, number(value, 0)]),
      yTicks: [-2, 0, 2].map((value) => [value, number(value, 0)]),
      xName: "poids *u*",
      yName: "poids *v*",
    }),
    clipped(
      u,
      v,
      valleys.map(([us, vs]) => curve(us.map((value, k) => [u(value), v(vs[k])]), { class: "muted dashed" })),
      curve(points, { class: "vermilion thin" }),
      dots.map(([cx, cy]) => node("circle", { cx, cy, r: 0.22 * unit, class: "vermilion full" })),
      node("circle", { cx: dots[0][0], cy: dots[0][1], r: 0.5 * unit, class: "vermilion hollow" }),
      node("circle", { cx: dots.at(-1)[0], cy: dots.at(-1)[1], r: 0.5 * unit, class: "vermilion full" }),
    ),
    axes(step, size, unit, {
      xTicks: [0, 20, 40, 60].map((value) => [value, number(value, 0)]),
      yTicks: [0, 5, 10].map((value) => [value, number(value, 0)]),
      xName: "itération",
      yName: "courbure au point atteint",
    }),
    clipped(
      step,
      size,
      curve(curvature.map((value, k) => [step(k), size(value)]), { class: "blue" }),
      line(step.to[0], size(limit), step.to[1], size(limit), { class: "ink dashed" }),
      limit < 13 ? text(step.to[1] - 0.4 * unit, size(limit) - 0.4 * unit, "2 / *α*", { "text-anchor": "end", class: "halo" }) : null,
    ),
  ];
};

export default { render: (place) => frame(place, draw) };
