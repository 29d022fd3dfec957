// As escolhas do leitor: valores aceitos, presets e o endereço que as guarda.

import { defaults } from "./data.json";

const [h1, h2] = defaults.neurons;
export const DEFAULTS = {
  h1,
  h2,
  l1: 0,
  l2: 0,
  learningRate: 0.001,
  batch: defaults.batch,
  epochs: defaults.epochs,
  standardize: true,
  mode: "none",
  patience: defaults.patience,
  seed: 42,
};

// Os dois pontos de partida do curso; a linha da tabela do original é a que venceu a busca.
export const PRESETS = {
  padronizado: { ...DEFAULTS },
  ingenuo: { ...DEFAULTS, standardize: false },
  original: {
    ...DEFAULTS,
    h1: 96,
    h2: 88,
    l1: 1e-10,
    l2: 0.01,
    standardize: false,
    mode: "min",
  },
};

const RANGES = {
  h1: [1, 200],
  h2: [1, 200],
  l1: [0, 1],
  l2: [0, 1],
  learningRate: [1e-5, 1],
  batch: [1, 319],
  epochs: [1, 500],
  patience: [1, 100],
  seed: [0, 4294967295],
};
const INTEGERS = ["h1", "h2", "batch", "epochs", "patience", "seed"];
const MODES = ["none", "max", "min"];

/** Troca o que estiver fora do aceito pelo valor mais próximo, ou pelo padrão. */
export function sanitize(raw) {
  const settings = { ...DEFAULTS };
  for (const [name, [low, high]] of Object.entries(RANGES)) {
    const text = raw[name];
    const value = text === "" || text === null || text === undefined ? NaN : Number(text);
    if (Number.isNaN(value)) continue;
    const bounded = Math.min(high, Math.max(low, value));
    settings[name] = INTEGERS.includes(name) ? Math.round(bounded) : bounded;
  }
  if (raw.standardize !== undefined && raw.standardize !== null) {
    settings.standardize = [true, "true", "1"].includes(raw.standardize);
  }
  if (MODES.includes(raw.mode)) settings.mode = raw.mode;
  return settings;
}

/** Só o que difere do padrão: endereços curtos. */
export function toHash(settings) {
  const changed = Object.entries(settings).filter(([name, value]) => value !== DEFAULTS[name]);
  return new URLSearchParams(changed.map(([name, value]) => [name, String(value)])).toString();
}

export function fromHash(hash) {
  return sanitize(Object.fromEntries(new URLSearchParams(hash.replace(/^#/, ""))));
}
