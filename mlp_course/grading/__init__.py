"""Correção de uma turma: entregas entram, tabela de notas e devolutivas saem.

`batch` faz o caminho inteiro e `coordinator` decide o que se refaz. Cada passo tem o seu
quarto: ``intake`` recebe, ``sandbox`` executa, ``judging`` julga, ``state`` lembra,
``nbgrader`` guarda as notas e ``reports`` as conta.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submod_attrs={"batch": ["grade_class"], "sandbox.doctor": ["examine"]},
)
