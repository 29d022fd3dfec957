"""Quantas epochs por segundo o laboratório treina no navegador, ao lado do Keras.

A rede 30-100-100-1 com batches de 96, nos mesmos dados, na mesma execução. Também
mede o maior intervalo entre dois quadros da página durante o treino: acima de
100 ms, quem lê percebe que ela trava. Pede o livro construído e o Chromium.

    python benchmarks/playground_speed.py [--epochs 200]
"""

import argparse
import sys
import time
from pathlib import Path

from _common import OUTPUT, decimal, run_fresh, save

PAGE = Path("_build/html/parte4/01-laboratorio.html")
GOAL_EPOCHS, GOAL_FRAME = 20, 100
KERAS = """
import json, time
from mlp_course.data import load_split
from mlp_course.models import create_naive_model
from mlp_course.training import fit
split, model = load_split(standardize=True), create_naive_model()
fit(model, split.X_train, split.y_train, epochs=2)
start = time.perf_counter()
fit(model, split.X_train, split.y_train, epochs={epochs})
print(json.dumps({{"epochs_per_second": {epochs} / (time.perf_counter() - start)}}))
"""
TRAIN = """async epochs => {
  const settings = {h1: 100, h2: 100, l1: 0, l2: 0, learningRate: 0.001, batch: 96, epochs,
    standardize: true, mode: "none", patience: 10, seed: 42};
  const result = await laboratorio.train(settings);
  return epochs / result.seconds;
}"""
FRAMES = """async () => {
  let worst = 0, last = performance.now(), running = true;
  const frame = now => { worst = Math.max(worst, now - last); last = now;
    if (running) requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  document.querySelector("[data-lab=run]").click();
  const status = document.querySelector("[data-lab=status]");
  while (!status.textContent.includes("limite")) await new Promise(r => setTimeout(r, 50));
  running = false;
  return worst;
}"""


def main() -> None:
    """Mede, mostra e grava."""
    parser = argparse.ArgumentParser(description="Mede o treino no navegador e no Keras.")
    parser.add_argument("--epochs", type=int, default=200, help="epochs de cada medida")
    parser.add_argument("--output", type=Path, default=OUTPUT / "playground_speed.json")
    args = parser.parse_args()
    if not PAGE.exists():
        sys.exit("Falta o livro: construa-o antes com make livro.")
    keras = run_fresh(KERAS.format(epochs=args.epochs))["epochs_per_second"]
    browser, frame = measure_browser(args.epochs)
    report = {"browser": browser, "keras": keras, "ratio": browser / keras, "worst_frame_ms": frame}
    print(f"navegador {decimal(browser, 1):>7} epochs/s   meta >= {GOAL_EPOCHS}")
    print(f"Keras     {decimal(keras, 1):>7} epochs/s   razão {decimal(browser / keras)}")
    print(f"maior intervalo entre quadros {decimal(frame, 0)} ms   meta <= {GOAL_FRAME}")
    save(report, args.output)


def measure_browser(epochs: int) -> tuple[float, float]:
    """Devolve epochs por segundo e o maior intervalo entre quadros, em ms."""
    from playwright.sync_api import sync_playwright

    from mlp_course.publishing.chromium import REMEDY, find_chromium, open_browser

    chromium = find_chromium(Path(__file__).resolve().parents[1])
    if chromium is None:
        raise SystemExit(f"Falta o Chromium, que abre a página: {REMEDY}.")
    with sync_playwright() as playwright:
        browser = open_browser(playwright, chromium)
        page = browser.new_page()
        page.goto(PAGE.resolve().as_uri() + f"#epochs={epochs}")
        page.wait_for_function("globalThis.laboratorio !== undefined")
        page.evaluate(TRAIN, 10)
        time.sleep(1)  # a página termina de se montar
        return page.evaluate(TRAIN, epochs), page.evaluate(FRAMES)


if __name__ == "__main__":
    main()
