"""Correção de uma turma: entregas entram, tabela de notas e devolutivas saem."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submod_attrs={"batch": ["grade_class"], "doctor": ["examine"]},
)
