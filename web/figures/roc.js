// Curvas ROC: o limiar anda com o seletor ou com o mouse, e as contagens aparecem embaixo.
import * as Plot from "@observablehq/plot";

import { decimal, describe, makeSelector } from "./parts.js";

const COLORS = ["var(--interativa-1)", "var(--interativa-2)", "var(--interativa-3)"];
const DASHES = ["", "7 4", "2 4"];

export function drawRoc(box, data, summary) {
  box.replaceChildren();
  const points = data.models.flatMap((model, m) =>
    model.fpr.map((fpr, i) => ({ m, fpr, tpr: model.tpr[i], threshold: model.threshold[i] })),
  );
  const chart = Plot.plot({
    style: { fontSize: "13px", background: "none" },
    marginLeft: 50,
    marginBottom: 40,
    width: 460,
    height: 440,
    x: { domain: [0, 1], label: "Taxa de falsos positivos", tickFormat: (v) => decimal(v, 1) },
    y: { domain: [0, 1], label: "Taxa de verdadeiros positivos", tickFormat: (v) => decimal(v, 1) },
    marks: [
      Plot.line([[0, 0], [1, 1]], { stroke: "currentColor", strokeOpacity: 0.4, strokeDasharray: "2" }),
      ...data.models.map((model, m) =>
        Plot.line(points.filter((p) => p.m === m), {
          x: "fpr",
          y: "tpr",
          stroke: COLORS[m % COLORS.length],
          strokeWidth: 2.5,
          strokeDasharray: DASHES[m % DASHES.length],
        }),
      ),
      Plot.dot(points, Plot.pointer({ x: "fpr", y: "tpr", r: 0, maxRadius: 30 })),
    ],
  });
  box.append(describe(chart, summary), legend(data.models));
  const marks = data.models.map((_, m) => addMark(chart, COLORS[m % COLORS.length]));
  const choose = makeSelector(box, {
    label: "Limiar",
    min: 0,
    max: 1,
    step: 0.005,
    value: 0.5,
    onChange: (threshold, output, input) => {
      input.setAttribute("aria-valuetext", decimal(threshold));
      output.replaceChildren(
        line(`Limiar ${decimal(threshold)}: é benigno quem tem escore igual ou maior.`),
        ...data.models.map((model, m) => {
          const i = lastAtLeast(model.threshold, threshold);
          marks[m].setAttribute("cx", chart.scale("x").apply(model.fpr[i]));
          marks[m].setAttribute("cy", chart.scale("y").apply(model.tpr[i]));
          return line(counts(model, i, data));
        }),
      );
    },
  });
  chart.addEventListener("input", () => {
    if (chart.value) choose(Math.min(1, chart.value.threshold));
  });
}

/** A posição do menor limiar que ainda é maior ou igual ao escolhido. */
export function lastAtLeast(thresholds, threshold) {
  let found = 0;
  thresholds.forEach((t, i) => {
    if (t >= threshold - 1e-9) found = i;
  });
  return found;
}

export function counts(model, i, { positives, negatives }) {
  const benign = Math.round(model.tpr[i] * positives);
  const missed = Math.round(model.fpr[i] * negatives);
  return (
    `${model.name}: ${benign} de ${positives} benignos reconhecidos, ` +
    `${missed} de ${negatives} malignos tomados por benignos.`
  );
}

function legend(models) {
  const list = document.createElement("ul");
  list.className = "interativa-legenda";
  models.forEach((model, m) => {
    const item = document.createElement("li");
    const sample = `<svg width="34" height="8" aria-hidden="true"><line x1="0" x2="34" y1="4" y2="4"
      stroke="${COLORS[m % COLORS.length]}" stroke-width="2.5"
      stroke-dasharray="${DASHES[m % DASHES.length]}"/></svg> `;
    item.innerHTML = sample;
    item.append(`${model.name} (AUC ${decimal(model.auc)})`);
    list.append(item);
  });
  return list;
}

function addMark(chart, color) {
  const svg = chart.matches("svg") ? chart : chart.querySelector("svg");
  const mark = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  mark.setAttribute("r", 5);
  mark.style.fill = color;
  mark.style.stroke = "var(--pst-color-background)";
  svg.append(mark);
  return mark;
}

function line(text) {
  return Object.assign(document.createElement("p"), { textContent: text });
}
