#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by check
#
# Test tcpst where no module is needed. The last line is `N passed, N failed`.
#
#   run.sh            run the tests
#   run.sh --update   write the golden files anew; look at the difference

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
golden=$here/golden
demo=$top/tests/cli/pictures/demo.pcap
tcpst=$top/tools/tcpst
export LC_ALL=C.UTF-8 TZ=UTC TERM=xterm PAGER=cat
unset NO_COLOR COLUMNS TCPST_PAGER LESS

update=
[[ ${1-} != --update ]] || update=1

if ! { make -C "$top/tools" && make -C "$here"; } >"$temp/make" 2>&1; then
	cat "$temp/make"
	give_up "it does not build"
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
	ladder | ladder,[aevq]* | summary | list | life | watch)
		if (($(wc -L <"$temp/out") > 80)); then
			fail "$name is wider than 80 columns"
		fi ;;
	esac
}

stories="textbook combined simultaneous refused unreachable retracted aborted \
adopted huge cut syn_flood repeated dropped"
for story in $stories; do
	render "ladder-$story" ladder "$story"
	render "summary-$story" summary "$story"
	render "json-$story" json "$story"
done
render ladder-kept_out ladder,explain kept_out
render life-kept_out life kept_out
render ladder-prohibited ladder prohibited
render ladder-ascii ladder,ascii textbook retracted unreachable
render ladder-explain ladder,explain textbook combined retracted refused aborted dropped
render ladder-verbose ladder,verbose,ascii textbook unreachable
render ladder-quiz ladder,quiz textbook
render ladder-answers ladder,answers textbook
render ladder-absolute ladder,absolute combined repeated
render ladder-color ladder,color textbook aborted
render summary-exact summary,ns,bytes,iso textbook
# shellcheck disable=SC2086  # a list
render list list ${stories/combined/}
# shellcheck disable=SC2086
render life life ${stories/combined/}
render watch watch textbook retracted adopted
render watch-ipv6 watch,ascii combined retracted
render watch-color watch,color textbook
render watch-csv 'watch,csv,ascii,columns=+SEQ:ACK:LEN:FLAGS' textbook
render watch-all "watch,raw,ascii,absolute,columns=$("$tcpst" watch --list-columns |
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

for program in wire headers beside answers follow closing match resolve reasons ntp texts kept grid; do
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
for command in list watch life show stats top report check save compare export; do
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
cli "help as a command" 0 '^  watch ' '' help
cli "help of a command" 0 '^Usage: tcpst watch' '' help watch
cli "a command with two letters swapped" 2 '' "unknown command 'lits', did you mean list\?" lits
cli "a command like no other" 2 '' "unknown command 'frobnicate' .see" frobnicate
cli "an option with a letter too few" 2 '' 'unknown option --jon, did you mean --json\?' list --jon
cli "an option like no other" 2 '' 'unknown option --frobnicate .see' list --frobnicate
cli "unknown command" 2 '' "unknown command 'lits'" lits
cli "unknown option" 2 '' 'unknown option --foo' list --foo
cli "unknown letter" 2 '' 'unknown option -z' list -z
cli "part of two options" 2 '' 'option --re is ambiguous: --responder, --resolve, --read' list --re
cli "part of one option" 1 '' 'nowhere.pcap: No such file' list --rea nowhere.pcap
cli "argument of a letter too many" 2 '' '--ipv4 does not take an argument' list --ipv4=1
cli "two captures that are missing" 1 '' 'a: No such file' list -r a -r b
cli "save without a file" 2 '' 'save requires a file name, or -' save
cli "save what is in a state" 2 '' 'save does not support --state' save x --state CLOSED
cli "save where it cannot be" 1 '' 'cannot write .*No such file' save nowhere/x -r "$top/tests/core/captures/port-0.pcap"
cli "two layouts" 2 '' 'mutually exclusive' list --raw --csv
cli "json and a layout" 2 '' 'cannot be combined' list --csv --json
cli "no column more" 2 '' 'requires a column name' life -o +
cli "a capture as a word" 2 '' 'use -r FILE' life "$top/README.md"
cli "a capture as a command" 2 '' 'use -r FILE' "$top/README.md"
cli "argument missing" 2 '' 'requires an argument' list --port
cli "argument too many" 2 '' 'does not take an argument' list --json=1
cli "unexpected operand" 2 '' 'unexpected argument' list foo
cli "a quiz that is explained" 2 '' 'cannot be combined with --quiz' show 1 --quiz --explain
cli "a picture that is explained" 2 '' 'cannot be combined with' show 1 --explain --svg -
cli "an interface and a capture" 2 '' 'cannot be combined with -r' list -i lo -r x
cli "processes of an interface" 2 '' 'does not identify processes' list -i lo --comm nc
cli "past events of an interface" 2 '' 'holds no past events' watch -i lo --since all
cli "how long there is a list" 2 '' 'list --duration requires -i' list --duration 3
cli "a picture of all that is compared" 2 '' 'compare --svg requires --show N' compare a b --svg -
cli "a picture that is followed" 2 '' 'cannot be combined with --svg' show 1 --follow --svg -
cli "an end that is followed" 2 '' 'selects a connection when it begins' show --follow --end fin
cli "a connection that does not come" 1 '' 'no matching flow in this capture' show --follow :99 -r "$demo"
cli "a log that is missing" 1 '' 'nowhere: No such file' life --join nowhere
cli "a log and other addresses" 2 '' '--join cannot be combined' life --join x --anonymize k
cli "a log that is compared with" 2 '' 'ZEEKUID cannot be compared' life --where 'zeekuid == C1'
cli "frames of the kernel" 2 '' 'requires a capture' life --pcap x
cli "frames to wait for" 2 '' 'cannot be combined with --follow' life --pcap x -f -r x
cli "frames of transitions" 2 '' 'watch does not support --pcap' watch --pcap x -r x
cli "an unknown column to sort by" 2 '' "--sort: unknown column 'SYNLGE', did you mean SYNLEG" \
	list --sort SYNLGE
cli "a misuse names the help of its command" 2 '' 'see tcpst watch --help' watch --end fin
cli "also before the command is found" 2 '' 'see tcpst life --help' life --end never
cli "the next connection of all" 0 '^Flow 1' '' show --follow -r "$demo"
cli "a port that is none" 2 '' "--listen: '99999' is not a port" \
	export prometheus --listen 127.0.0.1:99999
cli "no time between dumps" 2 '' "--silence requires a time such as .*, not '0s'" \
	export prometheus --silence 0s --listen :9
cli "silence as flow records" 2 '' '--listen and --silence are options of export prometheus' \
	export ipfix --silence 30s --to :9
cli "the name of a port" 2 '' "--to: 'x' is not a port" export ipfix --to 127.0.0.1:x
# Of several that match, the open one, or the one that was closed last, and which the others are.
reused=$top/tests/core/captures
cli "show the later of two that ended" 0 '^Flow 2, end: refused' \
	'this is the latest of 2 flows that match; show the others by number: 1$' \
	show 192.0.2.1:80 -r "$reused/restart-both-refused.pcap"
cli "show the only one that is open" 0 '^Flow 20, open' \
	'the only open one of 20 flows .* number: 19, 18, 17, 16, 15, 14, ... .tcpst life lists all.$' \
	show 192.0.2.1:80 -r "$reused/reuse20-Aonly-finA.pcap"
cli "show an older one by its number" 0 '^Flow 1, end' '' \
	show 1 -r "$reused/restart-both-refused.pcap"
python3 "$top/tests/vm/export/capture.py" 4 >"$temp/waiting.pcap"
cli "show the later of two in TIME-WAIT" 0 '^Flow 2, end: fin' \
	'this is the latest of 2 flows that match; show the others by number: 1$' \
	show 192.168.0.1:443 --state TIME_WAIT -r "$temp/waiting.pcap"
cli "show the latest, though others have their TIME-WAIT before them" 0 '^Flow 4, end: reset' \
	'the latest of 4 flows .* number: 3, 2, 1$' show 192.168.0.1:443 -r "$temp/waiting.pcap"
cli "show without a flow" 2 '' 'show requires a flow number, ADDR:PORT' show
cli "show a range" 2 '' 'single connection' show 10.0.0.0/8
cli "show nonsense" 2 '' "not 'foo'" show foo
cli "option of another command" 2 '' 'stats does not support --notes' stats --notes
cli "an end of transitions" 2 '' 'watch does not support --end' watch --end fin
cli "bad port" 2 '' "not '80-79'" list --port 80-79
cli "bad port number" 2 '' "not '65536'" list --port 65536
cli "bad address" 2 '' "not '10.0.0.0/33'" list --addr 10.0.0.0/33
cli "bad end" 2 '' 'ADDRESS' list --initiator 10.0.0.1:http
for option in addr port initiator responder state end pid comm flow; do
	cli "nothing of --$option" 2 '' '(requires|unknown) ' list "--$option" ''
done
cli "nothing between ports" 2 '' "not ''" list --port 80,,443
cli "nothing after a state" 2 '' "unknown state ''" list --state CLOSED,
cli "nothing before an end" 2 '' "unknown way to end ''" life --end ,fin
cli "process 0" 2 '' 'positive number' list --pid 0
cli "bad state" 2 '' "unknown state 'OPEN'; valid values: CLOSED" list --state OPEN
cli "bad verdict" 2 '' "unknown way to end 'well'; valid values: still-open, fin" life --end well
cli "bad role" 2 '' "unknown role 'client'" watch --endpoint client
cli "bad time form" 2 '' 'local, iso or ns' list --time utc
cli "bad color" 2 '' 'auto, always or never' list --color blue
cli "bad since" 2 '' "not 'yesterday'" watch --since yesterday
cli "bad duration" 2 '' "not '10 parsecs'" watch --duration '10 parsecs'
cli "bad count" 2 '' 'positive number' watch --count 0
cli "bad pid" 2 '' '--pid requires a number' list --pid init
cli "long command name" 2 '' 'at most 15' list --comm curl,sixteen-letters-
cli "bad flow" 2 '' '--flow requires a number, not .first' list --flow 3,first
cli "flow 0" 2 '' 'positive number' list --flow 3,0
cli "too many flows" 2 '' '--flow accepts at most 64' list --flow "$(seq -s, 65)"
cli "too many processes" 2 '' '--pid accepts at most 64' list --pid "$(seq -s, 65)"
cli "control group without a slash" 2 '' "path such as /system.slice, not 'b'" list --cgroup /a,b,/c
cli "no control group" 2 '' "path such as /system.slice, not ''" list --cgroup /a,
cli "too many control groups" 2 '' '--cgroup accepts at most 64' \
	list --cgroup "$(seq -f /%g -s, 65)"
cli "too many commands" 2 '' '--comm accepts at most 64' list --comm "$(seq -s, 65)"
cli "too many ports" 2 '' 'at most 16' list --port 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17
cli "unknown column" 2 '' "unknown column 'FOO'" list -o +FOO
cli "no column" 2 '' 'requires a column name' list -o ''
cli "unknown column to sort by" 2 '' "unknown column 'FOO'" life --sort -FOO
cli "no column to sort by" 2 '' "unknown column ''" life --sort FLOW,
cli "too many columns to sort by" 2 '' 'at most 16' list --sort "$(yes FLOW | head -17 | paste -sd,)"
cli "sorting for ever" 2 '' 'cannot be combined' life -f --sort FLOW
cli "sorting transitions" 2 '' 'watch --sort requires --by' watch --sort TIME
cli "groups that are followed" 2 '' 'cannot be combined with --follow' life -f --by END
cli "transitions by a column of flows" 2 '' "unknown column 'SYNLEG'; tcpst watch --list-columns" watch --by SYNLEG
cli "a view of unknown groups" 2 '' "unknown column 'FOO'" top --by FOO
cli "counters in an order" 2 '' 'require --by' stats --sort FLOWS
cli "groups by nothing" 2 '' 'requires a column name' list --by ''
cli "groups by an unknown column" 2 '' "unknown column 'FOO'; tcpst list --list-columns" list --by END,FOO
cli "groups by a prefix of no address" 2 '' 'END has no prefix' list --by END/8
cli "groups by a bad prefix" 2 '' "not 'RADDR/129'" list --by RADDR/129
cli "groups by too much" 2 '' 'at most 8 columns' list --by END,END,END,END,END,END,END,END,END
cli "groups in the order of an unknown column" 2 '' "no column 'START'" life --by END --sort START
cli "an unknown column of groups" 2 '' "unknown column 'START'" life --by END -o START
cli "json with columns" 2 '' 'cannot be combined' list --json -o FLOW
cli "both ends of a transition" 2 '' 'a transition is of one end only' watch --endpoint initiator --state responder:LISTEN
cli "an end of nothing" 2 '' 'requires --state' list --endpoint initiator
cli "owners of a capture" 2 '' 'does not identify processes' list --comm nc -r /dev/null
cli "control groups of a capture" 2 '' 'does not identify processes' list --cgroup / -r /dev/null
cli "a namespace is compared where there are several" 2 '' 'NETNS can only be compared with --all-netns' \
	watch --where 'netns==web'
cli "all namespaces, of a capture" 2 '' 'cannot be combined with -r or -i' top --all-netns -r "$demo"
cli "the end that does not answer" 0 '^5 responder$' '' \
	list --raw --noheadings -o FLOW,PEER --where 'peer==responder' -r "$demo"
cli "unknown namespace" 1 '' "no such network namespace: 'nowhere'" list --netns nowhere
# qemu-user knows no generic netlink.
why=
if [[ -d /sys/module/tcpstates ]]; then
	why="it is loaded here"
elif ! python3 -c 'import socket
socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)' 2>/dev/null; then
	why="there is no generic netlink here"
fi
for command in list watch life stats "show 1"; do
	if [[ -n $why ]]; then
		skip "$command without the module" "$why"
	else
		# shellcheck disable=SC2086  # a command and its operand
		cli "$command without the module" 1 '' \
			'module is not loaded \(try: modprobe tcpstates, or insmod tcpstates.ko\)' $command
	fi
done
# A capture in which nothing is.
printf '\xd4\xc3\xb2\xa1\2\0\4\0%b\xff\xff\0\0\x65\0\0\0' \
	'\0\0\0\0\0\0\0\0' >"$temp/empty.pcap"
for command in list watch life "life -f"; do
	# shellcheck disable=SC2086  # a command and its option
	cli "$command of no capture" 1 '' 'cannot read it as a capture' $command -r "$top/README.md"
	# shellcheck disable=SC2086
	cli "$command of nothing" 1 '' 'nowhere: No such file' $command -r nowhere
	# shellcheck disable=SC2086
	cli "$command of an empty file" 1 '' 'cannot read it as a capture' $command -r /dev/null
	# shellcheck disable=SC2086
	cli "$command of no packets" 0 '^ *(TIME +)?FLOW' '' $command -r "$temp/empty.pcap"
done

# As top prints them, and as ss and netstat name them.
for state in estab SYN-RECV TIMEWAIT FIN_W1 SYN_RCV closewait fin-wait1 listening; do
	cli "state $state" 0 '^ *FLOW' '' list --state "initiator:$state" -r "$temp/empty.pcap"
done

# colors EXPECTED VARIABLE=VALUE: does a terminal get any?
{
	cat "$temp/empty.pcap"
	printf '%b' '\0\0\0\0\0\0\0\0\x28\0\0\0\x28\0\0\0' \
		'\x45\0\0\x28\0\1\0\0\x40\6\0\0\x0a\0\0\1\x0a\0\0\2' \
		'\x30\x39\0\x50\0\0\0\1\0\0\0\0\x50\2\x20\0\0\0\0\0'
} >"$temp/syn.pcap"
colors() {
	env "$2" script -qec "$tcpst list --no-checksum -r $temp/syn.pcap" \
		/dev/null </dev/null >"$temp/out"
	if [[ $(grep -c $'\033\\[33mSYN_SENT' "$temp/out") == "$1" ]]; then
		pass "colours with $2"
	else
		fail "colours with $2: $(<"$temp/out")"
	fi
}
colors 1 ANY=1
colors 1 NO_COLOR=
colors 0 NO_COLOR=1
colors 0 TERM=dumb
# A flow that is open when a capture ends has no end, and its timer still runs.
cli "no end of what is open" 0 '"end_ns":null,.*"end":"still-open"' '' \
	list --json --no-checksum -r "$temp/syn.pcap"
cli "since when it is silent, and until when" 0 '^0s [1-9]' '' \
	list --raw --noheadings --no-checksum -o IDLE,EXPIRES -r "$temp/syn.pcap"
# Events are counted once each, and durations are those of the transitions.
cli "groups of transitions" 0 '^LAST_ACK responder 3 0 4.70ms 33.1ms$' '' \
	watch --raw --noheadings --by FROM,ENDPOINT -r "$demo"
cli "groups of transitions, left at once" 0 '^FIN responder 3 0 0s 43.4s$' '' \
	watch --raw --noheadings --by CAUSE,ENDPOINT -r "$demo"
cli "groups of transitions, for programs" 0 '^{"type":"group","by":{"FROM":"CLOSED"},"events":6,"retracted":0,"for_ns":{"median":null,"p99":null}}$' '' \
	watch --json --by FROM -r "$demo"
cli "groups of transitions, by an address" 0 '^10.2.0.0/16 25 0 ' '' \
	watch --raw --noheadings --by RADDR/16 -r "$demo"
cli "transitions of an address and a port" 0 '^10.1.0.2 32858 10.2.0.2 81$' '' \
	watch --raw --noheadings --where 'raddr in 10.2.0.0/24 && rport==81' \
	-o IADDR,IPORT,RADDR,RPORT -r "$demo"
if [[ $("$tcpst" watch --raw --noheadings --by CAUSE -o EVENTS -r "$demo" |
	awk '{ sum += $1 } END { print sum }') == \
	$("$tcpst" watch --noheadings -r "$demo" | wc -l) ]]; then
	pass "groups of transitions: all are counted"
else
	fail "groups of transitions: all are counted"
fi
# An unanswered SYN is not just open, and programs have a column for that.
cli "what nobody answered" 0 '^ *5 .* unanswered ' '' life -r "$demo"
cli "what nobody answered, for programs" 0 '^5 still-open unanswered$' '' \
	life --raw -o FLOW,END,FAILURE --where 'failure==unanswered' -r "$demo"
# A RST and a challenge ACK name the segment that drew them.
opened=$top/tests/core/captures/half-open-challenge-rst-syn-again.pcap
unread=$top/tests/core/captures/linux-close-unread-data.pcap
cli "what a RST answers" 0 '^RST PSH\\x20ACK 501 6$' '' \
	watch --raw --noheadings -o FLAGS,ANSWERS,ANSWERSEQ,SEQNO -r "$unread"
cli "what a challenge ACK answers, for programs" 0 \
	'"cause":"CHALLENGE_ACK".*"answers":{"sender":"initiator","tcp_flags":"SYN","seq":[0-9]+,"len":0,"time_ns":1700043265000000000,"in_frame":4}' '' \
	watch --notes --json -r "$opened"
cli "in the ladder" 0 '\(challenge, answers SYN ' '' show 1 -r "$opened"
cli "in the ladder, a RST" 0 '─ RST seq=1 \(answers ACK seq=1\) ─' '' show 1 -r "$opened"
cli "in words" 0 'It answers the segment that the' '' show 1 --explain -r "$opened"

# check: the line and the status that monitoring expects of a plugin.
busy=$top/tests/core/captures/restart-both-refused.pcap
cli "check: all is well" 0 '^TCPST OK - half_open 1 . half_open=1;2;;0$' '' \
	check --warn half-open=2 --no-checksum -r "$temp/syn.pcap"
cli "check: a warning" 1 '^TCPST WARNING - syn_sent 1 .limit 1. . flows=1;;9;0 syn_sent=1;1;;0$' '' \
	check --crit flows=9 --warn SYN_SENT=1 --no-checksum -r "$temp/syn.pcap"
cli "check: the worse of two" 2 '^TCPST CRITICAL - flows 1 .limit 1. . flows=1;1;1;0 listen=1;5;;0$' '' \
	check --warn flows=1,listen=5 --crit flows=1 --no-checksum -r "$temp/syn.pcap"
cli "check: by the second" 2 '^TCPST CRITICAL - refused 0.[0-9]+/s .limit 0.05/s. . refused_per_second=' '' \
	check --crit refused=0.05/s --over 10s -r "$busy"
if [[ $("$tcpst" check --warn refused=0.05/s --over 10s -r - <"$busy") == "$("$tcpst" check \
	--warn refused=0.05/s --over 10s -r "$busy")" && $("$tcpst" check \
	--warn refused=0.05/s --over 10s -r - < <(cat "$busy")) == "TCPST WARNING"* ]]; then
	pass "check: by the second, of a pipe"
else
	fail "check: by the second, of a pipe"
fi
cli "check: what cannot be read" 3 '^TCPST UNKNOWN - .*No such file' '' check --warn flows=1 -r nowhere
cli "check: without a threshold" 3 '' 'requires --warn or --crit' check
cli "check: an unknown name" 3 '' 'valid are flows' check --warn sockets=3
cli "check: no number" 3 '' "not '3x'" check --warn flows=3x
cli "check: a rate of a state" 3 '' 'not supported as a rate' check --warn closing=3/s
# Who writes a message in pieces mixes it with those of others.
if python3 - "$tcpst" <<'END'
import socket, subprocess, sys
ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
subprocess.run([sys.argv[1], "list", "-r", "nowhere"], stderr=its)
subprocess.run([sys.argv[1], "lits"], stderr=its)
its.close()
for end in (b"No such file or directory\n", b"(see tcpst --help)\n"):
    message = ours.recv(4096)
    assert message.startswith(b"tcpst: ") and message.endswith(end), message
assert not ours.recv(4096)
END
then pass "a message is written in one piece"
else fail "a message is written in one piece"; fi

# Each counter of the module has a sentence of its own for Prometheus.
sed -n '/^static const char \*const names/,/^}/s/.*= "\(.*\)",/\1/p' "$top/module/stats.c" |
	sort >"$temp/names"
sed -n 's/^\t{ "\([a-z_]*\)", ".*/\1/p' "$top/tools/export/counter_help.c" | sort >"$temp/explained"
missing=$(comm -23 "$temp/names" "$temp/explained")
if [[ -s $temp/names && -z $missing ]]; then
	pass "counters have help texts"
else
	fail "counters have help texts: $missing"
fi
missing=$(while read -r name; do
	grep -q "^   \* - \`\`$name\`\`\$" "$top/Documentation/procfs.rst" &&
		grep -q "^\.I $name\$" "$top/tools/man/tcpstates.4" || echo "$name"
done <"$temp/names")
if [[ -z $missing ]]; then
	pass "counters are in the manuals"
else
	fail "counters are in the manuals: $missing"
fi

# Commands in the documents.
if [[ ! -d /sys/module/tcpstates ]]; then
	python3 "$here/docs.py" "$tcpst" "$temp/empty.pcap" "$top/README.md" \
		"$top"/Documentation/*.rst "$top/tools/man/tcpst.8" >"$temp/out" 2>&1
	grep '^not ok' "$temp/out"
	passed=$((passed + $(grep -c '^ok' "$temp/out")))
	failed=$((failed + $(grep -c '^not ok' "$temp/out")))
	tail -n 1 "$temp/out" | grep -q '^[1-9][0-9]* passed' || fail "docs.py ended early"
fi
for command in "list --list-columns" "list -r $temp/empty.pcap" \
	"list --csv -r $temp/empty.pcap" "watch -r $temp/empty.pcap" \
	"stats --json -r $temp/empty.pcap"; do
	# shellcheck disable=SC2086  # a command and its options
	"$tcpst" $command >/dev/full 2>"$temp/err"
	if [[ $? == 1 && $(<"$temp/err") == "tcpst: write error: No space left on device" ]]; then
		pass "a full disk is an error of ${command//"$temp/"/}"
	else
		fail "a full disk is an error of ${command//"$temp/"/}: $(<"$temp/err")"
	fi
done
# The table of fields makes the tables of the documents, and a new field is a row.
counted python3 -B "$here/fields.py" "$tcpst" "$top"
counted "$here/new-field.sh"
counted python3 -B "$here/recordings.py" "$tcpst" "$top/tests/core/captures" \
	"$top/tests/cli/pictures"
counted python3 -B "$here/comparing.py" "$tcpst"
counted "$here/obj/steps"
counted python3 -B "$here/held.py" "$tcpst" "$demo" "$top"/tests/core/captures/*.pcap
counted python3 -B "$here/drawn.py" "$tcpst" "$demo" "$top"/tests/core/captures/*.pcap
counted python3 -B "$here/following.py" "$tcpst" "$demo" "$top"/tests/core/captures/*.pcap
counted python3 -B "$here/interface.py" "$tcpst"
counted python3 -B "$here/silence.py" "$tcpst" "$top/tests/core/replay"
counted "$here/without.sh"
counted "$here/languages.sh"
# A page that a terminal without Unicode cannot show loses its text.
if has "manual pages in ASCII" groff; then
	for page in "$top"/tools/man/*.[0-9]; do
		LC_ALL=C groff -man -Tascii -ww "$page" >/dev/null 2>"$temp/err"
		if [[ -s $temp/err ]]; then
			fail "${page##*/} in ASCII: $(<"$temp/err")"
		else
			pass "${page##*/} in ASCII"
		fi
	done
fi
# More memory needed than available. qemu-user ignores the limit.
limited() { (ulimit -v 300000 && exec "$@"); }
if limited python3 -c 'bytearray(400 << 20)' 2>/dev/null; then
	skip "no memory is an error" "memory cannot be limited here"
else
	limited "$tcpst" export ipfix --to 127.0.0.1:9 --queue 16000000 -r "$temp/empty.pcap" \
		2>"$temp/err"
	if [[ $? == 1 && $(<"$temp/err") == "tcpst: out of memory" ]]; then
		pass "no memory is an error"
	else
		fail "no memory is an error: $(<"$temp/err")"
	fi
fi
"$tcpst" list --list-columns 2>"$temp/err" | true
if [[ ${PIPESTATUS[0]} == 0 && ! -s $temp/err ]]; then
	pass "a closed pipe is none"
else
	fail "a closed pipe is none: $(<"$temp/err")"
fi

# shellcheck source=SCRIPTDIR/completing.sh
. "$here/completing.sh"
# shellcheck source=SCRIPTDIR/selecting.sh
. "$here/selecting.sh"
# shellcheck source=SCRIPTDIR/terminal.sh
. "$here/terminal.sh"

finish
