"""Respostas em arquivo: o que se escreve volta igual, e o que é forjado não passa."""

import contextlib
import io
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from mlp_course.checks import artifacts

INTEGERS = st.integers(-(2**63), 2**64 - 1)
SCALARS = st.none() | st.booleans() | INTEGERS | st.floats() | st.text()
ARRAYS = npst.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_]),
    npst.array_shapes(min_dims=0, min_side=0, max_side=4),
)
PLAIN = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=5) | INTEGERS, inner, max_size=3)
    ),
    max_leaves=8,
)


def same(a, b) -> bool:
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b or (a != a and b != b)


def forge(members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def array_bytes(header: str, content: bytes = b"") -> bytes:
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + content


@given(PLAIN)
@example({"a": (np.float32(1.5), [np.arange(6).reshape(2, 3).T])})
def test_dados_puros_voltam_com_os_mesmos_tipos_e_valores(data):
    assert same(artifacts.load(artifacts.dump(data)), data)


def test_os_mesmos_dados_dao_sempre_o_mesmo_arquivo():
    data = {"pesos": [np.ones(3)], "nome": "rede"}

    assert artifacts.dump(data) == artifacts.dump(data)


@pytest.mark.parametrize("data", [object(), {1, 2}, np.array([object()]), b"bytes", {"f": print}])
def test_o_que_nao_e_dado_puro_nao_se_escreve(data):
    with pytest.raises(artifacts.ArtifactError, match="não é um dado puro"):
        artifacts.dump(data)


def test_resposta_grande_demais_nao_se_escreve():
    with pytest.raises(artifacts.ArtifactError, match="mais de 1 MiB"):
        artifacts.dump(np.zeros(1 << 20), max_bytes=1 << 20)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (2**64, "mais de 64 bits"),
        ([10**5000], "mais de 64 bits"),
        (np.zeros((0, 10**12)), "formato impossível"),
        ([0] * 1_000_001, "valores em listas"),
    ],
    ids=["inteiro", "inteiro de cinco mil algarismos", "matriz vazia", "lista"],
)
def test_o_que_o_leitor_recusaria_tambem_nao_se_escreve(data, reason):
    with pytest.raises(artifacts.ArtifactError, match=reason):
        artifacts.dump(data)


@given(st.binary(max_size=300))
@example(b"PK\x05\x06" + bytes(18))
def test_bytes_quaisquer_nunca_derrubam_o_leitor(content):
    with pytest.raises(artifacts.ArtifactError):
        artifacts.load(content)


@given(st.data())
def test_um_arquivo_estragado_ou_se_le_ou_e_recusado(data):
    content = bytearray(artifacts.dump({"x": np.arange(5.0), "y": [1, (2,)]}))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))

    found = None
    with contextlib.suppress(artifacts.ArtifactError):
        found = artifacts.load(bytes(content))

    # O que passou é dado puro: pode ser escrito de novo.
    assert same(artifacts.load(artifacts.dump(found)), found)


@pytest.mark.parametrize(
    "members",
    {
        "sem JSON": {"0.npy": b""},
        "matriz que não veio": {"data.json": b'{"a": 0}'},
        "nome de fora": {"data.json": b'{"a": "../../etc/passwd"}'},
        "pickle": {"data.json": b'{"a": 0}', "0.npy": pickle.dumps(print)},
        "matriz de objetos": {
            "data.json": b'{"a": 0}',
            "0.npy": array_bytes(
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", b"x" * 8
            ),
        },
        "cabeçalho que promete demais": {
            "data.json": b'{"a": 0}',
            "0.npy": array_bytes(
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,)}", b"x" * 8
            ),
        },
        "formato negativo": {
            "data.json": b'{"a": 0}',
            "0.npy": array_bytes(
                "{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -1)}", b"x" * 8
            ),
        },
        "coleções sem fim": {"data.json": b"[" * 100_000},
        "fundo demais": {"data.json": b"[" * 50 + b"]" * 50},
        "marca desconhecida": {"data.json": b'{"z": 0}'},
        "duas marcas": {"data.json": b'{"a": 0, "n": 1}'},
        "inteiro sem fim": {"data.json": b"9" * 10_000},
        "inteiro que não vira float": {"data.json": b"-1" + b"0" * 400},
        "inteiro de um bit a mais": {"data.json": str(2**64).encode()},
        "JSON largo": {"data.json": b"[" + b"[]," * 600_000 + b"0]"},
        "JSON largo de números": {"data.json": b"[" + b"0," * 1_000_001 + b"0]"},
        "matriz vazia de um trilhão de colunas": {
            "data.json": b'{"a": 0}',
            "0.npy": array_bytes(
                "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 1000000000000)}"
            ),
        },
        "matriz vazia no JSON": {"data.json": b'{"i": ["<f8", [1000000000, 0], []]}'},
        "uma matriz em dois lugares": {
            "data.json": b'[{"a": 0}, {"a": 0}]',
            "0.npy": array_bytes(
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}", b"x" * 8
            ),
        },
    }.items(),
    ids=lambda item: item[0],
)
def test_arquivo_forjado_e_recusado(members):
    with pytest.raises(artifacts.ArtifactError):
        artifacts.load(forge(members[1]))


def test_bomba_comprimida_e_recusada_sem_abrir():
    bomb = forge({"data.json": b'"' + b"x" * (64 << 20) + b'"'}, zipfile.ZIP_DEFLATED)

    with pytest.raises(artifacts.ArtifactError):
        artifacts.load(bomb)
