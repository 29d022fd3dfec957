// Medidas de classificação; a classe 1 é benigno, como no scikit-learn.

/** Pontos da curva ROC, um por escore distinto, do mais exigente ao menos. */
export function rocCurve(y, scores) {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a]);
  const positives = y.reduce((sum, label) => sum + label, 0);
  const negatives = y.length - positives;
  const fpr = [0];
  const tpr = [0];
  let hits = 0;
  let alarms = 0;
  order.forEach((row, i) => {
    if (y[row] === 1) hits += 1;
    else alarms += 1;
    const next = order[i + 1];
    if (next === undefined || scores[next] !== scores[row]) {
      fpr.push(alarms / negatives);
      tpr.push(hits / positives);
    }
  });
  return { fpr, tpr };
}

/** AUC exata: a área da curva ROC, com empates valendo meio. */
export function rocAuc(y, scores) {
  if (scores.some(Number.isNaN)) return NaN;
  const { fpr, tpr } = rocCurve(y, scores);
  let area = 0;
  for (let i = 1; i < fpr.length; i += 1) {
    area += ((fpr[i] - fpr[i - 1]) * (tpr[i] + tpr[i - 1])) / 2;
  }
  return area;
}

/** Contagens quando se chama de benigno quem tem escore >= limiar. */
export function confusion(y, scores, threshold) {
  const counts = { malignantFound: 0, malignantMissed: 0, benignAlarmed: 0, benignFound: 0 };
  scores.forEach((score, row) => {
    const calledBenign = score >= threshold;
    if (y[row] === 0) counts[calledBenign ? "malignantMissed" : "malignantFound"] += 1;
    else counts[calledBenign ? "benignFound" : "benignAlarmed"] += 1;
  });
  return counts;
}
