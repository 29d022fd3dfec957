# Dois comandos fazem tudo: `make` e `make test`. O ambiente fica em .venv/.
PYTHON ?= python3
VENV := .venv
comma := ,
BIN := $(VENV)/bin
# Pronto só depois que tudo foi instalado: uma instalação interrompida recomeça.
READY := $(VENV)/.pronto
CLASS := _build/turma
# O que os quatro alunos da turma de exemplo entregam.
SAMPLE := 01-dados 03-curvas
export TF_CPP_MIN_LOG_LEVEL := 3
export CUDA_VISIBLE_DEVICES := -1

STEPS := ambiente exercicios turma edicoes
# [2 de 4], quando os quatro vão ser feitos; nada, quando só um foi pedido.
number = $(if $(filter tudo,$(or $(MAKECMDGOALS),tudo)),[$(1) de $(words $(STEPS))] )
# Diz o que vai fazer, faz, e diz quanto levou.
define step
@echo "==> $(1)"; start=$$(date +%s); { $(2); } || exit 1; echo "    pronto em $$(( $$(date +%s) - start )) s"
endef

.DEFAULT_GOAL := tudo
.PHONY: tudo $(STEPS) livro test cobertura mutacao test-lento test-pythons bench lint trava limpar

tudo: $(STEPS)
	@echo
	@echo "Pronto. Onde olhar agora:"
	@echo "  livro         _build/html/index.html (em EPUB e PDF: _build/baixar/)"
	@echo "  exercícios    exercises/            abra com: $(BIN)/jupyter lab exercises"
	@echo "  para o aluno  _build/aluno.zip"
	@echo "  notas         $(CLASS)/grades.csv"
	@echo "  devolutivas   $(CLASS)/feedback/"
	@echo "  testes        make test"

ambiente: $(READY)

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Falta o Python 3.11 ou mais novo: instale-o, ou diga onde está com PYTHON=caminho."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "$$($(PYTHON) --version) não serve: o curso pede Python 3.11, 3.12 ou 3.13. Escolha outro com PYTHON=caminho."; exit 1; }
	$(call step,$(call number,1)Ambiente: criando $(VENV)/ com as versões de requirements.lock (um a quatro minutos na primeira vez),$(install))

# O uv vem primeiro, da mesma trava, e instala o resto em paralelo; onde ele não alcança a rede, o pip.
# Sem --no-deps, um pacote pedido com extras poderia vir mais novo do que a trava o fixa.
define install
$(PYTHON) -m venv $(VENV) || { echo "O Python não criou o ambiente: falta o módulo venv (no Debian, o pacote python3-venv)."; exit 1; }; \
awk '/^uv==/ {on = 1} on {print} on && !/\\$$/ {exit}' requirements.lock > $(VENV)/uv.txt; \
$(PIP) --require-hashes -r $(VENV)/uv.txt && $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes --compile-bytecode -r requirements.lock \
  || $(PIP) --require-hashes -r requirements.lock || { echo "A instalação parou: confira a rede e o espaço em disco, e repita make."; exit 1; }; \
$(PIP) --no-build-isolation --editable . && touch $(READY)
endef

exercicios: ambiente
	$(call step,$(call number,2)Exercícios: de solutions/ para exercises/ e para o zip do aluno,$(BIN)/mlp-course release && $(BIN)/mlp-course bundle)

turma: exercicios
	@rm -rf $(CLASS)
	$(call step,$(call number,3)Turma de exemplo: montando as entregas e corrigindo com o nbgrader,$(grade))

define grade
$(BIN)/python -m tests.exercises.sample_class $(CLASS)/entregas $(SAMPLE) || exit 1; \
if $(BIN)/mlp-course doctor --quiet; then sandbox=bwrap; else sandbox=none; \
  echo "    A sandbox não funciona aqui, e a turma de exemplo, que é nossa, dispensa: mlp-course doctor diz por quê."; fi; \
$(BIN)/mlp-course grade $(CLASS)/entregas --output $(CLASS) --sandbox $$sandbox
endef

livro: ambiente
	$(call step,Livro: executando os capítulos e construindo as páginas,$(BIN)/mlp-course book)

edicoes: ambiente
	$(call step,$(call number,4)Livro: executando os capítulos e construindo as páginas e também o EPUB e o PDF,$(BIN)/mlp-course book --editions)

PYTEST := $(BIN)/python -m pytest --numprocesses logical --dist loadfile
test: ambiente
	$(call step,Testes: código$(comma) exercícios e livro$(comma) com dados$(comma) kernels e navegador de verdade,$(PYTEST) -m "not lento")

# Os mesmos testes, um terço mais lentos: contam que linhas do pacote eles percorrem, com um piso.
cobertura: ambiente
	@$(BIN)/python -m coverage erase
	$(call step,Cobertura: que linhas do pacote os testes percorrem,$(PYTEST) -m "not lento" --cov --cov-report=term)

test-lento: ambiente
	$(call step,Testes lentos: o que demora e raramente diz algo novo,$(PYTEST) -m lento)

# Quebra os juízes e os gabaritos dos exercícios que mudaram, um ponto por vez: o que ninguém percebe aparece.
JOBS := $$(getconf _NPROCESSORS_ONLN)
mutacao: ambiente
	$(call step,Mutação: os juízes dos exercícios que mudaram,$(BIN)/python -m tests.exercises.mutation --changed --jobs $(JOBS))
	$(call step,Quebra: os gabaritos dos exercícios que mudaram,$(BIN)/python -m tests.exercises.broken --changed --jobs $(JOBS))

# O pacote na versão mais antiga e na mais nova do Python, cada uma no seu ambiente.
PACKAGE_TESTS := tests/*.py $(addprefix tests/,authoring checks cli publishing/test_weight.py publishing/test_webassets.py)
test-pythons: $(addprefix python-,3.11 3.13)

python-%: ambiente
	$(call step,Testes rápidos do pacote no Python $*,$(other_python))

define other_python
if $(BIN)/python -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "$*")'; then echo "    é o de $(VENV)/: make test já os roda"; \
elif ! found=$$(ls $$HOME/.pyenv/versions/$*.*/bin/python 2>/dev/null || $(BIN)/uv python find --no-python-downloads $* 2>/dev/null); then echo "    não testado: falta o Python $*"; \
else folder=_build/pythons/$*; $(BIN)/uv venv --quiet --clear --python $$(echo "$$found" | tail -1) $$folder && \
  $(BIN)/uv pip install --quiet --python $$folder/bin/python --no-deps --require-hashes -r requirements.lock && \
  $(BIN)/uv pip install --quiet --python $$folder/bin/python --no-deps --no-build-isolation --editable . && \
  $$folder/bin/python -m pytest --numprocesses logical --dist loadfile -m "not lento" -p no:cacheprovider $(PACKAGE_TESTS); fi
endef

bench: ambiente
	@echo "==> Medidas de velocidade, cada uma ao lado do seu par"
	@$(BIN)/mlp-course bench

lint: ambiente
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

trava: ambiente
	@echo "==> Recalculando requirements.lock"
	@$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --output-file requirements.lock

limpar:
	@echo "==> Apagando $(VENV)/ e _build/"
	@rm -rf $(VENV) _build
