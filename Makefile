# Dois comandos fazem tudo: `make` e `make test`. O ambiente fica em .venv/.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Pronto só depois que tudo foi instalado: uma instalação interrompida recomeça.
READY := $(VENV)/.pronto
CLASS := _build/turma
export TF_CPP_MIN_LOG_LEVEL := 3
export CUDA_VISIBLE_DEVICES := -1

.DEFAULT_GOAL := tudo
.PHONY: tudo ambiente livro edicoes exercicios turma test bench lint trava limpar

tudo: ambiente exercicios edicoes turma
	@echo
	@echo "Pronto. Onde olhar agora:"
	@echo "  livro         _build/html/index.html (em EPUB e PDF: _build/baixar/)"
	@echo "  exercícios    exercises/            abra com: $(BIN)/jupyter lab exercises"
	@echo "  notas         $(CLASS)/grades.csv"
	@echo "  devolutivas   $(CLASS)/feedback/"
	@echo "  testes        make test"

ambiente: $(READY)

$(READY): requirements.lock pyproject.toml
	@echo "==> Ambiente: criando $(VENV)/ com as versões de requirements.lock (alguns minutos na primeira vez)"
	@command -v $(PYTHON) >/dev/null || { echo "Falta o Python 3.11 ou mais novo: instale-o, ou diga onde está com PYTHON=caminho."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "$$($(PYTHON) --version) não serve: o curso pede Python 3.11, 3.12 ou 3.13. Escolha outro com PYTHON=caminho."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "O Python não criou o ambiente: falta o módulo venv (no Debian, o pacote python3-venv)."; exit 1; }
# Sem --no-deps, o pip pode preferir a versão mais nova de um pacote pedido com extras à que a trava fixa.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock || { echo "A instalação parou: confira a rede e o espaço em disco, e repita make."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
# O que o TensorFlow escreve ao ser carregado fica no terminal, e não em vermelho nos notebooks.
	@$(BIN)/python -c "from mlp_course.kernels import quiet_environment; quiet_environment()"
	@touch $@

exercicios: ambiente
	@echo "==> Exercícios: de solutions/ para exercises/"
	@$(BIN)/mlp-course release

livro: ambiente
	@echo "==> Livro: executando os capítulos e construindo as páginas"
	@$(BIN)/mlp-course book

edicoes: ambiente
	@echo "==> Livro: executando os capítulos e construindo as páginas, o EPUB e, se houver Chromium, o PDF"
	@$(BIN)/mlp-course book --epub $$({ command -v chromium || command -v google-chrome; } >/dev/null && echo --pdf)

turma: ambiente
	@echo "==> Turma de exemplo: montando as entregas e corrigindo com o nbgrader"
	@rm -rf $(CLASS)
	@$(BIN)/python -m tests.exercises.sample_class $(CLASS)/entregas
	@$(BIN)/mlp-course grade $(CLASS)/entregas --output $(CLASS) $$(command -v bwrap >/dev/null || echo --sandbox none)

test: ambiente
	@echo "==> Testes: código, exercícios e livro, com dados, kernels e navegador de verdade"
	@$(BIN)/python -m coverage erase
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --cov --cov-report=term

bench: ambiente
	@echo "==> Medidas de velocidade, cada uma ao lado do seu par"
	@$(BIN)/mlp-course bench

lint: ambiente
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

trava:
	@echo "==> Recalculando requirements.lock"
	@uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --output-file requirements.lock

limpar:
	@echo "==> Apagando $(VENV)/ e _build/"
	@rm -rf $(VENV) _build
