# La Bàn: `make run` starts everything, `make test` checks everything, `make help` lists the rest.
# Python 3.10 and 3.11 are found on PATH, under pyenv or through uv; else say where they are:
#   make run PYTHON310=/path/to/python3.10 PYTHON311=/path/to/python3.11

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
export PYTHON310 PYTHON311
export RASA_TELEMETRY_ENABLED := false
export RASA_CACHE_DIRECTORY := var/rasa-cache
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export HF_HUB_OFFLINE := 1

APP := var/env/app/bin/python
RASA := PYTHONPATH=. var/env/rasa/bin/python -W ignore -m deploy.start_rasa
MODEL := var/models/laban.tar.gz
NLU := config.yml $(shell find nlu -name '*.yml' -o -name '*.py' -o -name '*.tsv')
TRAINING := --config config.yml --domain nlu/domain --data nlu/data

.PHONY: help run chat setup setup-dev browser index train check lint unit channel rasa-unit e2e test \
	levels evaluate bench lock clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup index train ## set up what is missing, start everything, print the addresses
	@$(APP) -m deploy.run

chat: ## talk to the running bot in the terminal
	@$(APP) -m bot chat

setup: ## make both Python environments (minutes the first time)
	@python3 deploy/environments.py app rasa

setup-dev: ## the same, with what tests and linters need
	@python3 deploy/environments.py app rasa dev rasa-dev

browser: ## see that a Chromium is there for the page's tests, install Debian's if not
	@deploy/browser.sh

index: setup ## build the index of the corpus; only what changed is embedded
	@$(APP) -m knowledge build

train: setup $(MODEL) ## train the Rasa model, if its data changed

$(MODEL): $(NLU)
	@echo "train: Rasa learns the intents and rules (half a minute)"
	@mkdir -p var/models var/logs
	@$(RASA) train $(TRAINING) --out var/models/new --fixed-model-name laban \
		> var/logs/train.log 2>&1 || { tail -20 var/logs/train.log; exit 1; }
	@mv var/models/new/laban.tar.gz $(MODEL) && touch $(MODEL)

check: setup ## check every card of the corpus
	@$(APP) -m knowledge check

lint: setup-dev ## style of the code, types, import contracts
	@$(APP) -m ruff check .
	@$(APP) -m ruff format --check .
	@$(APP) -m mypy
	@var/env/app/bin/lint-imports --no-cache

unit: setup-dev ## tests without network, torch or Rasa; under a minute
	@$(APP) -m pytest -m "not model and not e2e and not channel"

channel: setup-dev ## tests of the Telegram channel with an offline Bot API server; two minutes
	@$(APP) -m pytest -m channel

rasa-unit: setup-dev train ## tests of nlu/ in Rasa's Python; the training data validated
	@var/env/rasa/bin/python -m pytest -c tests/nlu/pytest.ini tests/nlu
	@mkdir -p var/logs
	@$(RASA) data validate $(TRAINING) > var/logs/validate.log 2>&1 \
		|| { tail -20 var/logs/validate.log; exit 1; }
	@# Actions say every response (tests/contract sees to it), and the front door alone reports
	@# danger, in no words that could be learnt; any other warning is an error.
	@! grep "UserWarning: " var/logs/validate.log \
		| grep -v "The utterance 'utter_[a-z_]*' is not used in any story or rule\.$$" \
		| grep -v "The intent 'report_danger' is listed in the domain file"

e2e: setup-dev browser index train ## tests with the real model, the three processes and a browser
	@python3 deploy/environments.py haystack
	@$(APP) -m pytest -m "model or e2e"

test: lint check unit channel rasa-unit e2e levels ## everything that CI checks

levels: setup-dev index train ## the score card of the whole system; fails under its levels
	@$(APP) -m tests.evaluation

evaluate: setup-dev index train ## the same, and public data beside other systems; half an hour the first time
	@python3 deploy/environments.py haystack
	@$(APP) -m tests.evaluation --public

bench: index train ## measure speed and memory of the whole; minutes
	@$(APP) -m tests.bench

lock: setup-dev ## resolve deploy/*.in anew into the pinned lists
	@$(APP) deploy/lock.py

clean: ## delete all that was made: environments, index, model, databases
	rm -rf var
