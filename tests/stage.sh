# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What a stage shares that runs other programs on this machine, sourced with the
# stage's name in $stage: a directory $temp and children that all end with it, and
# results that are counted in $passed and $failed.

: "${stage:?}"

temp=$(mktemp -d "${TMPDIR:-/tmp}/tcpst-$stage.XXXXXX")
children=()
cleanup() {
	local child
	# nfacctd waits for ever for a plugin of its own that has ended.
	for child in ${children[@]+"${children[@]}"}; do
		pkill -KILL -P "$child"
		kill -KILL "$child"
	done 2>/dev/null
	wait 2>/dev/null
	rm -rf "$temp"
}
trap cleanup EXIT

passed=0
failed=0
pass() { passed=$((passed + 1)); echo "ok - $stage: $1"; }
fail() { failed=$((failed + 1)); echo "not ok - $stage: $1"; }

# check NAME COMMAND…: its output is shown if it fails.
check() {
	local name=$1
	shift
	if "$@" >"$temp/log" 2>&1; then
		pass "$name"
	else
		fail "$name"
		tail -n 40 "$temp/log" | cut -c 1-600 | sed 's/^/# /'
	fi
}

# check_equal NAME EXPECTED FOUND
check_equal() {
	if [[ $3 == "$2" ]]; then
		pass "$1"
	else
		fail "$1: expected '$2', found '$3'"
	fi
}

# wait_for COMMAND…: until COMMAND succeeds, however long that takes; fails when the
# time of the stage is up, which is meant for what will never come.
limit=900
wait_for() {
	until "$@" >/dev/null 2>&1; do
		((SECONDS < limit)) || return 1
		sleep 0.2
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

# give_up WHY: the stage cannot go on.
give_up() {
	echo "not ok - $stage: $1"
	echo "0 passed, 1 failed"
	exit 1
}
