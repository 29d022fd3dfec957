"""De quem constrói o livro: a execução dos capítulos e o navegador."""
