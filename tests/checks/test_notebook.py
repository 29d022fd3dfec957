"""`mlp-course check`: o que o aluno vê ao conferir o seu notebook."""

import json
from pathlib import Path

import nbclient
import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from mlp_course.checks import notebook as checking
from mlp_course.checks.notebook import check_notebook, find_notebook
from mlp_course.cli import main
from mlp_course.grading.intake.cells import read_cells
from tests.exercises.corpus.a01_dados import LEAKAGE
from tests.exercises.corpus.answers import RIGHT
from tests.exercises.submissions import fill_notebook


@pytest.fixture
def write(tmp_path):
    def write(notebook):
        path = tmp_path / "meu exercício.ipynb"
        nbformat.write(notebook, path)
        return path

    return write


def short_notebook(*sources):
    return new_notebook(cells=[new_code_cell(source) for source in sources])


def client_in_a_hurry_only_with_loops(*arguments, timeout, **options):
    """O cliente do nbclient, com o limite só na célula sem fim.

    Em uma máquina ocupada, as outras podem levar mais do que qualquer limite curto.
    """

    def limit(cell):
        return timeout if "while True" in cell.source else None

    return NotebookClient(*arguments, timeout_func=limit, **options)


IMPORT = "from mlp_course.checks import check"
RIGHT_COUNTS = 'check("01-dados.contar", {"maligno": 212, "benigno": 357})'


def test_exercicio_certo_termina_com_codigo_zero(write, capsys):
    path = write(fill_notebook("01-dados", RIGHT))
    before = path.read_bytes()

    assert main(["check", str(path)]) == 0

    text = capsys.readouterr().out
    assert "Total: 14 de 14 pontos" in text
    assert "Tudo certo." in text
    assert path.read_bytes() == before


def test_exercicio_com_erros_termina_com_um_e_mostra_itens_pontos_e_pistas(write, capsys):
    assert main(["check", str(write(fill_notebook("01-dados", LEAKAGE)))]) == 1

    text = capsys.readouterr().out
    assert "Padronizar sem vazamento" in text
    assert "treino e teste juntos: vazamento" in text
    assert "Pista: " in text
    assert "Releia: capítulo “Os dados”" in text


def test_a_parte_oculta_da_correcao_nao_entra(write, monkeypatch):
    from tests.exercises.submissions import ROOT

    monkeypatch.setenv("MLP_COURSE_HIDDEN_CHECKS", str(ROOT / "solutions"))
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    notebook = short_notebook(
        IMPORT,
        """
def standardize(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    result = X_train * 0
    result += ((X_train - mean) / std).astype(X_train.dtype)
    return result, (X_test - mean) / std
""",
        'check("01-dados.padronizar", standardize)',
    )

    report = check_notebook(write(notebook))

    scores = {row.title: row.score for row in report.progress.rows}
    assert scores["Padronizar sem vazamento"] == 4


def test_metadados_apagados_por_outro_editor_nao_atrapalham(write):
    notebook = fill_notebook("01-dados", RIGHT)
    notebook.metadata = {}
    for cell in notebook.cells:
        cell.metadata = {}

    assert check_notebook(write(notebook)).passed


def without_metadata_and_ids(notebook):
    for cell in notebook["cells"]:
        del cell["metadata"], cell["id"]
    return notebook


def without_kinds(notebook):
    for cell in notebook["cells"]:
        del cell["cell_type"]
    return notebook


def with_broken_metadata(notebook):
    notebook["metadata"] = []
    for cell in notebook["cells"]:
        cell |= {"metadata": None, "id": 3, "outputs": None}
    return notebook


def only_cells(notebook):
    return {"cells": notebook["cells"]}


SAME = dict
FORMS = {
    "BOM": (SAME, "utf-8-sig"),
    "UTF-16 com BOM": (SAME, "utf-16"),
    "UTF-16 sem BOM": (SAME, "utf-16-le"),
    "UTF-16 do outro lado": (SAME, "utf-16-be"),
    "UTF-32": (SAME, "utf-32"),
    "Latin-1": (SAME, "cp1252"),
    "sem metadata nem id": (without_metadata_and_ids, "utf-8"),
    "sem tipo": (without_kinds, "utf-8"),
    "metadata quebrado": (with_broken_metadata, "utf-8"),
    "só as células": (only_cells, "utf-8"),
    "formato 3": (lambda notebook: nbformat.convert(nbformat.from_dict(notebook), 3), "utf-8"),
    "tudo junto": (lambda n: only_cells(without_metadata_and_ids(n)), "utf-16"),
}


def damaged(notebook, damage, encoding):
    data = damage(json.loads(nbformat.writes(notebook)))
    return json.dumps(data, ensure_ascii=False).encode(encoding)


@pytest.mark.parametrize(("damage", "encoding"), FORMS.values(), ids=FORMS)
def test_confere_tudo_o_que_a_correcao_le(damage, encoding, tmp_path, monkeypatch):
    sources = ["# ção é à\n" + IMPORT, "maçã = 'ó'", RIGHT_COUNTS]
    path = tmp_path / "x.ipynb"
    path.write_bytes(damaged(short_notebook(*sources), damage, encoding))
    executed = []

    def execute(notebook, *_):
        executed.append(notebook)
        return {}, ""

    monkeypatch.setattr(checking, "_execute", execute)

    check_notebook(path)

    assert [cell.source for cell in executed[0].cells] == sources
    assert [cell.text for cell in read_cells(path.read_bytes()).cells] == sources
    nbformat.validate(executed[0])


def test_notebook_sem_metadata_em_utf_16_se_executa(tmp_path):
    path = tmp_path / "x.ipynb"
    path.write_bytes(damaged(short_notebook(IMPORT, RIGHT_COUNTS), *FORMS["tudo junto"]))

    text = str(check_notebook(path))

    assert "1 de 1  ✔ Certo" in text
    assert "O arquivo estava em UTF-16" in text


def test_trecho_em_latin_1_nao_estraga_o_resto():
    notebook = nbformat.writes(short_notebook("x = 'coração'", "y = 'LATIN'"))
    content = notebook.encode().replace(b"LATIN", "maçã".encode("cp1252"))

    assert [cell.text for cell in read_cells(content).cells] == ["x = 'coração'", "y = 'maçã'"]


def test_item_sem_celula_de_verificacao_e_apontado(write):
    report = check_notebook(write(short_notebook(IMPORT, RIGHT_COUNTS)))

    text = str(report)
    assert not report.passed
    assert "01-dados.carregar: a célula de verificação não está no notebook." in text
    assert "1 de 1  ✔ Certo" in text


def test_celula_que_para_antes_de_verificar_diz_por_que(write):
    notebook = short_notebook(IMPORT, 'check("01-dados.carregar", (measures, labels))')

    text = str(check_notebook(write(notebook)))

    assert "parou antes de verificar. NameError: “measures” ainda não existe neste kernel" in text
    assert "a resposta de 01-dados.carregar é que o define" in text
    assert "\x1b" not in text


def test_verificacao_em_comentario_nao_conta(write):
    notebook = short_notebook(IMPORT, f"# {RIGHT_COUNTS}", 'check("01-dados.carregar", ...)')

    assert "01-dados.contar: a célula de verificação não está" in str(
        check_notebook(write(notebook))
    )


def test_celula_sem_fim_e_interrompida_e_o_resto_continua(write, monkeypatch):
    monkeypatch.setattr(nbclient, "NotebookClient", client_in_a_hurry_only_with_loops)
    notebook = short_notebook(IMPORT, "while True:\n    pass", RIGHT_COUNTS)

    report = check_notebook(write(notebook), cell_seconds=2)

    assert "1 de 1  ✔ Certo" in str(report)


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("exit()", "exit()"),
        ("x = 1\nquit()", "quit()"),
        ("import os\nos._exit(0)", "os._exit()"),
    ],
)
def test_chamada_que_encerra_o_kernel_e_dita_e_o_resto_nao_se_verifica(code, call, write):
    notebook = short_notebook(IMPORT, code, RIGHT_COUNTS)

    text = str(check_notebook(write(notebook)))

    assert f"A célula chamou {call}, que encerra o kernel" in text
    assert "✔ Certo" not in text


def test_kernel_que_morre_deixa_o_que_ja_foi_verificado(write):
    notebook = short_notebook(
        IMPORT,
        RIGHT_COUNTS,
        "import os\nos._exit(1)",
        'check("01-dados.carregar", ...)',
    )

    text = str(check_notebook(write(notebook)))

    assert "1 de 1  ✔ Certo" in text
    assert "01-dados.carregar: a execução parou antes desta verificação." in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "Não achei o arquivo"),
        ("isto não é JSON", "não é um notebook"),
        ('{"lista": [1]}', "não é um notebook"),
        ("[]", "não é um notebook"),
        ("", "O arquivo está vazio"),
        ("%PDF-1.7", "é um PDF: era esperado um arquivo .ipynb"),
        ("PK\x03\x04", "é um .zip: era esperado um arquivo .ipynb"),
        ('{"cells": [{"cell_type":', "cortado antes do fim: salve ou baixe de novo"),
        ('{"cells": [' + "{}," * 1000 + "{}]}", "1001 células; o limite é 1000."),
    ],
)
def test_arquivo_que_nao_serve_e_recusado_em_uma_linha(content, message, tmp_path, capsys):
    path = tmp_path / "exercicio.ipynb"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    assert main(["check", str(path)]) == 2

    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_notebook_sem_verificacoes_do_curso_e_recusado(write, refuses):
    with refuses("não tem verificações de nenhum exercício"):
        check_notebook(write(short_notebook("1 + 1", 'check("99-nada.item", 1)')))


def test_dois_exercicios_no_mesmo_notebook_sao_recusados(write, refuses):
    notebook = short_notebook(IMPORT, RIGHT_COUNTS, 'check("02-mlp-keras.rede", ...)')

    with refuses("mistura os exercícios 01-dados, 02-mlp-keras"):
        check_notebook(write(notebook))


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("01-dados", "01-dados/01-dados.ipynb"),
        ("01-dados/", "exercises/01-dados/01-dados.ipynb"),
        ("01-dados/01-dados.ipynb", "exercises/01-dados/01-dados.ipynb"),
        ("meu.ipynb", "meu.ipynb"),
    ],
)
def test_basta_o_nome_do_exercicio_no_zip_e_no_repositorio(tmp_path, monkeypatch, given, place):
    monkeypatch.chdir(tmp_path)
    Path(place).parent.mkdir(parents=True, exist_ok=True)
    Path(place).write_text("{}", encoding="utf-8")

    assert find_notebook(Path(given)) == Path(place)


def test_um_nome_que_nao_existe_volta_como_veio(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert find_notebook(Path("99-nada")) == Path("99-nada")
