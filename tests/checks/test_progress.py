"""`progress`: o que já foi verificado nesta sessão."""

from html.parser import HTMLParser

import pytest

from mlp_course.checks import Criterion, check, progress
from mlp_course.checks.progress import RECORD_VARIABLE, read_records, summarize
from mlp_course.checks.registry import load_checks
from mlp_course.checks.verdict import score_criteria


@pytest.fixture(autouse=True)
def fresh_session(monkeypatch):
    monkeypatch.setitem(progress.__globals__, "_verdicts", {})


def test_progress_e_a_funcao_mesmo_depois_de_verificar():
    check("01-dados.contar", {"maligno": 212, "benigno": 357})

    from mlp_course.checks import progress as again

    assert callable(again)


def test_sem_nada_verificado_diz_o_que_fazer(capsys):
    progress()

    assert "Nenhum item verificado" in capsys.readouterr().out


def test_mostra_situacao_e_pontos_de_todos_os_itens(capsys):
    check("01-dados.contar", {"maligno": 212, "benigno": 357})
    with pytest.raises(AssertionError):
        check("01-dados.carregar", (1, 2))
    capsys.readouterr()

    progress()

    text = capsys.readouterr().out
    assert "Contar as classes" in text
    assert "1 de 1  ✔ Certo" in text
    assert "0 de 2  ✘ Ainda não" in text
    assert text.count("– Não verificado") == 3
    assert "Total: 1 de 14 pontos" in text


def test_vale_o_ultimo_veredito_de_cada_item(capsys):
    with pytest.raises(AssertionError):
        check("01-dados.contar", {"maligno": 357, "benigno": 212})
    check("01-dados.contar", {"maligno": 212, "benigno": 357})
    capsys.readouterr()

    progress()

    assert "✘" not in capsys.readouterr().out


def test_pedir_uma_pista_nao_troca_o_veredito(capsys):
    with pytest.raises(AssertionError):
        check("01-dados.contar", {"maligno": 357, "benigno": 212})
    check("01-dados.contar", {"maligno": 212, "benigno": 357}, hint=1)
    capsys.readouterr()

    progress()

    assert "0 de 1  ✘ Ainda não" in capsys.readouterr().out


def test_cada_exercicio_tem_a_sua_tabela(capsys):
    check("01-dados.contar", {"maligno": 212, "benigno": 357})
    check("02-mlp-keras.parametros", [3100, 10100, 101, 13301])
    capsys.readouterr()

    progress()

    text = capsys.readouterr().out
    assert "Exercício 01-dados" in text
    assert "Exercício 02-mlp-keras" in text


def test_o_proximo_passo_e_o_primeiro_item_que_falta():
    check("01-dados.contar", {"maligno": 212, "benigno": 357})
    verdicts = progress.__globals__["_verdicts"]

    shown = str(summarize("01-dados", verdicts))

    assert "Próximo passo: o item “Carregar os dados”; ajuda reler o capítulo “Os dados”" in shown


@pytest.mark.parametrize(
    ("assignment", "way"), [("01-dados", "siga para o 02-mlp-keras"), ("09-projeto", "entregue.")]
)
def test_com_tudo_certo_o_proximo_passo_e_entregar_e_seguir(assignment, way):
    checks = load_checks(assignment)
    right = {
        name: score_criteria(definition, [Criterion(True, "x")])
        for name, definition in checks.items()
    }

    assert summarize(assignment, right).next_step.endswith(f"{way}".rstrip(".") + ".")


def test_tabela_em_html_tem_legenda_e_cabecalhos_com_escopo():
    class Cells(HTMLParser):
        def __init__(self):
            super().__init__()
            self.scopes, self.captions = [], 0

        def handle_starttag(self, tag, attributes):
            self.captions += tag == "caption"
            if tag == "th":
                self.scopes.append(dict(attributes)["scope"])

    html = summarize("01-dados", {})._repr_html_()
    cells = Cells()
    cells.feed(html)

    assert cells.captions == 1
    assert cells.scopes == ["col"] * 3 + ["row"] * len(load_checks("01-dados"))
    assert "lang='pt-BR'" in html


def test_vereditos_vao_e_voltam_do_arquivo(tmp_path, monkeypatch):
    path = tmp_path / "vereditos.jsonl"
    monkeypatch.setenv(RECORD_VARIABLE, str(path))
    check("01-dados.contar", {"maligno": 212, "benigno": 357})
    with pytest.raises(AssertionError):
        check("01-dados.carregar", (1, 2))

    assert read_records(path) == progress.__globals__["_verdicts"]
    assert read_records(tmp_path / "nada") == {}
