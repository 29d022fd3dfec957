"""O veredito atravessa a célula como dados: nada depende do texto que o aluno lê."""

import nbformat
from hypothesis import given
from hypothesis import strategies as st

from mlp_course.checks.verdict import Verdict
from mlp_course.grading.judging.verdict_cell import read_verdict, verdict_outputs
from mlp_course.grading.reports.results import collect_items, first_message
from mlp_course.grading.state.ledger import Record, load_record, save_record
from mlp_course.grading.state.task import Outcome

# Tudo o que um leitor de texto tomaria por sinal, separador ou fim de linha.
TEXTS = st.text(alphabet=st.sampled_from("✔◐✘○ —()0123de\n.:aPista"), max_size=40)
VERDICTS = st.builds(
    Verdict,
    check_id=st.just("01-dados.dividir"),
    title=TEXTS,
    status=st.sampled_from(["right", "partial", "wrong", "not_attempted"]),
    score=st.floats(0, 4),
    max_score=st.just(4.0),
    message=TEXTS,
    hint=TEXTS,
    see=TEXTS,
)


def cell_with(verdict: Verdict):
    cell = nbformat.v4.new_code_cell(outputs=verdict_outputs(verdict))
    notebook = nbformat.from_dict(nbformat.v4.new_notebook(cells=[cell]))
    nbformat.validate(notebook)
    return nbformat.reads(nbformat.writes(notebook), 4).cells[0]


@given(VERDICTS)
def test_veredito_volta_da_celula_como_foi(verdict):
    assert vars(read_verdict(cell_with(verdict))) == vars(verdict)


@given(VERDICTS)
def test_item_da_turma_tem_o_titulo_e_os_pontos_do_veredito(verdict):
    (item,) = collect_items({verdict.check_id: verdict})

    assert (item.item, item.title) == ("dividir", verdict.title)
    assert (item.points, item.max_points) == (verdict.score, verdict.max_score)
    assert (item.message == "") == (verdict.status == "right" or not verdict.details[0])


@given(VERDICTS, VERDICTS)
def test_mensagem_da_entrega_e_a_do_primeiro_item_que_nao_esta_certo(first, second):
    message = first_message({"a.um": first, "a.dois": second})

    missed = [v for v in (first, second) if v.status != "right"]
    assert message.startswith(missed[0].headline) if missed else message == ""


def test_veredito_volta_do_registro_como_foi(tmp_path):
    verdict = Verdict("01-dados.dividir", "a — b ✔", "partial", 1.5, 4, "uma\nduas", "", "x")
    outcome = Outcome("{}", {verdict.check_id: verdict}, {}, {}, "", {}, 1.0, 1, "none")
    record = Record("ana", "01-dados", "a", "b", {verdict.check_id: "c"}, 7, outcome)
    save_record(tmp_path, record)

    assert load_record(tmp_path, record.student, record.assignment) == record


def test_celula_sem_veredito_nao_tem_dados_nenhuns():
    printed = {"output_type": "stream", "name": "stdout", "text": "✔ Dividir — Certo (4 de 4)"}

    assert read_verdict({"outputs": [printed]}) is None
