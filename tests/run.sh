#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The tests, stage by stage. A stage ends with a line `N passed, N failed`, which
# `, N skipped` may follow; one that does not, or that fails without naming what,
# counts as one failure. The last line of all is the sum.
#
#   run.sh [STAGE…]       default: all
#   run.sh --list         what there is
#
# What the stages need is installed (tests/vm/setup.sh) and built first; kernels
# are built once and kept in ${XDG_CACHE_HOME:-~/.cache}/tcpstates. One stage is
# shown as it goes. Of several, TCPS_JOBS (2) run at a time, each in a log of its own
# that is shown when it ends, and a kernel that is not built yet is built beside
# them.

set -uo pipefail

here=$(dirname "$(realpath "$0")")
top=$(realpath "$here/..")

# STAGE|COMMAND|NEEDS|WHAT IT TESTS, those that show most soonest first. NEEDS are sets
# of setup.sh; `tools` is tcpst built, `module` both and the VM's kernel.
stages="
check|check/run.sh|build check|static checks: checkpatch, sparse, W=1, includes, names
spec|kernel/spec/run.sh|spec|what is generated from the netlink specification
compile|kernel/compile/run.sh|compile|the module against other kernels, W=1 and sparse
unit|core/unit/run.sh|compiler|the state machine, by vectors of segments
foreign|core/foreign/run.sh|compiler foreign|the state machine on 32 bits and on big-endian
replay|core/replay/run.sh|command tools user replay|captures through tcpst -r
captures|core/captures/run.sh|command tools user|captures whose results are known from elsewhere
fuzz|core/fuzz/run.sh|command user|the state machine and all parsers with random input
model|core/model/run.sh|compiler|the state machine against every exchange of two hosts
coverage|core/coverage/run.sh|command user|line coverage of the state machine
tcpst|cli/tcpst/run.sh|command tools user|the command, without a module
places|cli/places/run.sh|command tools places|tcpst compare on real connections over bad networks
e2e|vm/e2e/run.sh|build vm module e2e|module and command on real traffic
agreement|vm/agreement/run.sh --short|build vm module|states compared with those of the kernel's sockets
wire|vm/wire/run.sh|build vm module|the captures of replay sent through a router
packages|vm/packages/run.sh|build vm module package|the Debian packages, installed and purged
export|vm/export/run.sh|build vm module export|the exporters and their collectors
interop|vm/interop/run.sh|build vm module interop|perf, trace-cmd, bpftrace, the YNL client
pictures|cli/pictures/run.sh|command tools pictures|the report, SVG and the full screen
fleet|vm/fleet/run.sh|command tools fleet|rsyslog, Kafka and ClickHouse
kunit|kernel/kunit/run.sh|kunit|KUnit suites, in a kernel with debug options
campaign|kernel/campaign/run.sh --short|command user kunit spec tools|short stress tests, in the kernel of kunit
"

usage() { sed -n '3,/^$/{s/^#$//;s/^# //;p}' "$0"; }

list() {
	local name command what
	while IFS='|' read -r name command _ what; do
		[[ -z $name ]] || printf '  %-10s %-12s %s\n' "$name" \
			"${command%%/*}/" "$what"
	done <<<"$stages"
}

wanted=()
case ${1-} in
-h | --help)	usage; exit 0 ;;
--list)		list; exit 0 ;;
esac
while IFS='|' read -r name _; do
	if [[ -n $name ]] && { (($# == 0)) || [[ " $* " == *" $name "* ]]; }; then
		wanted+=("$name")
	fi
done <<<"$stages"
for name; do
	if [[ " ${wanted[*]-} " != *" $name "* ]]; then
		echo "test: there is no stage $name; there are:" >&2
		list >&2
		exit 2
	fi
done

# field NAME NUMBER: of the line of a stage
field() { awk -F'|' -v name="$1" -v n="$2" '$1 == name { print $n }' <<<"$stages"; }

# --- what is needed ----------------------------------------------------------

prepare() {
	local need sets=() tools='' module=''
	for need in $(for name in "${wanted[@]}"; do field "$name" 3; done |
		tr ' ' '\n' | awk '!seen[$0]++'); do
		case $need in
		tools)	tools=1 ;;
		module)	module=1 ;;
		*)	sets+=("$need") ;;
		esac
	done
	if [[ -n $module ]]; then
		"$here/vm/prepare.sh" "${sets[@]}"
	else
		"$here/vm/setup.sh" "${sets[@]}" &&
			{ [[ -z $tools ]] || make -C "$top/tools"; }
	fi
}

# --- the stages ----------------------------------------------------------------

logs=$(mktemp -d)
passed=0
failed=0
skipped=0
summary=()
declare -A running=()
# Each in a process group of its own, so that it goes with all it started.
set -m
# shellcheck disable=SC2317,SC2329  # called by the trap
cleanup() {
	local pid
	for pid in $(jobs -p); do
		kill -- "-$pid"
	done 2>/dev/null
	rm -rf "$logs"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# count NAME STATUS SECONDS PROCESSOR-SECONDS: the last line of the log of a stage
count() {
	local name=$1 status=$2 line
	line=$(tail -n 1 "$logs/$name")
	if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
		passed=$((passed + BASH_REMATCH[1]))
		failed=$((failed + BASH_REMATCH[2]))
		skipped=$((skipped + ${BASH_REMATCH[4]:-0}))
		if ((status && BASH_REMATCH[2] == 0)); then
			failed=$((failed + 1))
			line+=", exit status $status"
		fi
	else
		failed=$((failed + 1))
		line="no result (exit status $status)"
	fi
	summary+=("$(printf '%-10s %5d s %5d s of processors   %s' "$name" "$3" "$4" "$line")")
}

# stage NAME: run it, in a shell of its own; its status, the seconds that passed and
# those that processors worked for it go to NAME.end.
stage() {
	local command began=$SECONDS status=0
	read -ra command <<<"$(field "$1" 2)"
	command[0]=$here/${command[0]}
	"${command[@]}" </dev/null || status=$?
	times >"$logs/$1.times"
	echo "$status $((SECONDS - began)) $(awk -F'[ms ]+' 'NR == 2 {
		print int($1 * 60 + $2 + $3 * 60 + $4) }' "$logs/$1.times")" >"$logs/$1.new"
	mv "$logs/$1.new" "$logs/$1.end"
}

# reap: wait until one ends, and show it.
reap() {
	local name status seconds busy
	wait -n "${running[@]}"
	for name in "${!running[@]}"; do
		[[ ! -e $logs/$name.end ]] && kill -0 "${running[$name]}" 2>/dev/null && continue
		unset "running[$name]"
		status=1 seconds=0 busy=0
		read -r status seconds busy <"$logs/$name.end" || true
		echo "== $name"
		cat "$logs/$name"
		count "$name" "$status" "$seconds" "$busy"
	done
}

prepare || {
	echo "test: the preparation failed" >&2
	echo "0 passed, 1 failed"
	exit 1
}
cd "$top" || exit 1
tree=$(git status --porcelain 2>/dev/null)

if ((${#wanted[@]} == 1)); then
	name=${wanted[0]}
	echo "== $name"
	stage "$name" 2>&1 | tee "$logs/$name"
	read -r status seconds busy <"$logs/$name.end"
	count "$name" "$status" "$seconds" "$busy"
else
	if [[ " ${wanted[*]} " =~ " "(kunit|campaign)" " ]]; then
		nice -n 19 "$here/kernel/build.sh" debug >"$logs/kernel" 2>&1 </dev/null &
	fi
	for name in "${wanted[@]}"; do
		((${#running[@]} < ${TCPS_JOBS:-2})) || reap
		echo "-- $name begins"
		stage "$name" >"$logs/$name" 2>&1 &
		running[$name]=$!
	done
	while ((${#running[@]})); do
		reap
	done
fi

# What tests make is forgotten, or ignored.
changed=$(comm -13 <(sort <<<"$tree") <(git status --porcelain 2>/dev/null | sort))
if [[ -z $changed ]]; then
	echo "1 passed, 0 failed" >"$logs/checkout"
else
	printf '%s\n' "== checkout: changed by the tests" "$changed" "0 passed, 1 failed" |
		tee "$logs/checkout"
fi
count checkout 0 0 0

echo
printf '%s\n' "${summary[@]}"
printf '%-10s %5d s\n' "all" "$SECONDS"
echo "$passed passed, $failed failed$( ((skipped == 0)) || echo ", $skipped skipped")"
((failed == 0))
