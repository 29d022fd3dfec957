"""Referências do curso *Redes Neurais com TensorFlow 2 e Keras*.

Nada pesado é importado aqui: cada nome abaixo só carrega o seu módulo (e o
TensorFlow) na primeira vez em que é usado, como recomenda o SPEC 1 do
*Scientific Python*.
"""

from typing import Any

import lazy_loader as _lazy

_load, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=[
        "checks",
        "data",
        "evaluation",
        "hyperparameters",
        "interactive",
        "models",
        "plots",
        "population",
        "search",
        "table",
        "training",
    ],
    submod_attrs={
        "authoring": ["release"],
        "data": ["Split", "load_split"],
        "evaluation": ["compare_models", "paired_differences", "predict_scores", "resampled_study"],
        "models": ["create_model", "create_naive_model"],
        "population": ["Population"],
        "search": ["random_search", "refit_best", "sample_hyperparameters"],
        "training": ["early_stopping", "fit", "set_seeds"],
    },
)


def __getattr__(name: str) -> Any:
    """Devolve um nome público, carregado agora; `__version__` vem da instalação."""
    if name != "__version__":
        return _load(name)
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("mlp-course")
    except PackageNotFoundError:
        raise AttributeError(
            "mlp_course não tem versão porque não está instalado: use pip install na sua pasta."
        ) from None
