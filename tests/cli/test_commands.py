"""A linha de comando: ajuda em português, erros curtos, nada perdido."""

import subprocess
import sys
from pathlib import Path

import pytest

from mlp_course.authoring import bench
from mlp_course.cli import main
from mlp_course.errors import AuthoringError, CourseError, GradingError, PublishingError
from mlp_course.grading.sandbox import doctor
from mlp_course.publishing import book, editions

SUBFOLDER = "solutions/01-dados"


@pytest.fixture
def course(tmp_path) -> Path:
    """O mínimo que se reconhece como um curso, com uma medida que diz de onde roda."""
    root = tmp_path / "curso"
    Path(root, SUBFOLDER).mkdir(parents=True)
    Path(root, "benchmarks").mkdir()
    Path(root, "nbgrader_config.py").write_text("", encoding="utf-8")
    code = "from pathlib import Path; print(Path.cwd().name)"
    Path(root, "benchmarks", "onde.py").write_text(code, encoding="utf-8")
    return root


def test_sem_comando_mostra_a_ajuda_em_portugues(capsys):
    assert main([]) == 0

    text = capsys.readouterr().out
    for command in ("release", "grade", "book", "bench"):
        assert command in text
    assert "mostra esta ajuda" in text
    assert "show this help" not in text


def test_ajuda_nao_importa_o_tensorflow():
    code = (
        "import sys; from mlp_course.cli import main; main([]); "
        "print([m for m in ('tensorflow', 'keras', 'pandas', 'nbgrader') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout.strip().endswith("[]")


def test_pasta_sem_entregas_e_recusada_com_uma_linha(tmp_path, capsys):
    status = main(["grade", str(tmp_path), "--output", str(tmp_path / "saida")])

    error = capsys.readouterr().err
    assert status == 2
    assert "Nenhuma entrega" in error
    assert error.count("\n") == 1
    assert not (tmp_path / "saida").exists()


def test_exercicio_desconhecido_e_recusado_sem_apagar_nada(capsys):
    assert main(["release", "99-nada"]) == 2
    assert "Não há fonte para" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["grade"], "faltam os argumentos: ENTREGAS, --output"),
        (["grade", "x", "--output"], "falta o valor"),
        (["adivinhar"], "não existe: 'adivinhar' (escolha entre"),
        (["book", "--rapido"], "argumentos desconhecidos: --rapido"),
    ],
)
def test_erro_de_uso_sai_em_portugues_em_uma_linha(arguments, message, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)

    error = capsys.readouterr().err
    assert stop.value.code == 2
    assert message in error
    assert error.count("\n") == 1


def test_medida_desconhecida_e_recusada_com_as_que_existem(capsys):
    assert main(["bench", "sorte"]) == 2
    error = capsys.readouterr().err
    assert "Não há medida chamada ['sorte']" in error
    assert "import_time" in error


@pytest.mark.parametrize(
    "arguments",
    [
        ["release"],
        ["new", "10-exemplo"],
        ["grade", ".", "--output", "saida"],
        ["bundle"],
        ["book"],
        ["bench"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_fora_do_curso_todo_comando_dele_explica_e_nao_escreve_nada(
    arguments, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)

    assert main(arguments) == 2

    output = capsys.readouterr()
    assert f"Não achei o curso em {tmp_path}" in output.err
    assert output.err.count("\n") == 1
    assert output.out == ""
    assert list(tmp_path.iterdir()) == []


def test_release_de_uma_subpasta_mostra_caminhos_que_existem_dali(course, monkeypatch, capsys):
    def fake_release(root, assignments):
        return [root / "nbgrader_config.py"]

    monkeypatch.setattr("mlp_course.authoring.release.release", fake_release)
    monkeypatch.chdir(course / SUBFOLDER)

    assert main(["release"]) == 0

    shown = Path(capsys.readouterr().out.strip().removeprefix("gerado: "))
    assert shown == Path("../../nbgrader_config.py")
    assert shown.is_file()


@pytest.mark.parametrize("from_here", [True, False], ids=["subpasta", "course"])
def test_bench_roda_na_raiz_chamado_de_onde_for(from_here, course, monkeypatch, capfd):
    monkeypatch.chdir(course / SUBFOLDER if from_here else course.parent)

    assert main(["bench"] if from_here else ["bench", "--course", "curso"]) == 0

    assert capfd.readouterr().out.splitlines() == ["--> benchmarks/onde.py", "curso"]


def test_bench_de_um_curso_sem_medidas_explica(course, refuses):
    Path(course, "benchmarks", "onde.py").unlink()

    with refuses("Não há medidas em .*benchmarks"):
        bench.run_benchmarks(course)


@pytest.mark.parametrize(("obstacle", "status"), [("", 0), ("O núcleo não deixa.", 1)])
def test_doctor_quiet_so_responde_pelo_codigo_de_saida(obstacle, status, monkeypatch, capsys):
    monkeypatch.setattr(doctor, "find_obstacle", lambda: obstacle, raising=False)

    assert main(["doctor", "--quiet"]) == status

    assert capsys.readouterr() == ("", "")


def test_doctor_fora_do_curso_examina_a_maquina_e_diz_o_que_nao_viu(tmp_path, monkeypatch, capsys):
    examined = []

    def examine(root):
        examined.append(root)
        return [doctor.Finding("sandbox", True, "ligada")]

    monkeypatch.setattr(doctor, "examine", examine)
    monkeypatch.chdir(tmp_path)

    assert main(["doctor"]) == 0

    assert examined == [tmp_path]
    assert "repita na pasta do curso" in capsys.readouterr().out


def test_doctor_de_uma_subpasta_esconde_os_gabaritos_do_curso(course, monkeypatch, capsys):
    examined = []
    monkeypatch.setattr(doctor, "examine", lambda root: examined.append(root) or [])
    monkeypatch.chdir(course / SUBFOLDER)

    assert main(["doctor"]) == 0

    assert examined == [course]
    assert "repita" not in capsys.readouterr().out


def test_doctor_recusa_uma_pasta_dada_que_nao_e_o_curso(tmp_path, capsys):
    assert main(["doctor", "--course", str(tmp_path)]) == 2
    assert "Não achei o curso" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "built"),
    [
        ([], ["build_book"]),
        (["--epub", "--pdf"], ["build_epub", "build_pdf", "build_book"]),
        (["--pdf"], ["build_pdf", "build_book"]),
        (["--editions"], ["build_editions", "build_book"]),
        (["--editions", "--epub"], ["build_editions", "build_book"]),
    ],
)
def test_book_constroi_as_edicoes_pedidas_antes_do_html_que_as_oferece(
    options, built, course, monkeypatch
):
    done = []
    for name in ("build_editions", "build_epub", "build_pdf"):
        monkeypatch.setattr(
            editions, name, lambda root, name=name: done.append((name, root)), raising=False
        )
    monkeypatch.setattr(book, "build_book", lambda root: done.append(("build_book", root)) or 0)
    monkeypatch.chdir(course / SUBFOLDER)

    assert main(["book", *options]) == 0

    assert done == [(name, course) for name in built]


@pytest.mark.parametrize("command", ["release", "grade", "report", "book", "bench"])
def test_todo_comando_tem_ajuda(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])

    assert stop.value.code == 0
    text = capsys.readouterr().out
    assert "mostra esta ajuda" in text
    assert text.startswith("uso: ")
    assert "usage" not in text
    assert "options:" not in text


def fail_with(error, monkeypatch):

    def fail(*_):
        raise error

    monkeypatch.setattr(bench, "run_benchmarks", fail)


@pytest.mark.parametrize("error", [CourseError, AuthoringError, PublishingError, GradingError])
def test_o_erro_de_quem_chamou_sai_em_uma_linha(error, monkeypatch, capsys):
    fail_with(error("neurons tem 3 números: eram esperados 2."), monkeypatch)

    assert main(["bench"]) == 2
    assert capsys.readouterr().err == "mlp-course: neurons tem 3 números: eram esperados 2.\n"


@pytest.mark.parametrize("error", [ValueError("shapes (3,) (4,)"), KeyError("auc")])
def test_um_defeito_do_curso_nao_se_passa_por_erro_de_quem_chamou(error, monkeypatch, capsys):
    fail_with(error, monkeypatch)

    assert main(["bench"]) == 70
    shown = capsys.readouterr().err
    assert "defeito do curso" in shown
    assert type(error).__name__ in shown
    assert "--debug" in shown


def test_com_debug_o_defeito_mostra_de_onde_veio(monkeypatch):
    fail_with(KeyError("auc"), monkeypatch)

    with pytest.raises(KeyError, match="auc"):
        main(["bench", "--debug"])


def test_um_caminho_que_o_sistema_recusa_e_dito(monkeypatch, capsys):
    fail_with(PermissionError(13, "Permission denied", "/notas/grades.csv"), monkeypatch)

    assert main(["bench"]) == 2
    assert "/notas/grades.csv" in capsys.readouterr().err
