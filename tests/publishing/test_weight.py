"""O livro fica leve sem mudar do que se vê."""

from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from mlp_course.publishing.weight import quantize, shrink_images


def png_of(figure) -> bytes:
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=150)
    plt.close(figure)
    return buffer.getvalue()


def drawing() -> bytes:
    figure, axes = plt.subplots()
    x = np.linspace(0, 3, 200)
    axes.plot(x, np.exp(-x))
    axes.fill_between(x, np.exp(-x), alpha=0.3)
    axes.set_title("perda por epoch")
    return png_of(figure)


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(png)).convert("RGB"), dtype=int)


def test_figura_reduzida_pesa_menos_da_metade_e_parece_a_mesma():
    original = drawing()

    reduced = quantize(original)

    assert len(reduced) < len(original) / 2
    assert np.abs(pixels(reduced) - pixels(original)).mean() < 1


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_transparencia_e_figura_ja_reduzida_ficam_como_estavam(mode):
    buffer = BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 120)).convert(mode).save(
        buffer, "PNG", **({"transparency": 0} if mode == "P" else {})
    )
    transparent, reduced = buffer.getvalue(), quantize(drawing())

    assert quantize(transparent) == transparent
    assert len(quantize(reduced)) <= len(reduced)


def test_figura_ja_reduzida_uma_vez_vem_do_que_se_guardou(tmp_path, monkeypatch):
    images, cache = tmp_path / "imagens", tmp_path / "guardadas"
    images.mkdir()
    original = drawing()
    (images / "a.png").write_bytes(original)
    shrink_images(images, cache)
    first = (images / "a.png").read_bytes()
    (images / "a.png").write_bytes(original)
    monkeypatch.setattr("mlp_course.publishing.weight.quantize", lambda png: b"refeita")

    shrink_images(images, cache)

    assert (images / "a.png").read_bytes() == first
