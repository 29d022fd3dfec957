// Curvas com o uPlot e ativações em um canvas, nas cores do tema da página.
import uPlot from "uplot";
import css from "uplot/dist/uPlot.min.css";

import { decimal } from "./text.js";

const HEIGHT = 220;

document.head.append(Object.assign(document.createElement("style"), { textContent: css }));

/** Curvas de treino e validação por epoch. */
export function makeCurves(target, label, range) {
  const colors = themeColors();
  const chart = new uPlot(
    {
      width: target.clientWidth,
      height: HEIGHT,
      scales: { x: { time: false }, y: range ? { range } : {} },
      axes: [axis(colors, "Epoch"), axis(colors, label)],
      series: [
        { label: "Epoch" },
        line("treino", colors.train),
        line("validação", colors.validation, [8, 5]),
      ],
      cursor: { drag: { x: false, y: false } },
    },
    [[], [], []],
    target,
  );
  return {
    chart,
    draw: (train, validation) =>
      chart.setData([train.map((_, i) => i + 1), train, validation].map((v) => [...v])),
  };
}

/** Curva ROC com o ponto do limiar escolhido. */
export function makeRoc(target) {
  const colors = themeColors();
  const chart = new uPlot(
    {
      width: target.clientWidth,
      height: HEIGHT,
      scales: { x: { time: false, range: [-0.02, 1.02] }, y: { range: [-0.02, 1.02] } },
      axes: [axis(colors, "malignos chamados de benignos"), axis(colors, "benignos certos")],
      series: [
        { label: "falsos" },
        line("ROC", colors.train),
        { ...line("limiar", colors.validation), points: { show: true, size: 11 } },
      ],
      cursor: { drag: { x: false, y: false } },
    },
    [[], [], []],
    target,
  );
  return {
    chart,
    // Um x comum às duas séries: o ponto do limiar entra na ordem dos outros.
    draw: ({ fpr, tpr }, point) => {
      const rows = fpr.map((x, i) => [x, tpr[i], null]);
      const position = rows.findIndex(([x, y]) => x > point.fpr || (x === point.fpr && y >= point.tpr));
      rows.splice(position < 0 ? rows.length : position, 0, [point.fpr, point.tpr, point.tpr]);
      chart.setData([0, 1, 2].map((column) => rows.map((row) => row[column])));
    },
  };
}

/** Uma célula por neurônio: quanto mais cheia, maior a ativação. */
export function drawActivations(canvas, values) {
  const columns = 20;
  const cell = canvas.width / columns;
  const rows = Math.ceil(values.length / columns);
  canvas.height = rows * cell;
  const context = canvas.getContext("2d");
  const colors = themeColors();
  const top = Math.max(...values, 1e-12);
  context.clearRect(0, 0, canvas.width, canvas.height);
  values.forEach((value, i) => {
    const x = (i % columns) * cell;
    const y = Math.floor(i / columns) * cell;
    context.strokeStyle = colors.grid;
    context.strokeRect(x + 1.5, y + 1.5, cell - 3, cell - 3);
    context.globalAlpha = value / top;
    context.fillStyle = colors.train;
    context.fillRect(x + 1.5, y + 1.5, cell - 3, cell - 3);
    context.globalAlpha = 1;
  });
}

function line(label, stroke, dash) {
  return {
    label,
    stroke,
    dash,
    width: 2,
    points: { show: false },
    value: (_, v) => (v === null || v === undefined ? "–" : decimal(v, 4)),
  };
}

function axis(colors, label) {
  return {
    label,
    stroke: colors.text,
    grid: { stroke: colors.grid, width: 1 },
    ticks: { stroke: colors.grid, width: 1 },
    values: (_, splits) => splits.map((v) => (v === null ? "" : v.toLocaleString("pt-BR"))),
  };
}

function themeColors() {
  const style = getComputedStyle(document.documentElement);
  const dark = document.documentElement.dataset.theme === "dark";
  return {
    text: style.getPropertyValue("--pst-color-text-base").trim() || "#222",
    grid: dark ? "#555" : "#ccc",
    // Okabe e Ito, mais claras sobre fundo escuro.
    train: dark ? "#56B4E9" : "#0072B2",
    validation: dark ? "#E69F00" : "#D55E00",
  };
}
