"""A página da turma: completa, acessível, sem rede e sem nada que se execute."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from mlp_course.checks.registry import find_check
from mlp_course.checks.verdict import Verdict, not_attempted
from mlp_course.grading.judging.verify import missing_verdict
from mlp_course.grading.reports.class_page import (
    find_missed_items,
    render_report,
    summarize,
    write_report,
)
from mlp_course.grading.reports.results import Result, collect_items
from mlp_course.grading.reports.similarity import find_similar_pairs
from tests.grading.deliveries import answers_of, load_sources, right_notebook
from tests.grading.pages import examine, sample_results

ATTACK = "<script>atacado = 1</script><img src=x onerror='atacado = 1'>"


def soup_of(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def with_answers(student: str, answers: dict[str, str]) -> Result:
    return Result(student, "01-dados", 0, 14, "corrigida", "", answers=answers)


def with_item(student: str, verdict: Verdict) -> Result:
    """Uma entrega de um item só, com a mensagem que o juiz escreveu."""
    items = collect_items({verdict.check_id: verdict})
    return Result(student, "01-dados", 0, 4, "corrigida", "", items=items)


@pytest.fixture
def results() -> list[Result]:
    return sample_results()


@pytest.fixture
def code() -> dict[str, str]:
    answers = answers_of(right_notebook())
    return {name: text for name, text in answers.items() if name != "vazamento-texto"}


def test_distribuicao_conta_cada_entrega_corrigida_uma_vez(results):
    summary = summarize([r for r in results if r.assignment == "01-dados"])

    assert sum(summary.bins) == summary.n_graded == 3
    assert summary.n_ungraded == 1
    assert summary.bins[9] == 1
    assert summary.mean == pytest.approx(100 * (5 + 3 + 2) / 15)


def test_item_mais_errado_traz_o_erro_mais_frequente_a_menos_dos_numeros(results):
    first = find_missed_items([r for r in results if r.assignment == "01-dados"])[0]

    assert (first.item, first.n_missed, first.n_answers) == ("dividir", 2, 3)
    assert first.n_mistake == 2
    assert first.mistake.startswith("Esperado: 143 linhas no teste")


def test_em_branco_nao_passa_por_erro_mais_frequente_se_alguem_tentou(results):
    blank = [with_item(name, not_attempted(find_check("01-dados.dividir"))) for name in ("a", "b")]
    tried = with_item("c", missing_verdict("01-dados.dividir", 4, "NameError: y"))

    (only_blank,), (mixed,) = find_missed_items(blank), find_missed_items([*blank, tried])

    assert only_blank.n_mistake == 2
    assert "reticências" in only_blank.mistake
    assert (mixed.n_missed, mixed.n_mistake) == (3, 1)
    assert "NameError" in mixed.mistake


def test_pagina_diz_o_que_ha_de_cada_entrega(results):
    soup = soup_of(render_report(results))

    table = soup.select_one("#notas").parent
    rows = {
        r.th.get_text(): [c.get_text(strip=True) for c in r.select("td")]
        for r in table.select("tbody tr")
    }
    assert rows["Ana Souza"] == ["5 de 5", "10 de 10"]
    assert rows["Davi"] == ["não corrigida", "não entregou"]
    attention = soup.select_one("#atencao").parent.get_text()
    assert "O arquivo está vazio." in attention
    assert "Davi/x.ipynb" in attention
    assert "Bia Reis" not in attention
    assert "tinha sido alterada" in soup.select_one("#restaurado").parent.get_text()
    assert "120,0 s" in soup.select_one("#tempos").parent.get_text()


def test_link_da_devolutiva_e_relativo_e_aguenta_qualquer_nome(results):
    odd = replace(results[0], student='Zé "#?% Silva')

    links = [a["href"] for a in soup_of(render_report([odd])).select("td a")]

    assert links == ["feedback/Z%C3%A9%20%22%23%3F%25%20Silva/01-dados/01-dados.html"]


def test_sem_sandbox_a_pagina_avisa(results):
    assert "sem sandbox" in render_report(results, sandbox="none")
    assert "sem sandbox" not in render_report(results)


def test_notas_que_mudaram_aparecem_com_antes_e_depois(results):
    change = {
        "student": "Ana Souza",
        "assignment": "01-dados",
        "check": "01-dados.contar",
        "before": 0.5,
        "after": 1.0,
        "reason": "verificação corrigida",
    }

    text = (
        soup_of(render_report(results, changes=[change])).select_one("#mudancas").parent.get_text()
    )

    assert "0,5" in text
    assert "verificação corrigida" in text


def test_turma_sem_nenhuma_corrigida_tambem_tem_pagina(results):
    html = render_report([r for r in results if not r.is_graded])

    assert "0 corrigidas" in html


def test_solucao_com_nomes_trocados_e_par_e_mostra_a_evidencia(code):
    renamed = {
        name: text.replace("X_train", "treino").replace("seed", "semente") + "\n# minha"
        for name, text in code.items()
    }
    other = code | {
        "dividir": "def split_data(X, y, seed):\n    rng = np.random.default_rng(seed)\n"
        "    order = rng.permutation(len(X))\n    cut = len(X) // 4\n"
        "    test, train = order[:cut], order[cut:]\n"
        "    return X[train], X[test], y[train], y[test]\n",
        "padronizar": "def standardize(X_train, X_test):\n    m = X_train.mean(0)\n"
        "    s = X_train.std(0)\n    return [(p - m) / s for p in (X_train, X_test)]\n",
    }
    turma = [with_answers(n, a) for n, a in (("ana", code), ("bia", renamed), ("caio", other))]

    pairs = find_similar_pairs(turma, load_sources(), min_tokens=30)

    assert [(p.first, p.second) for p in pairs] == [("ana", "bia")]
    assert pairs[0].similarity > 0.95
    assert any(left != right and same for left, right, same in pairs[0].rows)
    html = render_report(turma, pairs=pairs)
    assert len(soup_of(html).select(".lado mark")) > 10


def test_o_que_ja_vinha_no_exercicio_nao_conta_como_semelhanca():
    blank = answers_of(load_sources()["01-dados"])

    assert find_similar_pairs([with_answers(n, blank) for n in "ab"], load_sources()) == []


def test_semelhanca_fica_desligada_por_padrao(results):
    assert "Soluções parecidas" not in render_report(results)
    assert "Nenhum par" in render_report(results, pairs=[])


def test_o_que_vem_do_aluno_e_texto(results, code):
    attacked = [
        replace(
            r,
            student=ATTACK + r.student,
            message=ATTACK,
            origin=ATTACK,
            repairs=(ATTACK,),
            items=tuple(replace(i, message=ATTACK, title=ATTACK, points=0) for i in r.items),
            answers={"dividir": "\n".join([ATTACK, *code.values()])},
        )
        for r in results
    ]

    html = render_report(attacked, pairs=find_similar_pairs(attacked, min_tokens=5))

    soup = soup_of(html)
    assert soup.find(["script", "img", "iframe"]) is None
    assert not [a for e in soup.find_all(True) for a in e.attrs if a.startswith("on")]
    assert "atacado" in soup.get_text()


@pytest.mark.navegador
def test_pagina_passa_no_axe_nao_usa_a_rede_e_cabe_no_celular(results, code, tmp_path):
    turma = [*results, with_answers("f", code), with_answers("g", code)]
    path = tmp_path / "relatorio.html"
    write_report(turma, path, sandbox="none", pairs=find_similar_pairs(turma), changes=[])

    found = examine(path)

    assert not any(found.values()), found


def test_pagina_conta_os_arquivos_que_entraram_e_diz_o_que_ficou_de_lado(results):
    told = ("3 arquivos entraram.", f"“{ATTACK}.ipynb”: é igual à versão que vale.")

    page = soup_of(render_report(results, received=told))

    assert told[0] in page.main.get_text()
    assert [li.get_text() for li in page.select("details li")] == [told[1]]
    assert page.find("script") is None
    assert soup_of(render_report(results)).find("summary", string="O que ficou de lado") is None
