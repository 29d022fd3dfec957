// A página do laboratório: liga os controles ao treino e desenha o que ele relata.
import { drawActivations, makeCurves, makeRoc } from "./charts.js";
import { confusion, rocAuc, rocCurve } from "./metrics.js";
import { fromHash, PRESETS, sanitize, toHash } from "./settings.js";
import { decimal, describe, describeCurves, describeLayer } from "./text.js";
import { makeTrainer, train } from "./trainer.js";

const root = document.getElementById("laboratorio");
const find = (name) => root.querySelector(`[data-lab="${name}"]`);
const form = find("form");
// Quem pede menos movimento vê as curvas só quando o treino para.
const still = matchMedia("(prefers-reduced-motion: reduce)");

let settings = fromHash(location.hash);
let latest = null;
let charts = makeCharts();

const trainer = makeTrainer(receive, (message) => {
  find("status").textContent = `O laboratório parou: ${message}. Recarregue a página.`;
});

function makeCharts() {
  for (const name of ["loss", "auc", "roc"]) find(name).replaceChildren();
  return {
    loss: makeCurves(find("loss"), "perda"),
    // A AUC boa fica espremida no alto: a escala começa pouco abaixo da pior epoch.
    auc: makeCurves(find("auc"), "AUC", (_, low) => [Math.min(low ?? 1, 0.98) - 0.02, 1.005]),
    roc: makeRoc(find("roc")),
  };
}

function receive(report) {
  latest = report;
  find("run").textContent = report.running ? "Pausar" : "Treinar";
  find("run").disabled = find("step").disabled = Boolean(report.stopped);
  say(report);
  if (report.running && still.matches) return;
  draw();
}

let spoken = 0;
function say(report) {
  const text = describe(report);
  find("visible-status").textContent = text;
  // O leitor de tela ouve uma frase a cada dez epochs e a última, não dez por segundo.
  const decade = Math.floor(report.history.loss.length / 10);
  if (!report.running || decade !== spoken) find("status").textContent = text;
  spoken = decade;
}

function draw() {
  if (!latest) return;
  const { history } = latest;
  charts.loss.draw(history.loss, history.valLoss);
  charts.auc.draw(history.auc, history.valAuc);
  label("loss", describeCurves("Perda", history.loss, history.valLoss));
  label("auc", describeCurves("AUC", history.auc, history.valAuc));
  drawThreshold();
  latest.activations.forEach(({ values, dead }, i) => {
    drawActivations(find(`layer${i + 1}`), values);
    find(`layer${i + 1}-text`).textContent = describeLayer(values, dead);
  });
}

function drawThreshold() {
  const threshold = Number(find("threshold").value);
  const { scores, y, part } = latest;
  const counts = confusion(y, scores, threshold);
  for (const [name, count] of Object.entries(counts)) find(name).textContent = count;
  const malignant = counts.malignantFound + counts.malignantMissed;
  const benign = counts.benignFound + counts.benignAlarmed;
  find("threshold-value").textContent = decimal(threshold, 2);
  find("rates").textContent =
    `Dos ${malignant} malignos, ${counts.malignantFound} reconhecidos; ` +
    `dos ${benign} benignos, ${counts.benignAlarmed} com alarme falso.`;
  const point = { fpr: counts.malignantMissed / malignant, tpr: counts.benignFound / benign };
  charts.roc.draw(rocCurve(y, scores), point);
  const where = part === "test" ? "no teste" : "na validação";
  label("roc", `Curva ROC ${where}: AUC ${decimal(rocAuc(y, scores), 4)}.`);
  find("roc-auc").textContent = `AUC ${where}: ${decimal(rocAuc(y, scores), 4)}`;
}

function label(name, text) {
  find(name).setAttribute("aria-label", text);
}

function showSettings() {
  for (const [name, value] of Object.entries(settings)) {
    const field = form.elements[name];
    if (field.type === "checkbox") field.checked = value;
    else if (field.tagName === "SELECT") selectValue(field, value);
    else field.value = value;
  }
  const preset = Object.entries(PRESETS).find(([, values]) => toHash(values) === toHash(settings));
  form.elements.preset.value = preset ? preset[0] : "";
}

// Um endereço pode trazer um valor que a lista não oferece: ele entra nela.
function selectValue(field, value) {
  const text = String(value);
  if (![...field.options].some((option) => option.value === text)) {
    field.add(new Option(text.replace(".", ","), text));
  }
  field.value = text;
}

function restart() {
  showSettings();
  const hash = toHash(settings);
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  trainer.reset(settings);
}

form.addEventListener("change", ({ target }) => {
  if (target.name === "preset") settings = PRESETS[target.value] ?? settings;
  else if (target.name) {
    const value = target.type === "checkbox" ? target.checked : target.value;
    settings = sanitize({ ...settings, [target.name]: value });
  } else return;
  restart();
});
form.addEventListener("submit", (event) => event.preventDefault());
find("run").addEventListener("click", () => {
  if (latest?.running) trainer.pause();
  else trainer.run();
});
find("step").addEventListener("click", () => trainer.run(1));
find("restart").addEventListener("click", restart);
find("threshold").addEventListener("input", () => latest && drawThreshold());
find("part").addEventListener("change", ({ target }) => trainer.look({ part: target.value }));
find("row").addEventListener("input", ({ target }) => trainer.look({ row: Number(target.value) - 1 }));
find("copy").addEventListener("click", async () => {
  find("link").value = location.href;
  find("link").hidden = false;
  find("link").select();
  // Sem permissão para a área de transferência, o endereço fica selecionado.
  const copied = await navigator.clipboard?.writeText(location.href).then(
    () => true,
    () => false,
  );
  find("status").textContent = copied ? "Endereço copiado." : "Endereço selecionado: copie-o.";
});
addEventListener("hashchange", () => {
  settings = fromHash(location.hash);
  restart();
});
const redraw = () => {
  charts = makeCharts();
  draw();
};
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
let width = root.clientWidth;
new ResizeObserver(() => {
  if (root.clientWidth !== width) {
    width = root.clientWidth;
    redraw();
  }
}).observe(root);

restart();
find("controls").disabled = false;
globalThis.laboratorio = { train };
