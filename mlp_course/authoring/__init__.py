"""Para quem escreve o curso: a pasta de onde tudo parte."""
