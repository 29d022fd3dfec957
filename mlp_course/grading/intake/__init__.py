"""Recepção: do que a plataforma exportou a uma lista de entregas prontas para executar.

`names` diz de quem é cada arquivo, `archive` o lê sem confiar nele, `cells`
entende o notebook, `recognize` descobre o exercício, `matching` e `restoring`
devolvem cada resposta à célula de onde ela saiu.
"""

from mlp_course.grading.intake.receiving import read_submissions

__all__ = ["read_submissions"]
