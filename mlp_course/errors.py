"""Os erros de quem usa o curso: uma entrada que não serve, e não um defeito do programa.

::

    ValueError
    └── CourseError             uma chamada, um arquivo ou uma opção que não serve
        ├── AuthoringError      o curso que se escreve: fontes, raiz, medidas, pacotes
        ├── PublishingError     o livro não se constrói: um capítulo, o npm, o navegador
        └── GradingError        a correção inteira não pode continuar

A mensagem diz o que havia, o que se esperava e o que fazer. A linha de comando mostra só
estes em uma linha; qualquer outro é um defeito do curso, e ela o diz.
"""


class CourseError(ValueError):
    """Algo que quem chamou pode corrigir; a mensagem diz como."""


class AuthoringError(CourseError):
    """A pasta do curso, ou a fonte de um exercício, não está como deveria."""


class PublishingError(CourseError):
    """O livro, ou uma das suas edições, não pôde ser construído."""


class GradingError(CourseError):
    """A correção não pode continuar; o que já foi feito fica guardado."""
