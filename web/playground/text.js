// Frases e números em português.

export function decimal(value, digits) {
  if (!Number.isFinite(value)) return "indefinida";
  return value.toLocaleString("pt-BR", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

const REASONS = {
  early: "O early stopping parou o treino.",
  limit: "Chegou ao limite de epochs.",
  diverged: "A perda deixou de ser um número: diminua a taxa de aprendizado ou padronize.",
};

/** Uma frase sobre o estado do treino, para ler e para ouvir. */
export function describe({ running, history, stopped }) {
  const epochs = history.loss.length;
  if (epochs === 0) return "Pronto para treinar.";
  const auc = decimal(history.valAuc.at(-1), 4);
  const loss = decimal(history.valLoss.at(-1), 4);
  const state = stopped ? REASONS[stopped] : running ? "Treinando…" : "Em pausa.";
  return `Epoch ${epochs}: perda de validação ${loss}, AUC de validação ${auc}. ${state}`;
}

export function describeCurves(name, train, validation) {
  if (train.length === 0) return `${name}: ainda sem epochs.`;
  const last = [train, validation].map((values) => decimal(values.at(-1), 3));
  return `${name} em ${train.length} epochs: treino ${last[0]} e validação ${last[1]} na última.`;
}

export function describeLayer(values, dead) {
  const on = values.filter((value) => value > 0).length;
  return `${on} de ${values.length} acesos neste tumor; ${dead} apagados em toda a validação`;
}
