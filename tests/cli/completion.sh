#!/bin/sh
# Completions as people meet them: a real shell in a terminal (tmux), keys typed, and what stands there then. The scripts are also
# looked at by the shells themselves.
. tests/cli/check.sh
command -v tmux >/dev/null 2>&1 || { echo "skip completions: no tmux is here"; exit 0; }
case $SCALPTONE in /*) program=$SCALPTONE ;; *) program=$PWD/$SCALPTONE ;; esac
mkdir -p "$work/bin" "$work/files/some folder" "$work/zsh" "$work/fish/completions"
ln -s "$program" "$work/bin/scalptone"
: >"$work/files/my client.jpg"
cp palettes/generic-iron-oxide.json "$work/files/own inks.json"
cp palettes/ready-shades.json "$work/files/bought.json"
for shell in bash zsh fish; do "$SCALPTONE" help --completion $shell >"$work/$shell.script" || bad "no script for $shell"; done
cp "$work/zsh.script" "$work/zsh/_scalptone"
cp "$work/fish.script" "$work/fish/completions/scalptone.fish"
printf 'fpath=(%s $fpath)\nautoload -Uz compinit && compinit -D -u\nPS1="> "\nsetopt noautomenu\n' "$work/zsh" >"$work/.zshrc"
printf 'PS1="> "\nbind "set bell-style none"\nbind "set show-all-if-ambiguous on"\nsource %s\n' "$work/bash.script" >"$work/.bashrc"
mux() { tmux -L "scalptone-$$" "$@"; }
trap 'mux kill-server 2>/dev/null; rm -rf "$work"' EXIT

# types SHELL TEXT WANTED...: types the text and a tab, and waits until all that is wanted stands on the screen below the prompt.
# A busy machine swallows a key now and then, and a person types it again: so does this, up to three times.
types() {
    shell=$1 text=$2
    shift 2
    for _ in 1 2 3; do
        mux send-keys -t "$shell" C-e C-u
        sleep 0.1
        mux send-keys -t "$shell" C-l
        sleep 0.1
        mux send-keys -t "$shell" -l "$text"
        mux send-keys -t "$shell" Tab
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            sleep 0.2
            mux capture-pane -p -J -t "$shell" >"$work/screen"
            missing=
            for wanted in "$@"; do grep -qF -- "$wanted" "$work/screen" || missing=$wanted; done
            [ -z "$missing" ] && break 2
        done
    done
    [ -z "$missing" ] && good "$shell: $text -> $*" || bad "$shell: $text: no '$missing' in: $(grep . "$work/screen" | head -n 8)"
}
# opens SHELL COMMAND: a terminal of its own, and waits for its prompt (for root, fish's is a #).
opens() {
    mux new-session -d -s "$1" -x 150 -y 50 env PATH="$work/bin:$PATH" HOME="$work" TERM=screen sh -c "cd '$work/files' && exec $2"
    tries=0
    while [ $tries -lt 80 ]; do
        tries=$((tries + 1))
        sleep 0.25
        mux capture-pane -p -t "$1" | grep -q '[>#]' && return 0
    done
    return 1
}
# tmux ends with its last session, and a session that is asked for just then is lost. So one stays until the end.
mux -f /dev/null new-session -d -s stays "exec sleep 600" || bad 'tmux does not start'
for shell in bash zsh fish; do
    command -v $shell >/dev/null 2>&1 || { echo "skip completions in $shell: it is not here"; continue; }
    case $shell in
    bash) start="bash --noprofile --rcfile $work/.bashrc -i" ;;
    zsh) start="env ZDOTDIR=$work zsh -i" ;;
    fish) start="env XDG_CONFIG_HOME=$work XDG_DATA_HOME=$work fish -i" ;;
    esac
    opens $shell "$start" || { mux kill-session -t $shell 2>/dev/null; opens $shell "$start"; } || bad "no prompt of $shell"
    types $shell 'scalptone mat' 'scalptone match'
    types $shell 'scalptone palette sub' 'palette substitute'
    types $shell 'scalptone match --metr' '--metric'
    types $shell 'scalptone match --metric cam' 'cam16ucs'
    types $shell 'scalptone match --palette ready' 'ready-shades'
    types $shell 'scalptone match --palette ow' 'own' 'inks.json'
    types $shell 'scalptone heal --ink generic-c' 'generic-carbon'
    types $shell 'scalptone heal --palette bought.json --ink ready-b' "$("$SCALPTONE" help --words inks palettes/ready-shades.json | grep '^ready-b' | head -n 1 | cut -c1-9)"
    types $shell 'scalptone palette show generic-c' 'generic-carbon'
    types $shell 'scalptone chart --chart spyder' 'spydercheckr-24'
    types $shell 'scalptone match my' 'client.jpg'
    types $shell 'scalptone help pal' 'help palette'
    mux kill-session -t $shell
done
"$SCALPTONE" help --words inks "$work/nowhere.json" >"$work/out" 2>"$work/err"
[ $? -eq 0 ] && [ ! -s "$work/out" ] && [ ! -s "$work/err" ] && good 'a palette that is not there completes to nothing, without a word' || bad "words of no palette: $(cat "$work/err")"
command -v shellcheck >/dev/null 2>&1 && { shellcheck -s bash -S warning -e SC2207 "$work/bash.script" >"$work/err" 2>&1 && good 'shellcheck finds nothing in the script for bash' || bad "shellcheck: $(head -n 12 "$work/err")"; }
[ "$failures" -eq 0 ]
