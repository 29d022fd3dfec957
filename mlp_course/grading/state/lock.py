"""Uma correção de cada vez em uma pasta: duas trocariam as notas uma da outra.

A trava é do sistema, e não um arquivo que se esquece: some com o processo que a tem, seja
qual for o fim dele. O arquivo fica, e dentro dele está quem a pediu por último.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mlp_course.errors import GradingError

LOCK = ".trava"


@contextmanager
def lock_folder(output: Path) -> Iterator[None]:
    """Impede outra correção na mesma pasta enquanto durar o bloco.

    Parameters
    ----------
    output : Path
        A pasta de saída; é criada se não existir.

    Raises
    ------
    GradingError
        Se outra correção estiver escrevendo nela.
    """
    try:
        import fcntl
    except ImportError:
        # Fora do Linux não se corrige: só se refazem relatórios, e não há com quem disputar.
        yield
        return
    path = output / "registro" / LOCK
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise GradingError(
                f"Outra correção está escrevendo em {output} ({file.read(200).strip()}): espere "
                "que ela termine, ou escolha outra pasta com --output."
            ) from None
        file.truncate(0)
        file.write(f"processo {os.getpid()}, desde {datetime.now():%d/%m/%Y %H:%M}")
        file.flush()
        yield
