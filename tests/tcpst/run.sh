#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Test tcpst where no module is needed. The last line is `N passed, N failed`.
#
#   run.sh            run the tests
#   run.sh --update   write the golden files anew; look at the difference

set -uo pipefail

here=$(dirname "$(realpath "$0")")
top=$(realpath "$here/../..")
golden=$here/golden
tcpst=$top/tools/tcpst
export LC_ALL=C.UTF-8 TZ=UTC
unset NO_COLOR COLUMNS

update=
[[ ${1-} != --update ]] || update=1

temp=$(mktemp -d "${TMPDIR:-/tmp}/tcpst-test.XXXXXX")
trap 'rm -rf "$temp"' EXIT

passed=0
failed=0
pass() { passed=$((passed + 1)); echo "ok - tcpst: $1"; }
fail() { failed=$((failed + 1)); echo "not ok - tcpst: $1"; }

if ! { make -C "$top/tools" && make -C "$here"; } >"$temp/make" 2>&1; then
	cat "$temp/make"
	echo "not ok - tcpst: it does not build"
	echo "0 passed, 1 failed"
	exit 1
fi

# matches NAME FILE: is the file as the golden file of that name?
matches() {
	if [[ -n $update ]]; then
		mkdir -p "$golden"
		cp "$2" "$golden/$1"
	fi
	if diff -u "$golden/$1" "$2" >"$temp/diff" 2>&1; then
		pass "$1"
	else
		fail "$1"
		sed 's/^/# /' "$temp/diff"
	fi
}

# render NAME HOW STORY…: draw it, without ever going beyond 80 columns where
# people look.
render() {
	local name=$1
	shift
	"$here/obj/render" "$@" >"$temp/out" 2>&1
	matches "$name" "$temp/out"
	case $1 in
	ladder | ladder,a* | portrait | list | life | watch)
		if (($(wc -L <"$temp/out") > 80)); then
			fail "$name is wider than 80 columns"
		fi ;;
	esac
}

stories="textbook combined simultaneous refused unreachable retracted aborted \
adopted huge cut syn_flood"
for story in $stories; do
	render "ladder-$story" ladder "$story"
	render "portrait-$story" portrait "$story"
	render "json-$story" json "$story"
done
render ladder-ascii ladder,ascii textbook retracted unreachable
render ladder-absolute ladder,absolute combined
render ladder-color ladder,color textbook aborted
render portrait-exact portrait,ns,bytes,iso textbook
# shellcheck disable=SC2086  # a list
render list list ${stories/combined/}
# shellcheck disable=SC2086
render life life ${stories/combined/}
render watch watch textbook retracted adopted
render watch-ipv6 watch,ascii combined retracted
render watch-color watch,color textbook
render watch-csv 'watch,csv,columns=+SEQ:ACK:LEN:FLAGS' textbook
render watch-all "watch,raw,absolute,columns=$("$tcpst" watch --list-columns |
	cut -d' ' -f1 | paste -sd:)" textbook retracted adopted
render list-all "list,raw,columns=$("$tcpst" list --list-columns |
	cut -d' ' -f1 | paste -sd:)" textbook adopted
render list-csv 'list,csv,columns=FLOW:COMM:PID' textbook adopted
render life-exact life,ns,bytes,iso,raw textbook

# JSON that a parser takes, each line an object with its type.
for story in $stories; do
	"$here/obj/render" json "$story"
done >"$temp/json"
if python3 - "$temp/json" <<'END'
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    assert json.loads(line)["type"] in ("transition", "note", "life", "flow")
END
then pass "JSON parses"; else fail "JSON parses"; fi

for program in wire follow; do
	"$here/obj/$program" >"$temp/out"
	grep -v 'passed,' "$temp/out"
	passed=$((passed + $(grep -c '^ok' "$temp/out")))
	failed=$((failed + $(grep -c '^not ok' "$temp/out")))
	tail -n 1 "$temp/out" | grep -q passed || fail "$program ended early"
done

# cli NAME STATUS OUT ERR ARG…: OUT and ERR are patterns, "" is nothing at all.
cli() {
	local name=$1 status=$2 out=$3 err=$4 got why=
	shift 4
	"$tcpst" "$@" >"$temp/out" 2>"$temp/err" </dev/null
	got=$?
	((got == status)) || why="status $got, not $status"
	if [[ -n $out ]]; then
		grep -qE -- "$out" "$temp/out" || why+=" stdout: $(<"$temp/out")"
	else
		[[ ! -s $temp/out ]] || why+=" stdout: $(<"$temp/out")"
	fi
	if [[ -n $err ]]; then
		grep -qE -- "^tcpst: .*$err" "$temp/err" || why+=" stderr: $(<"$temp/err")"
		(($(wc -l <"$temp/err") == 1)) || why+=" more than a sentence"
	else
		[[ ! -s $temp/err ]] || why+=" stderr: $(<"$temp/err")"
	fi
	if [[ -z $why ]]; then pass "$name"; else fail "$name:$why"; fi
}

cli "version" 0 '^tcpst [0-9]' '' --version
cli "help" 0 '^  watch ' '' --help
for command in list watch life show stats top report export; do
	cli "help of $command" 0 "^Usage: tcpst $command" '' "$command" --help
	if (($("$tcpst" "$command" --help | wc -L) <= 80)); then
		pass "help of $command fits 80 columns"
	else
		fail "help of $command fits 80 columns"
	fi
done
for command in list watch life; do
	cli "columns of $command" 0 '^FLOW +' '' "$command" --list-columns
done
cli "unknown command" 2 '' "no command 'lits'" lits
cli "unknown option" 2 '' 'no option --foo' list --foo
cli "unknown letter" 2 '' 'no option -z' list -z
cli "argument missing" 2 '' 'needs an argument' list --port
cli "argument too many" 2 '' 'takes no argument' list --json=1
cli "word too many" 2 '' 'one word too many' list foo
cli "show without a flow" 2 '' 'needs a FLOW' show
cli "show a range" 2 '' 'one connection' show 10.0.0.0/8
cli "show nonsense" 2 '' "not 'foo'" show foo
cli "option of another command" 2 '' 'stats does not take --notes' stats --notes
cli "an end of transitions" 2 '' 'watch does not take --end' watch --end fin
cli "bad port" 2 '' "not '80-79'" list --port 80-79
cli "bad port number" 2 '' "not '65536'" list --port 65536
cli "bad address" 2 '' "not '10.0.0.0/33'" list --addr 10.0.0.0/33
cli "bad end" 2 '' 'ADDRESS' list --initiator 10.0.0.1:http
cli "bad state" 2 '' "no state 'OPEN', there are CLOSED" list --state OPEN
cli "bad verdict" 2 '' "no end 'well', there are still-open, fin" life --end well
cli "bad role" 2 '' "no end 'client'" watch --endpoint client
cli "bad time form" 2 '' 'local, iso or ns' list --time utc
cli "bad color" 2 '' 'auto, always or never' list --color blue
cli "bad since" 2 '' "not 'yesterday'" watch --since yesterday
cli "bad duration" 2 '' "not '10 parsecs'" watch --duration '10 parsecs'
cli "bad count" 2 '' 'above 0' watch --count 0
cli "bad pid" 2 '' '--pid takes a number' list --pid init
cli "long command name" 2 '' 'at most 15' list --comm sixteen-letters-
cli "too many ports" 2 '' 'at most 16' list --port 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17
cli "unknown column" 2 '' "no column 'FOO'" list -o +FOO
cli "no column" 2 '' 'names no column' list -o ''
cli "json with columns" 2 '' 'stands alone' list --json -o FLOW
cli "both ends of a transition" 2 '' 'about one end' watch --state initiator:CLOSED,responder:LISTEN
cli "an end of nothing" 2 '' 'which end --state is about' list --endpoint initiator
cli "owners of a capture" 2 '' 'does not tell whose' list --comm nc -r /dev/null
cli "unknown namespace" 1 '' "no network namespace 'nowhere'" list --netns nowhere
for command in list watch life stats "show 1"; do
	# shellcheck disable=SC2086  # a command and its operand
	[[ -d /sys/module/tcpstates ]] ||
		cli "$command without the module" 1 '' \
			'module is not loaded \(try: modprobe tcpstates, or insmod tcpstates.ko\)' $command
done
# What the documents tell people to type.
if [[ ! -d /sys/module/tcpstates ]]; then
	printf '\xd4\xc3\xb2\xa1\2\0\4\0%b\xff\xff\0\0\x65\0\0\0' \
		'\0\0\0\0\0\0\0\0' >"$temp/empty.pcap"
	python3 "$here/docs.py" "$tcpst" "$temp/empty.pcap" "$top/README.md" \
		"$top"/Documentation/*.rst "$top/tools/man/tcpst.8" >"$temp/out" 2>&1
	grep '^not ok' "$temp/out"
	passed=$((passed + $(grep -c '^ok' "$temp/out")))
	failed=$((failed + $(grep -c '^not ok' "$temp/out")))
	tail -n 1 "$temp/out" | grep -q '^[1-9][0-9]* passed' || fail "docs.py ended early"
fi
# A page that a terminal without Unicode cannot show loses what it says.
if command -v groff >/dev/null; then
	for page in "$top"/tools/man/*.[0-9]; do
		LC_ALL=C groff -man -Tascii -ww "$page" >/dev/null 2>"$temp/err"
		if [[ -s $temp/err ]]; then
			fail "${page##*/} in ASCII: $(<"$temp/err")"
		else
			pass "${page##*/} in ASCII"
		fi
	done
else
	echo "# no groff: man pages were not formatted"
fi
if "$tcpst" list --list-columns >/dev/full 2>"$temp/err"; then
	fail "a full disk is an error"
else
	pass "a full disk is an error"
fi
"$tcpst" list --list-columns 2>"$temp/err" | true
if [[ ${PIPESTATUS[0]} == 0 && ! -s $temp/err ]]; then
	pass "a closed pipe is none"
else
	fail "a closed pipe is none: $(<"$temp/err")"
fi

# completes EXPECTED WORD…: the first words offered, blanks between.
completes() {
	local expected=$1 got
	shift
	got=$("$tcpst" --complete "$@" | cut -f1 | paste -sd' ')
	if [[ $got == "$expected" ]]; then
		pass "completion of '$*'"
	else
		fail "completion of '$*': $got"
	fi
}
completes "list watch life show stats top report export" ""
completes "list life" l
completes "--state --since" watch --s
completes "--color" list --color
completes "prometheus ipfix" export ""
completes "ipfix" export --udp i
completes "auto always" list --color a
completes "SYN_SENT SYN_RECEIVED" list --state SYN
completes "CLOSED,TIME_WAIT" list --state CLOSED,T
completes "initiator:LISTEN" list --state initiator:LI
completes "+RADDR,HANDSHAKE +RADDR,HALFCLOSE" list -o +RADDR,HA
completes "TIME,COMM TIME,COOKIE" watch -o TIME,CO
completes "" list -r ""

echo "$passed passed, $failed failed"
((failed == 0))
