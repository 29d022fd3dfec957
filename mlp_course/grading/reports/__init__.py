"""O que as pessoas leem: devolutivas, página da turma e planilhas, sem nada que se execute."""
