// O que as figuras partilham: números em português e o seletor que o teclado alcança.
let lastId = 0;

export function decimal(value, digits = 3) {
  return value.toFixed(digits).replace(".", ",");
}

/** Um seletor com rótulo, e abaixo dele o que ele escolheu, lido em voz alta. */
export function makeSelector(box, { label, min, max, step, value, onChange }) {
  const id = `figura-${(lastId += 1)}`;
  const line = document.createElement("p");
  line.className = "interativa-seletor";
  const name = Object.assign(document.createElement("label"), { htmlFor: id, textContent: label });
  const input = Object.assign(document.createElement("input"), { type: "range", id });
  Object.assign(input, { min, max, step });
  input.value = value;
  const output = Object.assign(document.createElement("output"), { htmlFor: id });
  line.append(name, input);
  box.append(line, output);
  const update = () => onChange(Number(input.value), output, input);
  input.addEventListener("input", update);
  update();
  return (next) => {
    input.value = next;
    update();
  };
}

/** O desenho como uma imagem só, descrita em uma frase. */
export function describe(chart, summary) {
  const svg = chart.matches("svg") ? chart : chart.querySelector("svg");
  // Numa imagem, as partes não têm nome próprio; os que o Plot lhes dá estão em inglês.
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", summary);
  return chart;
}
