"""De quem escreve o curso: a pasta de onde tudo parte, os exercícios e o que o aluno recebe."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(__name__, submodules=["release"])
