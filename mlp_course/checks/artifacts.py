"""Respostas em arquivo: JSON e matrizes em um NPZ, nunca pickle.

O mesmo módulo escreve dentro da sandbox e lê fora dela. Quem lê não confia: o
arquivo foi escrito ao lado do código do aluno, e tamanho, formato e tipos são
conferidos antes de reservar memória.
"""

import io
import json
import math
import zipfile
from collections.abc import Sequence
from typing import Any

import numpy as np

from mlp_course.checks.collectors import MAX_BITS, MAX_DEPTH, Plain

MAX_BYTES = 32 << 20
_MAX_ARRAYS = 10_000
_MAX_HEADER = 512
# Uma resposta em listas traz milhares de matrizes pequenas: elas vão no JSON.
_MAX_INLINE = 64
_JSON_MEMBER = "data.json"
# Em listas dentro de listas, cada dois bytes do arquivo viram cem na memória de quem o lê.
_MAX_VALUES = 1_000_000
_MAX_DIGITS = 20


class ArtifactError(ValueError):
    """Um arquivo de resposta que não se pode ler, ou dados que não cabem em um."""


def dump(data: Plain, max_bytes: int = MAX_BYTES) -> bytes:
    """Escreve dados puros em um NPZ.

    Parameters
    ----------
    data : dados puros
        Como os que `mlp_course.checks.collectors.collect` devolve; também tuplas e
        números do NumPy, que voltam com o mesmo tipo.
    max_bytes : int, default 32 MiB

    Returns
    -------
    bytes

    Raises
    ------
    ArtifactError
        Se houver algo que não é dado puro, ou dados demais.
    """
    arrays: list[np.ndarray] = []
    text = json.dumps(_encode(data, arrays), separators=(",", ":")).encode()
    _check_values(text)
    if len(text) + sum(a.nbytes for a in arrays) > max_bytes:
        raise ArtifactError(f"a resposta tem mais de {max_bytes >> 20} MiB")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        # Sem data (ZipInfo fica em 1980): os mesmos dados dão sempre o mesmo arquivo.
        archive.writestr(zipfile.ZipInfo(_JSON_MEMBER), text)
        for i, array in enumerate(arrays):
            with archive.open(zipfile.ZipInfo(f"{i}.npy"), "w") as member:
                np.lib.format.write_array(member, array, allow_pickle=False)
    return buffer.getvalue()


def load(content: bytes, max_bytes: int = MAX_BYTES) -> Plain:
    """Lê o que `dump` escreveu.

    Raises
    ------
    ArtifactError
        Se o arquivo estiver quebrado, comprimido, for grande demais ou tiver
        qualquer coisa além de dados puros.
    """
    try:
        return _load(content, max_bytes)
    except ArtifactError:
        raise
    except Exception as error:
        # Um arquivo hostil quebra os leitores de zip, JSON e cabeçalhos de muitas formas; nenhuma
        # delas pode parar a correção, e todas valem o mesmo: não há resposta.
        raise ArtifactError(
            f"o arquivo da resposta está quebrado ({type(error).__name__})"
        ) from None


def _load(content: bytes, max_bytes: int) -> Plain:
    if len(content) > max_bytes + (1 << 20):
        raise ArtifactError(f"a resposta tem mais de {max_bytes >> 20} MiB")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > _MAX_ARRAYS or sum(m.file_size for m in members) > max_bytes + (1 << 20):
            raise ArtifactError("a resposta tem dados demais")
        if any(m.compress_type != zipfile.ZIP_STORED for m in members):
            raise ArtifactError("o arquivo da resposta está comprimido")
        text = archive.read(_JSON_MEMBER)
        _check_values(text)
        arrays = {m.filename: archive.read(m) for m in members if m.filename != _JSON_MEMBER}
    return _decode(json.loads(text, parse_int=_read_integer), arrays, 0)


def _check_values(text: bytes) -> None:
    # Contar é barato, e cada valor tem uma vírgula ou um colchete seu.
    if text.count(b",") + text.count(b"[") + text.count(b"{") > _MAX_VALUES:
        raise ArtifactError(f"a resposta tem mais de {_MAX_VALUES} valores em listas")


def _read_integer(text: str) -> int:
    # Um inteiro de um milhão de algarismos nem chega a ser convertido.
    return _check_integer(int(text[: _MAX_DIGITS + 2]))


def _check_integer(value: int) -> int:
    if value.bit_length() > MAX_BITS:
        raise ArtifactError(f"a resposta tem um inteiro de mais de {MAX_BITS} bits")
    return value


def _check_shape(shape: Sequence[int], dtype: np.dtype, max_bytes: int = MAX_BYTES) -> None:
    """Uma matriz vazia não pesa nada, mas quem soma as colunas dela reserva todas."""
    most = max_bytes // dtype.itemsize
    if min(shape, default=0) < 0 or math.prod(max(n, 1) for n in shape) > most:
        raise ArtifactError("uma matriz da resposta tem um formato impossível")


def _encode(data: Any, arrays: list[np.ndarray]) -> Any:
    """Coleções viram objetos de uma chave só, que diz o tipo; o resto é JSON comum."""
    if data is None or isinstance(data, bool | str) or type(data) is float:
        return data
    if type(data) is int:
        return _check_integer(data)
    if isinstance(data, dict):
        return {"d": [[_encode(k, arrays), _encode(v, arrays)] for k, v in data.items()]}
    if isinstance(data, list):
        return [_encode(item, arrays) for item in data]
    if isinstance(data, tuple):
        return {"t": [_encode(item, arrays) for item in data]}
    if isinstance(data, np.ndarray | np.generic) and data.dtype.kind in "biuf":
        _check_shape(data.shape, data.dtype)
        if data.size <= _MAX_INLINE:
            kind = "i" if isinstance(data, np.ndarray) else "m"
            return {kind: [data.dtype.str, list(data.shape), np.ravel(data).tolist()]}
        arrays.append(np.asarray(data))
        return {"a" if isinstance(data, np.ndarray) else "n": len(arrays) - 1}
    raise ArtifactError(f"um objeto do tipo {type(data).__name__} não é um dado puro")


def _decode(data: Any, arrays: dict[str, bytes], depth: int) -> Plain:
    if depth > 2 * MAX_DEPTH:
        raise ArtifactError("a resposta tem coleções dentro de coleções demais")
    if isinstance(data, list):
        return [_decode(item, arrays, depth + 1) for item in data]
    if not isinstance(data, dict):
        return data
    ((kind, value),) = data.items()
    if kind == "d":
        pairs = ([_decode(part, arrays, depth + 1) for part in pair] for pair in value)
        return {key: item for key, item in pairs}  # noqa: C416 — exige pares
    if kind == "t":
        return tuple(_decode(item, arrays, depth + 1) for item in value)
    if kind in ("i", "m"):
        array = _read_inline(*value)
        return array if kind == "i" else array[()]
    # Cada matriz é lida uma vez só: mil menções à mesma não podem virar mil cópias.
    array = _read_array(arrays.pop(f"{int(value)}.npy"))
    return array if kind == "a" else array[()]


def _read_inline(dtype_name: str, shape: list[int], values: list) -> np.ndarray:
    dtype = np.dtype(str(dtype_name))
    if dtype.kind not in "biuf" or len(values) > _MAX_INLINE:
        raise ArtifactError("uma matriz da resposta não é de números")
    _check_shape(shape, dtype)
    return np.array(values, dtype=dtype).reshape([int(n) for n in shape])


def _read_array(content: bytes) -> np.ndarray:
    file = io.BytesIO(content)
    version = np.lib.format.read_magic(file)
    if version != (1, 0):
        raise ArtifactError("uma matriz da resposta está em um formato desconhecido")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(file, max_header_size=_MAX_HEADER)
    rest = content[file.tell() :]
    # O cabeçalho só é aceito se disser exatamente o que veio.
    if dtype.kind not in "biuf":
        raise ArtifactError("uma matriz da resposta não é de números")
    _check_shape(shape, dtype)
    if math.prod(shape) * dtype.itemsize != len(rest):
        raise ArtifactError("uma matriz da resposta não tem o tamanho que diz")
    array = np.frombuffer(rest, dtype).reshape(shape, order="F" if fortran else "C")
    return np.array(array)
