"""Da tabela de quem lê a um notebook pronto para treinar: ``mlp-course start``.

Lê-se o arquivo (`reading`), descreve-se cada coluna (`columns`), decide-se o que o alvo
permite (`target`) e escreve-se o notebook (`notebook`), que não usa nada deste pacote.
"""

from mlp_course.own_data.starting import start

__all__ = ["start"]
