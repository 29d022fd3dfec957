// O lado da página: um worker e as mensagens que ele entende.
import source from "virtual:worker";

/** Cria o worker a partir do seu texto: aberta do disco, a página não pode carregar outro arquivo. */
export function makeTrainer(onReport, onError) {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url);
  const waiting = new Map();
  worker.onmessage = ({ data }) => {
    if (data.type === "report") onReport(data);
    else if (data.type === "weights") waiting.get(data.id)(data.weights);
    else onError(data.message);
  };
  worker.onerror = (event) => onError(event.message);
  const send = (type, content = {}) => worker.postMessage({ type, ...content });
  return {
    reset: (settings, given) => send("reset", { settings, given }),
    run: (epochs) => send("run", { epochs }),
    pause: () => send("pause"),
    look: (view) => send("look", view),
    weights: () =>
      new Promise((resolve) => {
        const id = waiting.size;
        waiting.set(id, resolve);
        send("weights", { id });
      }),
    close: () => worker.terminate(),
  };
}

/** Treina até o fim, fora da tela; para comparar com outra implementação. */
export function train(settings, given) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const trainer = makeTrainer(async (report) => {
      if (!report.stopped) return;
      const weights = await trainer.weights();
      trainer.close();
      const { history, stopped, scores } = report;
      resolve({ history, stopped, scores, weights, seconds: (performance.now() - start) / 1000 });
    }, reject);
    trainer.look({ part: "test" });
    trainer.reset(settings, given);
    trainer.run();
  });
}
