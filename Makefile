# scalptone - see `make help`.
#
# Each module lists its own files in engine/<module>/sources.mk, each test
# folder in tests/<folder>/tests.mk; nothing is found by wildcard.

VERSION := $(shell sed -n 's/^.define SCT_VERSION_STRING "\(.*\)"/\1/p' include/scalptone/base.h)
SONAME  := libscalptone.so.0

# ---- what a packager sets --------------------------------------------------
# Folders; give the same ones to `make` and to `make install`.
DESTDIR    ?=
PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR    ?= $(PREFIX)/share
MANDIR     ?= $(DATADIR)/man
# Where the installed program looks for the library, beside what the system knows; empty for nowhere.
RPATH      ?= $(if $(filter /usr/lib /usr/lib/% /usr/lib64 /lib /lib64,$(LIBDIR)),,$(call relative,$(BINDIR),$(LIBDIR),$$ORIGIN/))
# CPPFLAGS, CFLAGS and LDFLAGS come after our own flags, so that they win.
CPPFLAGS   ?=
CFLAGS     ?=
LDFLAGS    ?=
# Compiles what runs while building: the writer of the manual, when CC is a cross compiler.
HOSTCC     ?= cc

# ---- the machine that the program is for -----------------------------------
machine = $(shell $(1) -dumpmachine 2>/dev/null | sed -E 's/-(pc|unknown|redhat|suse)-/-/; s/-linux$$/-linux-gnu/')
MACHINE := $(call machine,$(CC) $(filter --target=% -m32 -m64,$(CFLAGS)))
X86     := $(filter x86_64-% amd64-% i386-% i486-% i586-% i686-%,$(MACHINE))
CROSS   := $(if $(MACHINE),$(filter-out $(call machine,$(HOSTCC)),$(MACHINE)))
# A cross compiler comes with tools of its name.
tool = $(or $(if $(CROSS),$(shell command -v $(MACHINE)-$(1) 2>/dev/null)),$(1))
ifeq ($(origin AR),default)
AR := $(call tool,ar)
endif
ifeq ($(origin OBJCOPY),undefined)
OBJCOPY := $(call tool,objcopy)
endif
ifeq ($(origin PKG_CONFIG),undefined)
PKG_CONFIG := $(call tool,pkg-config)
endif
ifneq ($(findstring darwin,$(MACHINE))$(findstring mingw,$(MACHINE)),)
$(error scalptone builds for systems with ELF files (Linux): nobody has written or run the linker flags of $(MACHINE))
endif

# V=1 shows the commands as they are run; without it a line says what is done.
ifeq ($(V),)
Q := @
endif
# (make says it by itself: a process each would be one in six of a build's.)
say = $(if $(V)$(findstring s,$(firstword -$(MAKEFLAGS))),,$(info $(empty)  $(1)	$(2)))
# The way from one folder to another, both absolute; where they share nothing, the other as it is. $(3) comes before the way.
relative = $(shell printf '%s\n%s\n' '$(1)' '$(2)' | awk -F/ -v before='$(3)' 'NR == 1 {n = split($$0, a, "/"); next} \
    {m = split($$0, b, "/"); i = 2; while (i <= n && i <= m && a[i] == b[i]) i++; if (i == 2) {print; exit} \
     for (k = i; k <= n; k++) s = s "../"; for (k = i; k <= m; k++) s = s b[k] "/"; sub("/$$", "", s); print before s}')

# ---- how this build is made ------------------------------------------------
BUILD   ?= build
CONFIG  ?= release
JOBS    ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
PARALLEL = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS))
# Optional reference data for the larger tests; they are skipped with a notice without it.
SCALPTONE_DATA ?= $(firstword $(wildcard ../shared/data))
ifneq ($(SCALPTONE_DATA),)
export SCALPTONE_DATA := $(abspath $(SCALPTONE_DATA))
endif

PKGS := lcms2 libpng libjpeg zlib libcjson cminpack libmd
# What it does without where it is not there; asked in one go, because some forty starts of make are in one run of CI.
OPTIONAL_PKGS := libheif expat libdeflate libsodium
HAVE := $(shell for p in $(OPTIONAL_PKGS); do $(PKG_CONFIG) --exists $$p && echo $$p; done 2>/dev/null)
# On Linux it is opened when a HEIC comes, by the name of its file; elsewhere it is linked.
ifneq ($(filter libheif,$(HAVE)),)
DEFS += -DHAVE_HEIF=1
ifneq ($(findstring linux,$(MACHINE)),)
DEFS += -DHEIF_LATER='"libheif.so.1"'
HEIF_CFLAGS := $(shell $(PKG_CONFIG) --cflags libheif 2>/dev/null)
HEIF_LATER_LIBS = $(shell $(PKG_CONFIG) --libs libheif 2>/dev/null) # for a test that decodes with it by itself
SYSTEM_LIBS := -ldl
else
PKGS += libheif
endif
endif
PKGS += $(filter-out libheif,$(HAVE))
DEFS += $(if $(filter expat,$(HAVE)),-DHAVE_EXPAT=1) $(if $(filter libdeflate,$(HAVE)),-DHAVE_DEFLATE=1) $(if $(filter libsodium,$(HAVE)),-DHAVE_SODIUM=1)
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null) $(HEIF_CFLAGS)
SYSTEM_LIBS += -lm -pthread
PKG_LIBS   := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null) $(SYSTEM_LIBS)

WARN := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
        -Wdouble-promotion -Wformat=2 -Wundef -Wwrite-strings
ifneq ($(CI),)
WARN += -Werror
endif
IS_CLANG := $(findstring clang,$(shell $(CC) --version 2>/dev/null))
ifneq ($(IS_CLANG),)
WARN += -Wno-double-promotion # clang means NAN and INFINITY, which are floats; gcc sees the real ones
endif
STD      := -std=c11
# No fast-math: results must not depend on the optimiser. errno and FP traps are never looked at.
MATH     := -ffp-contract=off -fno-math-errno -fno-trapping-math
# What this compiler knows of the rest: jumps that land where they may (CET), stacks that grow page by page, locals that begin
# as zeros. Kernels write all of their large locals and do without the zeros (UNZEROED in the sources.mk of their rooms).
knows    = $(shell $(CC) -Werror $(1) -x c -fsyntax-only /dev/null 2>/dev/null && echo '$(1)')
ZEROED   := $(call knows,-ftrivial-auto-var-init=zero)
UNZEROED := $(if $(ZEROED),-ftrivial-auto-var-init=uninitialized)
HARDEN   := -fstack-protector-strong $(call knows,-fcf-protection=full) $(call knows,-fstack-clash-protection) $(ZEROED) $(if $(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS))$(filter -O0,$(CFLAGS)),,-D_FORTIFY_SOURCE=2)
LDHARDEN := -Wl,-z,relro,-z,now
OPT      := -O2 -g
# The same sources give the same files, whatever the folder they are built in.
PATHS    := -ffile-prefix-map=$(CURDIR)=.

ifeq ($(CONFIG),asan)
OUT      := $(BUILD)/asan
OPT      := -O1 $(if $(CI),,-g1 )-fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
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

# Data that is not in ../share beside the program's folder: the program is told the way.
DATA_WAY := $(call relative,$(BINDIR),$(DATADIR))
ifneq ($(DATA_WAY),../share)
CLI_DEFS := -DDATA_FOLDER='"$(DATA_WAY)/scalptone/"'
endif
ALL_CFLAGS = $(STD) $(OPT) $(WARN) $(MATH) $(HARDEN) $(PATHS) -fPIC -fvisibility=hidden $(DEFS) -Iinclude -Iengine $(PKG_CFLAGS) -MMD -MP \
             $(FILE_CFLAGS_$(notdir $*)) $(CPPFLAGS) $(CFLAGS)
CLI_CFLAGS = $(STD) $(OPT) $(WARN) $(HARDEN) $(PATHS) -fPIE -D_POSIX_C_SOURCE=200809L $(CLI_DEFS) -Iinclude -Icli -MMD -MP $(CPPFLAGS) $(CFLAGS)

MODULES := base words num table draw colour skin photo pixels chart card correct region palette artist swatch match preview record verify report api
include $(MODULES:%=engine/%/sources.mk)
include cli/sources.mk
include tests/tests.mk

OBJECTS := $(SOURCES:%.c=$(OUT)/obj/%.o) $(OUT)/obj/page_files.o $(OUT)/obj/words_table.o
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(OUT)/obj/%.o) $(OUT)/obj/schema_files.o
LIB_A   := $(OUT)/libscalptone.a
INTERNAL_A := $(OUT)/internal.a
LIB_SO  := $(OUT)/$(SONAME)
PROGRAM := $(OUT)/scalptone
TEST_SUPPORT_OBJECTS := $(TEST_SUPPORT:%.c=$(OUT)/obj/%.o)
TEST_PROGRAMS := $(TESTS:%.c=$(OUT)/%)
TOOL_PROGRAMS := $(TOOLS:%.c=$(OUT)/%)

.DEFAULT_GOAL := all
.PHONY: all help words-json demo demo-run setup test test-long check test-run bench bench-peers bench-compare fuzz sanitize sanitize-threads sanitize-quick cover format format-check tidy clean install uninstall dist deb abi abi-accept clang

all: $(PROGRAM) $(LIB_A) $(OUT)/libscalptone.so $(if $(filter release,$(CONFIG)),manual) ## build the program and the library into build/

help: ## this list
	@printf 'scalptone %s\n\n' '$(VERSION)'
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'
	@printf '\nVariables: PREFIX BINDIR LIBDIR INCLUDEDIR DATADIR MANDIR DESTDIR RPATH CC CPPFLAGS CFLAGS LDFLAGS HOSTCC PKG_CONFIG\n'
	@printf '           CONFIG=release|asan|tsan|cover V=1 (show commands) CI=1 (warnings are errors) SCALPTONE_DATA=folder\n'

# ---- library and program --------------------------------------------------

# A folder is made once, and not before each file in it.
.SECONDEXPANSION:
.PRECIOUS: %/.
%/.:
	@mkdir -p $@

$(OUT)/obj/cli/%.o: cli/%.c | $$(@D)/.
	$(call say,CC,$<)
	$(Q)$(CC) $(CLI_CFLAGS) -c $< -o $@

$(OUT)/obj/%.o: %.c | $$(@D)/.
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -c $< -o $@

# The file $$f as an array with a zero behind it.
array = n=$(1); printf 'extern const char %s[];\nconst char %s[] = {\n' $$n $$n; od -An -v -tx1 $$f | sed -E "s/ ([0-9a-f]{2})/'\\\\x\1',/g"; printf '0};\n'

# Files that the library carries, as arrays with a zero behind them: consultation.css becomes page_consultation_css.
$(OUT)/obj/page_files.c: $(PAGE_FILES) Makefile
	$(call say,EMBED,$@)
	@mkdir -p $(@D)
	$(Q){ for f in $(PAGE_FILES); do $(call array,page_$$(basename $$f | tr . _)); done; } > $@.part && mv $@.part $@
$(OUT)/obj/page_files.o: $(OUT)/obj/page_files.c
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -c $< -o $@

# Those of the program: palette-show.json becomes schema_palette_show.
$(OUT)/obj/schema_files.c: $(SCHEMA_FILES) Makefile
	$(call say,EMBED,$@)
	@mkdir -p $(@D)
	$(Q){ for f in $(SCHEMA_FILES); do $(call array,schema_$$(basename $$f .json | tr .- __)); done; } > $@.part && mv $@.part $@
$(OUT)/obj/schema_files.o: $(OUT)/obj/schema_files.c
	$(call say,CC,$<)
	$(Q)$(CC) $(CLI_CFLAGS) -c $< -o $@

# The words of every language as one text, longer than C promises that a text may be.
$(OUT)/obj/words_table.c: engine/words/bake.awk $(WORD_FILES)
	$(call say,BAKE,$@)
	@mkdir -p $(@D)
	$(Q)LC_ALL=C awk -v languages='$(LANGUAGES)' -f $^ /dev/null > $@.part && mv $@.part $@
$(OUT)/obj/words_table.o: WARN += -Wno-overlength-strings
$(OUT)/obj/words_table.o: $(OUT)/obj/words_table.c
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -c $< -o $@

words-json: ## the words of every language as JSON into build/words/, for a page that speaks by itself
	@mkdir -p $(OUT)/words
	$(Q)for l in $(LANGUAGES); do LC_ALL=C awk -f engine/words/json.awk engine/words/$$l.po > $(OUT)/words/$$l.json || exit 1; done

# For the tests: every function of every room.
$(INTERNAL_A): $(OBJECTS)
	$(call say,AR,$@)
	@rm -f $@
	$(Q)$(AR) rcsD $@ $(OBJECTS)

# For others: one object in which only the public names are left, so that no function of ours can clash with one of theirs.
# Under -flto it is compiled here: names can be made local in machine code only.
$(LIB_A): $(OBJECTS) Makefile
	$(call say,AR,$@)
	@rm -f $@
	$(Q)$(CC) $(CFLAGS) $(if $(findstring -flto,$(CFLAGS)),$(RELOCATE_LTO)) -r -nostdlib -o $(OUT)/obj/scalptone.o $(OBJECTS)
	$(Q)$(OBJCOPY) --localize-hidden $(OUT)/obj/scalptone.o
	$(Q)$(AR) rcsD $@ $(OUT)/obj/scalptone.o
RELOCATE_LTO = $(if $(IS_CLANG),-fuse-ld=lld,-flinker-output=nolto-rel)

$(LIB_SO): $(OBJECTS) engine/api/exports.map
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) -shared $(LDSAN) -Wl,-soname,$(SONAME) -Wl,--version-script=engine/api/exports.map -Wl,--no-undefined $(LDHARDEN) $(LDFLAGS) -o $@ $(OBJECTS) $(PKG_LIBS)

$(OUT)/libscalptone.so: $(LIB_SO)
	@ln -sf $(SONAME) $@

# The program in the build folder finds its library beside itself; the installed one is linked for where it will be.
LINK_PROGRAM = $(CC) $(CFLAGS) -pie $(LDSAN) $(LDHARDEN) $(if $(1),-Wl$(comma)-rpath$(comma)'$(1)') $(LDFLAGS) -o $(2) $(CLI_OBJECTS) -L$(OUT) -lscalptone -lm
comma := ,
$(PROGRAM): $(CLI_OBJECTS) $(OUT)/libscalptone.so
	$(call say,LINK,$@)
	$(Q)$(call LINK_PROGRAM,$$ORIGIN:$$ORIGIN/../lib,$@)

# ---- manual page and completions -------------------------------------------
# Section 1 and completions are written by the program from its tables of options, section 3 by an awk program from the public
# headers, 5 and 7 by the same from texts in cli/manual/. A program for another machine cannot run here: then its command line is
# compiled for this one, around a library of empty functions, because the tables need none of it.

COMPLETIONS := bash-completion/completions/scalptone zsh/site-functions/_scalptone fish/vendor_completions.d/scalptone.fish
COMMANDS := $(patsubst cli/cmd/%.c,%,$(filter cli/cmd/%.c,$(CLI_SOURCES)))
MAN_TEXTS := $(wildcard cli/manual/*.md)
MAN1 := man1/scalptone.1 $(COMMANDS:%=man1/scalptone-%.1)
MAN3 := man3/scalptone.3 $(patsubst include/scalptone/%.h,man3/scalptone-%.3,$(wildcard include/scalptone/*.h))
MAN57 := $(foreach text,$(filter-out cli/manual/scalptone.3.md,$(MAN_TEXTS)),man$(patsubst .%,%,$(suffix $(text:.md=)))/$(notdir $(text:.md=)))
# Every function and macro has a link to its page.
MAN3_LINKS = $(shell { sed -nE 's/^ *(sct_[a-z0-9_]+);.*/man3\/\1.3/p' engine/api/exports.map; \
    sed -nE 's/^.define (sct_[a-z0-9_]+)[^a-z0-9_ ].*/man3\/\1.3/p' include/scalptone/*.h; } | sort -u)
MANUAL := $(MAN1:%=$(OUT)/manual/%) $(COMPLETIONS:%=$(OUT)/manual/%) $(OUT)/manual/links
MANUAL_WRITER := $(if $(CROSS),$(OUT)/host/scalptone,$(PROGRAM))
.PHONY: manual
manual: $(MANUAL)

$(MAN1:%=$(OUT)/manual/%): HELP = --man $(patsubst scalptone-%,%,$(filter-out scalptone,$(basename $(@F))))
$(OUT)/manual/bash-%: HELP = --completion bash
$(OUT)/manual/zsh/%: HELP = --completion zsh
$(OUT)/manual/fish/%: HELP = --completion fish
$(filter-out %/links,$(MANUAL)): $(MANUAL_WRITER)
	$(call say,WRITE,$@)
	@mkdir -p $(@D)
	$(Q)$(MANUAL_WRITER) help $(HELP) > $@.part && mv $@.part $@
# All other pages, and which function stands on which.
$(OUT)/manual/links: cli/manual/manual.awk cli/manual.c $(MAN_TEXTS) $(wildcard include/scalptone/*.h)
	$(call say,WRITE,$(OUT)/manual/man[357])
	@mkdir -p $(sort $(dir $(MAN3:%=$(OUT)/manual/%) $(MAN57:%=$(OUT)/manual/%)))
	$(Q)awk -v out=$(OUT)/manual -v version=$(VERSION) -v date=$$(sed -nE 's/^.define MANUAL_DATE "(.*)"/\1/p' cli/manual.c) \
	    -f cli/manual/manual.awk $(filter %.h %.md,$^) > $@.part && mv $@.part $@

$(OUT)/host/scalptone: $(CLI_SOURCES) $(OUT)/obj/schema_files.c $(wildcard cli/*.h cli/*/*.h include/scalptone/*.h) engine/api/exports.map
	$(call say,HOSTCC,$@)
	@mkdir -p $(@D)
	$(Q)sed -nE 's/^ *(sct_[a-z0-9_]+);.*/void \1(void) {}/p' engine/api/exports.map | grep -v ' sct_version(' > $(@D)/library.c
	$(Q)echo 'const char *sct_version(void) { return "$(VERSION)"; }' >> $(@D)/library.c
	$(Q)$(HOSTCC) $(STD) -w -D_POSIX_C_SOURCE=200809L -Iinclude -Icli -o $@ $(CLI_SOURCES) $(OUT)/obj/schema_files.c $(@D)/library.c -lm

# ---- set-up ---------------------------------------------------------------

setup:
	@sh .ci/install

demo: setup ## install what is missing, build, match the sample consultation photo
	@printf 'building (a minute, the first time)\n'
	@$(MAKE) -s --no-print-directory $(PARALLEL) demo-run

test: setup ## install what is missing, build, run the tests; every one with WHOLE=1
	@$(MAKE) --no-print-directory $(PARALLEL) test-build
	@$(MAKE) --no-print-directory test-run

check: test ## the same as test

# ---- tests ----------------------------------------------------------------

test-build: all $(TEST_PROGRAMS) $(TOOL_PROGRAMS)

# Some 150 programs are linked with all of the engine, which is a tenth of CI's time: they take the quickest linker that is there.
# CI does not keep what a debugger would read of them.
links    = $(shell printf 'int main(void) { return 0; }\n' | $(CC) $(1) -x c - -o /dev/null 2>/dev/null && echo '$(1)')
TEST_LD  = $(eval TEST_LD := $$(or $$(call links,-fuse-ld=mold),$$(call links,-fuse-ld=lld),$$(call links,-fuse-ld=gold)) $$(if $$(CI),-Wl$$(comma)-S))$(TEST_LD)

$(OUT)/tests/%: $(OUT)/obj/tests/%.o $(TEST_SUPPORT_OBJECTS) $(INTERNAL_A) | $$(@D)/.
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDSAN) $(LDFUZZ) $(TEST_LD) $(LDFLAGS) -o $@ $< $(TEST_SUPPORT_OBJECTS) $(filter %/cli.a,$^) $(INTERNAL_A) $(PKG_LIBS) -lcmocka $(TEST_LIBS)

# The command line's parts, for the test that feeds it words.
$(OUT)/cli.a: $(filter-out %/main.o %/manual.o,$(CLI_OBJECTS))
	$(call say,AR,$@)
	@rm -f $@
	$(Q)$(AR) rcsD $@ $^
$(OUT)/tests/photo/test_corpora: TEST_LIBS += $(HEIF_LATER_LIBS)
$(OUT)/tests/fuzz/fuzz_args $(OUT)/tests/fuzz/fuzz_list $(OUT)/tests/fuzz/fuzz_config: $(OUT)/cli.a

$(OUT)/obj/tests/%.o: ALL_CFLAGS += -Itests -D_POSIX_C_SOURCE=200809L $(if $(CI),-g0)

# What prints times has the machine to itself.
TIMED := palette/test_palette_optics palette/test_palette_read card/test_card photo/test_cases match/test_predict skin/test_fit \
         preview/test_dots chart/test_detect colour/test_batch
# Long ones first, short ones last: no core is left alone with a long one at the end.
LONG_PROGRAMS = $(OUT)/tests/api/test_failing_malloc $(filter $(LONG_TESTS:%=$(OUT)/%),$(TEST_PROGRAMS))
# What takes half of the time, and nobody waits for after each change: WHOLE=1 runs it, too, as CI does and `make test-long`.
LASTING := $(addprefix $(OUT)/tests/,api/test_failing_malloc api/test_little_memory chart/test_detect chart/test_stress correct/test_partial correct/test_quality correct/test_screenshot \
             match/test_clients phantom/test_figures phantom/test_trust photo/test_corpora photo/test_memory region/test_phone region/test_purity verify/test_verify) \
           tests/bindings/js.sh tests/cli/examples.sh tests/examples/installed.sh tests/report/browser.sh
# AFTER_LONG leaves out the scripts that `make test-long` has just run, whole (CI runs both).
LEFT_OUT = $(if $(AFTER_LONG),$(LONG_SCRIPTS)) $(if $(WHOLE),,$(LASTING))
test-run: test-build
	@OUT='$(OUT)' CC='$(CC)' TEST_JOBS='$(or $(TEST_JOBS),$(JOBS))' TEST_ALONE='$(TIMED)' TEST_LEFT='$(if $(WHOLE),,$(words $(LASTING)))' sh tests/run.sh \
	    $(filter-out $(LEFT_OUT),$(LONG_PROGRAMS) $(TEST_SCRIPTS) $(filter-out $(LONG_PROGRAMS),$(TEST_PROGRAMS)))

# Whole builds for comparison, and growth counted step by step. Simulations take an hour more, which CI does not have.
test-long: setup ## what takes longest: whole builds, growth, what `make test` leaves out, simulations
	@$(MAKE) --no-print-directory $(PARALLEL) test-build
	@OUT='$(OUT)' CC='$(CC)' TEST_JOBS='$(JOBS)' SCALPTONE_LONG=1 sh tests/run.sh $(LONG_SCRIPTS) $(if $(CI),,$(LASTING))
ifeq ($(CI),)
	@$(MAKE) --no-print-directory $(PARALLEL) CONFIG=asan $(LONG_ASAN:%=$(BUILD)/asan/%)
	@OUT='$(OUT)' ASAN='$(BUILD)/asan' sh tests/long.sh $(LONG)
endif

sanitize: setup ## the suite under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory $(PARALLEL) CONFIG=asan test-build
	@$(MAKE) --no-print-directory CONFIG=asan TIMED= WHOLE=1 test-run

# Address randomisation is left out: the sanitizer of gcc 12 cannot place its shadow where newer kernels put the program.
THREADED := $(addprefix $(BUILD)/tsan/tests/,base/test_task api/test_threads api/test_calls api/test_nulls api/test_options api/test_sizes \
              api/test_records api/test_from_lab colour/test_misuse card/test_card_tags)
sanitize-threads: setup ## what runs in threads, and every call misused, under ThreadSanitizer
	@$(MAKE) --no-print-directory $(PARALLEL) CONFIG=tsan all $(THREADED) $(BUILD)/tsan/tests/phantom/phantom
	@OUT='$(BUILD)/tsan' CC='$(CC)' TSAN_OPTIONS=halt_on_error=1 setarch -R sh tests/run.sh $(THREADED) tests/cli/batch.sh

# Renderings, simulations and long walks through damaged files cost minutes under sanitizers; `make sanitize` runs them, too.
LONG_TESTS := tests/phantom/% tests/match/test_clients tests/chart/test_detect tests/chart/test_stress tests/card/test_card% tests/photo/test_corpora \
              tests/correct/test_simulation tests/correct/test_partial tests/correct/test_grey tests/correct/test_flash tests/correct/test_quality tests/correct/test_screenshot \
              tests/region/test_region tests/region/test_hair tests/region/test_purity tests/region/test_stubble \
              tests/region/test_phone tests/region/light/test_light tests/preview/test_colour tests/skin/test_fit tests/skin/test_monte_carlo tests/skin/test_signs \
              tests/match/test_rank tests/match/test_predict tests/match/test_blend tests/palette/test_palette_optics \
              tests/palette/test_artist tests/palette/test_cup tests/skin/test_dot tests/skin/test_forward tests/skin/test_hair \
              tests/skin/test_healed_photos tests/match/test_shadow \
              tests/preview/test_gloss tests/preview/test_seen tests/photo/test_cases tests/region/test_unsure tests/region/test_taps tests/fuzz/%
sanitize-quick: setup ## the same without the renderings and simulations, as CI runs it
	@$(MAKE) --no-print-directory $(PARALLEL) CONFIG=asan all $(filter-out $(LONG_TESTS:%=$(BUILD)/asan/%),$(TESTS:%.c=$(BUILD)/asan/%))
	@OUT='$(BUILD)/asan' CC='$(CC)' TEST_JOBS='$(JOBS)' sh tests/run.sh $(filter-out $(LONG_TESTS:%=$(BUILD)/asan/%),$(TESTS:%.c=$(BUILD)/asan/%))

clang: ## look at all C files with clang, warnings as errors (for them alone, hence nothing is built)
	@$(MAKE) --no-print-directory $(PARALLEL) CC=clang CONFIG=clang CI=1 look

# What a compiler says of the files, without making code of them: many at a time, but for those with flags of their own. clang takes
# longer to start than to read a file: its front end reads many, told what the driver would tell it.
.PHONY: look
OWN_FLAGS := $(foreach f,$(SOURCES),$(if $(FILE_CFLAGS_$(basename $(notdir $f))),$f))
FRONT = $(if $(IS_CLANG),$(shell $(CC) -\#\#\# -fsyntax-only $(1) -x c /dev/null 2>&1 | grep -e '"-cc1"' | sed -E 's/ "(-main-file-name" "[^"]*|-disable-free)"//g; s|"/dev/null"$$||'))
LOOK  = xargs -n 120 -P $(JOBS) $(or $(call FRONT,$(1)),$(CC) -fsyntax-only $(1))
look: $(OWN_FLAGS:%.c=look/%)
	$(call say,LOOK,engine cli tests)
	@printf '%s\n' $(filter-out $(OWN_FLAGS),$(SOURCES)) | $(call LOOK,$(filter-out -MMD -MP,$(ALL_CFLAGS)))
	@printf '%s\n' $(CLI_SOURCES) | $(call LOOK,$(filter-out -MMD -MP,$(CLI_CFLAGS)))
	@printf '%s\n' $(TESTS) $(TOOLS) $(TEST_SUPPORT) | $(call LOOK,$(filter-out -MMD -MP,$(ALL_CFLAGS)) -Itests -D_POSIX_C_SOURCE=200809L)
look/%: %.c
	$(call say,LOOK,$<)
	$(Q)$(CC) -fsyntax-only $(filter-out -MMD -MP,$(ALL_CFLAGS)) $<

cover: setup ## test coverage, as a table by file
	@$(MAKE) --no-print-directory $(PARALLEL) CONFIG=cover test-build
	@$(MAKE) --no-print-directory CONFIG=cover WHOLE=1 test-run
	@sh tests/cover.sh $(BUILD)/cover

bench: ## our speed beside that of peers that are installed, as a table; never passes or fails (BENCH_JSON=FILE keeps it)
	@$(MAKE) -s --no-print-directory $(PARALLEL) all $(TOOL_PROGRAMS) >/dev/null
	@OUT='$(OUT)' BENCH_JSON='$(BENCH_JSON)' sh tests/bench/bench.sh $(filter $(OUT)/tests/bench/bench_%,$(TOOL_PROGRAMS))
bench-peers: ## install the peers that bench compares with (Debian)
	@sh tests/bench/peers.sh
bench-compare: ## two tables that bench has kept: make bench-compare A=before.json B=after.json
	@sh tests/bench/compare.sh '$(A)' '$(B)'

FUZZ_SECONDS ?= $(or $(SECONDS),60)
FUZZ_TARGETS := $(patsubst tests/fuzz/fuzz_%.c,%,$(filter tests/fuzz/fuzz_%,$(TESTS)))
fuzz: $(FUZZ_TARGETS:%=$(OUT)/tests/fuzz/fuzz_%) ## fuzz each target for SECONDS=60, and add that to build/fuzz/log.tsv (needs clang)
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

abi: all ## compare the binary interface with the one that was accepted last (abidiff)
	@OUT='$(OUT)' CC='$(CC)' sh tests/surface/abi.sh
	@OUT='$(OUT)' CC='$(CC)' sh tests/surface/sizes.sh
abi-accept: all ## accept the binary interface as it is now
	@OUT='$(OUT)' CC='$(CC)' sh tests/surface/abi.sh accept

# ---- install ---------------------------------------------------------------

# Every file that is installed stands here once, as it is called below its folder; uninstall removes these and no other.
HEADERS  := scalptone.h $(patsubst include/%,%,$(wildcard include/scalptone/*.h))
PALETTES := $(wildcard palettes/*.json palettes/charts/*.json palettes/scales/*.json)
CMAKE    := cmake/scalptone/scalptone-config.cmake cmake/scalptone/scalptone-config-version.cmake
INSTALLED = $(BINDIR)/scalptone $(patsubst %,$(MANDIR)/%,$(MAN1) $(MAN3) $(MAN57) $(MAN3_LINKS)) $(COMPLETIONS:%=$(DATADIR)/%) $(PALETTES:%=$(DATADIR)/scalptone/%) \
            $(HEADERS:%=$(INCLUDEDIR)/%) $(LIBDIR)/$(SONAME) $(LIBDIR)/libscalptone.so $(LIBDIR)/libscalptone.a \
            $(LIBDIR)/pkgconfig/scalptone.pc $(CMAKE:%=$(LIBDIR)/%) $(DATADIR)/scalptone/studio.html $(DATADIR)/scalptone/scalptone-heic.wasm
# Folders that are ours alone, inner ones first: removed once nothing is in them.
OWN_FOLDERS = $(DATADIR)/scalptone/palettes/charts $(DATADIR)/scalptone/palettes/scales $(DATADIR)/scalptone/palettes \
              $(DATADIR)/scalptone $(INCLUDEDIR)/scalptone $(LIBDIR)/cmake/scalptone

# A tree that is moved as a whole stays right: what others read starts from where it lies itself. In /usr, whose folders
# compilers know, the plain name is better: a compiler that is told of /usr/include looks there too early.
pc_prefix = $(if $(filter /usr,$(PREFIX))$(filter-out $(PREFIX)/%,$(LIBDIR)),$(PREFIX),$(call relative,$(LIBDIR)/pkgconfig,$(PREFIX),$${pcfiledir}/))
# libheif asks its static users for coders that no system has as a whole: it is named as a library, and stays a shared one.
LIBS_PRIVATE = $(if $(filter libheif,$(PKGS)),$(strip $(shell $(PKG_CONFIG) --libs-only-l libheif)) )$(SYSTEM_LIBS)
fill = sed -e 's|@VERSION@|$(VERSION)|g' -e 's|@PKGS@|$(PKGS)|' -e 's|@REQUIRES@|$(filter-out libheif,$(PKGS))|' -e 's|@LIBS@|$(LIBS_PRIVATE)|' \
           -e 's|@PREFIX@|$(pc_prefix)|' -e 's|@LIBDIR@|$(LIBDIR:$(PREFIX)/%=$${prefix}/%)|' \
           -e 's|@INCLUDEDIR@|$(INCLUDEDIR:$(PREFIX)/%=$${prefix}/%)|' \
           -e 's|@CMAKE_LIBDIR@|$(call relative,$(LIBDIR)/cmake/scalptone,$(LIBDIR),$${_scalptone_here}/)|' \
           -e 's|@CMAKE_INCLUDEDIR@|$(call relative,$(LIBDIR)/cmake/scalptone,$(INCLUDEDIR),$${_scalptone_here}/)|' \
           -e 's|@SONAME@|$(SONAME)|g' -e 's|@POINTER@|$(shell echo __SIZEOF_POINTER__ | $(CC) $(CFLAGS) -E -P -)|'

# The commands that install files, those of a folder at once: $(call into,WHERE THEY ARE,FILES,WHERE THEY COME).
into = $(foreach d,$(sort $(dir $(2))),install -m 644 $(foreach f,$(2),$(if $(filter $(d),$(dir $f)),$(1)/$f)) $(3)/$(d) &&) true

install: all manual ## install under PREFIX (default /usr/local)
	$(call say,INSTALL,$(DESTDIR)$(PREFIX))
	$(Q)install -d $(sort $(dir $(INSTALLED:%=$(DESTDIR)%)))
	$(Q)$(call LINK_PROGRAM,$(RPATH),$(DESTDIR)$(BINDIR)/scalptone) && chmod 755 $(DESTDIR)$(BINDIR)/scalptone
	$(Q)install -m 755 $(LIB_SO) $(DESTDIR)$(LIBDIR)/
	$(Q)ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libscalptone.so
	$(Q)install -m 644 $(LIB_A) $(DESTDIR)$(LIBDIR)/
	$(Q)$(call into,include,$(HEADERS),$(DESTDIR)$(INCLUDEDIR))
	$(Q)$(call into,.,$(PALETTES),$(DESTDIR)$(DATADIR)/scalptone)
	$(Q)if [ -f $(BUILD)/studio.html ]; then install -m 644 $(BUILD)/studio.html $(DESTDIR)$(DATADIR)/scalptone/studio.html; fi
	$(Q)if [ -f $(BUILD)/scalptone-heic.wasm ]; then install -m 644 $(BUILD)/scalptone-heic.wasm $(DESTDIR)$(DATADIR)/scalptone/scalptone-heic.wasm; fi
	$(Q)$(call into,$(OUT)/manual,$(COMPLETIONS),$(DESTDIR)$(DATADIR))
	$(Q)$(call into,$(OUT)/manual,$(MAN1) $(MAN3) $(MAN57),$(DESTDIR)$(MANDIR))
	$(Q)while read -r name page; do ln -sf $$page $(DESTDIR)$(MANDIR)/$$name || exit 1; done < $(OUT)/manual/links
	$(Q)$(fill) engine/api/scalptone.pc.in > $(DESTDIR)$(LIBDIR)/pkgconfig/scalptone.pc
	$(Q)for f in $(CMAKE); do $(fill) engine/api/$${f##*/}.in > $(DESTDIR)$(LIBDIR)/$$f || exit 1; done
	$(Q)cd $(DESTDIR)$(LIBDIR) && chmod 644 pkgconfig/scalptone.pc $(CMAKE)

uninstall: ## remove what install wrote, and nothing else
	$(call say,REMOVE,$(DESTDIR)$(PREFIX))
	$(Q)rm -f $(INSTALLED:%=$(DESTDIR)%)
	@for d in $(OWN_FOLDERS:%=$(DESTDIR)%); do if [ -d $$d ]; then rmdir $$d 2>/dev/null || echo "kept, it holds files of others: $$d"; fi; done

dist: ## a source archive of the last commit
	@mkdir -p $(BUILD)
	$(Q)git archive --format=tar.gz --prefix=scalptone-$(VERSION)/ -o $(BUILD)/scalptone-$(VERSION).tar.gz HEAD

# From the archive alone, as a distribution would: what is not committed is not in it.
deb: dist ## Debian packages of the last commit in build/deb (needs debhelper, dh-python, python3-cffi)
	@rm -rf $(BUILD)/deb && mkdir -p $(BUILD)/deb
	$(Q)cp $(BUILD)/scalptone-$(VERSION).tar.gz $(BUILD)/deb/scalptone_$(VERSION).orig.tar.gz
	$(Q)tar -xf $(BUILD)/scalptone-$(VERSION).tar.gz -C $(BUILD)/deb
	$(Q)cp -r $(BUILD)/deb/scalptone-$(VERSION)/.debian $(BUILD)/deb/scalptone-$(VERSION)/debian
	$(Q)for f in studio.html scalptone-heic.wasm; do if [ -f $(BUILD)/$$f ]; then cp $(BUILD)/$$f $(BUILD)/deb/scalptone-$(VERSION)/debian/; fi; done
	$(Q)cd $(BUILD)/deb/scalptone-$(VERSION) && env -u MAKEFLAGS -u MAKELEVEL -u BUILD -u PREFIX dpkg-buildpackage -us -uc -J$(JOBS)
	@ls $(BUILD)/deb/*.deb

clean: ## remove build/
	rm -rf $(BUILD)

# make would remove these when programs are linked, and make them and the programs again the next time.
.SECONDARY: $(TEST_SUPPORT_OBJECTS) $(TESTS:%.c=$(OUT)/obj/%.o) $(TOOLS:%.c=$(OUT)/obj/%.o)

-include $(OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(TEST_SUPPORT_OBJECTS:.o=.d) $(TESTS:%.c=$(OUT)/obj/%.d) $(TOOLS:%.c=$(OUT)/obj/%.d)

# ---- Python ---------------------------------------------------------------

PYTHON ?= python3
.PHONY: python python-wheel
python: all ## the Python package in build/python, to be named in PYTHONPATH (needs cffi)
	$(Q)PYTHONDONTWRITEBYTECODE=1 SCALPTONE_BUILD='$(abspath $(OUT))' $(PYTHON) bindings/python/builder.py tree $(OUT)/python
python-wheel: all ## a wheel that carries the library, the program and the palettes (needs cffi)
	$(Q)PYTHONDONTWRITEBYTECODE=1 SCALPTONE_BUILD='$(abspath $(OUT))' $(PYTHON) bindings/python/builder.py wheel $(OUT)

# ---- another machine ------------------------------------------------------

.PHONY: arm64-check
arm64-check: all demo-photo ## the answers of 64-bit ARM under qemu beside this machine's (needs gcc-aarch64-linux-gnu, qemu-user-static)
	$(Q)OUT=$(OUT) SCALPTONE=$(PROGRAM) JOBS=$(JOBS) sh tests/arm64.sh

# ---- JavaScript -----------------------------------------------------------

.PHONY: wasm wasm-names
wasm: ## the npm package in build/js: the engine as WebAssembly (needs emscripten, and cffi for its types)
	@$(MAKE) --no-print-directory -f bindings/js/wasm.mk $(PARALLEL) BUILD='$(BUILD)' PYTHON='$(PYTHON)' all
wasm-names: ## the same engine with the names of its functions, for bindings/js/sizes.py
	@$(MAKE) --no-print-directory -f bindings/js/wasm.mk $(PARALLEL) BUILD='$(BUILD)' PYTHON='$(PYTHON)' names

.PHONY: studio test-studio
studio: ## build/studio.html: the whole consultation in a browser, in one file that needs no network (needs what `make wasm` needs)
	@$(MAKE) --no-print-directory -f bindings/js/wasm.mk $(PARALLEL) BUILD='$(BUILD)' PYTHON='$(PYTHON)' studio
test-studio: all studio $(OUT)/tests/phantom/phantom ## the studio in a real browser (needs Chromium and Node 20), by touch, mouse and keyboard
	$(Q)OUT=$(OUT) SCALPTONE=$(PROGRAM) STUDIO=$(BUILD)/studio.html sh tests/studio/studio.sh

# ---- demo -----------------------------------------------------------------

DEMO := build/demo
.PHONY: demo-photo test-build
demo-photo: $(OUT)/tests/phantom/phantom $(OUT)/tests/card/card_demo
	@mkdir -p $(DEMO)
	@$(OUT)/tests/phantom/phantom --out $(DEMO) --size 2400,1800 --mm-per-px 0.018 --shading 0.3 --specular 0.2 --card colorchecker >/dev/null && mv $(DEMO)/photo.jpg $(DEMO)/client.jpg
	@$(OUT)/tests/card/card_demo $(DEMO)

demo-run: all demo-photo
	@printf '\n'
	@$(PROGRAM) match $(DEMO)/client.jpg --scale 0.018 --overlay $(DEMO)/overlay.png
	@$(PROGRAM) match $(DEMO)/client.jpg --scale 0.018 --json > $(DEMO)/result.json
	@rm -rf $(DEMO)/consultation
	@$(PROGRAM) consult $(DEMO)/client.jpg --name demo --scale 0.018 -o $(DEMO)/consultation --quiet >/dev/null
	@$(PROGRAM) preview $(DEMO)/client.jpg --scale 0.018 --sheet $(DEMO)/sheet.png --quiet >/dev/null
	@printf '\n%s\n' 'See $(DEMO)/consultation/consultation.html (what a client takes home), $(DEMO)/client.jpg (rendered), $(DEMO)/overlay.png (what was seen), $(DEMO)/sheet.png (how it would look), $(DEMO)/result.json (everything).'
