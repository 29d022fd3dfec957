"""Recepção: do que a plataforma exportou a uma lista de entregas prontas para executar.

`names` e `places` dizem de quem é cada arquivo, `grouping` os separa em maços,
`archive` os lê sem confiar neles, `cells` entende o notebook, `recognize` descobre o
exercício, `matching` e `restoring` devolvem cada resposta à célula de onde ela saiu,
`seating` diz que maços são do mesmo aluno, `versions` qual notebook vale, e `tally`
onde cada arquivo acabou.
"""

from mlp_course.grading.intake.receiving import Reception, read_submissions, receive_class

__all__ = ["Reception", "read_submissions", "receive_class"]
