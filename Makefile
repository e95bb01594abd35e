# `make demo` and `make test` need Swift, git and make; what else they need they install.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

BINARY := .build/release/dreamkit
JUPYTER := .venv/bin
PREFIX ?=
# Where `make install` puts the program: below PREFIX for everybody, else below ~/.local for this user.
ROOT := $(if $(PREFIX),$(PREFIX),$(HOME)/.local)
NOTEBOOKS := $(sort $(wildcard examples/*.ipynb))
# What `make demo` runs: the paper's section 3.1; DEMO=examples/02-octaves.ipynb for another.
DEMO ?= examples/01-first-dream.ipynb
# `make parity`: a photo and an official weight file of InceptionV3, or nothing for DreamKit's own picture and random weights.
PICTURE ?=
WEIGHTS ?=
# What `make bench` measures; everything but the whole dreams where empty.
BENCH ?=
# `make fuzz`: seconds for each reader.
SECONDS ?= 20
# Modules are emitted before they are compiled, so that those that import them compile beside them, on all processors. The program
# looks for its shared libraries beside itself first, so that it finds them in a wheel wherever that is installed.
RELEASE := -c release --static-swift-stdlib -debug-info-format none --use-integrated-swift-driver \
	-Xswiftc -emit-module-separately-wmo -Xlinker --disable-new-dtags -Xlinker -rpath -Xlinker '$$ORIGIN/../lib/dreamkit'

.PHONY: help packages build environment kernelspec demo notebooks lab test test-swift test-widths test-scripts \
	test-jupyter test-notebooks test-browser test-deb sanitize parity bench bench-kernels profile reference picture fuzz \
	training wheel deb release hooks lint install uninstall clean

help:
	@echo "make demo           build, run the paper's section 3.1 without Jupyter, and say where the pictures are"
	@echo "make test           run every test; 'make test-browser' uses JupyterLab in a headless Chromium besides"
	@echo "make lab            open JupyterLab on the examples"
	@echo "make install        install for this user, or for everybody with PREFIX=/usr/local"
	@echo "make wheel          pack program, libraries and kernelspec into a Python wheel, in dist/"
	@echo "make deb            pack a Debian package, in dist/; 'make test-deb' tries it in a clean system"
	@echo "make notebooks      run the example notebooks and save their outputs"
	@echo "make parity         compare every step with TensorFlow; PICTURE=photo.jpg WEIGHTS=file.h5 for your own"
	@echo "make bench          measure beside TensorFlow and PyTorch"
	@echo "make bench-kernels  time DreamKit's own kernels beside oneDNN's"
	@echo "make test-widths    test the kernels with each width of vectors"
	@echo "make sanitize       run tests under the address and undefined-behaviour sanitizers"
	@echo "make profile        time every layer"
	@echo "make fuzz           give every reader damaged inputs; SECONDS=600 for longer"
	@echo "make training       fetch and draw the pictures and train DreamNet from scratch; hours, resumable"
	@echo "make reference      write docs/reference.md from the commands' own descriptions"
	@echo "make picture        dream the README's moving picture"
	@echo "make lint           check the formatting of the code, and the pages"
	@echo "make hooks          lint what you commit, from now on"
	@echo "make release        check everything that a release promises, and tag it"

packages:
	@Scripts/install-packages

build: packages
	swift build $(RELEASE) --product dreamkit

environment:
	@Scripts/python-environment

kernelspec: build environment
	@$(BINARY) install --prefix .venv

# The notebook runs in the program alone, without Jupyter or Python, into out/.
demo: build
	@echo "Running $(DEMO)"
	@$(BINARY) run $(DEMO) --out out
	@echo "The pictures are in out/, and the notebook with its outputs. 'make lab' opens JupyterLab on all examples."

notebooks: kernelspec
	@for notebook in $(NOTEBOOKS); do \
	  echo "Running $$notebook"; \
	  $(JUPYTER)/papermill -l python -k dreamkit --cwd examples "$$notebook" "$$notebook" \
	    --no-progress-bar --log-level ERROR; \
	done
	@$(JUPYTER)/python Scripts/clean-notebooks $(NOTEBOOKS)

# The extension that ipywidgets brings draws the kernel's progress and controls.
lab: kernelspec
	@$(JUPYTER)/python -c 'import jupyterlab, jupyterlab_widgets' 2>/dev/null || \
	  $(JUPYTER)/pip install --quiet --disable-pip-version-check 'jupyterlab==4.*' 'ipywidgets==8.*'
	$(JUPYTER)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) examples

# Python's packages are fetched while Swift compiles; then the parts run one after the other.
test: lint
	@$(MAKE) --no-print-directory -j2 build environment
	@$(MAKE) --no-print-directory test-swift test-scripts test-jupyter test-notebooks

test-swift: packages
	@Scripts/swift-tests

# Blocks of 8 and of 16 channels on any machine with AVX2, and the library alone.
test-widths: packages
	@Scripts/test-widths

sanitize: packages
	@Scripts/sanitize

test-scripts: environment
	$(JUPYTER)/python -m pytest -q Tests/Scripts

# Two files at a time: a kernel mostly waits.
test-jupyter: build environment
	swift build --product dream-example
	DREAMKIT=$(BINARY) $(JUPYTER)/python -m pytest -q -n 2 --dist loadfile Tests/Conformance

# Each example runs from beginning to end; a few steps suffice to see that.
test-notebooks: build environment
	DREAMKIT=$(BINARY) $(JUPYTER)/python -m pytest -q Tests/Notebooks

# JupyterLab in a headless Chromium, which has to be installed (apt: chromium); what the screen showed goes to out/browser.
test-browser: build
	@Scripts/python-environment .browser Tests/Browser/requirements.txt
	DREAMKIT=$(BINARY) .browser/bin/python -m pytest -q Tests/Browser

# Every step of the paper compared with TensorFlow (some 500 MB of Python packages, several minutes); the table, the numbers
# and pictures of the differences go to .parity/out. docs/parity.md explains a failure.
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
	@Scripts/bench-kernels --gate

# The kernels alone, each shape, into out/kernels.csv.
bench-kernels: packages
	@Scripts/bench-kernels

# Where a gradient's time goes, layer by layer.
profile: build
	@$(BINARY) run Benchmarks/profile.dream

# `pip install dist/dreamkit_kernel-*.whl` is then all that a notebook user needs.
wheel: build
	@Scripts/make-wheel $(BINARY) dist

# The distribution's own package: program, model, kernelspec.
deb: build
	@Scripts/install-packages dpkg-dev
	@Scripts/make-deb $(BINARY) dist

# In a system that debootstrap makes for this, with a Jupyter of the distribution; needs root.
test-deb: deb
	@Scripts/test-deb "$$(ls -t dist/dreamkit_*.deb | head -n 1)"

release:
	@Scripts/release

hooks:
	git config core.hooksPath Scripts/hooks

# docs/dream.webp, from DreamKit's own picture and network.
picture: build
	@Scripts/python-environment .picture Scripts/picture/requirements.txt
	@.picture/bin/python Scripts/picture/make_picture.py $(BINARY) docs/dream.webp

# The tests hold docs/reference.md against the commands.
reference: build
	@$(BINARY) help --markdown > docs/reference.md.part && mv docs/reference.md.part docs/reference.md

# Each reader in turn, so that every one has its time; what one does not survive is kept in out/fuzz.
fuzz: packages
	swift build $(RELEASE) --product dreamkit-fuzz
	@failed=0; for target in wire language png jpeg hdf5; do \
	  nice -n 19 .build/release/dreamkit-fuzz $$target $(SECONDS) || failed=1; \
	done; exit $$failed

lint: packages
	swift format lint --strict --recursive Package.swift Sources Tests examples/swift
	@Scripts/lint-c
	@Scripts/check-docs

install: build
	install -D -m 755 $(BINARY) $(ROOT)/bin/dreamkit
	install -D -m 644 -t $(ROOT)/share/dreamkit/kernelspec kernelspec/*
	install -D -m 644 -t $(ROOT)/share/dreamkit/models models/*
	$(ROOT)/bin/dreamkit install $(if $(PREFIX),--prefix $(PREFIX),--user)

uninstall:
	-$(ROOT)/bin/dreamkit uninstall $(if $(PREFIX),--prefix $(PREFIX),--user)
	rm -rf $(ROOT)/bin/dreamkit $(ROOT)/share/dreamkit

# Stop it whenever you like; called again, it resumes.
training: packages
	@Scripts/python-environment .training Training/requirements.txt
	cd Training && ../.training/bin/python clipart.py
	cd Training && ../.training/bin/python render.py --save-held-out data/held-out
	cd Training && ../.training/bin/python train.py
	cd Training && ../.training/bin/python fit_top.py
	cd Training && ../.training/bin/python export.py --checkpoint data/fitted.pt

clean:
	rm -rf .build .venv .parity .pytorch .training .browser .picture out dist
