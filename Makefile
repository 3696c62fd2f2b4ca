# make run    the portal on http://127.0.0.1:8000 (PORT changes it), to try it out: officers may sign in without a second factor
# make test   the whole suite: both databases, a real browser
# make setup  what both stand on; bench measures speed; faults breaks things and counts; sweep looks at every page in every
#             state, voice, language and width; lock renews the hashed locks
PYTHON ?= python3
PORT ?= 8000
VENV := .venv/bin

# What the suite needs of the system: Debian's package, and the program or file that shows it is there.
SYSTEM := chromium fonts-liberation2 clamav-daemon default-jre-headless libpango-1.0-0 libpangoft2-1.0-0

.PHONY: run test setup system bench faults sweep lock translations clean

run: .venv/.ready static/dist/manifest.json
	@PORTAL_ORIGIN="$${PORTAL_ORIGIN:-http://127.0.0.1:$(PORT)}" PORTAL_SECOND_FACTOR="$${PORTAL_SECOND_FACTOR:-optional}" PORT=$(PORT) exec $(VENV)/flask serve

test: setup
	$(VENV)/ruff check .
	$(VENV)/mypy portal config.py wsgi.py
	$(VENV)/lint-imports --no-cache
	$(VENV)/pytest -W error -n 2

setup: system .venv/.ready-test static/node_modules/.checkers

bench: .venv/.ready-test static/dist/manifest.json
	$(VENV)/python -m tests.bench

faults: .venv/.ready-test static/dist/manifest.json
	$(VENV)/python -m tests.faults

sweep: setup
	$(VENV)/python -m tests.sweep

# The hashes in the lock are checked; the build step of the project itself needs no second environment.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 run"; exit 1; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is missing: on Debian and Ubuntu, sudo apt-get install python3-venv"; exit 1; }

.venv/.ready: .venv/bin/python requirements.txt pyproject.toml static/build.py
	$(VENV)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(VENV)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-test: .venv/.ready requirements-test.txt
	$(VENV)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

static/dist/manifest.json: .venv/.ready static/build.py static/package-lock.json $(wildcard static/css/* static/js/* static/pictures/*)
	$(VENV)/python static/build.py

# What pages are looked at with; the portal itself does without.
static/node_modules/.checkers: static/dist/manifest.json static/package-lock.json
	$(VENV)/python static/build.py --checkers
	@touch $@

system:
	@missing=""; for p in $(SYSTEM); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if command -v chromium >/dev/null 2>&1 && ! command -v apt-get >/dev/null 2>&1; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing$$missing"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	else echo "The suite needs$$missing. Install with:  sudo apt-get install$$missing"; exit 1; fi

# Needs uv (pip install uv). Addresses of package indexes are kept out of both files.
lock:
	uv lock --upgrade
	uv export --quiet --frozen --no-header --no-emit-project --no-default-groups --group build -o requirements.txt
	uv export --quiet --frozen --no-header --no-emit-project --all-groups -o requirements-test.txt
	rm -f uv.lock

# The texts for translators, from the code and the templates as they stand; translations/README.md says what to do with them.
translations: .venv/.ready
	$(VENV)/pybabel -q extract -F translations/babel.toml --add-location=file --omit-header --sort-output -o translations/messages.pot .

clean:
	rm -rf .venv static/dist static/node_modules
