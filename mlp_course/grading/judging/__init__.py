"""Quem corrige uma entrega: o trabalhador, que a executa e a leva ao juiz, e o juiz.

O juiz só vê dados, em um processo dele; nada do aluno roda aqui.
"""
