"""Resumos de `09-projeto` com um erro cada: o que se acrescenta ao certo, a nota e o nome."""

IN_DIFFERENCE = "em difference, a média das diferenças, rede menos linha de base. Encontrado: "
IN_ERROR = "em standard_error, o erro padrão corrigido da diferença. Encontrado: "
PERCENT = "em porcentagem: use números de 0 a 1"


def changed(key: str, value: str) -> str:
    return f"summary[{key!r}] = {value}"


def rounded(key: str, digits: int) -> str:
    return changed(key, f"round(float(summary[{key!r}]), {digits})")


SUMMARIES: list[tuple[str, float, str]] = [
    (rounded("baseline_accuracy", 2), 2.62, "um número arredondado: guarde todos os algarismos"),
    (rounded("baseline_auc", 3), 2.62, "um número arredondado: guarde todos os algarismos"),
    (rounded("standard_error", 4), 1.87, IN_ERROR + "um número arredondado"),
    (changed("network_accuracy", "accuracies('network')"), 2.62, "um valor por divisão"),
    (changed("difference", "d"), 2.25, IN_DIFFERENCE + "um valor por divisão"),
    (changed("baseline_auc", "'0,99'"), 2.62, "algo que não é um número"),
    (changed("baseline_accuracy", "accuracies('baseline').std()"), 2.62, "que não sai desta conta"),
    (changed("difference", "100 * d.mean()"), 2.25, IN_DIFFERENCE + PERCENT),
    (changed("standard_error", "100 * error"), 1.87, IN_ERROR + PERCENT),
    (
        changed("standard_error", "d.std(ddof=1) * np.sqrt(1 / len(d) + 133 / 45)"),
        1.87,
        IN_ERROR + "as linhas de treino divididas pelas de teste",
    ),
    (changed("standard_error", "error**2"), 1.87, IN_ERROR + "a variância: faltou a raiz"),
    (changed("standard_error", "2 * error"), 1.87, "'empate', apoiado em uma difference ou"),
    (changed("winner", "d"), 2.62, "algo que não é um destes textos"),
    (changed("winner", "'linha de base'"), 2.62, "só a média decidiu"),
    (changed("winner", "'rede'"), 2.62, "permitem dizer. Encontrado: 'rede'."),
]
