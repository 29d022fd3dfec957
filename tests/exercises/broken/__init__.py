"""A resposta certa, quebrada um ponto por vez: nenhuma resposta quebrada pode passar inteira.

O teste de mutação de `tests.exercises.mutation` quebra os juízes; este quebra os gabaritos.
"""
