"""O que as células mostraram, limpo: só formatos conhecidos, só texto válido, até um tamanho.

As mensagens vêm do kernel, que é do aluno. Nada aqui confia no formato delas: o
que não se entende é descartado, e o que fica é um notebook válido.
"""

import base64
import binascii
from typing import Any

from mlp_course.grading.sandbox.limits import Limits

_TEXT_TYPES = ("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml")
_IMAGE_TYPES = ("image/png", "image/jpeg")
_MAX_OUTPUTS = 500
INTERRUPTED = "Interrompido"  # nome do erro que a correção escreve em uma célula


def clean_text(text: Any, limit: int = 1 << 20) -> str:
    """Devolve texto que se pode gravar em UTF-8, sem caracteres de controle, até `limit`."""
    text = text if isinstance(text, str) else ""
    text = text[:limit].encode("utf-8", "replace").decode("utf-8")
    return "".join(c for c in text if c in "\n\t\r\x1b" or ord(c) >= 32)


def stream_output(text: str, name: str = "stdout") -> dict[str, Any]:
    """Saída de texto de uma célula."""
    return {"output_type": "stream", "name": name, "text": text}


def error_output(name: str, message: str) -> dict[str, Any]:
    """Saída de erro, sem pilha de chamadas."""
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": [message]}


class OutputRecorder:
    """Guarda as saídas de uma célula por vez, até o limite de cada uma."""

    def __init__(self, limits: Limits) -> None:
        self._limit = self._left = limits.output_bytes
        self._outputs: list[dict[str, Any]] = []
        self.is_full = False

    def add(self, message: dict[str, Any]) -> bool:
        """Guarda o que uma mensagem do iopub mostra; diz se ela anuncia o descanso do kernel."""
        kind, content = message.get("msg_type"), message.get("content")
        if not isinstance(content, dict):
            return False
        if kind == "status":
            return content.get("execution_state") == "idle"
        if kind == "clear_output":
            self._outputs.clear()
        output = _to_output(kind, content, self._left + 1)
        if output is not None:
            self._keep(output)
        return False

    def note(self, message: str) -> None:
        """Acrescenta um aviso da correção, fora do limite."""
        self._outputs.append(error_output(INTERRUPTED, message))

    def take(self) -> list[dict[str, Any]]:
        """Devolve as saídas da célula e começa a próxima."""
        taken, self._outputs = self._outputs, []
        self._left, self.is_full = self._limit, False
        return taken

    def _keep(self, output: dict[str, Any]) -> None:
        size = _size(output)
        fits = size <= self._left and len(self._outputs) < _MAX_OUTPUTS
        self.is_full = self.is_full or not fits
        if output["output_type"] == "stream":
            output["text"] = output["text"][: self._left]
        elif not fits:
            return
        self._left -= min(size, self._left)
        last = self._outputs[-1] if self._outputs else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            self._outputs.append(output)


def _to_output(kind: Any, content: dict[str, Any], longest: int) -> dict[str, Any] | None:
    if kind == "stream":
        name = "stderr" if content.get("name") == "stderr" else "stdout"
        # Uma barra de progresso reescreve a sua linha: fica só a última versão.
        # Um caractere além do limite basta para saber que ele foi passado.
        text = clean_text(content.get("text"), longest)
        return stream_output(_last_rewrites(text), name)
    if kind in ("display_data", "execute_result"):
        data = _clean_bundle(content.get("data"))
        # O número da célula não importa aqui; um só tipo basta para mostrar.
        return {"output_type": "display_data", "data": data, "metadata": {}} if data else None
    if kind == "error":
        lines = content.get("traceback")
        return {
            "output_type": "error",
            "ename": clean_text(content.get("ename"), 200),
            "evalue": clean_text(content.get("evalue"), 10_000),
            "traceback": [clean_text(line, 20_000) for line in lines[:100]]
            if isinstance(lines, list)
            else [],
        }
    return None


def _last_rewrites(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(line[line.rstrip("\r").rfind("\r") + 1 :] for line in lines)


def _clean_bundle(data: Any) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    texts = {
        kind: clean_text(data[kind]) for kind in _TEXT_TYPES if isinstance(data.get(kind), str)
    }
    images = {kind: data[kind] for kind in _IMAGE_TYPES if _is_base64(data.get(kind))}
    return texts | images


def _is_base64(text: Any) -> bool:
    try:
        return isinstance(text, str) and bool(
            base64.b64decode(text.replace("\n", "").encode("ascii"), validate=True)
        )
    except (binascii.Error, ValueError):
        return False


def _size(output: dict[str, Any]) -> int:
    if output["output_type"] == "stream":
        return len(output["text"])
    if output["output_type"] == "error":
        return len(output["evalue"]) + sum(map(len, output["traceback"]))
    return sum(map(len, output["data"].values()))
