"""O que o índice de um zip diz: nomes sem código declarado, e datas."""

import calendar
import io
import os
import struct
import time
import unicodedata
import zipfile
import zlib

import pytest

from mlp_course.grading.intake import archive
from mlp_course.grading.intake.files import list_folder
from mlp_course.grading.intake.zip_entries import decode_names

NOON = (2026, 3, 9, 12, 30, 0)
UTC_NOON = calendar.timegm((*NOON, 0, 0, 0))


def info_of(name: bytes, extra: bytes = b"", date=NOON) -> zipfile.ZipInfo:
    """Como o zipfile lê um nome sem o bit do UTF-8."""
    info = zipfile.ZipInfo(name.decode("cp437"), date)
    info.extra = extra
    return info


def field(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def zip_with(info: zipfile.ZipInfo) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr(info, b"{}")
    return target.getvalue()


CLASSES = [
    ["João da Silva - 01-dados.ipynb"],
    ["José.ipynb"],
    ["JOSÉ CONCEIÇÃO.ipynb"],
    ["JOÃO.ipynb"],
    ["Úrsula/x.ipynb", "Ângela/x.ipynb", "Óscar/x.ipynb"],
    ["Antônio Gonçalves/exercício.ipynb", "Inês/2ª versão.ipynb"],
    ["GONÇALVES.ipynb", "ÚRSULA.ipynb"],
    ["Mônica Araújo.ipynb", "Müller.ipynb", "Ítalo à mão.ipynb"],
]


@pytest.mark.parametrize("page", ["cp850", "cp1252", "utf-8"])
@pytest.mark.parametrize("names", CLASSES, ids=lambda names: names[0])
def test_nomes_sem_codigo_declarado_saem_com_os_acentos_certos(names, page):
    raw = [info_of(name.encode(page)) for name in names]

    assert decode_names(raw) == names


def test_nome_decomposto_do_macos_e_composto():
    name = "Conceição.ipynb"

    assert decode_names([info_of(unicodedata.normalize("NFD", name).encode())]) == [name]


def test_nome_em_unicode_do_info_zip_vale_se_a_soma_confere():
    raw, name = b"Jo?o.ipynb", "João.ipynb"
    extra = b"\x01" + struct.pack("<L", zlib.crc32(raw)) + name.encode()
    other = b"\x01" + struct.pack("<L", zlib.crc32(b"outro")) + b"falso.ipynb"

    infos = [info_of(raw, field(0x7075, extra)), info_of(raw, field(0x7075, other))]

    assert decode_names(infos) == [name, raw.decode()]


def test_cada_arquivo_traz_a_data_local_do_zip():
    [item] = archive.open_nested(zip_with(info_of(b"x.ipynb")))

    assert item.modified == time.mktime((*NOON, 0, 0, -1))


@pytest.mark.parametrize(
    "extra",
    [
        field(0x5455, b"\x01" + struct.pack("<i", UTC_NOON)),
        field(0x0001, b"") + field(0x5455, b"\x03" + struct.pack("<ii", UTC_NOON, 0)),
        field(
            0x000A,
            b"\0\0\0\0\x01\x00\x18\x00"
            + struct.pack("<QQQ", (UTC_NOON + 11_644_473_600) * 10_000_000, 0, 0),
        ),
    ],
    ids=["Unix", "Unix com acesso", "NTFS"],
)
def test_a_hora_universal_vale_mais_que_a_local(extra):
    [item] = archive.open_nested(zip_with(info_of(b"x.ipynb", extra, (2020, 1, 1, 0, 0, 0))))

    assert item.modified == UTC_NOON


@pytest.mark.parametrize("date", [(1980, 1, 1, 0, 0, 0), (1980, 1, 1, 12, 0, 0)])
def test_zip_sem_data_diz_que_nao_sabe(date):
    [item] = archive.open_nested(zip_with(info_of(b"x.ipynb", date=date)))

    assert item.modified is None


def test_data_impossivel_nao_estoura():
    content = bytearray(zip_with(info_of(b"x.ipynb")))
    for mark, offset in ((b"PK\x03\x04", 10), (b"PK\x01\x02", 12)):
        struct.pack_into("<HH", content, content.index(mark) + offset, 0xFFFF, 0xFFFF)

    [item] = archive.open_nested(bytes(content))

    assert item.modified is None or item.modified > UTC_NOON


def test_no_disco_vale_a_data_do_sistema_de_arquivos(tmp_path):
    path = tmp_path / "x.ipynb"
    path.write_bytes(b"{}")
    os.utime(path, (UTC_NOON, UTC_NOON))

    assert [item.modified for item in list_folder(tmp_path)] == [UTC_NOON]
