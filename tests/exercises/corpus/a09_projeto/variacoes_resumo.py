"""Resumos de `09-projeto` com um erro cada: o que se acrescenta ao certo, a nota e o nome."""

IN_DIFFERENCE = "em difference, a média das diferenças, rede menos linha de base. Encontrado: "
IN_ERROR = "em standard_error, o erro padrão corrigido da diferença. Encontrado: "
PERCENT = "em porcentagem: use números de 0 a 1"


def changed(key: str, value: str) -> str:
    return f"summary[{key!r}] = {value}"


def rounded(key: str, digits: int) -> str:
    return changed(key, f"round(float(summary[{key!r}]), {digits})")


def score(options: str) -> str:
    return f"roc_auc_score(y[r['test']], r['network'], {options})"


SUMMARIES: list[tuple[str, float, str]] = [
    (rounded("baseline_accuracy", 2), 2.62, "um número arredondado: guarde três casas ou mais"),
    (rounded("baseline_auc", 2), 2.62, "um número arredondado: guarde três casas ou mais"),
    (rounded("standard_error", 1), 1.87, IN_ERROR + "um número arredondado"),
    (changed("network_accuracy", "accuracies('network')"), 2.62, "um valor por divisão"),
    (changed("difference", "d"), 2.25, IN_DIFFERENCE + "um valor por divisão"),
    (changed("baseline_auc", "'0,99'"), 2.62, "algo que não é número"),
    (changed("baseline_accuracy", "accuracies('baseline').std()"), 2.62, "que não sai desta conta"),
    (changed("difference", "100 * d.mean()"), 2.25, IN_DIFFERENCE + PERCENT),
    (changed("standard_error", "100 * error"), 1.87, IN_ERROR + PERCENT),
    (
        changed("standard_error", "d.std(ddof=1) * np.sqrt(1 / len(d) + 96 / 32)"),
        1.87,
        IN_ERROR + "as linhas de treino divididas pelas de teste",
    ),
    (changed("standard_error", "error**2"), 1.87, IN_ERROR + "a variância: faltou a raiz"),
    (changed("standard_error", "2 * error"), 1.87, "dois erros padrão, e não um"),
    (changed("winner", "d"), 2.62, "algo que não é um destes textos"),
    (changed("winner", "'linha de base'"), 2.62, "'linha de base', com uma diferença de"),
    (changed("winner", "'rede'"), 2.62, "'rede', com uma diferença de -"),
    (changed("winner", "'empate'"), 2.62, "'empate', com uma diferença de"),
    ('if not d.any():\n    summary["winner"] = "linha de base"', 2.62, "zero não passa de zero"),
    *(
        (changed("network_auc", f"np.mean([{auc} for r in results])"), 2.62, message)
        for auc, message in (
            (score("multi_class='ovr', average='weighted'"), "em network_auc, a média das divisões"),
            (score("multi_class='ovo'"), "cada classe contra outra (ovo)"),
            ("roc_auc_score(np.eye(4)[y[r['test']]].ravel(), r['network'].ravel())", "(micro)"),
        )
    ),
    (changed("difference", "np.median(d)"), 2.25, IN_DIFFERENCE + "a mediana das diferenças"),
    (changed("difference", "abs(d).mean()"), 2.25, IN_DIFFERENCE + "a diferença sem sinal"),
]
