"""A última linha dos testes: o que ficou sem testar, e o que o testaria."""

from collections import Counter

import pytest


def describe_untested(reasons: Counter[str]) -> str:
    """Escreve quantos testes foram pulados, e por quê; o motivo diz o remédio.

    Examples
    --------
    >>> describe_untested(Counter())
    'Nada foi pulado.'
    >>> describe_untested(Counter({"falta um navegador: instale o Chromium": 12}))
    'Não foram testados: 12 (falta um navegador: instale o Chromium).'
    """
    if not reasons:
        return "Nada foi pulado."
    listed = "; ".join(f"{count} ({reason})" for reason, count in reasons.most_common())
    return f"Não foram testados: {listed}."


def pytest_unconfigure(config: pytest.Config) -> None:
    """Escreve depois de tudo, e só no processo que conta os resultados dos outros."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput") or config.option.collectonly:
        return
    skipped = (report.longrepr for report in reporter.stats.get("skipped", ()))
    reasons = Counter(str(place[2]).removeprefix("Skipped: ") for place in skipped)
    reporter.write_line(describe_untested(reasons))
