# `make demo` and `make test` need Swift, git and make; what else they need they install.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

BINARY := .build/release/dreamkit
JUPYTER := .venv/bin
PREFIX ?=
# Where `make install` puts the program: below PREFIX for everybody, else below ~/.local for this user.
ROOT := $(if $(PREFIX),$(PREFIX),$(HOME)/.local)
NOTEBOOKS := $(sort $(wildcard examples/*.ipynb))
# `make parity`: a photo and an official weight file of InceptionV3, or nothing for DreamKit's own picture and random weights.
PICTURE ?=
WEIGHTS ?=
# What `make bench` measures; everything but the whole dreams where empty.
BENCH ?=
# Few steps on a small picture, so that the demonstration ends within minutes; empty for the paper's settings.
DEMO ?= -p steps 10 -p max_dim 250
# `make fuzz`: seconds for each reader.
SECONDS ?= 20
# The program looks for its shared libraries beside itself first: so it is found whole in a wheel, wherever that is installed.
RELEASE := -c release --static-swift-stdlib -Xlinker --disable-new-dtags -Xlinker -rpath -Xlinker '$$ORIGIN/../lib/dreamkit'

.PHONY: help packages build environment kernelspec demo notebooks lab test test-swift test-jupyter test-notebooks \
	test-browser parity bench profile reference fuzz training wheel lint install uninstall clean

help:
	@echo "make demo       build, run the example notebooks headless, and say where the pictures are"
	@echo "make test       run every test; 'make test-browser' uses JupyterLab in a headless Chromium besides"
	@echo "make lab        open JupyterLab on the examples"
	@echo "make parity     hold every step against TensorFlow; PICTURE=photo.jpg WEIGHTS=file.h5 for your own"
	@echo "make bench      measure beside TensorFlow and PyTorch"
	@echo "make profile    time every layer"
	@echo "make fuzz       give every reader damaged inputs; SECONDS=600 for longer"
	@echo "make install    install for this user, or for everybody with PREFIX=/usr/local"
	@echo "make wheel      pack program, libraries and kernelspec into a Python wheel, in dist/"
	@echo "make notebooks  run the example notebooks and save their outputs"
	@echo "make reference  write docs/reference.md anew from the commands' own descriptions"
	@echo "make training   fetch and draw the pictures and train DreamNet anew; hours, resumable"
	@echo "make lint       check the formatting"

packages:
	@Scripts/install-packages

build: packages
	swift build $(RELEASE) --product dreamkit

environment: packages
	@Scripts/python-environment

kernelspec: build environment
	@$(BINARY) install --prefix .venv

# The examples run through papermill, a real Jupyter client, into out/.
demo: kernelspec
	@mkdir -p out
	@for notebook in $(NOTEBOOKS); do \
	  echo "Running $$notebook"; \
	  $(JUPYTER)/papermill -l python -k dreamkit --cwd examples $(DEMO) "$$notebook" "out/$$(basename "$$notebook")" \
	    --no-progress-bar --log-level ERROR; \
	done
	@$(JUPYTER)/python Scripts/extract-pictures out/*.ipynb
	@echo "The network was DreamNet, which comes with DreamKit, unless InceptionV3's official weights are in the weights folder: each notebook says which."

notebooks: kernelspec
	@for notebook in $(NOTEBOOKS); do \
	  echo "Running $$notebook"; \
	  $(JUPYTER)/papermill -l python -k dreamkit --cwd examples "$$notebook" "$$notebook" \
	    --no-progress-bar --log-level ERROR; \
	done
	@$(JUPYTER)/python Scripts/clean-notebooks $(NOTEBOOKS)

# The kernel's progress and controls are drawn by the extension that ipywidgets brings.
lab: kernelspec
	@$(JUPYTER)/python -c 'import jupyterlab, jupyterlab_widgets' 2>/dev/null || \
	  $(JUPYTER)/pip install --quiet --disable-pip-version-check 'jupyterlab==4.*' 'ipywidgets==8.*'
	$(JUPYTER)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) examples

test: lint test-swift test-jupyter test-notebooks

test-swift: packages
	@Scripts/swift-tests

test-jupyter: kernelspec
	DREAMKIT=$(BINARY) $(JUPYTER)/python -m pytest -q Tests/Conformance

# Each example runs from beginning to end; a few steps suffice to see that.
test-notebooks: kernelspec
	DREAMKIT=$(BINARY) $(JUPYTER)/python -m pytest -q Tests/Notebooks

# JupyterLab in a headless Chromium, which has to be installed (apt: chromium); what the screen showed goes to out/browser.
test-browser: build
	@Scripts/python-environment .browser Tests/Browser/requirements.txt
	DREAMKIT=$(BINARY) .browser/bin/python -m pytest -q Tests/Browser

# Every step of the paper held against TensorFlow (some 500 MB of Python packages, several minutes); the table, the numbers
# and pictures of the differences go to .parity/out. When it fails, docs/parity.md tells.
parity: build
	@Scripts/python-environment .parity Tests/Parity/requirements.txt
	@.parity/bin/python -m unittest discover --quiet Tests/Parity
	@[ -n "$(WEIGHTS)" ] || [ -e .parity/random.h5 ] || .parity/bin/python Tests/Parity/make_weights.py .parity/random.h5
	@.parity/bin/python Tests/Parity/compare.py --dreamkit $(BINARY) --folder .parity/out \
	  --weights "$(or $(WEIGHTS),.parity/random.h5)" $(if $(PICTURE),--picture "$(PICTURE)")

# DreamKit beside TensorFlow and PyTorch, in turns, on the same weights; nothing else should run meanwhile. BENCH="--only step" for a
# part, BENCH=--whole for the paper's dreams too: the whole table.
bench: kernelspec
	@Scripts/python-environment .parity Tests/Parity/requirements.txt
	@Scripts/python-environment .pytorch Benchmarks/requirements-pytorch.txt
	@[ -e .parity/random.h5 ] || .parity/bin/python Tests/Parity/make_weights.py .parity/random.h5
	@$(JUPYTER)/python Benchmarks/bench.py --dreamkit $(BINARY) --tensorflow .parity/bin/python --pytorch .pytorch/bin/python $(BENCH)

# Where a gradient's time goes, layer by layer.
profile: build
	@$(BINARY) run Benchmarks/profile.dream

# `pip install dist/dreamkit_kernel-*.whl` is then all that a notebook user needs.
wheel: build
	@Scripts/make-wheel $(BINARY) dist

# The tests hold docs/reference.md against the commands.
reference: build
	@$(BINARY) help --markdown > docs/reference.md.part && mv docs/reference.md.part docs/reference.md

# Each reader in turn, so that every one has its time; what one does not survive is kept in out/fuzz.
fuzz: packages
	swift build $(RELEASE) --product dreamkit-fuzz
	@failed=0; for target in wire language png jpeg hdf5; do \
	  nice -n 19 .build/release/dreamkit-fuzz $$target $(SECONDS) || failed=1; \
	done; exit $$failed

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

install: build
	install -D -m 755 $(BINARY) $(ROOT)/bin/dreamkit
	install -D -m 644 -t $(ROOT)/share/dreamkit/kernelspec kernelspec/*
	install -D -m 644 -t $(ROOT)/share/dreamkit/models models/*
	$(ROOT)/bin/dreamkit install $(if $(PREFIX),--prefix $(PREFIX),--user)

uninstall:
	-$(ROOT)/bin/dreamkit uninstall $(if $(PREFIX),--prefix $(PREFIX),--user)
	rm -rf $(ROOT)/bin/dreamkit $(ROOT)/share/dreamkit

# Stop it whenever you like; called again, it goes on where it was.
training: packages
	@Scripts/python-environment .training Training/requirements.txt
	cd Training && ../.training/bin/python clipart.py
	cd Training && ../.training/bin/python render.py --save-held-out data/held-out
	cd Training && ../.training/bin/python train.py
	cd Training && ../.training/bin/python fit_top.py
	cd Training && ../.training/bin/python export.py --checkpoint data/fitted.pt

clean:
	rm -rf .build .venv .parity .pytorch .training .browser out dist
