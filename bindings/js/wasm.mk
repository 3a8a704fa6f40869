# The npm package, `make wasm` from the top folder. Needs emscripten (made with Debian's 3.1.6) and python3 with cffi; node for its
# tests. The sources of the libraries are brought by sources.py, at the versions and checksums of sources.json.
#
# A page waits for these bytes, so all is compiled for size but the files whose loops take the time, as each room's sources.mk and
# the lists of hot files below name them. MATH is that of the native library: the same answers are wanted.

BUILD ?= build
EMCC  ?= emcc
EMXX  ?= em++
PYTHON ?= python3
V     ?=
Q     := $(if $(V),,@)
say    = $(if $(V),,@printf '  %-8s %s\n' '$(1)' '$(2)')

JS    := bindings/js
WASM  := $(BUILD)/wasm
SRC   := $(WASM)/sources
PACK  := $(BUILD)/js
# What the stack can hold. It lies first, so that a call that needs more traps instead of writing over data.
STACK_BYTES := 1048576

MODULES := base words num table draw colour skin photo pixels chart card correct region palette artist swatch match preview record verify report api
include $(MODULES:%=engine/%/sources.mk)
SOURCES := $(filter-out %_avx2.c,$(SOURCES)) $(JS)/native.c engine/photo/elsewhere/heic_ask.c $(JS)/config/left_out.c $(JS)/config/memory.c $(JS)/config/sodium.c
FILE_CFLAGS_photo_heif += -DHEIF_ELSEWHERE
# Written out for speed elsewhere, and small here: of a match of 12 MP none of these takes a time that can be measured, and of a
# preview a seventh, once a photo.
COLD := de2000_batch card_outline card_grey preview_labels preview_area preview_gloss
$(foreach f,$(COLD),$(eval FILE_CFLAGS_$f :=))

empty :=
space := $(empty) $(empty)
comma := ,

# ---- the libraries -----------------------------------------------------------

LIBRARIES := lcms2 libpng zlib libjpeg cjson cminpack libmd libsodium
FILES_lcms2    := $(addprefix src/cms,cnvrt.c err.c gamma.c gmt.c half.c intrp.c io0.c io1.c lut.c md5.c mtrx.c named.c opt.c pack.c \
                    pcs.c plugin.c samp.c types.c virt.c wtpnt.c xform.c alpha.c cam02.c sm.c ps2.c cgats.c)
FILES_libpng   := png.c pngerror.c pngget.c pngmem.c pngread.c pngrio.c pngrtran.c pngrutil.c pngset.c pngtrans.c pngwio.c pngwrite.c \
                    pngwtran.c pngwutil.c
FILES_zlib     := adler32.c crc32.c deflate.c inffast.c inflate.c inftrees.c trees.c zutil.c
FILES_libjpeg  := jcapimin.c jcapistd.c jccoefct.c jccolor.c jcdctmgr.c jchuff.c jcinit.c jcmainct.c jcmarker.c jcmaster.c jcomapi.c \
                    jcparam.c jcprepct.c jcsample.c jdapimin.c jdapistd.c jdatadst.c jdatasrc.c jdcoefct.c jdcolor.c jddctmgr.c \
                    jdhuff.c jdinput.c jdmainct.c jdmarker.c jdmaster.c jdphuff.c jdpostct.c jdsample.c jerror.c \
                    jfdctint.c jidctint.c jidctred.c jutils.c jmemmgr.c jmemnobs.c \
                    jaricom.c jdarith.c jsimd_none.c
FILES_cjson    := cJSON.c
FILES_cminpack := lmdif.c lmpar.c qrfac.c qrsolv.c enorm.c fdjac2.c dpmpar.c
FILES_libmd    := src/sha2.c
FILES_libsodium := $(addprefix src/libsodium/crypto_,$(addprefix pwhash/argon2/,argon2-core.c argon2-fill-block-ref.c argon2.c blake2b-long.c pwhash_argon2id.c) \
                     $(addprefix generichash/blake2b/ref/,blake2b-compress-ref.c blake2b-ref.c generichash_blake2b.c) \
                     stream/chacha20/stream_chacha20.c stream/chacha20/ref/chacha20_ref.c core/hchacha20/core_hchacha20.c verify/sodium/verify.c \
                     onetimeauth/poly1305/onetimeauth_poly1305.c onetimeauth/poly1305/donna/poly1305_donna.c aead/xchacha20poly1305/sodium/aead_xchacha20poly1305.c)
# What is left out of libjpeg-turbo: see config/left_out.c.
NO_IDCT := 3x3 5x5 6x6 7x7 9x9 10x10 11x11 12x12 13x13 14x14 15x15 16x16 ifast float
FILE_CFLAGS_jddctmgr := $(foreach n,$(NO_IDCT),-Djpeg_idct_$(n)=jpeg_idct_none)
FILE_CFLAGS_jcdctmgr := -Djpeg_fdct_ifast=jpeg_fdct_none -Djpeg_fdct_float=jpeg_fdct_none_float
# Tables that half a millisecond makes need not be carried.
FILE_CFLAGS_crc32    := -DDYNAMIC_CRC_TABLE
FILE_CFLAGS_jdmaster := $(foreach n,1pass_quantizer 2pass_quantizer merged_upsampler,-Djinit_$(n)=jinit_none_read)
FILE_CFLAGS_jcinit   := -Djinit_phuff_encoder=jinit_none_write
# Its colours in other orders of bytes are left out, too, as is what it would say of each marker that it meets (nobody listens) and of
# files and memory that it has not; what is written coefficient by coefficient is a loop (see .there).
# And of libpng: the engine reads what a file says of its colours by itself, and wants pixels as they are.
NO_PNG := SIMPLIFIED FORMAT_ PROGRESSIVE ALPHA_MODE BACKGROUND READ_GAMMA QUANTIZE RGB_TO_GRAY FILLER INVERT SHIFT PACKSWAP BGR SWAP_ALPHA \
          STRIP_ SCALE_16 READ_iCCP READ_sRGB cHRM gAMA hIST READ_iTXt oFFs pCAL pHYs sBIT sCAL sPLT tIME bKGD eXIf MNG STDIO \
          CONSOLE_IO READ_TEXT READ_COMPRESSED_TEXT READ_tEXt READ_zTXt TIME_RFC FIXED_POINT_MACRO
# And of lcms2, which reads profiles here and asks for no optimisation (cmsFLAGS_NOOPTIMIZE): writing, shortcuts, black ink, and tags that
# no photo's colours need.
NO_TYPES := ProfileSequenceDesc Measurement UcrBg CrdInfo Screening ViewingConditions ProfileSequenceId Dictionary VideoSignal vcgt
INCLUDE := -Iinclude -Iengine -I$(JS)/config -I$(SRC)/lcms2/include -I$(SRC)/libpng -I$(SRC)/zlib -I$(SRC)/libjpeg -I$(SRC)/cjson \
           -I$(SRC)/cminpack -I$(SRC)/libmd/include -I$(SRC)/libsodium/src/libsodium/include -I$(SRC)/libsodium/src/libsodium/include/sodium
# Loops over every pixel or byte of a photo.
HOT := inffast inflate adler32 crc32 jdhuff jdphuff jidctint jdcolor jdsample jdmerge jccolor jfdctint lmdif lmpar qrfac enorm argon2-fill-block-ref

# ---- compiling -----------------------------------------------------------------

# emcc takes a second to start, for each file; what it would call is called directly, where it can be found out.
EMROOT  := $(shell em-config EMSCRIPTEN_ROOT 2>/dev/null)
EMSYS   := $(or $(wildcard $(shell em-config CACHE 2>/dev/null)/sysroot),$(wildcard $(EMROOT)/cache/sysroot))
CLANG   := $(shell PYTHONPATH=$(EMROOT) $(PYTHON) -c 'from tools import shared; print(shared.CLANG_CC)' 2>/dev/null)
EMCLANG := $(if $(and $(CLANG),$(EMSYS)),$(CLANG) $(shell $(EMCC) --cflags) --sysroot=$(EMSYS),$(EMCC))
STD  := -std=gnu11
MATH := -ffp-contract=off -fno-math-errno -fno-trapping-math
SIZE ?= -Oz
FAST ?= -O2 -fno-unroll-loops
FEATURES := -mbulk-memory -mnontrapping-fptoint -msign-ext
KIND_plain := $(FEATURES)
KIND_simd  := $(FEATURES) -msimd128
CFLAGS_ALL = $(STD) $(if $(filter $(HOT),$(basename $(notdir $<))),$(FAST),$(SIZE)) $(MATH) -fvisibility=hidden -DUSE_CLZ_INTRINSIC -DCMS_NO_HALF_SUPPORT -DHAVE_SODIUM=1 -DSODIUM_STATIC=1 -DCONFIGURED=1 -DNATIVE_LITTLE_ENDIAN=1 $(INCLUDE) $(KIND_$(KIND)) \
             $(patsubst -O3,$(FAST),$(FILE_CFLAGS_$(basename $(notdir $<)))) -MMD -MP

LIB_SOURCES := $(foreach l,$(LIBRARIES),$(FILES_$(l):%=$(SRC)/$(l)/%))
# Of the engine with SIMD only the files are compiled anew whose loops take the time.
is_fast = $(or $(filter $(HOT),$(basename $(notdir $(1)))),$(findstring -O,$(FILE_CFLAGS_$(basename $(notdir $(1))))))
kind_of = $(if $(and $(filter simd,$(1)),$(call is_fast,$(2))),simd,plain)
objects = $(foreach f,$(SOURCES),$(WASM)/$(call kind_of,$(1),$(f))/$(f:%.c=%.o)) \
          $(foreach f,$(LIB_SOURCES),$(WASM)/$(call kind_of,$(1),$(f))/lib/$(f:$(SRC)/%.c=%.o)) $(WASM)/plain/page_files.o $(WASM)/plain/words_table.o

# What the package calls is exported, and what nothing calls is left out by the linker; initialisers are called by the names of structs.
CALLERS  = $(JS)/src/*.js
named     = $(shell cat $(CALLERS) | grep -ohE 'sct_[a-z0-9_]+' | sort -u)
THERE    := $(shell sed -nE 's/^ *(sct_[a-z0-9_]+);.*/\1/p' engine/api/exports.map | sort -u)
exported  = js_watch js_heic_take malloc free $(filter $(1) $(1:%=%_init_sized),$(THERE))
LINK = $(EMCC) $(KIND_$(KIND)) $(SIZE) -s STANDALONE_WASM=1 --no-entry -s TOTAL_STACK=$(STACK_BYTES) -s INITIAL_MEMORY=4194304 -s ALLOW_MEMORY_GROWTH=1 \
       -s MAXIMUM_MEMORY=4294967296 -s MALLOC=emmalloc -s WASM_BIGINT=1 -s ERROR_ON_UNDEFINED_SYMBOLS=0 -Wl,--stack-first -s EXPORTED_FUNCTIONS=$(subst $(space),$(comma),$(addprefix _,$(strip $(call exported,$(named)))))

# What emcc has made small gets a thousandth smaller by the same steps once more: functions that were joined are joined again.
BINARYEN := $(shell em-config BINARYEN_ROOT 2>/dev/null)
WASM_OPT := $(or $(wildcard $(BINARYEN)/bin/wasm-opt),wasm-opt)

.PHONY: all names studio
all: $(PACK)/package.json $(PACK)/scalptone.wasm $(PACK)/scalptone-heic.wasm $(PACK)/studio/page.html $(PACK)/studio/pack.wasm ## the package, in build/js
names: $(WASM)/names.wasm ## the same engine with the names of its functions, for sizes.py

# ---- the package ---------------------------------------------------------------

MADE := $(JS)/generate.py bindings/python/generate.py engine/base/enum_table.c $(wildcard include/*.h include/scalptone/*.h palettes/*.json)
$(PACK)/package.json: $(MADE) $(wildcard $(JS)/src/*) $(JS)/package.json $(JS)/README.md LICENSE
	$(call say,PACKAGE,$(PACK))
	@mkdir -p $(PACK) $(WASM)
	$(Q)$(PYTHON) $(JS)/generate.py include engine/base/enum_table.c palettes $(PACK)
	$(Q)mv $(PACK)/layout.c $(WASM)/layout.c
	$(Q)cp $(JS)/src/*.js $(JS)/src/*.d.ts $(JS)/README.md LICENSE $(PACK)/
	$(Q)cp $(JS)/package.json $@.part && mv $@.part $@
# Where the compiler sees a struct otherwise than layout.js says, nothing is built.
$(PACK)/scalptone.wasm: $(WASM)/simd.wasm $(WASM)/plain.wasm $(JS)/delta.py $(PACK)/package.json
	$(Q)$(EMCLANG) -Iinclude -fsyntax-only $(WASM)/layout.c
	$(Q)$(PYTHON) $(JS)/delta.py $(WASM)/simd.wasm $(WASM)/plain.wasm $(PACK)/scalptone-plain.delta
	$(Q)cp $< $@.part && mv $@.part $@
$(WASM)/names.wasm: LINKFLAGS := --profiling-funcs
$(WASM)/names.wasm: KIND := simd
$(WASM)/names.wasm: $(call objects,simd)
	$(Q)$(LINK) $(LINKFLAGS) -o $@ $^

# ---- HEIC ----------------------------------------------------------------------

# libheif and libde265 as a module of their own. What emscripten's part of libheif leaves out for speed (deblocking, SAO) is done: the
# pixels are those of the native library.
HEIF     := $(SRC)/libheif
DE265    := $(SRC)/libde265
FILES_libde265 := bitstream cabac contextmodel de265 deblock decctx dpb fallback fallback-dct fallback-motion image intrapred md5 motion nal \
                  nal-parser pps refpic sao scan sei slice sps threads transform util vps vui
FILES_libheif  := bitstream box common_utils error heif heif_avif heif_colorconversion heif_context heif_file heif_hevc heif_image heif_init \
                  heif_plugin heif_plugin_registry nclx plugins/heif_decoder_libde265
HEIC_OBJECTS   := $(FILES_libde265:%=$(WASM)/heic/libde265/%.o) $(FILES_libheif:%=$(WASM)/heic/libheif/%.o) \
                  $(patsubst %,$(WASM)/heic/%.o,engine/photo/elsewhere/heic_module engine/photo/photo_heif)
HEIC_CFLAGS     = $(FEATURES) -msimd128 -DNDEBUG -fvisibility=hidden -w -DHAVE_STDINT_H -DHAVE_STDBOOL_H -DHAVE_POSIX_MEMALIGN -DHAVE_LIBDE265=1 \
                  -DLIBDE265_STATIC_BUILD -DLIBHEIF_STATIC_BUILD -I$(DE265) -I$(DE265)/libde265 -I$(HEIF) -I$(HEIF)/libheif
$(WASM)/heic/libde265/%.o: $(DE265)/libde265/%.cc $(SRC)/.there
	$(call say,EMCC,$<)
	@mkdir -p $(@D)
	$(Q)$(EMXX) -std=c++11 -fno-exceptions $(FAST) $(HEIC_CFLAGS) -c $< -o $@
$(WASM)/heic/libheif/%.o: $(HEIF)/libheif/%.cc $(SRC)/.there
	$(call say,EMCC,$<)
	@mkdir -p $(@D)
	$(Q)$(EMXX) -std=c++11 -fno-exceptions $(if $(findstring colorconversion,$<),$(FAST),$(SIZE)) $(HEIC_CFLAGS) -c $< -o $@
$(WASM)/heic/%.o: %.c $(SRC)/.there
	$(call say,EMCC,$<)
	@mkdir -p $(@D)
	$(Q)$(EMCC) $(STD) $(SIZE) $(MATH) -DHAVE_HEIF=1 -DHEIF_MODULE $(INCLUDE) $(HEIC_CFLAGS) -c $< -o $@
# Of the engine only what reads a file's answers is taken along: its own objects, of which the linker drops the rest.
$(PACK)/scalptone-heic.wasm: $(HEIC_OBJECTS) $(call objects,simd)
	$(call say,LINK,$@)
	$(Q)$(EMXX) $(FEATURES) -msimd128 $(SIZE) -fno-exceptions $(HEIC_OBJECTS) $(filter-out %/photo_heif.o %/heic_ask.o %/js/native.o,$(call objects,simd)) -o $@ -s STANDALONE_WASM=1 --no-entry \
	    -s MALLOC=emmalloc -s INITIAL_MEMORY=4194304 -s ALLOW_MEMORY_GROWTH=1 -s MAXIMUM_MEMORY=4294967296 -s TOTAL_STACK=$(STACK_BYTES) -s WASM_BIGINT=1 -s ERROR_ON_UNDEFINED_SYMBOLS=0 \
	    -Wl,--stack-first -s EXPORTED_FUNCTIONS=_heic_ask,_heic_message,_malloc

# ---- the studio ------------------------------------------------------------------

# The package holds what the studio adds to it, in its folder studio, and puts both together into one HTML file.
STUDIO := bindings/studio
STUDIO_FILES := $(STUDIO)/build.py $(wildcard $(STUDIO)/src/*.js $(STUDIO)/src/*/*.js $(STUDIO)/page/*) engine/report/page/consultation.css engine/report/page/consultation.js $(wildcard engine/words/*.po) engine/words/json.awk
studio: $(BUILD)/studio.html ## the studio
$(PACK)/studio/page.html: $(STUDIO_FILES) $(PACK)/package.json $(WASM)/unpack.wasm
	$(Q)$(PYTHON) $(STUDIO)/build.py $(PACK) $(@D) $(WASM)/unpack.wasm
$(BUILD)/studio.html: $(PACK)/studio/page.html $(PACK)/studio/pack.wasm $(PACK)/scalptone.wasm $(PACK)/scalptone-heic.wasm
	$(call say,STUDIO,$@)
	$(Q)node $(PACK)/command-node.js studio -o $@ 2>/dev/null

# What packs the engine into the page, and what undoes it there: plain C without a library, of which the page carries the second part.
PACKER := walk model pack
PACKER_LD := $(or $(wildcard $(dir $(CLANG))wasm-ld),wasm-ld)
define packer
$(WASM)/pack/%$(1).o: $(STUDIO)/pack/%.c $(wildcard $(STUDIO)/pack/*.h)
	@mkdir -p $$(@D)
	$(Q)$(or $(CLANG),clang) --target=wasm32 -ffreestanding -O2 -flto -fno-unroll-loops -fno-vectorize -fno-slp-vectorize $(FEATURES) -msimd128 \
	    -ffp-contract=off -fvisibility=hidden -Ibindings $(2) -c $$< -o $$@
$(3): $(PACKER:%=$(WASM)/pack/%$(1).o)
	$$(call say,LINK,$$@)
	@mkdir -p $$(@D)
	$(Q)$(PACKER_LD) --no-entry --export-dynamic --export=__heap_base --strip-all --gc-sections -z stack-size=16384 --stack-first -o $$@ $$^
endef
$(eval $(call packer,,,$(WASM)/unpack.wasm))
$(eval $(call packer,-both,-DPACKS,$(PACK)/studio/pack.wasm))

$(SRC)/.there: $(JS)/sources.json $(JS)/sources.py
	$(Q)$(PYTHON) $(JS)/sources.py $(SRC) $(LIBRARIES) libde265 libheif
	$(Q)sed -E '/^#define PNG_[A-Za-z0-9_]*($(subst $(space),|,$(strip $(NO_PNG))))[A-Za-z0-9_]*_SUPPORTED/d; s/(PROFILE_CHECKS) .*/\1 -1/' \
	    $(SRC)/libpng/scripts/pnglibconf.h.prebuilt > $(SRC)/libpng/pnglibconf.h
	$(Q)sed -i -E 's/WRITE_FN\(x\), DUP_FN/NULL, DUP_FN/; $(foreach t,$(NO_TYPES),s/(cmsSig\w+Type, *)$(t)(.,)/\1Data\2/;)' $(SRC)/lcms2/src/cmstypes.c
	$(Q)sed -i -E 's/BlackPreservingK(Only|Plane)Intents,/DefaultICCintents,/' $(SRC)/lcms2/src/cmscnvrt.c
	$(Q)sed -i -E 's/return OptimizeByResampling\(PtrLut, .*/return FALSE;/; s/for \(Opts = DefaultOptimization;/for (Opts = NULL;/' $(SRC)/lcms2/src/cmsopt.c
	$(Q)sed -i -E 's/(PARAM_DISABLE_(DEBLOCKING|SAO)), 1/\1, 0/' $(SRC)/libheif/libheif/plugins/heif_decoder_libde265.cc
	$(Q)sed -i 's/defined(__EMSCRIPTEN__)/0/' $(SRC)/libheif/libheif/heif.cc
	$(Q)sed -i -E 's/^( *)try \{/\1{/; s/^( *)catch \(const std::bad_alloc& .*/\1if (0) {/' $(SRC)/libheif/libheif/heif_image.cc
	$(Q)sed 's/@PROJECT_VERSION_MAJOR@/1/; s/@PROJECT_VERSION_MINOR@/15/; s/@PROJECT_VERSION_PATCH@/1/; s/@PLUGIN_DIRECTORY@//' \
	    $(SRC)/libheif/libheif/heif_version.h.in > $(SRC)/libheif/libheif/heif_version.h
	$(Q)perl -0pi -e 's/(switch \(cinfo->\w+_color_space\) \{\n)  case JCS_EXT_RGB:\n.*?(?=  default:)/$$1/sg' $(SRC)/libjpeg/jdcolor.c $(SRC)/libjpeg/jccolor.c
	$(Q)perl -0pi -e 's/(JMESSAGE\(J(?:TRC|ERR_(?:[EX]MS|TFILE|QUANT|FILE))_\w+,)\s*"[^"]*"\)/$$1 "")/g' $(SRC)/libjpeg/jerror.h
	$(Q)sed -i -E 's/^    kloop\(1\);.*/    for (int k = 1; k < 64; k++) kloop(jpeg_natural_order[k])/; /^    kloop\([0-9]+\);/d' $(SRC)/libjpeg/jchuff.c
	$(Q)sed 's/@VERSION@/1.0.18/; s/@SODIUM_LIBRARY_VERSION_M[A-Z]*@/10/; s/@SODIUM_LIBRARY_MINIMAL_DEF@//' \
	    $(SRC)/libsodium/src/libsodium/include/sodium/version.h.in > $(SRC)/libsodium/src/libsodium/include/sodium/version.h
	$(Q)sed 's/@[A-Z_]*@/2023/' $(SRC)/libjpeg/jversion.h.in > $(SRC)/libjpeg/jversion.h
	@touch $@
$(LIB_SOURCES) $(FILES_libde265:%=$(DE265)/libde265/%.cc) $(FILES_libheif:%=$(HEIF)/libheif/%.cc): $(SRC)/.there

define kind
$(WASM)/$(1)/%.o: KIND := $(1)
$(WASM)/$(1)/%.o: %.c $(SRC)/.there
	$$(call say,EMCC,$$<)
	@mkdir -p $$(@D)
	$(Q)$(EMCLANG) $$(CFLAGS_ALL) -c $$< -o $$@
$(WASM)/$(1)/lib/%.o: $(SRC)/%.c $(SRC)/.there
	$$(call say,EMCC,$$<)
	@mkdir -p $$(@D)
	$(Q)$(EMCLANG) $$(CFLAGS_ALL) -DNDEBUG -w -c $$< -o $$@
$(WASM)/$(1)/page_files.o $(WASM)/$(1)/words_table.o: $(WASM)/$(1)/%.o: $(WASM)/%.c
	@mkdir -p $$(@D)
	$(Q)$(EMCLANG) $$(CFLAGS_ALL) -w -c $$< -o $$@
$(WASM)/$(1).wasm: KIND := $(1)
$(WASM)/$(1).wasm: $(call objects,$(1))
	$$(call say,LINK,$$@)
	$(Q)$$(LINK) $$(LINKFLAGS) -o $$(@:.wasm=.part.wasm) $$(filter %.o,$$^)
	$(Q)$(WASM_OPT) --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-simd --enable-mutable-globals -Oz $$(@:.wasm=.part.wasm) -o $$@ && rm $$(@:.wasm=.part.wasm)
-include $(patsubst %.o,%.d,$(call objects,$(1)))
endef
$(foreach k,plain simd,$(eval $(call kind,$(k))))

# A page that shows few sentences can do without 120 KB of them: LANGUAGES= leaves all but English out.
# What only the command says, such as its help and what it finds in a palette, is no part of the package, nor is what is said of photos
# of a kept camera, with and without flash, of an artist's hand, of colours given instead of photos, and in sheets and overlays, which the
# studio does not take or make: that stays English in the package.
$(WASM)/words_said.txt: engine/words/sentences.awk $(shell find engine -name '*.c' ! -name '*_table.c' ! -name shelf_advice.c ! -name 'palette_[cfir]*.c' ! -name correct_transfer.c ! -name report_sheet.c ! -name report_overlay.c ! -name report_heal.c ! -name api_measurement.c ! -path '*/skin/heal.c' ! -path '*/camera/*' ! -path '*/flash/*' ! -path '*/artist/*') $(wildcard engine/report/page/*.html)
	@mkdir -p $(@D)
	$(Q)LC_ALL=C awk -v every=1 -f $^ | cut -f2 | sort -u > $@.part && mv $@.part $@
$(WASM)/words_table.c: engine/words/bake.awk $(LANGUAGES:%=engine/words/%.po) $(WASM)/words_said.txt
	@mkdir -p $(@D)
	$(Q)LC_ALL=C awk -v languages='$(LANGUAGES)' -v only=$(WASM)/words_said.txt -f $(filter-out %.txt,$^) /dev/null > $@.part && mv $@.part $@

$(WASM)/page_files.c: $(PAGE_FILES)
	@mkdir -p $(@D)
	$(Q){ for f in $(PAGE_FILES); do n=$$(basename $$f | tr . _); printf 'extern const char page_%s[];\nconst char page_%s[] = {\n' $$n $$n; \
	      od -An -v -tx1 $$f | sed -E "s/ ([0-9a-f]{2})/'\\\\x\1',/g"; printf '0};\n'; done; } > $@.part && mv $@.part $@
