"""De quem constrói o livro: páginas, edições, peso, arquivos do navegador e o próprio navegador."""
