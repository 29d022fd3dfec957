"""A linha de comando: ajuda em português, erros curtos, nada perdido."""

import subprocess
import sys

import pytest

from mlp_course.cli import main


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


@pytest.mark.parametrize("command", ["release", "grade", "book", "bench"])
def test_todo_comando_tem_ajuda(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])

    assert stop.value.code == 0
    text = capsys.readouterr().out
    assert "mostra esta ajuda" in text
    assert text.startswith("uso: ")
    assert "usage" not in text
    assert "options:" not in text
