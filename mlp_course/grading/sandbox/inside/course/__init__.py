"""O pacote do curso, como o notebook o vê durante a correção.

Traz o que o exercício permite e `check`. O resto do pacote fica fora da
sandbox; importá-lo diz isso, em vez de um módulo que não existe.
"""

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from typing import Any

_MESSAGE = (
    "mlp_course.{name} não está disponível na correção deste exercício: escreva você mesmo o que "
    "ele faz, ou use só os módulos que o enunciado importa."
)


class _NotAllowed(MetaPathFinder):
    """Último a procurar: só chega aqui o módulo do curso que não está na pasta."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> None:
        if fullname.startswith(f"{__name__}."):
            raise ImportError(_MESSAGE.format(name=fullname.partition(".")[2]), name=fullname)


sys.meta_path.append(_NotAllowed())


def __getattr__(name: str) -> Any:
    """Como no pacote inteiro: um módulo, ou um nome de um dos módulos permitidos."""
    if not name.startswith("_"):
        modules = [module.name for module in pkgutil.iter_modules(__path__)]
        if name in modules:
            return importlib.import_module(f"{__name__}.{name}")
        for module in (importlib.import_module(f"{__name__}.{other}") for other in modules):
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(_MESSAGE.format(name=name))
