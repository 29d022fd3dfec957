"""O que executa dentro da sandbox, ao lado do código do aluno.

Nada daqui conhece verificações, juízes ou gabaritos. A pasta inteira é montada
na sandbox como o pacote ``inside``; por isso os imports são relativos e só a
biblioteca padrão e o ipykernel são usados. Em ``course/`` está o pacote
``mlp_course`` reduzido que o notebook do aluno importa.
"""
