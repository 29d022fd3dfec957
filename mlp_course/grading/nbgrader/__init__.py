"""A ponte com o nbgrader: o banco de notas e o botão *Autograde*.

Daqui, ``import nbgrader`` é sempre a biblioteca: os imports do curso são absolutos.
"""
