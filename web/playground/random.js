// Sorteios com semente: o mesmo endereço dá sempre o mesmo treino.

/** Gerador mulberry32: devolve uma função que sorteia números em [0, 1). */
export function makeRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Embaralha 0..n-1 (Fisher e Yates). */
export function permutation(n, random) {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Pesos iniciais de Glorot, como os do Keras: kernels uniformes, vieses zero. */
export function glorotWeights(sizes, random) {
  return sizes.slice(1).flatMap((units, i) => {
    const inputs = sizes[i];
    const limit = Math.sqrt(6 / (inputs + units));
    const kernel = Float32Array.from(
      { length: inputs * units },
      () => (2 * random() - 1) * limit,
    );
    return [
      { shape: [inputs, units], values: kernel },
      { shape: [units], values: new Float32Array(units) },
    ];
  });
}
