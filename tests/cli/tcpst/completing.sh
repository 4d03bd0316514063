# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
#
# Completion in the shell: part of run.sh, which has $tcpst and the captures.

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
completes "list watch life show stats top report check save compare export help" ""
completes "list life" help l
completes "" help life l
completes "1" show --no-checksum -r "$temp/syn.pcap" ""
completes "1" show "--read=$busy" 1
completes "" show -r "$busy" 9
completes "" show -r "$busy" 1 ""
completes "" show -r nowhere ""
completes "" save ""
completes "list life" l
completes "--state --since --sort" watch --s
completes "--color" list --color
completes "prometheus ipfix" export ""
completes "ipfix" export --udp i
completes "auto always" list --color a
completes "SYN_SENT SYN_RECEIVED" list --state SYN
completes "CLOSED,TIME_WAIT" list --state CLOSED,T
completes "initiator:LISTEN" list --state initiator:LI
completes "+RADDR,HANDSHAKE +RADDR,HALFCLOSE" list -o +RADDR,HA
completes "TIME,COMM TIME,COOKIE" watch -o TIME,CO
completes "END,RADDR" stats --by END,RAD
completes "FROM,CAUSE" watch --by FROM,CAU
completes "STATE,RADDR" top --by STATE,RAD
completes "lo" list -i lo
completes "" list --cgroup "/no such group"
completes "" list -r ""
completes "$("$tcpst" --complete list -- | cut -f1 | paste -sd' ')" list -
completes "established" list --state es
completes "close-wait" list --state close-w
completes "responder:" list --state resp
completes "CLOSED,initiator:" list --state CLOSED,init
completes "initiator:syn_sent initiator:syn_received" list --state initiator:syn
completes "-HANDSHAKE -HALFCLOSE" life --sort -HA
completes "end,-rbytes" life --sort end,-rb
completes "--sort=FLOW" list --sort=FL
completes "--state=ESTABLISHED" list --state=ES
completes "--state=CLOSED,responder:time_wait" watch --state=CLOSED,responder:t
completes "flow" list -o fl
completes "+raddr,halfclose" list -o +raddr,half
completes "" list --svg=
completes "" life --pcap=
completes "half_open" life --end half_
completes "end==fin&&synleg" list --where "end==fin&&synleg"
completes "(rport" life --where "(rpo"
completes "endpoint" watch --where "endp"

# bash_completes EXPECTED LINE: what the shell gets to replace, blanks between.
bash_completes() {
	local got
	got=$(PATH=$top/tools:$PATH bash -c '
		. "$1/tools/completion/tcpst.bash"
		compopt() { :; }
		COMP_LINE=$2 COMP_POINT=${#2}
		_tcpst
		echo "${COMPREPLY[*]}"' bash "$top" "$2")
	if [[ $got == "$1" ]]; then
		pass "completion in bash of '$2'"
	else
		fail "completion in bash of '$2': $got"
	fi
}
bash_completes "watch" "tcpst w"
bash_completes "ESTABLISHED" "tcpst list --state=ES"
bash_completes "LISTEN" "tcpst list --state initiator:LI"
bash_completes "LISTEN" "tcpst list --state=initiator:LI"
bash_completes "--csv" "tcpst list --cs"
