// A rede do curso no TensorFlow.js: 30-h1-h2-1, Adam, entropia cruzada e elastic net.
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import wasm from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm";

// O binário vem dentro do programa: aberta do disco, a página não pode pedir arquivos.
export async function startTensorFlow() {
  const url = URL.createObjectURL(new Blob([wasm], { type: "application/wasm" }));
  setWasmPaths({
    "tfjs-backend-wasm.wasm": url,
    "tfjs-backend-wasm-simd.wasm": url,
    "tfjs-backend-wasm-threaded-simd.wasm": url,
  });
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await tf.setBackend("wasm");
  await tf.ready();
}

const BETA2 = 0.999;
const EPSILON = 1e-7;

/** Uma rede em treino. `weights` é [{shape, values}], kernel e viés das três camadas. */
export class Network {
  constructor(weights, { l1, l2, learningRate }) {
    this.penalty = { l1, l2 };
    this.variables = weights.map(({ shape, values }) => tf.variable(tf.tensor(values, shape)));
    this.optimizer = tf.train.adam(learningRate, 0.9, BETA2, EPSILON);
    this.steps = 0;
  }

  /** Um passo de Adam; devolve a perda média das linhas antes dele, sem a penalidade. */
  step(X, y) {
    this.steps += 1;
    // O Keras soma o épsilon antes de corrigir o segundo momento; o TensorFlow.js, depois.
    this.optimizer.epsilon = EPSILON / Math.sqrt(1 - BETA2 ** this.steps);
    return tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => crossEntropy(this.logits(X), y));
      this.variables.forEach((variable) => {
        grads[variable.name] = tf.add(grads[variable.name], this.penaltyGradient(variable));
      });
      this.optimizer.applyGradients(grads);
      return value.dataSync()[0];
    });
  }

  /** Logits de todas as linhas, (n, 1). */
  logits(X) {
    const [k1, b1, k2, b2, k3, b3] = this.variables;
    const first = tf.relu(tf.add(tf.matMul(X, k1), b1));
    const second = tf.relu(tf.add(tf.matMul(first, k2), b2));
    return tf.add(tf.matMul(second, k3), b3);
  }

  /** Probabilidade de benigno, perda e penalidade nas linhas dadas. */
  evaluate(X, y) {
    return tf.tidy(() => {
      const logits = this.logits(X);
      return {
        scores: tf.sigmoid(logits).dataSync(),
        loss: crossEntropy(logits, y).dataSync()[0] + this.penaltyValue(),
      };
    });
  }

  /** Ativações das duas camadas ocultas, (n, h1) e (n, h2), linha a linha. */
  activations(X) {
    return tf.tidy(() => {
      const [k1, b1, k2, b2] = this.variables;
      const first = tf.relu(tf.add(tf.matMul(X, k1), b1));
      const second = tf.relu(tf.add(tf.matMul(first, k2), b2));
      return [first.dataSync(), second.dataSync()];
    });
  }

  penaltyValue() {
    const { l1, l2 } = this.penalty;
    if (l1 === 0 && l2 === 0) return 0;
    return tf.tidy(() =>
      this.variables.reduce((sum, w) => {
        const absolute = l1 * tf.sum(tf.abs(w)).dataSync()[0];
        return sum + absolute + l2 * tf.sum(tf.square(w)).dataSync()[0];
      }, 0),
    );
  }

  // À mão porque o gradiente de |w| em zero é 0 no Keras e -1 no TensorFlow.js.
  penaltyGradient(w) {
    const { l1, l2 } = this.penalty;
    const sign = tf.sub(tf.step(w), tf.step(tf.neg(w)));
    return tf.add(tf.mul(sign, l1), tf.mul(w, 2 * l2));
  }

  getWeights() {
    return this.variables.map((w) => ({ shape: w.shape, values: w.dataSync() }));
  }

  dispose() {
    this.variables.forEach((w) => w.dispose());
    this.optimizer.dispose();
  }
}

function crossEntropy(logits, y) {
  const positive = tf.sub(tf.relu(logits), tf.mul(logits, y));
  const rest = tf.log(tf.add(tf.exp(tf.neg(tf.abs(logits))), 1));
  return tf.mean(tf.add(positive, rest));
}

/** Linhas como tensores: X (n, n_features) e y (n, 1). */
export function toTensors(X, y) {
  return { X: tf.tensor2d(X), y: tf.tensor2d(y, [y.length, 1], "float32") };
}

/** As linhas `rows` de um par de tensores. */
export function takeRows({ X, y }, rows) {
  const index = tf.tensor1d(rows, "int32");
  return { X: tf.gather(X, index), y: tf.gather(y, index) };
}

export const tidy = tf.tidy;
