// Un ravin que l'on tourne, et le chemin d'une règle vers son fond.
import { curve, frame, line, node, text } from "./drawing.js";

const LEVELS = [0.045, 0.12, 0.3, 0.6, 1, 1.41];

const draw = ({ width, height, unit, numbers }) => {
  const { contour, path } = numbers;
  const pixels = Math.min(width / 5, height / 3.6);
  const place = (u, v) => [width / 2 + u * pixels, height / 2 - v * pixels];
  const visible = ([px, py]) => px > 0 && px < width && py > 0 && py < height;
  const points = path[0].map((u, k) => place(u, path[1][k]));
  const window = { x: 0, y: 0, width, height, viewBox: `0 0 ${width} ${height}` };
  return [
    node(
      "svg",
      window,
      LEVELS.map((level) => curve(contour[0].map((u, k) => place(level * u, level * contour[1][k])), { class: "muted thin" })),
      line(...place(-9, 0), ...place(9, 0), { class: "grid" }),
      line(...place(0, -9), ...place(0, 9), { class: "grid" }),
      curve(points, { class: "vermilion" }),
      points.filter(visible).map(([cx, cy]) => node("circle", { cx, cy, r: 0.25 * unit, class: "vermilion full" })),
      node("circle", { cx: points[0][0], cy: points[0][1], r: 0.5 * unit, class: "vermilion hollow" }),
      node("circle", { cx: width / 2, cy: height / 2, r: 0.4 * unit, class: "blue full" }),
    ),
    text(width - 0.4 * unit, height / 2 - 0.5 * unit, "*θ₁*", { "text-anchor": "end", class: "halo" }),
    text(width / 2 + 0.5 * unit, 1.1 * unit, "*θ₂*", { class: "halo" }),
    text(points[0][0] + 0.8 * unit, points[0][1] - 0.5 * unit, "départ", { class: "halo" }),
  ];
};

export default { render: (place) => frame(place, draw) };
