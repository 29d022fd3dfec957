// A busca em coordenadas paralelas: uma linha por rede, e a escolhida por cima das outras.
import * as Plot from "@observablehq/plot";

import { decimal, describe, makeSelector } from "./parts.js";

const AXES = [
  { name: "h1", text: String },
  { name: "h2", text: String },
  { name: "l1", text: penalty, ranked: true },
  { name: "l2", text: penalty, ranked: true },
  { name: "epochs", text: String },
  { name: "auc", text: (v) => decimal(v), label: "AUC" },
];

export function drawParallel(box, { rows }, summary) {
  box.replaceChildren();
  const axes = AXES.map((axis) => ({ ...axis, ...scaleOf(rows, axis) }));
  const byAuc = [...rows].sort((a, b) => a.auc - b.auc);
  const points = byAuc.flatMap((row, rank) =>
    axes.map((axis) => ({ row, rank, axis: axis.label ?? axis.name, y: axis.place(row[axis.name]) })),
  );
  const ends = (y) => (_, i) => axes[i].text(y === 1 ? axes[i].max : axes[i].min);
  const names = axes.map((axis) => axis.label ?? axis.name);
  // A melhor rede é a de cor mais longe do fundo.
  const dark = document.documentElement.dataset.theme === "dark";
  const chart = Plot.plot({
    style: { fontSize: "13px", background: "none" },
    width: 660,
    height: 380,
    marginTop: 46,
    marginBottom: 30,
    marginLeft: 40,
    marginRight: 40,
    x: { type: "point", domain: names, axis: "top", label: null, tickSize: 0, tickPadding: 24 },
    y: { axis: null, domain: [0, 1] },
    color: { type: "linear", scheme: "viridis", reverse: !dark, domain: colorDomain(rows) },
    marks: [
      Plot.ruleX(names, { stroke: "currentColor", strokeOpacity: 0.5 }),
      Plot.line(points, {
        x: "axis",
        y: "y",
        z: "rank",
        stroke: (p) => p.row.auc,
        strokeOpacity: 0.45,
        strokeWidth: 1.3,
      }),
      Plot.text(names, { x: names, y: () => 1, text: ends(1), dy: -10 }),
      Plot.text(names, { x: names, y: () => 0, text: ends(0), dy: 12 }),
      Plot.dot(points, Plot.pointer({ x: "axis", y: "y", r: 0, maxRadius: 40 })),
    ],
  });
  box.append(describe(chart, summary));
  const chosen = addPath(chart);
  const choose = makeSelector(box, {
    label: "Rede, da pior à melhor AUC",
    min: 1,
    max: rows.length,
    step: 1,
    value: rows.length,
    onChange: (position, output, input) => {
      const row = byAuc[position - 1];
      output.textContent = sentence(row, position, rows.length);
      input.setAttribute("aria-valuetext", output.textContent);
      const corners = axes.map((axis, i) =>
        [chart.scale("x").apply(names[i]), chart.scale("y").apply(axis.place(row[axis.name]))].join(),
      );
      chosen.setAttribute("points", corners.join(" "));
    },
  });
  chart.addEventListener("input", () => {
    if (chart.value) choose(chart.value.rank + 1);
  });
}

/** Onde cada valor cai no seu eixo, de 0 a 1; penalidades, em degraus iguais. */
export function scaleOf(rows, { name, ranked }) {
  const values = [...new Set(rows.map((row) => row[name]))].sort((a, b) => a - b);
  const [min, max] = [values[0], values.at(-1)];
  const span = ranked ? values.length - 1 : max - min;
  const place = (v) => (span === 0 ? 0.5 : (ranked ? values.indexOf(v) : v - min) / span);
  return { min, max, place };
}

export function sentence(row, position, total) {
  const place = position === total ? "a melhor" : `${total - position + 1}ª melhor`;
  return (
    `Rede ${row.row}, ${place} de ${total}: h1 = ${row.h1}, h2 = ${row.h2}, ` +
    `l1 = ${penalty(row.l1)}, l2 = ${penalty(row.l2)}, ${row.epochs} epochs, AUC ${decimal(row.auc, 4)}.`
  );
}

function penalty(value) {
  return value === 0 || value >= 1e-3 ? String(value).replace(".", ",") : value.toExponential(0);
}

// O piso no percentil 10 impede que uma rede que não aprendeu apague as outras diferenças.
function colorDomain(rows) {
  const aucs = rows.map((row) => row.auc).sort((a, b) => a - b);
  return [aucs[Math.floor(aucs.length / 10)], aucs.at(-1)];
}

function addPath(chart) {
  const svg = chart.matches("svg") ? chart : chart.querySelector("svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
  path.setAttribute("fill", "none");
  path.setAttribute("stroke-width", 3);
  path.style.stroke = "var(--interativa-escolhida)";
  svg.append(path);
  return path;
}
