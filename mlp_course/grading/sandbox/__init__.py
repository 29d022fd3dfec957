"""Onde o código do aluno roda: o bubblewrap, o kernel dentro dele, o que ele vê e quanto gasta.

Em ``inside/`` está o que executa lá dentro; o resto, aqui fora, o prepara e o vigia.
"""
