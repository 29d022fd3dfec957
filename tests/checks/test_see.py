"""Toda verificação manda reler um capítulo que existe, pelo título que ele tem."""

import re

import pytest
import yaml

from mlp_course.checks.registry import ASSIGNMENTS, load_checks
from tests.needs import ROOT


def chapter_titles() -> set[str]:
    toc = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text("utf-8"))
    names = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    texts = ((ROOT / "book" / f"{name}.md").read_text("utf-8") for name in names)
    return {re.search(r"^# (.+)$", text, re.MULTILINE)[1] for text in texts}


CHECKS = [check for name in ASSIGNMENTS for check in load_checks(name).values()]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.check_id)
def test_o_capitulo_a_reler_existe(check):
    cited = re.findall(r"“([^”]+)”", check.see)

    assert cited
    assert set(cited) <= chapter_titles()
