# shellcheck shell=bash disable=SC2317,SC2329  # functions are called by check
# SPDX-License-Identifier: GPL-2.0
#
# The full-screen view. Sourced by run.sh.

pane() { tmux -L "$socket" capture-pane -p; }
keys() { tmux -L "$socket" send-keys "$@"; }

# shows NAME PATTERN: the screen matches after a while.
screen_has() { pane | grep -qE -- "$1"; }
shows() {
	if wait_for screen_has "$2"; then
		pass "top: $1"
	else
		fail "top: $1" "no '$2'"
		pane | sed 's/^/# /'
	fi
}

clock_goes_on() { [[ $(pane | head -n 1) != "$clock" ]]; }

# session COLUMNS LINES COMMAND: a terminal. The server of the one before may be about
# to exit, and takes no new one then.
session() {
	until tmux -L "$socket" -f /dev/null -u new-session -d -x "$1" -y "$2" "$3" \
		2>/dev/null; do
		sleep .1
	done
}

# wide COLUMNS COMMAND…: what a terminal of that width shows of it.
wide() {
	local columns=$1
	shift
	session "$columns" 400 "$*; echo done; sleep infinity"
	wait_for screen_has '^done'
	pane >"$temp/pane"
	tmux -L "$socket" kill-session
	sed '/^done/,$d' "$temp/pane"
}

if has "in a terminal" tmux; then
	session 80 14 "cd '$here'; TERM=screen-256color '$tcpst' top -r demo.pcap"
	shows "of the README" ' x 1$'
	keys e
	shows "of the README, at the end" ' 2 flows  end of  demo.pcap'
	tmux -L "$socket" capture-pane -e -p |
		python3 "$here/terminal.py" 80 "tcpst top" >"$temp/top.svg"
	[[ -z $update ]] || cp "$temp/top.svg" "$top/Documentation/pictures/top.svg"
	# Rates depend on when the key was heard; words of the list do not.
	words() { grep -oE '>(10\.[0-9.:]+|SYN_SNT|TIME_W|CLOSED|[0-9.]+s)<' "$1" | sort -u; }
	check "README: top is current" diff <(words "$temp/top.svg") \
		<(words "$top/Documentation/pictures/top.svg")
	check "README: top is well-formed" well_formed "$temp/top.svg"
	tmux -L "$socket" kill-session
	for width in 80 100 130; do
		for name in small long4 long6; do
			for command in list life; do
				wide $width "$tcpst" $command -r "$temp/$name.pcap" >"$temp/lines"
				check "$command, $name: under its headings in $width columns" \
					aligned $width <"$temp/lines"
			done
			wide $width "$tcpst" watch -r "$temp/$name.pcap" >"$temp/lines"
			check "watch, $name: under its headings in $width columns" \
				aligned $width <"$temp/lines"
			wide $width "$tcpst" life -f -r "$temp/$name.pcap" >"$temp/lines"
			check "life -f, $name: under its headings in $width columns" \
				aligned $width <"$temp/lines"
		done
	done
	wide 130 "$tcpst" list -r "$temp/small.pcap" >"$temp/lines"
	check "list: a wide terminal shows who does not answer" \
		grep -qE '^ *4 .* SYN_SENT +10\.100.* LISTEN .* responder 3[0-9.]+s *$' "$temp/lines"
	check "list: no column without anything in it" grep -qE 'AGE PEER *$' "$temp/lines"
	wide 80 "$tcpst" list -r "$temp/long4.pcap" >"$temp/lines"
	check "list: a narrow one does not" bash -c "! grep -q PEER '$temp/lines'"
	for command in watch "life -f" life list; do
		# shellcheck disable=SC2086  # a command and its option
		check "$command: IPv4 is whole" cmp \
			<(wide 80 "$tcpst" $command -r "$temp/long4.pcap" | grep -oE '[0-9.]{15}:[0-9]{5}') \
			<("$tcpst" $command -r "$temp/long4.pcap" | grep -oE '[0-9.]{15}:[0-9]{5}')
	done
	wide 80 "$tcpst" list -r "$temp/long6.pcap" >"$temp/lines"
	check "list: IPv6 loses its middle, and states are short" \
		grep -qE '^ *1 \[2001:db…[0-9a-f:]+\]:20000 TIME_W +\[2001:db…' "$temp/lines"
	session 80 24 \
		"TERM=screen '$tcpst' top -r '$temp/small.pcap'; echo status \$?; sleep infinity"
	shows "begins" '^ tcpst top  2023-11-14 .* x 1$'
	shows "shows flows" '^ +>[0-9]+ 10\..* (ESTAB|SYN_SNT|TIME_W|FIN_W)'
	keys + +
	shows "plays faster" ' x 4$'
	keys e
	shows "plays to the end" '  end of  small.pcap'
	shows "counts who is stuck" 'stuck: .*CLOSE_WAIT'
	keys v
	shows "another view" '^ stuck by problem'
	keys s s
	shows "another order" '^ stuck by initiator'
	keys / CLOSE_W Enter
	shows "a filter" ', filter CLOSE_W '
	keys Enter
	shows "a ladder" 'SYN_SENT ├─+ SYN seq=0 ─+▶│'
	keys q
	shows "back" ', filter CLOSE_W '
	tmux -L "$socket" resize-window -x 110 -y 30
	shows "a larger window" 'STATES +FOR +AGE +SHAKE +OCTETS'
	shows "three slowest handshakes" 'slowest handshakes: (#[0-9]+ [0-9.]+m?s,? ?){3}$'
	keys g
	shows "groups" '^ RESPONDER +FLOWS +STUCK +AGAIN +BYTES +SYNLEG50 +SYNLEG99'
	shows "a group" '^ 10\.100\.0\.[0-9]:[0-9]+ +1 +1 +0 +900 '
	keys s
	shows "groups, first those with most that are stuck" '^ stuck by STUCK, filter'
	keys Enter
	shows "flows of a group" '^ stuck by initiator, of 10\.100\.0\.[0-9]:[0-9]+, filter'
	keys Escape
	shows "back to the groups" '^ stuck by STUCK, filter'
	keys g
	shows "back to the flows" '^ stuck by initiator, filter'
	tmux -L "$socket" resize-window -x 200 -y 50
	shows "a wide window: more columns" 'OCTETS +AGAIN +PEER +IDLE +IBYTES +RBYTES +SYNLEG +ACKLEG *$'
	keys / Enter
	shows "who does not answer" '^ +>?[0-9]+ 10\..* SYN_SNT LISTEN .* responder [0-9.]+s '
	tmux -L "$socket" resize-window -x 60 -y 12
	shows "a small one" '^ tcpst top'
	tmux -L "$socket" resize-window -x 40 -y 12
	shows "a narrow one" '^ {4}FLOW INITIATOR +STATES$'
	shows "rates, as many as fit" '^ opened [0-9.]+/s  closed [0-9.]+/s  reset [0-9.]+/s$'
	shows "those who are stuck" '^ stuck: 4 SYN_SNT, 4 SYN_RCV, 4 CLOSE_W$'
	tmux -L "$socket" resize-window -x 40 -y 24
	keys h
	shows "help" '^ arrows +select a flow, as do page keys$'
	shows "all of it" '^ +FIN_WAIT_2 for 5 s$'
	keys q
	shows "q leaves the help, and no more" '^ {4}FLOW INITIATOR +STATES$'
	keys q
	shows "quits" '^status 0'
	# A thousand connections a second, and it does not fall behind.
	tmux -L "$socket" resize-window -x 80 -y 24
	tmux -L "$socket" respawn-pane -k \
		"TERM=screen '$tcpst' top -r '$temp/large.pcap' --state time-wait"
	shows "keeps pace" '  [1-9],[0-9]{3} flows'
	shows "--state chooses" '^ init\.( +-){6} +[1-9]'
	keys e
	shows "what is open at the end stays" ' 10,000 flows  end of'
	tmux -L "$socket" respawn-pane -k \
		"TERM=screen '$tcpst' top --by RPORT -r '$temp/large.pcap'"
	shows "--by: begins with groups" '^ RPORT +FLOWS'
	keys e
	shows "--by: all are in them" '^ 80 +[0-9]+ +[0-9]+ '
	keys g
	tmux -L "$socket" respawn-pane -k \
		"TERM=screen '$tcpst' top -r '$temp/large.pcap'"
	shows "it begins again" ' x 1$'
	keys e
	shows "many are stuck, and which was slowest" \
		'^ stuck: 2000 retrying SYN, 2000 half-open, 2000 CLOSE_WAIT {2,}slowest: #[0-9]+ [0-9.]+s$'
	printf '\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\xff\xff\0\0\x65\0\0\0' \
		>"$temp/empty.pcap"
	tmux -L "$socket" respawn-pane -k \
		"TERM=screen '$tcpst' top -r '$temp/empty.pcap'"
	shows "no connection at all" 'no connection is open when the capture ends'
	# It has just sent its SYN.
	{ cat "$temp/empty.pcap"; printf '%b' '\0\0\0\0\0\0\0\0\x28\0\0\0\x28\0\0\0' \
		'\x45\0\0\x28\0\1\0\0\x40\6\0\0\x0a\0\0\1\x0a\0\0\2' \
		'\x30\x39\0\x50\0\0\0\1\0\0\0\0\x50\2\x20\0\0\0\0\0'; } >"$temp/syn.pcap"
	tmux -L "$socket" respawn-pane -k \
		"TERM=screen '$tcpst' top --no-checksum -r '$temp/syn.pcap'"
	keys e
	shows "no time at all is 0s" '^ +>?1 10\.0\.0\.1:12345 .* SYN_SNT LISTEN +0s'
	# Numbers of a forged RST, ignored, are no octets.
	PYTHONPATH=$top/tests/core/replay python3 -B - >"$temp/forged.pcap" <<-'END'
		import sys
		import packets as p
		ends = ("10.0.0.1", 12345), ("10.0.0.2", 80)
		sys.stdout.buffer.write(p.pcap([
		    (1700000000 * 10**9, p.framed(p.LINK_ETHERNET, p.ipv4(
		        ends[side][0], ends[not side][0], p.tcp(
		            ends[side][0], ends[not side][0], ends[side][1],
		            ends[not side][1], *segment))))
		    for side, *segment in ((0, "SYN", 1000), (1, "SYN-ACK", 5000, 1001),
		                           (0, "ACK", 1001, 5001), (1, "RST", 700005001))]))
	END
	tmux -L "$socket" resize-window -x 120 -y 24
	tmux -L "$socket" respawn-pane -k "TERM=screen '$tcpst' top -r '$temp/forged.pcap'"
	keys e
	shows "no octets of a segment that was ignored" \
		'^ +>?1 10\.0\.0\.1:12345 .* ESTAB +ESTAB( +0s){2} +- +- +- +0s'
	tmux -L "$socket" resize-window -x 80 -y 24
	# A capture that is still being made: keys come from the terminal.
	mkfifo "$temp/fifo"
	for capture in - "$temp/fifo"; do
		if [[ $capture == - ]]; then name=pipe; else name=FIFO; fi
		from="{ cat '$temp/small.pcap'; sleep infinity; }"
		[[ $capture == - ]] || from="$from >'$temp/fifo' & true"
		tmux -L "$socket" respawn-pane -k "$from | { TERM=screen \
			'$tcpst' top -r '$capture'; echo status \$?; sleep infinity; }"
		shows "$name: begins" '  [1-9][0-9]* flows?  standard input .* x 1$'
		keys e
		shows "$name: catches up, and has not ended" \
			'  40 flows  standard input .* x 1$'
		keys v
		shows "$name: keys are heard while nothing comes" '^ stuck by problem'
		keys Enter
		shows "$name: a ladder of what was played" 'SYN_SENT ├─+ SYN seq=0 ─+▶│'
		keys q
		shows "$name: back" '^ stuck by problem'
		clock=$(pane | head -n 1)
		check "top: $name: time goes on" wait_for clock_goes_on
		keys q
		shows "$name: quits" '^status 0'
	done
	tmux -L "$socket" respawn-pane -k "'$tcpst' top -r -; echo status \$?; sleep infinity"
	shows "no capture on a terminal" '^status 2'
	tmux -L "$socket" respawn-pane -k \
		"TERM=dumb '$tcpst' top -r '$temp/small.pcap'; echo status \$?; sleep infinity"
	shows "not on a terminal without a cursor" "^tcpst: .* type 'dumb' .TERM. cannot move the cursor"
fi
check "top wants a terminal to draw on" bash -c \
	"'$tcpst' top 2>'$temp/err' </dev/null | cat; test \${PIPESTATUS[0]} = 1"
check "an error" grep -qx 'tcpst: top requires a terminal' "$temp/err"
check "top wants one for keys" bash -c \
	"setsid -w '$tcpst' top -r - <'$temp/small.pcap' >/dev/null 2>&1; test \$? = 1"
