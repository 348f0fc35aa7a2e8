# `make serve` and `make test` do everything on a fresh machine; both are quick the second time.
VENV   ?= .venv
PY     := $(VENV)/bin/python
HOST   ?= 127.0.0.1
PORT   ?= 8000
export HF_HUB_OFFLINE ?= 1

SUDO   := $(shell test "$$(id -u)" = 0 || echo sudo -n)

.PHONY: setup chromium serve test lint lock clean

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml requirements.lock
	test -x $(PY) || python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[export,eval,dev]'
	touch $@

serve: setup
	$(VENV)/bin/faq serve --host $(HOST) --port $(PORT)

# For the browser tests, which are skipped where it cannot be installed.
chromium:
	@command -v chromium >/dev/null || { command -v apt-get >/dev/null && $(SUDO) apt-get -qq update \
	  && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null; } \
	  || echo "chromium is missing and was not installed: the browser tests are skipped"

test: setup chromium
	$(PY) -m pytest

lint: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

# Rewrites the lock file from pyproject.toml.
lock:
	$(PY) -m pip install --quiet pip-tools
	$(PY) -m piptools compile --quiet --strip-extras --no-header --no-emit-index-url --no-emit-find-links --extra export --extra eval --extra dev --output-file requirements.lock pyproject.toml
	sed -i "s/^torch==\([0-9.]*\)+cpu/torch==\1/" requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info
