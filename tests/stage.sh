# shellcheck shell=bash disable=SC2034  # what is set here is for whoever sources it
# SPDX-License-Identifier: GPL-2.0
#
# What stages share, sourced by their run.sh at its beginning: where they are ($here,
# $top), their name ($stage, that of their directory), what they keep from one run to the
# next ($cache), a directory $temp and children that all end with them, results that are
# counted, and the last line with their sum. It works with `set -e` and without.

here=$(dirname "$(realpath "$0")")
stage=$(basename "$here")
top=$here
until [[ -e $top/VERSION || $top == / ]]; do
	top=$(dirname "$top")
done
cache=${XDG_CACHE_HOME:-${HOME:?neither XDG_CACHE_HOME nor HOME is set}/.cache}/tcpstates/$stage
# Where collectors and the like are, for ordinary users.
PATH=$PATH:/usr/sbin:/sbin

temp=$(mktemp -d "${TMPDIR:-/tmp}/tcpst-$stage.XXXXXX")
children=()
cleanup() {
	local child
	# The sum is the last line: bash must not report after it what is killed here.
	exec 2>/dev/null
	# nfacctd waits for ever for a plugin of its own that has ended.
	for child in ${children[@]+"${children[@]}"}; do
		pkill -KILL -P "$child" || true
		kill -KILL "$child" || true
	done
	wait || true
	rm -rf "$temp"
}
trap cleanup EXIT

# usage: the comment at the top of run.sh.
usage() { sed -n '3,/^$/{/^# shellcheck/d;s/^#$//;s/^# //;p}' "$0"; }

# refuse WHY: the stage cannot begin.
refuse() { echo "$stage: $1" >&2; exit 2; }

# need_built FILE…
need_built() {
	local file
	for file; do
		[[ -e $file ]] ||
			refuse "$file is not built: tests/vm/prepare.sh does it"
	done
}

# temp_for_vm: the VM sees this machine's files, except those in /tmp.
temp_for_vm() {
	rm -rf "$temp"
	mkdir -p "$cache"
	temp=$(mktemp -d "$cache/run.XXXXXX")
}

# copy_built: the module and tcpst to $temp, since the checkout may be built again
# meanwhile.
copy_built() {
	local module=${TCPS_MODULE:-$top/tcpstates.ko} tcpst=${TCPS_TOOLS:-$top/tools}/tcpst
	need_built "$module" "$tcpst"
	cp "$module" "$temp/tcpstates.ko"
	cp "$tcpst" "$temp"
}

# --- results -----------------------------------------------------------------

passed=0
failed=0
skipped=0
pass() { passed=$((passed + 1)); echo "ok - $stage: $1"; }
fail() { failed=$((failed + 1)); echo "not ok - $stage: $1${2:+: $2}"; }

# skip WHAT WHY: what cannot be tested here.
skip() { skipped=$((skipped + 1)); echo "skip - $stage: $1: $2"; }

# has WHAT PROGRAM…: are they there? If not, WHAT is skipped.
has() {
	local what=$1 program
	shift
	for program; do
		command -v "$program" >/dev/null || {
			skip "$what" "there is no $program here"
			return 1
		}
	done
}

# check NAME COMMAND…: its output is shown if it fails.
check() {
	local name=$1
	shift
	if "$@" >"$temp/log" 2>&1; then
		pass "$name"
	else
		fail "$name"
		tail -n 60 "$temp/log" | cut -c 1-600 | sed 's/^/# /'
		return 1
	fi
}

# check_equal NAME EXPECTED FOUND
check_equal() {
	if [[ $3 == "$2" ]]; then
		pass "$1"
	else
		fail "$1" "expected '$2', found '$3'"
	fi
}

# counted COMMAND…: a part with a last line like that of a stage: its output, and its
# results among those of the stage.
counted() {
	local line status=0
	"$@" 2>&1 | tee "$temp/counted" | sed '$d' || status=${PIPESTATUS[0]}
	line=$(tail -n 1 "$temp/counted")
	if [[ ! $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
		echo "$line"
		fail "$(basename "$1")" "no result, exit status $status"
		return
	fi
	passed=$((passed + BASH_REMATCH[1]))
	failed=$((failed + BASH_REMATCH[2]))
	skipped=$((skipped + ${BASH_REMATCH[4]:-0}))
	if ((BASH_REMATCH[1] + BASH_REMATCH[2] + ${BASH_REMATCH[4]:-0} == 0)); then
		fail "$(basename "$1")" "nothing was tested"
	elif ((status && BASH_REMATCH[2] == 0)); then
		fail "$(basename "$1")" "exit status $status"
	fi
}

# count_guest FILE STATUS: the results that the VM left there, and its status.
count_guest() {
	: >>"$1"
	passed=$((passed + $(grep -c '^ok - ' "$1" || true)))
	failed=$((failed + $(grep -c '^not ok - ' "$1" || true)))
	skipped=$((skipped + $(grep -c '^skip - ' "$1" || true)))
	(($2 == 0)) || fail "the VM ended with status $2"
	[[ -s $1 ]] || fail "the VM had no results"
}

# finish: the last line, and the exit status.
finish() {
	local line="$passed passed, $failed failed"
	((skipped == 0)) || line+=", $skipped skipped"
	echo "$line"
	((failed == 0))
	exit
}

# give_up WHY: the stage cannot go on.
give_up() {
	fail "$1"
	finish
}

# --- programs beside the stage -------------------------------------------------

# wait_for COMMAND…: until COMMAND succeeds, however long that takes; fails when the
# time of the stage is up, which is meant for what will never come.
limit=900
wait_for() {
	until "$@" >/dev/null 2>&1; do
		((SECONDS < limit)) || return 1
		sleep 0.1
	done
}

free_port() {
	python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# spawn COMMAND…: in the background, until the stage ends.
spawn() {
	"$@" &
	children+=("$!")
}
