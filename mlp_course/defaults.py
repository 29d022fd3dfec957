"""As escolhas do original, em um lugar só: o pacote, o livro e o laboratório as leem daqui."""

NAIVE_NEURONS = (100, 100)
EPOCHS = 50
BATCH_SIZE = 96
# A parte final das linhas de treino que só valida, sem embaralhar.
VALIDATION_SPLIT = 0.25
# Epochs seguidas sem melhora que o early stopping tolera.
PATIENCE = 10
