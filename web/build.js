// Junta cada parte em um arquivo só: as páginas abrem também do disco, sem servidor.
import { build } from "esbuild";

const common = {
  bundle: true,
  format: "iife",
  minify: true,
  target: "es2022",
  logLevel: "warning",
  loader: { ".wasm": "binary", ".css": "text" },
};

const worker = await build({ ...common, entryPoints: ["playground/worker.js"], write: false });
const workerAsText = {
  name: "worker-as-text",
  setup(plugin) {
    plugin.onResolve({ filter: /^virtual:worker$/ }, ({ path }) => ({ path, namespace: "worker" }));
    plugin.onLoad({ filter: /.*/, namespace: "worker" }, () => ({
      contents: worker.outputFiles[0].text,
      loader: "text",
    }));
  },
};

await build({
  ...common,
  entryPoints: ["playground/main.js"],
  outfile: "static/laboratorio/playground.js",
  plugins: [workerAsText],
});

await build({
  ...common,
  entryPoints: ["figures/main.js"],
  outfile: "static/figuras/figuras.js",
});
