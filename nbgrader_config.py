"""Configuração do nbgrader: pastas, textos em português e o que nunca vai ao aluno."""

import os
import sys
from pathlib import Path

from mlp_course.authoring.literal_globs import read_paths_literally
from mlp_course.grading.nbgrader.autograde import configure_autograde
from mlp_course.grading.nbgrader.formgrader import protect_formgrader
from mlp_course.grading.reports.feedback import configure_feedback
from mlp_course.kernel_profile import kernel_environment

ROOT = Path(__file__).resolve().parent

# Um plugin do curso, como o de atraso, é um módulo ao lado deste arquivo. No fim da lista:
# nenhum arquivo daqui toma o lugar de uma biblioteca.
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

# O formgrader e os comandos do nbgrader também acham um curso com colchetes no caminho.
read_paths_literally()

c = get_config()
c.CourseDirectory.course_id = "redes-neurais-keras"
c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
# Sem isto, o nbgrader copia para os alunos as fontes e as verificações da correção.
c.CourseDirectory.ignore = ["*.py", "*.pyc", "__pycache__", ".ipynb_checkpoints", "*.tmp"]

c.ClearSolutions.code_stub = {"python": "# ESCREVA SEU CÓDIGO AQUI"}
c.ClearSolutions.text_stub = "*Escreva sua resposta aqui.*"
c.ClearSolutions.enforce_metadata = True
c.ExecutePreprocessor.timeout = 300

# O código de um aluno só executa isolado, e só o juiz diz quantos pontos valeu.
configure_autograde(c, ROOT, ROOT)
configure_feedback(c)
protect_formgrader()

c.Validator.type_changed_warning = (
    "O TIPO DE {num_changed} CÉLULA(S) MUDOU! As verificações podem passar agora e falhar na "
    "correção.\n"
)
c.Validator.changed_warning = (
    "{num_changed} CÉLULA(S) DE VERIFICAÇÃO FORAM ALTERADAS! As verificações podem passar agora e "
    "falhar na correção: baixe de novo o exercício e copie as suas respostas.\n"
)
c.Validator.failed_warning = (
    "{num_failed} VERIFICAÇÃO(ÕES) NÃO PASSARAM! Se entregar assim, NÃO receberá todos os pontos.\n"
)
c.Validator.passed_warning = "{num_passed} VERIFICAÇÃO(ÕES) PASSARAM!\n"

# Os kernels da correção herdam o ambiente: só aqui se diz onde estão as verificações ocultas.
os.environ.setdefault("MLP_COURSE_HIDDEN_CHECKS", str(ROOT / "solutions"))
# Sem este perfil, o que o TensorFlow escreve ao ser importado zeraria a célula.
os.environ.update(kernel_environment(ROOT / "_build" / "ipython"))
