"""Por que o Linux recusou a sandbox, e o que fazer.

O bubblewrap só diz em que passo parou. O que explica a recusa é o estado da máquina:
o AppArmor do Ubuntu, um limite do kernel, o contêiner em volta. Aqui os dois se
juntam em uma causa e nos remédios, sem tocar em nada.

References
----------
Ubuntu, *Restricted unprivileged user namespaces* (23.10); bubblewrap, issues 505 e 632.
"""

import re
from dataclasses import dataclass
from pathlib import Path

PROFILE_FILE = "/etc/apparmor.d/mlp-course-bwrap"
_APPARMOR = "kernel.apparmor_restrict_unprivileged_userns"
_CLONE = "kernel.unprivileged_userns_clone"
_MAXIMUM = "user.max_user_namespaces"
_CONTAINER_FILES = (".dockerenv", "run/.containerenv")
_CONTAINER_OPTIONS = " ".join(
    f"--security-opt {name}=unconfined" for name in ("apparmor", "seccomp", "systempaths")
)
# O que o bubblewrap escreve quando alguém lhe nega um direito, do namespace à montagem.
_DENIED = re.compile(r"not permitted|denied|No permissions to creat|ENOSPC|not support user names")
_MASKED_PROC = re.compile(r"Can't mount proc on ")
# Uma pasta que o usuário não pode abrir: nada a ver com namespaces.
_UNREADABLE = re.compile(r"Can't find source path (?P<path>.+): Permission denied")


@dataclass(frozen=True)
class Machine:
    """O que, nesta máquina, pode proibir namespaces.

    Parameters
    ----------
    apparmor : bool, default False
        Se o AppArmor os nega a programas sem privilégio (Ubuntu 23.10 ou mais novo).
    unprivileged : bool, default True
        Se o kernel os permite a quem não é root (Debian antigo).
    maximum : int, optional
        Quantos namespaces de usuário podem existir.
    container : bool, default False
        Se isto é um contêiner (Docker, Podman).
    """

    apparmor: bool = False
    unprivileged: bool = True
    maximum: int | None = None
    container: bool = False


@dataclass(frozen=True)
class Refusal:
    """Uma recusa explicada.

    Parameters
    ----------
    cause : str
        Uma linha, sem ponto final.
    remedies : tuple of str, default ()
        Cada um basta; vazio se a recusa não é conhecida.
    """

    cause: str
    remedies: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.remedies:
            return f"{self.cause}. Mostre esta linha a quem administra a máquina."
        choice = "Um destes remédios basta:" if len(self.remedies) > 1 else "O remédio:"
        steps = [f"{i}. {remedy}" for i, remedy in enumerate(self.remedies, 1)]
        return "\n".join([f"{self.cause}.", choice, *steps, "Depois, confira: mlp-course doctor"])


def read_machine(root: Path = Path("/")) -> Machine:
    """Lê o estado desta máquina; `root` é a raiz do sistema de arquivos."""
    return Machine(
        apparmor=_read_setting(root, _APPARMOR) not in (None, 0),
        unprivileged=_read_setting(root, _CLONE) != 0,
        maximum=_read_setting(root, _MAXIMUM),
        container=any((root / name).exists() for name in _CONTAINER_FILES),
    )


def explain_refusal(text: str, machine: Machine, bwrap: str) -> Refusal:
    """Dá a causa e os remédios de uma recusa.

    Parameters
    ----------
    text : str
        O que o bubblewrap escreveu.
    machine : Machine
    bwrap : str
        Caminho do bubblewrap, que o perfil do AppArmor nomeia.

    Returns
    -------
    Refusal
        Sem remédios se a recusa não for conhecida; a causa é então a última linha de `text`.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = lines[-1] if lines else "o processo terminou sem dizer por quê"
    if unreadable := _UNREADABLE.search(said):
        return Refusal(
            f"Este usuário não pode ler {unreadable['path']}, que a sandbox mostra aos notebooks",
            (
                "Instale o Python e o curso fora da pasta pessoal de outro usuário, ou corrija "
                "com o usuário que é dono dela.",
            ),
        )
    if not _DENIED.search(said):
        return Refusal(said)
    cause, remedies = _diagnose(said, machine, bwrap)
    return Refusal(f"{cause}: {said}" if cause else said, remedies)


def apparmor_profile(bwrap: str) -> str:
    """O perfil que dá namespaces a este bubblewrap, e só a ele."""
    path = re.sub(r'([\\*?\[\]{}^"])', r"\\\1", bwrap)
    return (
        "abi <abi/4.0>,\n"
        "include <tunables/global>\n"
        f'profile mlp-course-bwrap "{path}" flags=(unconfined) {{\n'
        "  userns,\n"
        "}"
    )


def _diagnose(said: str, machine: Machine, bwrap: str) -> tuple[str, tuple[str, ...]]:
    if machine.maximum == 0 or "ENOSPC" in said:
        cause = f"Este kernel não aceita mais namespaces de usuário (veja {_MAXIMUM})"
        return cause, (_setting_remedy(_MAXIMUM, 15000, machine),)
    if not machine.unprivileged:
        cause = f"Este kernel só dá namespaces ao root ({_CLONE}=0)"
        return cause, (_setting_remedy(_CLONE, 1, machine),)
    if machine.apparmor and not _MASKED_PROC.search(said):
        cause = (
            "O AppArmor desta máquina (Ubuntu 23.10 ou mais novo) não deixa o bubblewrap "
            f"criar namespaces ({_APPARMOR}=1)"
        )
        return cause, _apparmor_remedies(machine, bwrap)
    if machine.container:
        cause = "Este contêiner não deixa o bubblewrap criar namespaces ou montar /proc"
        return cause, _container_remedies()
    return "", ()


def _apparmor_remedies(machine: Machine, bwrap: str) -> tuple[str, ...]:
    setting = _setting_remedy(_APPARMOR, 0, machine)
    if machine.container:
        # Dentro do contêiner não se carregam perfis: quem manda é a máquina que o hospeda.
        opened = f"{setting}\nE inicie o contêiner com: {_CONTAINER_OPTIONS}"
        return opened, "Inicie o contêiner com: --privileged"
    profile = (
        f"Um perfil do AppArmor só para este bubblewrap. Escreva em {PROFILE_FILE}:\n"
        f"{_indent(apparmor_profile(bwrap))}\n"
        f"e carregue-o: sudo apparmor_parser -r {PROFILE_FILE}"
    )
    return profile, setting


def _container_remedies() -> tuple[str, ...]:
    podman = _CONTAINER_OPTIONS.replace("systempaths=unconfined", "unmask=ALL")
    return (
        f"Inicie o contêiner com: {_CONTAINER_OPTIONS}\n(no Podman: {podman})",
        "Inicie o contêiner com: --privileged",
    )


def _setting_remedy(name: str, value: int, machine: Machine) -> str:
    where = "Na máquina que hospeda o contêiner, mude" if machine.container else "Mude"
    return (
        f"{where} a opção do kernel: sudo sysctl -w {name}={value}\n"
        f"(para que dure, escreva {name}={value} em /etc/sysctl.d/60-mlp-course.conf)"
    )


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _read_setting(root: Path, name: str) -> int | None:
    try:
        return int((root / "proc/sys" / name.replace(".", "/")).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
