"""O notebook de quem começa: um texto com lacunas, preenchidas pelo que se achou na tabela."""

import re
import unicodedata
from importlib import resources
from string import Template
from typing import Any

import nbformat

from mlp_course.own_data.columns import MAX_CATEGORIES, Column
from mlp_course.own_data.reading import MISSING, Dialect
from mlp_course.own_data.target import Target

_CELL = re.compile(r"^# %%( \[markdown\])?\n", re.MULTILINE)
_SEPARATORS = {";": "ponto e vírgula", ",": "vírgula", "\t": "tabulação", "|": "barra"}
_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
_TITLES = {"number": "números", "category": "categorias", "date": "datas"}
_MAX_LISTED = 40

# O que muda com a tarefa; o resto do notebook é o mesmo.
_CLASSES = {
    "folds": "StratifiedKFold",
    "sklearn_imports": (
        "from sklearn.dummy import DummyClassifier\n"
        "from sklearn.ensemble import HistGradientBoostingClassifier\n"
        "from sklearn.linear_model import LogisticRegression\n"
    ),
    "target_code": "y = table[TARGET].map(label).map(CLASSES.index).to_numpy()",
    "stratify": ", stratify=y",
    "stratify_rows": ", stratify=y[rows]",
    "split_by": ", y[rows]",
    "baselines": (
        '    "sempre o mais comum": DummyClassifier(strategy="prior"),\n'
        '    "regressão logística": LogisticRegression(max_iter=2000),\n'
        '    "boosting": HistGradientBoostingClassifier(random_state=SEED),'
    ),
}
_TASKS: dict[str, dict[str, str]] = {
    "binary": _CLASSES
    | {
        "output_layer": (
            '    answer = keras.layers.Dense(1, "sigmoid")(hidden)\n'
            "    model = keras.Model(inputs, answer)"
        ),
        "loss": '"binary_crossentropy"',
        "squeeze": "answers[:, 0]",
        "score_code": (
            "from sklearn.metrics import confusion_matrix, roc_auc_score\n\n\n"
            "def score(y, answers):\n"
            '    """A AUC: a chance de a segunda classe receber o escore maior."""\n'
            "    return roc_auc_score(y, answers)"
        ),
        "baseline_answers": ("fitted.predict_proba(together.iloc[rows[held_out]])[:, 1]"),
        "can_score": "len(set(y[test_rows][draw])) == 2",
        "detail_code": (
            "# O limiar de 0,5 é só um começo: o certo depende do que custa cada erro.\n"
            "pd.DataFrame(\n"
            "    confusion_matrix(y[test_rows], answers >= 0.5, labels=[0, 1]),\n"
            '    index=[f"era {name}" for name in CLASSES],\n'
            '    columns=[f"respondeu {name}" for name in CLASSES],\n'
            ")"
        ),
        "answer_text": 'f"{CLASSES[1]} com probabilidade {answer[0]:.3f}"',
        "metric_text": (
            "A medida é a AUC: 0,5 é o acaso, 1 separa tudo. A classe que a rede prevê é a segunda "
            "da lista."
        ),
    },
    "multiclass": _CLASSES
    | {
        "output_layer": (
            '    answer = keras.layers.Dense(len(CLASSES), "softmax")(hidden)\n'
            "    model = keras.Model(inputs, answer)"
        ),
        "loss": '"sparse_categorical_crossentropy"',
        "squeeze": "answers",
        "score_code": (
            "from sklearn.metrics import confusion_matrix, recall_score\n\n\n"
            "def score(y, answers):\n"
            '    """A acurácia balanceada: a média, entre as classes, da fração acertada."""\n'
            '    return recall_score(y, answers.argmax(axis=1), average="macro", zero_division=0)'
        ),
        "baseline_answers": "fitted.predict_proba(together.iloc[rows[held_out]])",
        "can_score": "len(set(y[test_rows][draw])) == len(CLASSES)",
        "detail_code": (
            "pd.DataFrame(\n"
            "    confusion_matrix(\n"
            "        y[test_rows], answers.argmax(axis=1), labels=range(len(CLASSES))\n"
            "    ),\n"
            '    index=[f"era {name}" for name in CLASSES],\n'
            '    columns=[f"respondeu {name}" for name in CLASSES],\n'
            ")"
        ),
        "answer_text": "dict(zip(CLASSES, np.round(answer, 3).tolist(), strict=True))",
        "metric_text": (
            "A medida é a acurácia balanceada: a média, entre as classes, da fração acertada de "
            "cada uma, para que as raras contem tanto quanto as comuns."
        ),
    },
    "number": {
        "folds": "KFold",
        "sklearn_imports": (
            "from sklearn.dummy import DummyRegressor\n"
            "from sklearn.ensemble import HistGradientBoostingRegressor\n"
            "from sklearn.linear_model import RidgeCV\n"
        ),
        "target_code": 'y = to_number(table[TARGET]).to_numpy("float32")',
        "stratify": "",
        "stratify_rows": "",
        "split_by": "",
        "baselines": (
            '    "sempre a mediana": DummyRegressor(strategy="median"),\n'
            '    "regressão linear": RidgeCV(np.logspace(-3, 3, 13)),\n'
            '    "boosting": HistGradientBoostingRegressor(random_state=SEED),'
        ),
        "output_layer": (
            "    answer = keras.layers.Dense(1)(hidden)\n"
            "    # A rede aprende na régua do alvo padronizado e responde na unidade dele.\n"
            "    scale, center = max(float(y.std()), 1e-6), float(y.mean())\n"
            "    answer = keras.layers.Rescaling(scale, center)(answer)\n"
            "    model = keras.Model(inputs, answer)"
        ),
        "loss": '"mean_squared_error"',
        "squeeze": "answers[:, 0]",
        "score_code": (
            "from sklearn.metrics import mean_absolute_error\n\n\n"
            "def score(y, answers):\n"
            '    """O erro absoluto médio, na unidade do alvo: quanto menor, melhor."""\n'
            "    return mean_absolute_error(y, answers)"
        ),
        "baseline_answers": "fitted.predict(together.iloc[rows[held_out]])",
        "can_score": "True",
        "detail_code": (
            "pd.DataFrame(\n"
            '    {"era": y[test_rows], "respondeu": answers, "erro": answers - y[test_rows]}\n'
            ").describe().round(2)"
        ),
        "answer_text": 'f"{answer[0]:.3f}"',
        "metric_text": (
            "A medida é o erro absoluto médio, na unidade do alvo: quanto menor, melhor."
        ),
    },
}
_TASK_TEXT = {
    "binary": "duas classes: {}",
    "multiclass": "{} classes",
    "number": "um número",
}


def write_notebook(
    file: str, dialect: Dialect, target: Target, columns: list[Column], n_rows: int
) -> Any:
    """Monta o notebook, um objeto do nbformat.

    Parameters
    ----------
    file : str
        O caminho do CSV, a partir da pasta do notebook.
    dialect : Dialect
    target : Target
    columns : list of Column
        Todas, menos a do alvo.
    n_rows : int
        As linhas que têm o alvo.
    """
    n_folds = 5
    text = _template().substitute(
        _TASKS[target.task],
        title=f"Prever {target.name}",
        file=file,
        slug=slug(file),
        target=target.name,
        task_text=_task_text(target),
        dialect_text=_dialect_text(dialect),
        columns_text=_columns_text(columns, target),
        file_literal=repr(file),
        target_literal=repr(target.name),
        encoding=repr(dialect.encoding),
        sep=repr(dialect.sep),
        decimal=repr(dialect.decimal),
        thousands=repr(dialect.thousands),
        missing=repr(list(MISSING)),
        numbers=_names(columns, "number"),
        categories=_names(columns, "category"),
        dates=repr({c.name: c.date_format for c in columns if c.kind == "date"}),
        classes=repr(list(target.classes)),
        max_categories=MAX_CATEGORIES,
        n_folds=n_folds,
        n_train_folds=n_folds - 1,
        # Tabelas grandes andam mais a cada epoch: batches maiores e menos voltas bastam.
        batch_size=32 if n_rows < 5_000 else 256,
        epochs=200 if n_rows < 5_000 else 50,
    )
    notebook = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        }
    )
    pieces = _CELL.split(text)[1:]
    for number, (markdown, source) in enumerate(zip(pieces[::2], pieces[1::2], strict=True)):
        cell = (
            nbformat.v4.new_markdown_cell(re.sub(r"^# ?", "", source.strip(), flags=re.MULTILINE))
            if markdown
            else nbformat.v4.new_code_cell(source.strip())
        )
        cell["id"] = f"celula-{number:02}"
        notebook.cells.append(cell)
    return notebook


def slug(file: str) -> str:
    """O nome de um arquivo como o de um módulo do Python: “Ações 2024.csv” → ``acoes_2024``."""
    stem = re.split(r"[/\\]", file)[-1].rsplit(".", 1)[0]
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    name = re.sub(r"\W+", "_", plain).strip("_").lower() or "tabela"
    return name if name[0].isalpha() else f"tabela_{name}"


def _template() -> Template:
    return Template(resources.files(__package__).joinpath("notebook.tmpl").read_text("utf-8"))


def _names(columns: list[Column], kind: str) -> str:
    return repr([c.name for c in columns if c.kind == kind])


def _task_text(target: Target) -> str:
    shown = " e ".join(f"“{name}”" for name in target.classes)
    return _TASK_TEXT[target.task].format(shown if target.task == "binary" else len(target.classes))


def _dialect_text(dialect: Dialect) -> str:
    decimal = "vírgula decimal" if dialect.decimal == "," else "ponto decimal"
    return (
        f"colunas separadas por {_SEPARATORS[dialect.sep]}, {decimal}, letras em "
        f"{_ENCODINGS[dialect.encoding]}"
    )


def _columns_text(columns: list[Column], target: Target) -> str:
    """Linhas de Markdown, cada uma já com o “#” do formato do modelo."""
    lines = []
    for kind, title in _TITLES.items():
        chosen = [c for c in columns if c.kind == kind]
        if chosen:
            lines.append(f"- **{title}**: {_listed(chosen)}")
    left_out = [c for c in columns if c.kind == "left out"]
    noted = [c for c in columns if c.note and c.kind != "left out"]
    lines += [f"- **fica de fora**: `{c.name}`, que {c.note}" for c in left_out[:_MAX_LISTED]]
    lines += [f"- **confira**: `{c.name}`: {c.note}" for c in noted[:_MAX_LISTED]]
    lines += [f"- **confira**: {note}" for note in target.notes]
    return "\n# ".join(lines)


def _listed(columns: list[Column]) -> str:
    shown = ", ".join(f"`{c.name}`" for c in columns[:_MAX_LISTED])
    more = len(columns) - _MAX_LISTED
    return f"{shown} e mais {more}" if more > 0 else shown
