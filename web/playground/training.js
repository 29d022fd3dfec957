// O treino, epoch a epoch, com o early stopping do Keras.
import { loadParts } from "./data.js";
import { rocAuc } from "./metrics.js";
import { Network, takeRows, tidy, toTensors } from "./network.js";
import { glorotWeights, makeRandom, permutation } from "./random.js";

export class Training {
  /**
   * `settings` são os de settings.js. Os `weights` e `orders` (um embaralhamento por epoch)
   * de `given` trocam os sorteios por valores dados, para comparar com outra implementação.
   */
  constructor(settings, given) {
    const { weights, orders } = given ?? {};
    this.settings = settings;
    this.parts = loadParts(settings);
    this.tensors = Object.fromEntries(
      Object.entries(this.parts).map(([name, { X, y }]) => [name, toTensors(X, y)]),
    );
    this.random = makeRandom(settings.seed);
    const sizes = [this.parts.train.X[0].length, settings.h1, settings.h2, 1];
    this.network = new Network(weights ?? glorotWeights(sizes, this.random), settings);
    this.orders = orders;
    this.history = { loss: [], auc: [], valLoss: [], valAuc: [] };
    this.best = NaN;
    this.wait = 0;
    this.stopped = null;
  }

  get epochs() {
    return this.history.loss.length;
  }

  /** Treina uma epoch; depois dela `stopped` diz se e por que o treino acabou. */
  epoch() {
    const { train, validation } = this.tensors;
    const n = this.parts.train.y.length;
    const order = this.orders?.[this.epochs] ?? permutation(n, this.random);
    let total = 0;
    for (let start = 0; start < n; start += this.settings.batch) {
      const rows = order.slice(start, start + this.settings.batch);
      total += tidy(() => {
        const batch = takeRows(train, rows);
        const penalty = this.network.penaltyValue();
        return (this.network.step(batch.X, batch.y) + penalty) * rows.length;
      });
    }
    const onTrain = this.network.evaluate(train.X, train.y);
    const onValidation = this.network.evaluate(validation.X, validation.y);
    this.history.loss.push(total / n);
    this.history.auc.push(rocAuc(this.parts.train.y, onTrain.scores));
    this.history.valLoss.push(onValidation.loss);
    this.history.valAuc.push(rocAuc(this.parts.validation.y, onValidation.scores));
    this.decideStop();
  }

  decideStop() {
    const { mode, patience, epochs } = this.settings;
    const auc = this.history.valAuc.at(-1);
    const better = mode === "min" ? auc < this.best : auc > this.best;
    if (this.epochs === 1 || better) {
      this.best = auc;
      this.wait = 0;
    } else {
      this.wait += 1;
    }
    if (Number.isNaN(this.history.loss.at(-1))) this.stopped = "diverged";
    else if (mode !== "none" && this.epochs > 1 && this.wait >= patience) this.stopped = "early";
    else if (this.epochs >= epochs) this.stopped = "limit";
  }

  /** Escores e rótulos de uma parte: "validation" ou "test". */
  scores(part) {
    const { X, y } = this.tensors[part];
    return { scores: this.network.evaluate(X, y).scores, y: this.parts[part].y };
  }

  /** Ativação de cada neurônio em uma linha da validação, e quantos nunca acendem nela. */
  activations(row) {
    const n = this.parts.validation.y.length;
    return this.network.activations(this.tensors.validation.X).map((values) => {
      const units = values.length / n;
      const active = Array.from({ length: units }, (_, unit) =>
        Array.from({ length: n }, (_, i) => values[i * units + unit]).some((value) => value > 0),
      );
      return {
        values: Array.from(values.slice(row * units, (row + 1) * units)),
        dead: active.filter((on) => !on).length,
      };
    });
  }

  dispose() {
    this.network.dispose();
    Object.values(this.tensors).forEach(({ X, y }) => [X, y].forEach((t) => t.dispose()));
  }
}
