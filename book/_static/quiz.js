// Julga as perguntas do livro: mostra o comentário da resposta escolhida e esconde os outros.
function parseNumber(text) {
  const compact = text.replaceAll(/\s/g, "").replace("−", "-");
  // Ponto de milhar (10.100) não é ponto decimal (0.25).
  const grouped = compact.includes(",") || /^-?[1-9]\d{0,2}(\.\d{3})+$/.test(compact);
  const plain = (grouped ? compact.replaceAll(".", "") : compact).replace(",", ".");
  return plain === "" ? NaN : Number(plain);
}

function chosenComment(form) {
  const comments = [...form.querySelectorAll("[role=status] > p")];
  const field = form.querySelector("input[type=text]");
  if (!field) {
    const checked = form.querySelector("input[type=radio]:checked");
    return checked ? comments[Number(checked.value)] : undefined;
  }
  const value = parseNumber(field.value);
  if (Number.isNaN(value)) return undefined;
  const tolerance = Number(form.dataset.tolerance) + 1e-9;
  const near = (p) => Math.abs(parseNumber(p.dataset.value) - value) <= tolerance;
  return comments.find(near) ?? comments.find((p) => p.dataset.value === "outro") ?? null;
}

function answer(form) {
  const status = form.querySelector("[role=status]");
  const chosen = chosenComment(form);
  for (const comment of status.querySelectorAll("p")) comment.hidden = comment !== chosen;
  form.classList.toggle("certa", chosen?.className === "certa");
  if (chosen) return;
  const missing = document.createElement("p");
  missing.className = "aviso";
  const field = form.querySelector("input[type=text]");
  missing.textContent =
    chosen === null
      ? "Ainda não. Refaça a conta."
      : field
        ? "Escreva um número, como 0,25."
        : "Escolha uma das respostas.";
  status.append(missing);
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.quiz")) return;
  event.preventDefault();
  event.target.querySelector("[role=status] > .aviso")?.remove();
  answer(event.target);
});
