"""De um CSV qualquer ao notebook: o que se acha, o que se recusa e o que se executa."""

import ast
import json
import re
import subprocess
import sys

import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient

from mlp_course.cli import main
from mlp_course.own_data import start
from mlp_course.own_data.columns import to_numbers
from mlp_course.own_data.errors import OwnDataError
from mlp_course.own_data.notebook import slug
from mlp_course.own_data.reading import read_table
from tests.own_data.tables import TABLES, brazilian_money, customers, write


def kinds_of(started):
    return {column.name: column.kind for column in started.columns}


@pytest.mark.parametrize("name", TABLES)
def test_a_tabela_e_lida_e_a_tarefa_e_a_dela(name, tmp_path):
    path, target, task = write(name, tmp_path)

    started = start(path, target)

    assert started.target.task == task
    table, _ = read_table(path)
    assert len(table.columns) == len(started.columns) + 1
    notebook = nbformat.read(started.path, 4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            ast.parse(re.sub(r"^%%.*", "", cell.source), feature_version=(3, 11))


def test_cada_coluna_tem_o_seu_papel_e_a_que_fica_de_fora_diz_por_que(tmp_path):
    started = start(*write("Clientes 2024", tmp_path)[:2])

    assert kinds_of(started) == {
        "Código": "left out",
        "Idade": "number",
        "Renda": "number",
        "Peso": "number",
        "Bairro": "category",
        "Visita": "date",
        "País": "left out",
        "Motivo": "left out",
        "Observação": "left out",
    }
    notes = {column.name: column.note for column in started.columns}
    assert "identificador" in notes["Código"]
    assert "um valor só, “Brasil”" in notes["País"]
    assert "repete o alvo" in notes["Motivo"]
    assert "“vinte”, vira uma falta" in notes["Idade"]
    assert started.target.classes == ("não", "sim")


def test_categorias_demais_ficam_as_mais_comuns_e_a_vazia_sai(tmp_path):
    started = start(*write("cidades", tmp_path)[:2])

    assert kinds_of(started) == {"x": "number", "cidade": "category", "nada": "left out"}
    assert started.target.classes == ("0", "1")


def test_uma_coluna_que_quase_diz_o_alvo_fica(tmp_path):
    table = customers()
    table.loc[0, "Motivo"] = "ficou" if table.loc[0, "Cancelou"] == "sim" else "saiu"
    table.to_csv(tmp_path / "x.csv", index=False, sep=";")

    assert kinds_of(start(tmp_path / "x.csv", "Cancelou"))["Motivo"] == "category"


@given(st.floats(-1e9, 1e9).map(lambda v: round(v, 2)))
def test_dinheiro_e_virgula_sao_o_mesmo_numero(value):
    texts = pd.Series([brazilian_money(value), f"{value:.2f}".replace(".", ","), f"{value:.2f}"])

    assert np.allclose(to_numbers(texts), value)


@given(st.text(min_size=1))
def test_o_nome_do_arquivo_vira_um_nome_do_python(stem):
    assert f"{slug(f'{stem}.csv')}_preparo".isidentifier()


SMALL = pd.DataFrame({"x": np.arange(80.0) ** 1.5, "alvo": ["a", "b"] * 40})


@pytest.mark.parametrize(
    ("table", "target", "options", "told"),
    [
        (SMALL.assign(alvo="a"), "alvo", {}, "uma classe só, “a”"),
        (SMALL.head(20), "alvo", {}, "São 20 linhas"),
        (SMALL.assign(alvo=["a"] * 77 + ["b"] * 3), "alvo", {}, "“b”, em “alvo”, aparece em 3"),
        (SMALL.assign(alvo=[f"t{i}" for i in range(80)]), "alvo", {}, "80 valores diferentes"),
        (SMALL, "alvos", {}, "Seria “alvo”?"),
        (SMALL, "zzz", {}, "As colunas são: x, alvo"),
        (SMALL, "alvo", {"task": "numero"}, "não é um número em todas as linhas"),
        (SMALL.assign(alvo=3.5), "alvo", {"task": "numero"}, "o mesmo valor em todas"),
        (SMALL.assign(alvo=["01/02/2024", "02/02/2024"] * 40), "alvo", {}, "é uma data"),
        (SMALL[["alvo"]], "alvo", {}, "Nenhuma coluna"),
        (SMALL.assign(x=1), "alvo", {}, "x tem um valor só, “1”"),
        (SMALL.head(0), "alvo", {}, "não tem linhas de dados"),
        (SMALL, "alvo", {"output": "x.py"}, "não termina em .ipynb"),
        (SMALL, "alvo", {"task": "outra"}, "use classes ou numero"),
    ],
)
def test_o_que_nao_serve_e_dito_e_nada_se_escreve(table, target, options, told, tmp_path):
    table.to_csv(tmp_path / "x.csv", index=False)

    with pytest.raises(OwnDataError) as error:
        start(tmp_path / "x.csv", target, **options)

    assert told in str(error.value)
    assert not list(tmp_path.glob("*.ipynb"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04resto", "é uma planilha ou um zip"),
        (b"%PDF-1.7", "é um PDF"),
        (b"a,b\0c\n1,2", "não é um texto"),
        (b"", "não tem linhas de dados"),
        (b"a,a \n" + b"1,2\n" * 60, "Duas colunas"),
        (b'a,b\n"1,2\n', "não se deixa ler"),
    ],
)
def test_o_que_nao_e_um_csv_e_dito(content, told, tmp_path):
    (tmp_path / "x.csv").write_bytes(content)

    with pytest.raises(OwnDataError, match=told):
        start(tmp_path / "x.csv", "a")


def test_um_alvo_de_poucos_numeros_pode_ser_um_numero(tmp_path):
    SMALL.assign(nota=[1, 2, 3, 4] * 20).to_csv(tmp_path / "x.csv", index=False)

    guessed = start(tmp_path / "x.csv", "nota", output=tmp_path / "1.ipynb")
    told = start(tmp_path / "x.csv", "nota", output=tmp_path / "2.ipynb", task="numero")

    assert guessed.target.task == "multiclass"
    assert "--task numero" in guessed.target.notes[0]
    assert told.target.task == "number"


def test_o_comando_diz_o_que_decidiu_e_nao_apaga_um_notebook(tmp_path, capsys):
    path, target, _ = write("Clientes 2024", tmp_path)

    assert main(["start", str(path), "--target", target]) == 0
    shown = capsys.readouterr().out
    assert "5 colunas para prever “Cancelou”" in shown
    assert "fica de fora: Motivo, que repete o alvo" in shown
    written = (tmp_path / "clientes_2024.ipynb").read_bytes()

    assert main(["start", str(path), "--target", target]) == 2
    assert "já existe" in capsys.readouterr().err
    assert (tmp_path / "clientes_2024.ipynb").read_bytes() == written


def run_all(path, target):
    started = start(path, target)
    notebook = nbformat.read(started.path, 4)
    NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    return started, notebook


def stream_of(notebook, name="stdout"):
    return "".join(
        output["text"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == name
    )


def predict(folder, name, row):
    return subprocess.run(
        [sys.executable, f"{name}_prever.py"],
        cwd=folder,
        input=json.dumps(row).encode(),
        capture_output=True,
    )


@pytest.mark.lento
def test_o_notebook_se_executa_e_o_modelo_salvo_responde_em_outro_processo(tmp_path):
    path, target, _ = write("Clientes 2024", tmp_path)

    _, notebook = run_all(path, target)

    assert "intervalo de 95 %" in stream_of(notebook)
    assert "WARNING" not in stream_of(notebook) + stream_of(notebook, "stderr")
    done = predict(tmp_path, "clientes_2024", {"Idade": "44", "Bairro": "um bairro novo"})
    (probability,) = json.loads(done.stdout)
    assert 0 < probability < 1
    wrong = predict(tmp_path, "clientes_2024", {"idade": 44})
    assert wrong.returncode
    assert "não conhece: idade" in wrong.stderr.decode()


def means_of(notebook):
    """A média de cada modelo na validação cruzada."""
    (shown,) = (
        output["data"]["text/plain"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "desvio entre as partes" in output.get("data", {}).get("text/plain", "")
    )
    rows = [line.rsplit(maxsplit=2) for line in shown.splitlines()[1:]]
    return {name.strip(): float(mean) for name, mean, _ in rows}


@pytest.mark.lento
@pytest.mark.parametrize("name", [name for name in TABLES if name != "Clientes 2024"])
def test_o_notebook_de_cada_tabela_se_executa_ate_o_fim(name, tmp_path):
    path, target, task = write(name, tmp_path)

    _, notebook = run_all(path, target)

    constant, *others = means_of(notebook).values()
    assert len(others) == 3
    if task == "number":
        assert max(others) < constant
    else:
        assert min(others) > constant
    assert "a resposta:" in stream_of(notebook)
