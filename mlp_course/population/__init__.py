"""Todas as redes de uma busca treinadas de uma vez, em poucas contas grandes.

Cem redes pequenas, uma por vez, custam quase só o caminho até cada conta. Aqui
os pesos de muitas ficam empilhados em uma matriz, e um produto serve a todas. O
que se treina é o que `mlp_course.models.create_model` compila: o mesmo Adam, a
mesma entropia cruzada e o mesmo elastic net, conferidos contra o Keras rede por
rede. As contas são do NumPy, sem grafo para traçar nem compilar.
"""

from mlp_course.population.history import History
from mlp_course.population.model import Population
from mlp_course.population.search import search_population

__all__ = ["History", "Population", "search_population"]
