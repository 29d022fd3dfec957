// Desenha, no lugar do texto, cada figura interativa da página.
import { drawRoc } from "./roc.js";
import { drawParallel } from "./parallel.js";

const DRAW = { roc: drawRoc, parallel: drawParallel };

const figures = [...document.querySelectorAll("div.interativa")].map((box) => ({
  draw: DRAW[box.dataset.kind],
  box,
  data: JSON.parse(box.querySelector("script").textContent),
  summary: box.querySelector("p").textContent,
}));

function drawAll() {
  for (const { draw, box, data, summary } of figures) draw(box, data, summary);
}

drawAll();
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-theme"] });
