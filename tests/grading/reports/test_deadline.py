"""O prazo de uma página: o que não acaba é interrompido, o que acaba nem percebe."""

import signal
import threading
from contextlib import suppress
from itertools import count

import pytest

from mlp_course.grading.reports.deadline import Allowance, OutOfTimeError


def never_ends():
    for _ in count():
        pass


def swallows_everything():
    for _ in range(3):
        with suppress(OutOfTimeError):
            never_ends()
    never_ends()


@pytest.mark.parametrize("work", [never_ends, swallows_everything])
def test_o_que_nao_acaba_e_interrompido(work):
    with pytest.raises(OutOfTimeError):
        Allowance(10, 0.02).spend(work)


def test_o_prazo_da_pagina_vale_para_a_soma_dos_pedacos():
    allowance = Allowance(0.05, 0.02)
    for _ in range(5):
        with pytest.raises(OutOfTimeError):
            allowance.spend(never_ends)

    with pytest.raises(OutOfTimeError):
        allowance.spend(int)


def test_o_que_acaba_a_tempo_devolve_o_que_devolveria_e_os_erros_passam():
    allowance = Allowance(10, 2)

    assert allowance.spend(divmod, 7, 2) == (3, 1)
    assert allowance.spend(int, "12", base=3) == 5
    with pytest.raises(ZeroDivisionError):
        allowance.spend(divmod, 1, 0)


def test_o_sinal_volta_a_ser_de_quem_era():
    before = signal.getsignal(signal.SIGVTALRM)

    Allowance(10, 2).spend(int)

    assert signal.getsignal(signal.SIGVTALRM) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)


def test_fora_da_linha_principal_o_trabalho_se_faz_sem_prazo():
    found = []
    thread = threading.Thread(target=lambda: found.append(Allowance(1, 1).spend(abs, -3)))
    thread.start()
    thread.join()

    assert found == [3]
