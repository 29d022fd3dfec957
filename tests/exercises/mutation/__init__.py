"""Teste de mutação dos juízes: o corpus percebe cada comparação e cada número que se quebra?

As respostas são coletadas uma vez; o juiz é puro, e por isso basta julgá-las de
novo com cada mutante. Um mutante morre se alguma resposta deixa de receber a nota
ou a mensagem que o corpus pede.
"""
