#!/bin/sh
# What the Debian packages say of this program is what the Makefile says: the libraries, the version, the pages.
. tests/cli/check.sh
control=.debian/control
[ -e $control ] || { echo "skip Debian packages: they are not described here"; exit 0; }
# lcms2 is liblcms2-dev there, libpng libpng-dev, expat libexpat1-dev.
sed -nE 's/^(OPTIONAL_)?PKGS := *//p' Makefile | tr ' ' '\n' | grep . | sed -E 's/^zlib$/zlib1g/; s/^(lcms2|cminpack)$/lib\1/; s/^expat$/libexpat1/; s/$/-dev/' | sort -u >"$work/wanted"
sed -n '/^Build-Depends:/,/^Standards/p' $control | grep -oE '(lib|zlib)[a-z0-9]+-dev' | grep -v cmocka | sort -u >"$work/build"
sed -n '/^Package: libscalptone-dev/,/^Description/p' $control | grep -oE '(lib|zlib)[a-z0-9]+-dev' | grep -v scalptone | sort -u >"$work/dev"
cmp -s "$work/wanted" "$work/build" && good "built with the $(wc -l <"$work/wanted") libraries of the Makefile" || bad "Build-Depends: $(diff "$work/wanted" "$work/build" | tr '\n' ' ')"
# libheif is opened when a HEIC comes, so that who links has no need of it.
grep -v '^libheif-dev$' "$work/wanted" >"$work/linked"
cmp -s "$work/linked" "$work/dev" && good 'the development files need the same, but libheif' || bad "libscalptone-dev: $(diff "$work/linked" "$work/dev" | tr '\n' ' ')"
opened=$(sed -nE "s/.*HEIF_LATER='\"libheif[.]so[.]([0-9]+)\"'.*/libheif\1/p" Makefile)
sed -n '/^Package: libscalptone0/,/^Description/p' $control | sed -n '/^Recommends:/,/^[A-Z]/s/^\(Recommends:\)\{0,1\} \{1,\}\([a-z].*\)/\2/p' >"$work/recommended"
grep -qxE "${opened:-nothing},?" "$work/recommended" && good "the library's package recommends $opened" || bad "libscalptone0 does not recommend '$opened', which it opens"
# Since 1.16.2 (Debian 13, Ubuntu 24.04) the decoder of iPhones' photos is a package of its own, which Ubuntu's libheif1 does not bring along.
grep -q '^libheif-plugin-libde265 | libheif1 (<< 1.16.2)' "$work/recommended" && good 'and the decoder that it needs' || bad "no decoder of HEIC is recommended: $(cat "$work/recommended")"
version=$(sed -n 's/^.define SCT_VERSION_STRING "\(.*\)"/\1/p' include/scalptone/base.h)
head -n 1 .debian/changelog | grep -q "^scalptone ($version-" && good "version $version" || bad "the version is not $version: $(head -n 1 .debian/changelog)"
[ "$failures" -eq 0 ]
