"""O zip grande demais só por causa do que o sistema pôs nele: outro, com o que é do aluno.

Quem compacta a pasta inteira envia centenas de MiB de bibliotecas; o notebook tem poucos
KiB, e é só ele que se quer ler. Nada é extraído para o disco.
"""

import io
import struct
import zipfile
import zlib
from typing import BinaryIO

from mlp_course.grading.intake.zip_entries import Entry, directory_size, list_own, time_fields

# Um ambiente com o TensorFlow, compactado, fica abaixo disto.
MAX_ARCHIVE_BYTES = 1 << 30
# Uma pasta com o .venv junto tem dezenas de milhares de nomes, que só se veem no índice.
MAX_DIRECTORY_BYTES = 16 << 20
MAX_STUDENT_FILES = 500
# O que um zip forjado, cifrado ou quebrado faz o zipfile levantar.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, RuntimeError, NotImplementedError),
)


def slim_archive(file: BinaryIO, limit: int) -> bytes:
    """Refaz um zip sem o que é do sistema do aluno.

    Parameters
    ----------
    file : BinaryIO
        Aberto, e em que se pode ir para trás.
    limit : int
        Quantos bytes o que é do aluno pode ter, descompactado.

    Returns
    -------
    bytes
        Vazio se não é um zip, se está quebrado ou se o que é do aluno não cabe.
    """
    try:
        if file.read(4) != b"PK\x03\x04" or directory_size(file) > MAX_DIRECTORY_BYTES:
            return b""
        with zipfile.ZipFile(file) as archive:
            entries = list_own(archive)
            size = sum(entry.info.file_size for entry in entries)
            if size > limit or len(entries) > MAX_STUDENT_FILES:
                return b""
            return _rewrite(archive, entries)
    except _BROKEN:
        return b""


def _rewrite(archive: zipfile.ZipFile, entries: list[Entry]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as slim:
        # Na ordem do arquivo: voltar, em um zip dentro de outro, é descompactar tudo de novo.
        for entry in sorted(entries, key=lambda entry: entry.info.header_offset):
            info = zipfile.ZipInfo(entry.name, entry.info.date_time)
            # O tipo do arquivo vai junto: um atalho continua a ser um, e a ser recusado.
            info.external_attr, info.extra = entry.info.external_attr, time_fields(entry.info)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry.info) as content:
                # O tamanho declarado pode mentir; não se lê mais do que ele.
                slim.writestr(info, content.read(entry.info.file_size))
    return target.getvalue()
