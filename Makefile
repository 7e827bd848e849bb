# What a newcomer types. `make help` lists it; scripts/ holds what is longer than a line.

.DEFAULT_GOAL := help
TORTURE ?= 20
FUZZ ?= 60
.PHONY: help setup demo test test-release torture fuzz bench build format lint clean

sources := Sources Tests Benchmarks Examples Package.swift
# Swift's libraries are linked in: a command starts in two thirds of the time, and runs where no toolchain is.
release := -c release --product hotline --static-swift-stdlib

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

setup: ## install the Debian packages that are missing, and check the Swift version
	@scripts/setup

demo: build ## build, then watch Hotline do its main job on real input (./demo)
	@scripts/demo

test: ## build and run all tests
	@scripts/setup --tests
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=16 swift test --disable-xctest

test-release: build ## run the tests of whole commands on the release build: optimised code has bugs of its own
	@scripts/setup --tests
	HOTLINE_TESTED=$(CURDIR)/.build/release/hotline SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=16 \
	  swift test --disable-xctest --filter EndToEndTests

torture: ## try to break the log: kill, cut, freeze, fill; TORTURE=seconds for each test, TORTURE_SEED=n to begin at
	@scripts/setup --tests
	TORTURE=$(TORTURE) swift test --disable-xctest --no-parallel --filter FaultTests

fuzz: ## break workbooks and csv files and read them under address sanitizer; FUZZ=seconds, FUZZ_SEED=n to begin at
	@scripts/setup --tests
	swift build -c release --sanitize=address --scratch-path .build-asan --product SheetFuzz
	ASAN_OPTIONS=quarantine_size_mb=16:detect_leaks=0 .build-asan/release/SheetFuzz fixtures $(wildcard fixtures/corpus) \
	  $(wildcard ../shared/corpus/xlsx ../shared/corpus/other) --seed $(or $(FUZZ_SEED),1) --seconds $(FUZZ) --out bench/fuzz

bench: build ## measure the speeds it promises (./bench); MILLION=1 adds lists of a million rows
	@command -v python3 >/dev/null || { echo "error: the bench needs python3 to make its lists; install it" >&2; exit 1; }
	swift build -c release --product LogBench
	swift build -c release --product DeskBench
	swift build -c release --product ClockBench
	swift build -c release --product SheetBench --static-swift-stdlib
	@MILLION=$(MILLION) scripts/bench

build: setup ## build the release: .build/release/hotline
	swift build $(release)

format: ## format the sources in place
	swift format --in-place --parallel --recursive $(sources)

lint: ## complain about what format would change, and about what style.md forbids
	swift format lint --strict --parallel --recursive $(sources)

clean: ## stop the servers of demo and bench, and remove all that was made
	@scripts/sweep demo bench
	rm -rf .build .build-asan
