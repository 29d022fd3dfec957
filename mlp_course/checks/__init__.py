"""Verificação dos exercícios: o notebook responde, o juiz julga só dados.

Uma verificação tem três partes puras: um desafio (entradas sorteadas), um
coletor (que reduz a resposta a dados) e um juiz (que compara os dados com a
referência). `check` as executa em sequência na máquina do aluno.
"""

import lazy_loader as _lazy

# A função, e não o módulo de mesmo nome, que tomaria o lugar dela quando outro o importasse.
from mlp_course.checks.progress import progress as progress

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=["collectors"],
    submod_attrs={
        "definition": ["Check", "Criterion"],
        "progress": ["progress"],
        "reference": ["Reference", "Rule"],
        "registry": ["find_check", "load_checks"],
        "running": ["CheckFailedError", "check", "run_check"],
        "verdict": ["Verdict"],
    },
)
