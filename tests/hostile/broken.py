"""Entregas só estragadas: JSON, codificação, arquivos, células. Ninguém teve culpa, ou quase."""

import json
from functools import cache

from tests.exercises.corpus import a01_dados
from tests.exercises.submissions import fill_notebook
from tests.grading.deliveries import find_cell, strip_metadata, to_bytes, zip_of
from tests.hostile.entry import ALL, NONE, PENDING, UNGRADED, Hostile

NAME = "01-dados.ipynb"


def _right():
    return fill_notebook("01-dados", a01_dados.RIGHT)


def _blank():
    return fill_notebook("01-dados", a01_dados.BLANK)


@cache
def _good() -> bytes:
    return to_bytes(_right())


def _without_checks() -> bytes:
    notebook = _right()
    notebook.cells = [c for c in notebook.cells if not c.source.startswith("check(")]
    return to_bytes(notebook)


def _doubled() -> bytes:
    notebook = _right()
    for name in ("contar-verificacao", "dividir"):
        cell = find_cell(notebook, name)
        notebook.cells.insert(notebook.cells.index(cell), cell)
    return to_bytes(notebook)


def _renamed_points() -> bytes:
    notebook = _blank()
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(points=1000, locked=False, solution=True)
        if cell.source.startswith("check("):
            cell.source = "1000"
    return to_bytes(notebook)


def _foreign_kernel() -> bytes:
    notebook = _right()
    notebook.metadata["kernelspec"] = {"name": "bash", "language": "bash", "display_name": "Bash"}
    notebook.metadata["language_info"] = {"name": "bash"}
    return to_bytes(notebook)


def _lone_surrogate() -> bytes:
    notebook = json.loads(to_bytes(_right()))
    notebook["cells"][0]["source"] = "\ud83d sozinho \x00"
    return json.dumps(notebook).encode()


def _forgiven(name: str, why: str, files: dict[str, bytes], **options) -> Hostile:
    return Hostile(name, why, ALL, PENDING, files=files, **options)


def _ungraded(name: str, why: str, files: dict[str, bytes], message: str) -> Hostile:
    return Hostile(name, why, NONE, UNGRADED, message, files=files)


ENTRIES = (
    _ungraded("vazio", "um arquivo vazio", {NAME: b""}, "vazio"),
    _ungraded("cortado", "um envio que parou no meio", {NAME: _good()[:5000]}, "cortado"),
    _ungraded("json-quebrado", "uma vírgula a menos", {NAME: b'{"cells": [] "x": 1}'}, "quebrado"),
    _ungraded("json-fundo", "listas dentro de listas", {NAME: b'{"a":' + b"[" * 10**5}, "listas"),
    _ungraded("binario", "bytes quaisquer", {NAME: bytes(range(256)) * 40}, "não é um notebook"),
    _ungraded("pagina-da-web", "a página salva", {NAME: b"<!DOCTYPE html>"}, "página da web"),
    _ungraded("so-pdf", "só um PDF", {"relatorio.pdf": b"%PDF-1.7"}, "relatorio.pdf"),
    _ungraded("nada", "a pasta vazia", {}, "vazia"),
    _ungraded(
        "bomba-zip", "um zip que cresce", {"x.zip": zip_of({NAME: b" " * (16 << 20)})}, "cresce"
    ),
    _ungraded(
        "zip-para-fora", "sai da pasta", {"x.zip": zip_of({f"../{NAME}": _good()})}, "sai da"
    ),
    _ungraded(
        "zip-com-atalho",
        "um atalho para outra entrega",
        {"x.zip": zip_of({}, links={NAME: "../../honesta/01-dados/01-dados.ipynb"})},
        "atalho",
    ),
    _forgiven("latin-1", "outra codificação", {NAME: to_bytes(_right(), "cp1252")}),
    _forgiven("utf-16", "outra codificação", {NAME: to_bytes(_right(), "utf-16")}),
    _forgiven("bom-e-crlf", "o Windows", {NAME: b"\xef\xbb\xbf" + _good().replace(b"\n", b"\r\n")}),
    _forgiven("sem-metadados", "outro editor", {NAME: to_bytes(strip_metadata(_right()))}),
    _forgiven("sem-verificacoes", "células apagadas", {NAME: _without_checks()}),
    _forgiven("celulas-dobradas", "células repetidas", {NAME: _doubled()}),
    _forgiven("renomeado", "outro nome", {"minha entrega (2).ipynb": _good()}),
    _forgiven(
        "zip-em-zip", "tudo compactado", {"x.zip": zip_of({"y.zip": zip_of({NAME: _good()})})}
    ),
    _forgiven("outro-kernel", "diz que é um notebook de bash", {NAME: _foreign_kernel()}),
    _forgiven("meio-emoji", "texto que não cabe em UTF-8", {NAME: _lone_surrogate()}),
    Hostile(
        "pontos-nos-metadados",
        "muda os pontos e destrava as verificações nos metadados",
        NONE,
        files={NAME: _renamed_points()},
    ),
)
