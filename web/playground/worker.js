// O treino em outra thread: a página nunca espera por ele.
import { startTensorFlow } from "./network.js";
import { Training } from "./training.js";

const REPORT_EVERY = 100; // ms: mais que isso, quem olha não percebe

let training = null;
let running = false;
let view = { part: "validation", row: 0 };

const ready = startTensorFlow();

const commands = {
  async reset({ settings, given }) {
    running = false;
    await ready;
    training?.dispose();
    training = new Training(settings, given);
    report();
  },
  async run({ epochs = Infinity }) {
    if (running || !training) return;
    running = true;
    const last = training.epochs + epochs;
    let reported = performance.now();
    while (running && !training.stopped && training.epochs < last) {
      training.epoch();
      if (performance.now() - reported >= REPORT_EVERY) {
        report();
        reported = performance.now();
      }
      // Deixa chegar uma mensagem de pausa entre duas epochs.
      await nextTask();
    }
    running = false;
    report();
  },
  pause() {
    running = false;
  },
  look(next) {
    view = { ...view, ...next };
    if (training && !running) report();
  },
  weights({ id }) {
    postMessage({ type: "weights", id, weights: training.network.getWeights() });
  },
};

function report() {
  postMessage({
    type: "report",
    running,
    history: training.history,
    stopped: training.stopped,
    ...training.scores(view.part),
    part: view.part,
    activations: training.activations(view.row),
  });
}

function nextTask() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
}

// Uma mensagem de cada vez, na ordem; só a pausa e o olhar passam à frente do treino.
let queue = Promise.resolve();
onmessage = ({ data }) => {
  const act = () => commands[data.type](data);
  if (data.type === "pause" || data.type === "look") act();
  else if (data.type === "reset") {
    running = false;
    queue = queue.then(act);
  } else queue = queue.then(act);
  queue = queue.catch((error) => postMessage({ type: "error", message: error.message }));
};
