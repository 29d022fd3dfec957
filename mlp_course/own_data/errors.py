"""O erro de uma tabela com que não se pode começar."""

from mlp_course.errors import CourseError


class OwnDataError(CourseError):
    """A tabela, ou o alvo pedido, não serve para um primeiro modelo; a mensagem diz por quê."""
