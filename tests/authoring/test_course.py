"""A raiz do curso é achada de qualquer pasta dele; fora dele, diz-se o que fazer."""

from pathlib import Path

import pytest

from mlp_course.authoring.course import find_course_root, is_course_root, path_from_here
from tests.exercises.submissions import ROOT


@pytest.fixture
def course(tmp_path) -> Path:
    """O mínimo que se reconhece como um curso, em um caminho com espaço e acento."""
    root = tmp_path / "meu curso de redes é este"
    Path(root, "solutions", "01-dados").mkdir(parents=True)
    Path(root, "nbgrader_config.py").write_text("", encoding="utf-8")
    return root


@pytest.mark.parametrize("folder", [".", "book/parte1", "solutions/01-dados", "mlp_course/checks"])
def test_a_raiz_deste_curso_e_achada_de_qualquer_pasta_dele(folder, monkeypatch):
    monkeypatch.chdir(ROOT / folder)

    assert find_course_root() == ROOT


def test_a_busca_comeca_da_pasta_dada_e_nao_da_atual(course, monkeypatch):
    monkeypatch.chdir(ROOT)

    assert find_course_root(course / "solutions" / "01-dados") == course


def test_de_um_curso_dentro_de_outro_vale_o_mais_proximo(course):
    inner = course / "solutions" / "copia"
    Path(inner, "solutions").mkdir(parents=True)
    Path(inner, "nbgrader_config.py").write_text("", encoding="utf-8")

    assert find_course_root(inner) == inner


def test_um_caminho_relativo_e_entendido_a_partir_da_pasta_atual(course, monkeypatch):
    monkeypatch.chdir(course.parent)

    assert find_course_root(Path(course.name, "solutions")) == course


def test_fora_do_curso_o_erro_diz_o_que_faltou_e_o_que_fazer(tmp_path, refuses):
    with refuses(
        r"Não achei o curso em .*nbgrader_config.py e solutions.*Entre na pasta.*--course"
    ):
        find_course_root(tmp_path)


@pytest.mark.parametrize("missing", ["nbgrader_config.py", "solutions"])
def test_uma_pasta_com_so_uma_das_marcas_nao_e_o_curso(missing, course):
    target = course / missing
    target.rename(course / f"sem-{missing}")

    assert not is_course_root(course)


def test_uma_pasta_que_nao_se_pode_abrir_nao_e_o_curso(course, monkeypatch):
    def refuse(path):
        raise PermissionError(path)

    monkeypatch.setattr(Path, "exists", refuse)

    assert not is_course_root(course)


def test_o_caminho_mostrado_existe_a_partir_da_pasta_atual(course, monkeypatch):
    monkeypatch.chdir(course / "solutions")
    target = course / "nbgrader_config.py"

    assert path_from_here(target) == Path("..", "nbgrader_config.py")
    assert path_from_here(target).exists()


def test_sem_caminho_relativo_entre_dois_discos_mostra_o_absoluto(course, monkeypatch):
    def refuse(path):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr("os.path.relpath", refuse)

    assert path_from_here(course) == course
