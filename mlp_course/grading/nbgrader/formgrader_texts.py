"""As páginas do formgrader em português, e os nomes sem a vírgula que sobra.

Metade dos textos está nos modelos do nbgrader e metade é escrita por scripts dele, já no
navegador: por isso a troca também se faz lá, por um script só, texto inteiro por texto
inteiro. O que o aluno escreveu e o que as células mostraram não se tocam.
"""

import json

PHRASES = {
    "nbgrader formgrade": "Correção · nbgrader",
    "Manage Assignments": "Exercícios",
    "Assignments": "Exercícios",
    "Manual Grading": "Correção manual",
    "Gradebook": "Correção manual",
    "Manage Students": "Alunos",
    "Students": "Alunos",
    "Manage Submissions": "Entregas",
    "Instructions (click to expand)": "Instruções (em inglês, do nbgrader; clique para abrir)",
    "Current configuration (click to expand)": "Configuração em uso (clique para abrir)",
    "Loading, please wait...": "Um momento…",
    "Please wait...": "Um momento…",
    "Student Name": "Nome",
    "Student ID": "Identificação",
    "Name": "Nome",
    "Email": "E-mail",
    "Timestamp": "Hora da entrega",
    "Status": "Situação",
    "Score": "Nota",
    "Overall Score": "Nota total",
    "Code Score": "Código",
    "Written Score": "Texto",
    "Task Score": "Tarefa",
    "Avg. Score": "Nota média",
    "Avg. Code Score": "Código (média)",
    "Avg. Written Score": "Texto (média)",
    "Avg. Task Score": "Tarefa (média)",
    "Needs Manual Grade?": "Falta corrigir à mão?",
    "Needs manual grade?": "Falta corrigir à mão?",
    "Tests Failed?": "Algum teste falhou?",
    "Flagged?": "Marcada?",
    "Submissions": "Entregas",
    "# Submissions": "Entregas",
    "Submission ID": "Entrega",
    "Assignment ID": "Exercício",
    "Assignment Name": "Exercício",
    "Notebook ID": "Notebook",
    "Notebook Name": "Notebook",
    "Due Date": "Prazo",
    "Due date": "Prazo",
    "Due date (optional)": "Prazo (opcional)",
    "Timezone as UTC offset (optional)": "Fuso, em horas de UTC (opcional)",
    "Edit": "Mudar",
    "Edit Student": "Mudar aluno",
    "Generate": "Gerar",
    "Preview": "Ver",
    "Release": "Publicar",
    "Collect": "Recolher",
    "Autograde": "Corrigir",
    "Generate Feedback": "Gerar devolutiva",
    "Release Feedback": "Publicar devolutiva",
    "Add new assignment...": "Novo exercício…",
    "Add new student...": "Novo aluno…",
    "First name (optional)": "Nome (opcional)",
    "Last name (optional)": "Sobrenome (opcional)",
    "Email (optional)": "E-mail (opcional)",
    "Save": "Salvar",
    "Saving...": "Salvando…",
    "Cancel": "Cancelar",
    "Close": "Fechar",
    "Search:": "Procurar:",
    "No data available in table": "Nada aqui ainda",
    "needs autograding": "falta corrigir",
    "needs manual grading": "falta uma pessoa",
    "graded": "corrigida",
    "draft": "rascunho",
    "released": "publicado",
    "None": "–",
    "Student's answer": "Resposta do aluno",
    "Student's task": "Tarefa do aluno",
    "Resolve": "Confirmar",
    "Full credit": "Nota inteira",
    "No credit": "Zero",
    "(extra credit)": "(pontos extras)",
    "Comments": "Comentários",
    "← Prev": "← Anterior",
    "Next →": "Próxima →",
    "Open live notebook": "Abrir o notebook",
    "Show student name": "Mostrar o nome",
    "Hide student name": "Esconder o nome",
    "Show All Names": "Mostrar os nomes",
    "Hide All Names": "Esconder os nomes",
    "Type any comments here (supports Markdown and MathJax)": "Comente aqui (aceita Markdown)",
    "The exchange directory at": "A pasta de troca",
    'does not exist and could not be created. The "release" and "collect" functionality will '
    "not be available. Please see the documentation on": (
        "não existe. Ela só serve a “Publicar” e “Recolher”, que o curso não usa. Se quiser, leia"
    ),
    "Setting Up The Exchange": "como criá-la",
    "for instructions.": "(em inglês).",
    "Submission flagged": "Entrega marcada",
    "Submission unflagged": "Entrega desmarcada",
    "Keyboard shortcuts": "Atalhos do teclado",
}

# O nbgrader junta “Sobrenome, Nome” mesmo quando um dos dois não existe.
_SCRIPT = r"""
(function () {
  const phrases = new Map(Object.entries(PHRASES));
  const theirs =
    ".rendered_html, .input_area, .output_wrapper, .output_area, textarea, pre, script";
  const attributes = ["title", "data-original-title", "placeholder"];
  function say(text) {
    const whole = text.replace(/\s+/g, " ").trim();
    const found = phrases.get(whole)
      || whole.replace(/^(None)?,( None)?$/, "–").replace(/^(.+),( None)?$/, "$1")
        .replace(/^Submission #(\d+)$/, "Entrega nº $1")
        .replace(/^Submission (\d+) \/ (\d+)$/, "Entrega $1 de $2")
        .replace(/^(\d+) remaining$/, "faltam $1");
    return found === whole ? text : text.replace(text.trim(), () => found);
  }
  function translate(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.parentElement && node.parentElement.closest(theirs)) return;
      const said = say(node.data);
      if (said !== node.data) node.data = said;
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.closest(theirs) && !node.matches("textarea.comment")) return;
      for (const name of attributes) {
        const text = node.getAttribute(name);
        if (text && say(text) !== text) node.setAttribute(name, say(text));
      }
      node.childNodes.forEach(translate);
    }
  }
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(translate);
      else translate(change.target);
    }
  }).observe(document.documentElement, {
    childList: true, subtree: true, characterData: true, attributeFilter: attributes,
  });
  document.documentElement.lang = "pt-BR";
  translate(document.documentElement);
})();
"""


def portuguese_script() -> str:
    """O script que traduz uma página, pronto para entrar em um modelo do Jinja."""
    # Aspas, sinais de menor e chaves do JSON não podem abrir nada na página nem no modelo.
    phrases = json.dumps(PHRASES, ensure_ascii=False).replace("<", "\\u003c")
    code = _SCRIPT.replace("PHRASES", phrases)
    return f"<script>{{% raw %}}{code}{{% endraw %}}</script>"
