"""O formgrader de verdade, no Chromium: nada do aluno roda nele, e corrigir continua igual."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from mlp_course.grading.nbgrader.gradebook import Course
from mlp_course.publishing.chromium import use_browser
from tests.grading.attacks import ATTACKS, attacked_notebook, graded_notebook, shown, student_cell
from tests.grading.classroom import QUIET
from tests.grading.nbgrader.server import serve
from tests.needs import ROOT, need_chromium

pytestmark = [*QUIET, pytest.mark.navegador]
NAMES = {
    "aspas": 'x";window.atacado=1;var y="',
    "marca": "<img src=x onerror=window.atacado=1>",
    "script": "<script>window.atacado=1<",
}
MARK = "atacado"
REFLECTED = [
    "/formgrader/manage_students/%22;window.atacado=1;%22/",
    "/formgrader/manage_students/%3Cimg src=x onerror=window.atacado=1%3E/",
    "/formgrader/manage_students/a/%22;window.atacado=1;%22/",
    "/formgrader/manage_submissions/%22;window.atacado=1;%22/",
    "/formgrader/gradebook/%22;window.atacado=1;%22/",
    "/formgrader/gradebook/01-dados/%22;window.atacado=1;%22/",
    "/formgrader/submissions/%3Cimg src=x onerror=window.atacado=1%3E/",
    "/formgrader/api/students",
    "/formgrader/api/student/%3Cimg src=x onerror=window.atacado=1%3E",
]


@dataclass
class Visit:
    """O que uma página fez ao ser aberta e mexida."""

    executed: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    text: str = ""


@dataclass
class Class:
    course: Course
    url: str

    def gradebook(self) -> Gradebook:
        return Gradebook(self.course.db_url, "redes-neurais-keras")

    def page(self, student: str) -> str:
        with self.gradebook() as gradebook:
            submission = gradebook.find_submission_notebook("01-dados", "01-dados", student)
            return f"{self.url}/formgrader/submissions/{submission.id}/"


@pytest.fixture(scope="module")
def classroom(tmp_path_factory) -> Iterator[Class]:
    need_chromium()
    course = Course(tmp_path_factory.mktemp("saida"), ROOT)
    course.prepare(["01-dados"])
    hostile = attacked_notebook()
    students = {"ana": graded_notebook(answer="Por **vazamento**: $x^2 < 1$."), "bia": hostile}
    for student, notebook in (students | dict.fromkeys(NAMES.values(), hostile)).items():
        notebook = course.overwrite_cells(student, "01-dados", notebook)
        course.store(student, "01-dados", notebook)
    _store_as_it_came(course, "cru")
    with serve(course.output) as url:
        yield Class(course, url)


def _store_as_it_came(course: Course, student: str) -> None:
    """Uma entrega que não passou pela limpeza: só a segunda barreira a segura."""
    notebook = course.overwrite_cells(student, "01-dados", attacked_notebook())
    course.store(student, "01-dados", notebook)
    path = Path(course.output, "autograded", student, "01-dados", "01-dados.ipynb")
    kinds = ("application/javascript", "text/html", "image/svg+xml", "text/markdown")
    outputs = [shown({kind: f"window.atacado=1;{a}"}) for a in ATTACKS for kind in kinds]
    outputs.append({**shown({"text/html": ATTACKS[0]}), "metadata": {"text/html": {"isolated": 1}}})
    notebook.cells.append(student_cell("code", "x", outputs, name="aluno-950"))
    notebook.cells.append(student_cell("raw", "\n".join(ATTACKS), name="aluno-951"))
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": ATTACKS[0]}
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    path.with_name("x.html").write_text("<script>window.atacado=1</script>", encoding="utf-8")


def visit(url: str, use: Any = None) -> Visit:
    found = Visit()
    use_browser(need_chromium(), lambda browser: _visit(browser, url, use, found))
    return found


def _visit(browser: Any, url: str, use: Any, found: Visit) -> None:
    page = browser.new_page()

    def note(request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1", "data:")):
            found.outside.append(request.url)

    def dismiss(dialog: Any) -> None:
        found.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("request", note)
    page.on("dialog", dismiss)
    page.on("console", lambda m: found.blocked.append(m.text) if "Content Sec" in m.text else None)
    page.goto(url, wait_until="networkidle")
    # Nada de CSS do aluno tapa a página nem muda o que se clica.
    for link in page.query_selector_all("#notebook-container a[href]"):
        link.evaluate(
            "link => { link.target = ''; if (link.protocol == 'javascript:') link.click() }"
        )
    for details in page.query_selector_all("details"):
        details.evaluate("element => element.open = true")
    if use:
        use(page)
    found.executed += page.evaluate("'atacado' in window ? [String(window.atacado)] : []")
    found.text = page.inner_text("body")


@pytest.mark.parametrize("student", ["bia", "cru", *NAMES.values()], ids=["bia", "cru", *NAMES])
def test_nada_de_uma_entrega_hostil_roda_na_pagina_de_correcao(classroom, student):
    found = visit(classroom.page(student))

    assert "Resposta do aluno" in found.text
    assert (found.executed, found.dialogs, found.outside) == ([], [], [])


@pytest.mark.parametrize("path", REFLECTED)
def test_nada_do_endereco_nem_do_nome_roda_nas_outras_paginas(classroom, path):
    found = visit(classroom.url + path)

    assert (found.executed, found.dialogs, found.outside) == ([], [], [])


@pytest.mark.parametrize(
    "path",
    ["manage_assignments", "gradebook", "gradebook/01-dados", "gradebook/01-dados/01-dados",
     "manage_students", "manage_students/ana", "manage_students/ana/01-dados",
     "manage_submissions/01-dados"],
)  # fmt: skip
def test_as_paginas_do_formgrader_funcionam_com_a_politica(classroom, path):
    found = visit(f"{classroom.url}/formgrader/{path}")

    assert found.blocked == []
    assert "Loading" not in found.text
    assert "01-dados" in found.text or "ana" in found.text


def test_a_rubrica_da_fonte_esta_sob_a_resposta_que_uma_pessoa_corrige(classroom):
    shown = []

    def read(page: Any) -> None:
        shown.extend(element.inner_text() for element in page.query_selector_all(".rubrica"))

    visit(classroom.page("ana"), read)

    assert len(shown) == 1
    assert "Rubrica" in shown[0]
    assert "vieram também das linhas de teste" in shown[0]
    assert "BEGIN SOLUTION" not in shown[0]


@pytest.mark.parametrize("path", ["manage_students", "manage_submissions/01-dados"])
def test_nome_de_uma_palavra_so_nao_tem_virgula(classroom, path):
    found = visit(f"{classroom.url}/formgrader/{path}")

    assert "ana" in found.text
    assert "ana," not in found.text


@pytest.mark.parametrize(
    ("path", "portuguese"),
    [
        ("manage_assignments", ["Exercícios", "Correção manual", "Alunos", "Prazo", "Entregas"]),
        ("manage_submissions/01-dados", ["Entregas", "Nome", "Situação", "Gerar devolutiva"]),
        ("gradebook/01-dados/01-dados", ["Correção manual", "Entrega nº 1"]),
    ],
)
def test_as_paginas_estao_em_portugues(classroom, path, portuguese):
    found = visit(f"{classroom.url}/formgrader/{path}")

    assert [text for text in portuguese if text not in found.text] == []
    assert "Manual Grading" not in found.text
    assert "Submission" not in found.text


def test_o_que_o_aluno_escreveu_nao_se_traduz(classroom):
    answer = "Save"
    notebook = graded_notebook(answer=answer)
    notebook = classroom.course.overwrite_cells("caio", "01-dados", notebook)
    classroom.course.store("caio", "01-dados", notebook)

    found = visit(classroom.page("caio"))

    assert answer in found.text
    assert "Salvar" not in found.text


def test_corrigir_a_mao_grava_os_pontos_e_o_comentario(classroom):
    def grade(page: Any) -> None:
        page.fill("#vazamento-texto", "2.5")
        with page.expect_response(lambda r: "/api/grade/" in r.url):
            page.dispatch_event("#vazamento-texto", "change")
        page.fill("#vazamento-texto-comment", "Boa <b>explicação</b>.")
        with page.expect_response(lambda r: "/api/comment/" in r.url):
            page.dispatch_event("#vazamento-texto-comment", "change")

    found = visit(classroom.page("ana"), grade)

    assert (found.executed, found.blocked) == ([], [])
    with classroom.gradebook() as gradebook:
        grade = gradebook.find_grade("vazamento-texto", "01-dados", "01-dados", "ana")
        assert grade.manual_score == 2.5
        comment = gradebook.find_comment("vazamento-texto", "01-dados", "01-dados", "ana")
        assert comment.comment == "Boa <b>explicação</b>."


def test_os_pontos_da_entrega_hostil_sao_os_da_mesma_entrega_sem_ataques(classroom):
    with classroom.gradebook() as gradebook:
        scores = {
            student: [
                (g.name, g.auto_score, g.manual_score if student != "ana" else None)
                for g in gradebook.find_submission("01-dados", student).notebooks[0].grades
            ]
            for student in ("ana", "bia", "cru", *NAMES.values())
        }

    assert all(sorted(found) == sorted(scores["ana"]) for found in scores.values())


def test_sob_o_veredito_nao_aparece_o_numero_que_so_o_nbgrader_le(classroom):
    found = visit(classroom.page("bia"))

    assert "Out[" not in found.text


def test_arquivo_na_pasta_da_entrega_e_so_um_documento_parado(classroom):
    policies = []

    def read_policy(page: Any) -> None:
        response = page.reload()
        policies.append(response.headers["content-security-policy"])

    found = visit(classroom.page("cru") + "x.html", read_policy)

    assert found.executed == []
    assert "sandbox" in policies[0]


def test_sem_as_duas_barreiras_os_mesmos_ataques_rodam(classroom, tmp_path):
    bare = Path(tmp_path, "saida")
    shutil.copytree(classroom.course.output, bare)
    # Só os dois primeiros: entre os outros há um que leva a página embora antes de se olhar.
    cell = student_cell("code", "x", [shown({"text/html": attack}) for attack in ATTACKS[:2]])
    Path(bare, "autograded", "cru", "01-dados", "01-dados.ipynb").write_text(
        nbformat.writes(graded_notebook([cell])), encoding="utf-8"
    )
    Path(bare, "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.root = {str(bare)!r}\n"
        "c.CourseDirectory.course_id = 'redes-neurais-keras'\n",
        encoding="utf-8",
    )

    with serve(bare) as url:
        found = visit(classroom.page("cru").replace(classroom.url, url))

    assert found.executed
