// Os dados do curso: a divisão de `load_split(42)`, gravada na construção do livro.
import split from "./data.json";

/** Treino, validação (o último quarto do treino, como no original) e teste. */
export function loadParts({ standardize }) {
  const { X_train: X, y_train: y, X_test: XTest, y_test: yTest } = split;
  const scale = standardize ? standardizer(X) : (rows) => rows;
  const cut = Math.trunc(X.length * (1 - split.defaults.validation));
  const [scaled, scaledTest] = [scale(X), scale(XTest)];
  return {
    train: { X: scaled.slice(0, cut), y: y.slice(0, cut) },
    validation: { X: scaled.slice(cut), y: y.slice(cut) },
    test: { X: scaledTest, y: yTest },
  };
}

/** Mede média e desvio padrão em `rows` e devolve quem os aplica. */
function standardizer(rows) {
  const columns = rows[0].map((_, j) => rows.map((row) => row[j]));
  const means = columns.map((values) => values.reduce((a, b) => a + b) / values.length);
  const deviations = columns.map((values, j) => {
    const squares = values.map((value) => (value - means[j]) ** 2);
    return Math.sqrt(squares.reduce((a, b) => a + b) / values.length);
  });
  return (X) => X.map((row) => row.map((value, j) => (value - means[j]) / deviations[j]));
}
