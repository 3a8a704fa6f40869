# scalptone - see `make help`.
#
# Each module lists its own files in engine/<module>/sources.mk, each test
# folder in tests/<folder>/tests.mk; nothing is found by wildcard.

VERSION := 0.1.0
SONAME  := libscalptone.so.0
CC      ?= cc
AR      ?= ar
OBJCOPY ?= objcopy
PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   ?= build
CONFIG  ?= release
JOBS    ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
PARALLEL = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS))
# Optional reference data for the larger tests; they are skipped with a notice without it.
SCALPTONE_DATA ?= $(firstword $(wildcard ../shared/data))
ifneq ($(SCALPTONE_DATA),)
export SCALPTONE_DATA := $(abspath $(SCALPTONE_DATA))
endif

PKG_CONFIG ?= pkg-config
PKGS := lcms2 libpng libjpeg zlib libcjson cminpack libmd
HAVE_HEIF := $(shell $(PKG_CONFIG) --exists libheif 2>/dev/null && echo 1)
ifeq ($(HAVE_HEIF),1)
PKGS += libheif
DEFS += -DHAVE_HEIF=1
endif
HAVE_APRILTAG := $(shell $(PKG_CONFIG) --exists apriltag 2>/dev/null && echo 1)
ifeq ($(HAVE_APRILTAG),1)
PKGS += apriltag
DEFS += -DHAVE_APRILTAG=1
endif
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null) -lm

WARN := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
        -Wdouble-promotion -Wformat=2 -Wundef -Wwrite-strings
ifneq ($(CI),)
WARN += -Werror
endif
ifneq ($(findstring clang,$(shell $(CC) --version 2>/dev/null)),)
WARN += -Wno-double-promotion # clang means NAN and INFINITY, which are floats; gcc sees the real ones
endif
STD      := -std=c11
# No fast-math: results must not depend on the optimiser. errno and FP traps are never looked at.
MATH     := -ffp-contract=off -fno-math-errno -fno-trapping-math
HARDEN   := -fstack-protector-strong -D_FORTIFY_SOURCE=2
LDHARDEN := -Wl,-z,relro,-z,now
OPT      := -O2 -g

ifeq ($(CONFIG),asan)
OUT      := $(BUILD)/asan
OPT      := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
HARDEN   :=
LDSAN    := -fsanitize=address,undefined
else ifeq ($(CONFIG),tsan)
OUT      := $(BUILD)/tsan
OPT      := -O1 -g -fsanitize=thread
HARDEN   :=
LDSAN    := -fsanitize=thread
else ifeq ($(CONFIG),cover)
OUT      := $(BUILD)/cover
OPT      := -O0 -g --coverage
HARDEN   :=
LDSAN    := --coverage
else ifeq ($(CONFIG),fuzz)
OUT      := $(BUILD)/fuzz
OPT      := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
HARDEN   :=
DEFS     += -DFUZZ_LIBFUZZER
LDSAN    := -fsanitize=address,undefined
LDFUZZ   := -fsanitize=fuzzer
else ifeq ($(CONFIG),count)
OUT      := $(BUILD)/count
OPT      := -O1 -fsanitize-coverage=trace-pc
else ifeq ($(CONFIG),release)
OUT      := $(BUILD)
else
OUT      := $(BUILD)/$(CONFIG)
endif

CFLAGS   ?=
ALL_CFLAGS = $(STD) $(OPT) $(WARN) $(MATH) $(HARDEN) -fPIC -fvisibility=hidden $(DEFS) -Iinclude -Iengine $(PKG_CFLAGS) -MMD -MP $(CFLAGS)
CLI_CFLAGS = $(STD) $(OPT) $(WARN) $(HARDEN) -fPIE -D_POSIX_C_SOURCE=200809L -Iinclude -Icli -MMD -MP $(CFLAGS)

MODULES := base num draw colour skin photo pixels chart card correct region palette match preview report api
include $(MODULES:%=engine/%/sources.mk)
include cli/sources.mk
include tests/tests.mk

OBJECTS := $(SOURCES:%.c=$(OUT)/obj/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(OUT)/obj/%.o)
LIB_A   := $(OUT)/libscalptone.a
INTERNAL_A := $(OUT)/internal.a
LIB_SO  := $(OUT)/$(SONAME)
PROGRAM := $(OUT)/scalptone
TEST_SUPPORT_OBJECTS := $(TEST_SUPPORT:%.c=$(OUT)/obj/%.o)
TEST_PROGRAMS := $(TESTS:%.c=$(OUT)/%)
TOOL_PROGRAMS := $(TOOLS:%.c=$(OUT)/%)

.DEFAULT_GOAL := all
.PHONY: all help demo demo-run setup test check test-run bench fuzz sanitize tsan cover format format-check tidy clean install uninstall dist abi clang

all: $(PROGRAM) $(LIB_A) $(OUT)/libscalptone.so ## build the program and the library into build/

help: ## this list
	@printf 'scalptone %s\n\n' '$(VERSION)'
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'
	@printf '\nVariables: PREFIX DESTDIR CC CFLAGS CONFIG=release|asan|tsan|cover SCALPTONE_DATA=folder CI=1 (warnings are errors)\n'

# ---- library and program --------------------------------------------------

$(OUT)/obj/cli/%.o: cli/%.c
	@mkdir -p $(@D)
	$(CC) $(CLI_CFLAGS) -c $< -o $@

$(OUT)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(FILE_CFLAGS_$(notdir $*)) -c $< -o $@

# For the tests: every function of every room.
$(INTERNAL_A): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $(OBJECTS)

# For others: one object in which only the public names are left, so that no function of ours can clash with one of theirs.
$(LIB_A): $(OBJECTS) Makefile
	@rm -f $@
	$(CC) -r -nostdlib -o $(OUT)/obj/scalptone.o $(OBJECTS)
	$(OBJCOPY) --localize-hidden $(OUT)/obj/scalptone.o
	$(AR) rcs $@ $(OUT)/obj/scalptone.o

$(LIB_SO): $(OBJECTS) engine/api/exports.map
	$(CC) -shared $(LDSAN) -Wl,-soname,$(SONAME) -Wl,--version-script=engine/api/exports.map -Wl,--no-undefined $(LDHARDEN) $(LDFLAGS) -o $@ $(OBJECTS) $(PKG_LIBS)

$(OUT)/libscalptone.so: $(LIB_SO)
	@ln -sf $(SONAME) $@

$(PROGRAM): $(CLI_OBJECTS) $(OUT)/libscalptone.so
	$(CC) -pie $(LDSAN) $(LDHARDEN) -Wl,-rpath,'$$ORIGIN:$$ORIGIN/../lib' $(LDFLAGS) -o $@ $(CLI_OBJECTS) -L$(OUT) -lscalptone -lm

# ---- set-up ---------------------------------------------------------------

setup:
	@sh .ci/install

demo: setup ## install what is missing, build, match the sample consultation photo
	@printf 'building (a minute, the first time)\n'
	@$(MAKE) -s --no-print-directory $(PARALLEL) demo-run

test: setup ## install what is missing, build, run every test
	@$(MAKE) --no-print-directory $(PARALLEL) test-build
	@$(MAKE) --no-print-directory test-run

check: test ## the same as test

# ---- tests ----------------------------------------------------------------

test-build: all $(TEST_PROGRAMS) $(TOOL_PROGRAMS)

$(OUT)/tests/%: $(OUT)/obj/tests/%.o $(TEST_SUPPORT_OBJECTS) $(INTERNAL_A)
	@mkdir -p $(@D)
	$(CC) $(LDSAN) $(LDFUZZ) $(LDFLAGS) -o $@ $< $(TEST_SUPPORT_OBJECTS) $(filter %/cli.a,$^) $(INTERNAL_A) $(PKG_LIBS) -lcmocka $(TEST_LIBS)

# The command line's parts, for the test that feeds it words.
$(OUT)/cli.a: $(filter-out %/main.o %/manual.o,$(CLI_OBJECTS))
	@rm -f $@
	$(AR) rcs $@ $^
$(OUT)/tests/fuzz/fuzz_args: $(OUT)/cli.a

$(OUT)/obj/tests/%.o: ALL_CFLAGS += -Itests -D_POSIX_C_SOURCE=200809L

test-run: test-build
	@OUT='$(OUT)' CC='$(CC)' sh tests/run.sh $(TEST_PROGRAMS) $(TEST_SCRIPTS)

sanitize: setup ## the suite under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory $(PARALLEL) CONFIG=asan test-build
	@TEST_JOBS=$(JOBS) $(MAKE) --no-print-directory CONFIG=asan test-run

# Address randomisation is left out: the sanitizer of gcc 12 cannot place its shadow where newer kernels put the program.
THREADED := $(BUILD)/tsan/tests/api/test_threads tests/cli/batch.sh
tsan: setup ## what runs in threads under ThreadSanitizer
	@$(MAKE) --no-print-directory $(PARALLEL) CONFIG=tsan all $(BUILD)/tsan/tests/api/test_threads $(BUILD)/tsan/tests/phantom/phantom
	@OUT='$(BUILD)/tsan' CC='$(CC)' TSAN_OPTIONS=halt_on_error=1 setarch -R sh tests/run.sh $(THREADED)

# Renderings and simulations cost minutes under sanitizers and touch no code that other tests do not.
LONG_TESTS := tests/phantom/% tests/match/test_clients tests/correct/test_simulation tests/chart/test_detect tests/card/test_card% \
              tests/photo/test_corpora tests/region/test_region tests/region/test_hair tests/region/test_purity tests/region/test_stubble \
              tests/preview/test_colour tests/skin/test_fit tests/skin/test_monte_carlo tests/fuzz/%
sanitize-quick: setup ## the same without the renderings and simulations, as CI runs it
	@$(MAKE) --no-print-directory $(PARALLEL) CONFIG=asan all $(filter-out $(LONG_TESTS:%=$(BUILD)/asan/%),$(TESTS:%.c=$(BUILD)/asan/%))
	@OUT='$(BUILD)/asan' CC='$(CC)' sh tests/run.sh $(filter-out $(LONG_TESTS:%=$(BUILD)/asan/%),$(TESTS:%.c=$(BUILD)/asan/%))

clang: ## build everything with clang, warnings as errors
	@$(MAKE) --no-print-directory $(PARALLEL) CC=clang CONFIG=clang CI=1 test-build

cover: setup ## test coverage, as a table by file
	@$(MAKE) --no-print-directory $(PARALLEL) CONFIG=cover test-build
	@$(MAKE) --no-print-directory CONFIG=cover test-run
	@sh tests/cover.sh $(BUILD)/cover

bench: ## our speed beside that of peers that are installed; never passes or fails
	@$(MAKE) --no-print-directory $(PARALLEL) all $(TOOL_PROGRAMS)
	@for b in $(filter $(OUT)/tests/bench/bench_%,$(TOOL_PROGRAMS)); do $$b || exit 1; done
	@OUT='$(OUT)' sh tests/bench/whole_process.sh

FUZZ_SECONDS ?= 60
FUZZ_TARGETS := $(patsubst tests/fuzz/fuzz_%.c,%,$(filter tests/fuzz/fuzz_%,$(TESTS)))
fuzz: $(FUZZ_TARGETS:%=$(OUT)/tests/fuzz/fuzz_%) ## fuzz each target for FUZZ_SECONDS (needs clang)
	@$(MAKE) --no-print-directory $(PARALLEL) CC=clang CONFIG=fuzz $(FUZZ_TARGETS:%=$(BUILD)/fuzz/tests/fuzz/fuzz_%)
	@OUT='$(OUT)' sh tests/fuzz/fuzz.sh $(FUZZ_SECONDS) $(FUZZ_TARGETS)

format: ## lay out all C files by .clang-format
	clang-format -i $(FORMAT_FILES)
format-check:
	clang-format --dry-run -Werror $(FORMAT_FILES)
FORMAT_FILES = $(shell git ls-files '*.c' '*.h' | grep -vE '_table\.c$$|^tests/vectors/')

tidy: ## static analysis by .clang-tidy
	@printf '%s\n' $(SOURCES) | xargs -n 1 -P $(JOBS) sh -c 'clang-tidy --quiet "$$0" -- $(TIDY_CFLAGS) -Iengine 2>&1'
	@printf '%s\n' $(CLI_SOURCES) | xargs -n 1 -P $(JOBS) sh -c 'clang-tidy --quiet "$$0" -- $(TIDY_CFLAGS) -D_POSIX_C_SOURCE=200809L -Icli 2>&1'
# The headers of other libraries are not ours to tidy. One file a run: clang 14 mixes up va_lists of files checked together.
TIDY_CFLAGS = $(STD) $(DEFS) -Iinclude $(patsubst -I%,-isystem%,$(PKG_CFLAGS))

abi: all ## the exported symbols, as the tests compare them
	@nm -D --defined-only $(LIB_SO) | awk '{print $$3}' | sed 's/@.*//' | grep -v '^SCALPTONE_' | sort

# ---- install --------------------------------------------------------------

COMPLETIONS := bash-completion/completions/scalptone zsh/site-functions/_scalptone fish/vendor_completions.d/scalptone.fish

install: all ## install under PREFIX (default /usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include/scalptone
	install -d $(DESTDIR)$(PREFIX)/share/scalptone/palettes/charts $(DESTDIR)$(PREFIX)/share/scalptone/palettes/scales
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/
	install -m 755 $(LIB_SO) $(DESTDIR)$(PREFIX)/lib/
	ln -sf $(SONAME) $(DESTDIR)$(PREFIX)/lib/libscalptone.so
	install -m 644 $(LIB_A) $(DESTDIR)$(PREFIX)/lib/
	install -m 644 include/scalptone.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 include/scalptone/*.h $(DESTDIR)$(PREFIX)/include/scalptone/
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(dir $(COMPLETIONS:%=$(DESTDIR)$(PREFIX)/share/%))
	$(PROGRAM) help --man > $(DESTDIR)$(PREFIX)/share/man/man1/scalptone.1
	$(PROGRAM) help --completion bash > $(DESTDIR)$(PREFIX)/share/$(word 1,$(COMPLETIONS))
	$(PROGRAM) help --completion zsh > $(DESTDIR)$(PREFIX)/share/$(word 2,$(COMPLETIONS))
	$(PROGRAM) help --completion fish > $(DESTDIR)$(PREFIX)/share/$(word 3,$(COMPLETIONS))
	install -m 644 palettes/*.json $(DESTDIR)$(PREFIX)/share/scalptone/palettes/
	install -m 644 palettes/charts/*.json $(DESTDIR)$(PREFIX)/share/scalptone/palettes/charts/
	install -m 644 palettes/scales/*.json $(DESTDIR)$(PREFIX)/share/scalptone/palettes/scales/
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@LIBS@|$(PKG_LIBS)|' engine/api/scalptone.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/scalptone.pc

uninstall: ## remove what install wrote
	rm -rf $(DESTDIR)$(PREFIX)/bin/scalptone $(DESTDIR)$(PREFIX)/lib/$(SONAME) $(DESTDIR)$(PREFIX)/lib/libscalptone.so \
	  $(DESTDIR)$(PREFIX)/lib/libscalptone.a $(DESTDIR)$(PREFIX)/lib/pkgconfig/scalptone.pc $(DESTDIR)$(PREFIX)/include/scalptone.h \
	  $(DESTDIR)$(PREFIX)/share/man/man1/scalptone.1 $(COMPLETIONS:%=$(DESTDIR)$(PREFIX)/share/%) \
	  $(DESTDIR)$(PREFIX)/include/scalptone $(DESTDIR)$(PREFIX)/share/scalptone

dist: ## a source archive of the last commit
	@mkdir -p $(BUILD)
	git archive --format=tar.gz --prefix=scalptone-$(VERSION)/ -o $(BUILD)/scalptone-$(VERSION).tar.gz HEAD

clean: ## remove build/
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(TEST_SUPPORT_OBJECTS:.o=.d) $(TESTS:%.c=$(OUT)/obj/%.d) $(TOOLS:%.c=$(OUT)/obj/%.d)

# ---- demo -----------------------------------------------------------------

DEMO := build/demo
.PHONY: demo-photo test-build
demo-photo: $(OUT)/tests/phantom/phantom $(OUT)/tests/card/card_demo
	@mkdir -p $(DEMO)
	@$(OUT)/tests/phantom/phantom --out $(DEMO) --size 2400,1800 --mm-per-px 0.018 --shading 0.3 --specular 0.2 --card colorchecker >/dev/null && mv $(DEMO)/photo.jpg $(DEMO)/client.jpg
	@$(OUT)/tests/card/card_demo $(DEMO)

demo-run: all demo-photo
	@printf '\n'
	@$(PROGRAM) match $(DEMO)/client.jpg --overlay $(DEMO)/overlay.png
	@$(PROGRAM) match $(DEMO)/client.jpg --json > $(DEMO)/result.json
	@$(PROGRAM) preview $(DEMO)/client.jpg --scale 0.018 --sheet $(DEMO)/sheet.png --quiet >/dev/null
	@printf '\n%s\n' 'See $(DEMO)/client.jpg (rendered), $(DEMO)/overlay.png (what was seen), $(DEMO)/sheet.png (how it would look), $(DEMO)/result.json (everything).'
