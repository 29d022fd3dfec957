"""A linha de comando ``mlp-course``: os comandos, e o argparse em português."""

from mlp_course.cli.commands import main

__all__ = ["main"]
