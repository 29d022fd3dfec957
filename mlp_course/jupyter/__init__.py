"""O que muda no Jupyter de quem instala o curso: o perfil dos kernels e o do JupyterLab."""
