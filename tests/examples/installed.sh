#!/bin/sh
# The README's program, built as a stranger would: against an installed tree, through pkg-config and CMake, shared and static,
# also once the tree was moved. Then what a packager asks of `make install` and `make uninstall`.
. tests/cli/check.sh
: "${CC:=cc}"
case $OUT in
*asan | *tsan | *cover) echo "skip the installed tree: this build is instrumented"; exit 0 ;;
esac
build=${OUT%/clang}
install() { make --no-print-directory BUILD="$build" "$@" >"$work/log" 2>&1 || { bad "make $*: $(tail -n 3 "$work/log")"; return 1; }; }
# PREFIX itself is a scratch folder, so that the paths inside scalptone.pc are true.
install install PREFIX="$work/usr" && good 'make install' || exit 1
install install PREFIX=/usr DESTDIR="$work/stage"
(cd "$work/usr" && find . -type f -o -type l | sort) >"$work/direct"
(cd "$work/stage/usr" && find . -type f -o -type l | sort) >"$work/staged"
cmp -s "$work/direct" "$work/staged" && good "DESTDIR holds the same $(wc -l <"$work/direct") files" || bad 'DESTDIR differs'
grep -rl "$work\|$PWD" "$work/stage" >"$work/leaks" && bad "folders of this machine stand in $(cat "$work/leaks")" || good 'no file names DESTDIR or the source tree'

# Every line of the README's example stands in the program.
sed -n '/^```c$/,/^```$/p' README.md | grep -v '^```' >"$work/snippet"
awk 'FNR == NR {sub(/^ +/, ""); have[$0] = 1; next} {sub(/^ +/, ""); n++} !($0 in have) {print; bad = 1}
     END {exit bad || n < 10}' tests/examples/consult.c "$work/snippet" >"$work/lines" &&
    good 'the example of README.md is the program' || bad "README.md has lines that consult.c has not: $(cat "$work/lines")"

photo=$work/photo.jpg
"$OUT/tests/phantom/phantom" --out "$work" >/dev/null 2>&1
export PKG_CONFIG_PATH="$work/usr/lib/pkgconfig"
version=$(pkg-config --modversion scalptone)
[ "scalptone $version" = "$("$work/usr/bin/scalptone" --version)" ] && good "pkg-config knows version $version" || bad "version '$version'"
finds_palettes() { # NAME PROGRAM: from another folder than the source tree
    (cd "$work" && "$2" palette list >"$work/list" 2>&1) && grep -q . "$work/list" && good "$1 finds its palettes" || bad "$1: $(cat "$work/list")"
}
finds_palettes 'the installed program' "$work/usr/bin/scalptone"

# Its answer is the command's.
consults() { # NAME [PROGRAM]
    "${2:-$work/consult}" "$photo" palettes/default.json >"$work/answer" 2>&1
    "$SCALPTONE" match "$photo" --palette palettes/default.json --json >"$work/json" 2>"$work/err"
    wanted=$?
    if [ "$wanted" -eq 0 ]; then
        first=$(sed -nE 's/.*"matches":\[\{"rank":1,"ink":"([^"]*)".*/\1/p' "$work/json")
        grep -q "^1\. $first " "$work/answer" && good "$1: $(grep '^1\.' "$work/answer")" || bad "$1: $(cat "$work/answer")"
    else
        text=$(sed 's/.*: //; s/;.*//' "$work/err")
        grep -q "$text" "$work/answer" && good "$1: refuses as the command does: $text" || bad "$1: $(cat "$work/answer")"
    fi
}
flags="-std=c99 -Wall -Wextra -Werror"
# shellcheck disable=SC2046,SC2086
if $CC $flags tests/examples/consult.c $(pkg-config --cflags --libs scalptone) -Wl,-rpath,"$work/usr/lib" -o "$work/consult" \
    2>"$work/err"; then consults 'shared library'; else bad "shared library: $(cat "$work/err")"; fi

# The other examples do what their first lines say, against the same tree.
example() { # NAME WORDS [ARGUMENT...]: compiles it, runs it, and looks for the words in what it prints
    name=$1 words=$2
    shift 2
    # shellcheck disable=SC2046,SC2086
    if case $name in
    *.cpp) c++ -std=c++17 -Wall -Wextra -Werror "tests/examples/$name" $(pkg-config --cflags --libs scalptone) -Wl,-rpath,"$work/usr/lib" -o "$work/example" ;;
    *) $CC $flags "tests/examples/$name" $(pkg-config --cflags --libs scalptone) -lpthread -Wl,-rpath,"$work/usr/lib" -o "$work/example" ;;
    esac 2>"$work/err" && "$work/example" "$@" >"$work/answer" 2>&1 && grep -q "$words" "$work/answer"; then
        good "example $name: $(tail -n 1 "$work/answer")"
    else
        bad "example $name: $(cat "$work/err" "$work/answer")"
    fi
    [ "$(wc -l <"tests/examples/$name")" -lt 60 ] || bad "example $name has 60 lines or more"
}
example values.c '^3\. ' palettes/default.json
example tomorrow.c 'byte for byte' "$photo" palettes/default.json
example pixels.c 'pixels have ink'
example cancel.c '^interrupted' "$photo"
example threads.c '10.0 ml' palettes/default.json
if command -v c++ >/dev/null 2>&1; then example raii.cpp 'L\* 5[0-9]' palettes/default.json; else echo "skip example raii.cpp: no C++ compiler here"; fi

# A tree that is moved: programs, pkg-config and CMake go by where it is now.
mv "$work/usr" "$work/moved"
export PKG_CONFIG_PATH="$work/moved/lib/pkgconfig"
finds_palettes 'the program of a moved tree' "$work/moved/bin/scalptone"
# shellcheck disable=SC2046,SC2086
if $CC $flags tests/examples/consult.c $(pkg-config --cflags --libs scalptone) -Wl,-rpath,"$work/moved/lib" -o "$work/consult" \
    2>"$work/err"; then consults 'a moved tree'; else bad "a moved tree: $(cat "$work/err")"; fi
if command -v cmake >/dev/null 2>&1; then
    if cmake -S tests/examples -B "$work/cmake" -DCMAKE_PREFIX_PATH="$work/moved" >"$work/err" 2>&1 && cmake --build "$work/cmake" >>"$work/err" 2>&1; then
        consults 'CMake, shared' "$work/cmake/consult"
        consults 'CMake, static' "$work/cmake/consult-static"
    else
        bad "CMake: $(tail -n 5 "$work/err")"
    fi
    # Whether find_package takes this version for that: each asked for by a project without a language, in one start of CMake.
    {
        printf 'cmake_minimum_required(VERSION 3.13)\nproject(x NONE)\nfunction(wants words wanted)\n  find_package(scalptone ${words} QUIET)\n'
        printf '  if(scalptone_FOUND)\n    set(got yes)\n  else()\n    set(got no)\n  endif()\n  message(STATUS "${got} ${wanted} ${words}")\nendfunction()\n'
        printf 'wants("" yes)\nwants("%s;EXACT" yes)\nwants("%s" yes)\nwants(99.0 no)\nwants("COMPONENTS;nothing" no)\n' "$version" "${version%.*}"
    } >"$work/CMakeLists.txt"
    cmake -S "$work" -B "$work/wants" -DCMAKE_PREFIX_PATH="$work/moved" >"$work/err" 2>&1 || bad "CMake: $(tail -n 5 "$work/err")"
    sed -nE 's/^-- (yes|no) (yes|no) ?/\1 \2 /p' "$work/err" >"$work/got"
    while read -r got wanted words; do
        [ "$got" = "$wanted" ] && good "CMake asked for '$words': $wanted" || bad "CMake asked for '$words': $got, not $wanted"
    done <"$work/got"
    [ "$(wc -l <"$work/got")" -eq 5 ] || bad "CMake answered $(wc -l <"$work/got") of 5 questions: $(tail -n 5 "$work/err")"
else
    echo "skip CMake: it is not here"
fi

# A program of its own ideas about our internal names must not clash with the static library.
printf 'int json_parse(void);\nint json_parse(void)\n{\n    return 1;\n}\nint diag_set = 2;\n' >"$work/clash.c"
rm "$work"/moved/lib/libscalptone.so*
# shellcheck disable=SC2046,SC2086
if $CC $flags tests/examples/consult.c "$work/clash.c" $(pkg-config --cflags --libs --static scalptone) -o "$work/consult" \
    2>"$work/err"; then consults 'static library'; else bad "static library: $(cat "$work/err")"; fi

# Folders of a distribution's liking. Uninstall removes what install wrote, and a palette of the user's stays.
folders="PREFIX=/usr BINDIR=/usr/games LIBDIR=/usr/lib/some-machine INCLUDEDIR=/usr/include/sct MANDIR=/usr/man"
# shellcheck disable=SC2086
install install DESTDIR="$work/split" $folders
for f in games/scalptone lib/some-machine/libscalptone.so.0 lib/some-machine/pkgconfig/scalptone.pc lib/some-machine/cmake/scalptone/scalptone-config.cmake \
    include/sct/scalptone/colour.h man/man1/scalptone-match.1 man/man3/scalptone-match.3 man/man3/sct_match.3 man/man5/scalptone-palette.5 man/man7/scalptone.7 share/scalptone/palettes/default.json; do
    [ -s "$work/split/usr/$f" ] || bad "not installed: $f"
done
(cd "$work" && LD_LIBRARY_PATH="$work/split/usr/lib/some-machine" split/usr/games/scalptone palette list >"$work/list" 2>&1) &&
    good 'a program in another folder finds its palettes' || bad "a program in another folder: $(cat "$work/list")"
echo '{}' >"$work/split/usr/share/scalptone/palettes/mine.json"
# shellcheck disable=SC2086
install uninstall DESTDIR="$work/split" $folders
left=$(cd "$work/split" && find . -type f -o -type l)
[ "$left" = ./usr/share/scalptone/palettes/mine.json ] && good 'uninstall leaves what it did not install' || bad "uninstall leaves: $left"
install uninstall PREFIX=/usr DESTDIR="$work/stage"
left=$(find "$work/stage" -type f -o -type l | wc -l)
[ "$left" -eq 0 ] && good 'uninstall leaves nothing' || bad "uninstall leaves $left files"
[ -d "$work/stage/usr/share/scalptone" ] && bad 'uninstall leaves our folders' || good 'uninstall removes our folders'
[ -d "$work/stage/usr/share/man/man1" ] && good 'and no folder of others' || bad 'uninstall removed folders of others'

# Data far from the program: the one file that must know is compiled anew, the others are those of the build.
mkdir -p "$work/far/obj" && cp -Rp "$build/obj/cli" "$build/obj/engine" "$work/far/obj/" && rm "$work/far/obj/cli/files.o"
if make --no-print-directory install BUILD="$work/far" PREFIX="$work/own" DATADIR="$work/data" >"$work/log" 2>&1; then
    finds_palettes 'a program far from its data' "$work/own/bin/scalptone"
else
    bad "make install with a DATADIR: $(tail -n 3 "$work/log")"
fi

# What would be run, without running it: flags of the user come last.
make --no-print-directory -nB BUILD="$build" V=1 CPPFLAGS=-DFIRST CFLAGS=-DSECOND LDFLAGS=-Wl,-O1 all >"$work/dry" 2>&1
grep -E -- ' -c [^ ]+\.c -o ' "$work/dry" >"$work/compiled"
grep -vE -- '-DFIRST -DSECOND -c ' "$work/compiled" >"$work/odd"
[ "$(wc -l <"$work/compiled")" -gt 100 ] && [ ! -s "$work/odd" ] && good 'CPPFLAGS and CFLAGS come after our own flags' || bad "flags of the user are not last: $(head -n 1 "$work/odd")"
[ "$(grep -cE -- '-DSECOND .*-Wl,-O1 -o .*(libscalptone\.so\.0|/scalptone) ' "$work/dry")" -eq 2 ] && good 'CFLAGS and LDFLAGS reach the linker' || bad 'flags of the user do not reach the linker'
case $("$CC" -dumpmachine 2>/dev/null) in x86_64*) grep -q -- -mavx2 "$work/dry" && good 'AVX2 on x86' || bad 'no AVX2 on x86' ;; esac

# A cross compiler, which is ours under another name: nothing it makes is run, its machine decides, and the manual is the same.
printf '#!/bin/sh\n[ "$1" = -dumpmachine ] && { echo aarch64-test-linux-gnu; exit; }\nexec %s "$@"\n' "$CC" >"$work/cross" && chmod +x "$work/cross"
make --no-print-directory -nB BUILD="$build" V=1 CC="$work/cross" HOSTCC="$CC" PREFIX="$work/arm" install >"$work/dry" 2>&1
grep -q -- -mavx2 "$work/dry" && bad 'AVX2 for another machine' || good 'no AVX2 for another machine'
grep -E "^ *($build/scalptone|$work/arm/)" "$work/dry" >"$work/odd" && bad "a cross build runs: $(head -n 1 "$work/odd")" || good 'a cross build runs nothing that it made'
if make --no-print-directory BUILD="$build" CC="$work/cross" HOSTCC="$CC" "$build/host/scalptone" >"$work/log" 2>&1; then
    for what in --man '--man match' '--man palette' '--completion bash' '--completion zsh' '--completion fish'; do
        # shellcheck disable=SC2086
        "$SCALPTONE" help $what >"$work/from-program" && "$build/host/scalptone" help $what >"$work/from-host" && cmp -s "$work/from-program" "$work/from-host" &&
            good "help $what without the library" || bad "help $what differs when it is written without the library (tables of options may call none of it)"
    done
else
    bad "the writer of the manual: $(tail -n 3 "$work/log")"
fi
[ "$failures" -eq 0 ]
