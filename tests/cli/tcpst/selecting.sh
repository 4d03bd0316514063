# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
#
# --where: what it refuses and what it selects. Part of run.sh, which has $tcpst and the
# captures.

# where EXPRESSION CARET ERROR [COMMAND]: refused, and the caret is in that column.
where() {
	"$tcpst" "${4:-list}" --where "$1" -r /dev/null >"$temp/out" 2>"$temp/err"
	if [[ $? == 2 && ! -s $temp/out ]] &&
		sed -n 1p "$temp/err" | grep -qE -- "^tcpst: --where: .*$3" &&
		[[ $(sed -n 2p "$temp/err") == "  $1" ]] &&
		[[ $(sed -n 3p "$temp/err") == "$(printf "%$(($2 + 2))s" ^)" ]]
	then pass "--where '$1'"; else fail "--where '$1': $(<"$temp/err")"; fi
}
where 'synlge>100ms' 1 "unknown column 'synlge', did you mean SYNLEG\\?"
where 'frobnicate==3' 1 'tcpst list --list-columns lists them'
where 'to==fin' 1 'tcpst list --list-columns lists them'
where 'end==fin' 1 'transitions have no column end, only connections' watch
where 'transition==fin' 1 'TRANSITION cannot be compared' watch
where 'end=fin' 4 'equality is =='
where 'end==fin & rport==80' 10 'and is written &&'
where 'end==fin | rport==80' 10 'or is written \|\|'
where 'end==fin rport==80' 10 'expected &&, \|\| or the end'
where 'end<fin' 4 'END has no order'
where 'end==open' 6 "END cannot be 'open'; valid values: still-open, fin"
where 'synleg>100' 8 'a duration requires a unit, as in 100ms or 100s'
where 'synleg>fast' 8 'a time such as 100ms'
where 'bytes>3miles' 7 'a size such as 1500, 64KiB'
where 'flow==-1' 7 'compared with a number'
where 'rport==80-90' 8 "use 'in' to compare with a range of ports"
where 'rport in (80,x)' 14 'a port such as 443'
where 'iaddr==10.0.0.0/8' 8 'IADDR in 10.0.0.0/8'
where 'iaddr in 10.0.0.0/33' 10 'an address or prefix such as'
where 'responder==www' 12 'ADDRESS:PORT'
where 'start>14:30' 7 'a time such as 2006'
where '' 1 'incomplete expression, expected a column'
where 'end==fin &&' 12 'incomplete expression, expected a column'
where '(end==fin' 10 'incomplete expression, expected &&, \|\| or \)'
where 'end==fin)' 9 'a \( before this \)'
where 'end in (fin' 12 'a comma or \)'
where 'comm=="ab' 7 'not closed'
where "ägypten==1 && end==fin" 1 'unknown column'
where "comm==\"ägypten\" && end==x" 25 "END cannot be 'x'"
where 'icmp==port-unreachible' 7 'ICMP is compared with an error such as port-unreachable'
where 'icmp=="ICMP type 3 code 3"' 7 'ICMP is compared with an error'
where 'tunnel==vxlan' 9 'TUNNEL is compared with a tunnel such as gre or vxlan:42'
where 'history==ShADadFx' 10 'HISTORY is compared with letters'
where 'history==ShAS' 10 'HISTORY is compared with letters'
where 'ioptions=="sack,mss=1460"' 11 'IOPTIONS is compared with options such as "mss=1460'
where 'communityid!=1:abc' 14 'COMMUNITYID is compared with a Community ID'
where 'comm =~ "(nginx"' 9 'not a regular expression: Unmatched'
where 'end =~ fin' 5 'END is not text: compare it with ==, != or in'
cli "--where with addresses that are replaced" 2 '' 'selects a connection by the address' \
	show --where 'iaddr==10.0.0.1' -r /dev/null --anonymize /dev/null
"$tcpst" list --where "$(printf '(%.0s' {1..300})" 2>"$temp/err"
if [[ $? == 2 && $(sed -n 3p "$temp/err") == "$(printf '%56s' ^)" ]] && grep -q 'too deeply' "$temp/err" &&
	(($(tail -n +2 "$temp/err" | wc -L) <= 90)); then
	pass "--where of too many parentheses"
else
	fail "--where of too many parentheses: $(<"$temp/err")"
fi
# Each command that has filters has --where; states, ends and rates go by it.
cli "list --where" 0 '^1$' '' list --raw --noheadings -o FLOW --where 'istate==syn-sent && rport==80' \
	--no-checksum -r "$temp/syn.pcap"
cli "list --where not" 0 '' '' list --raw --noheadings --where 'istate==syn-sent' \
	--where '!(rport==80)' --no-checksum -r "$temp/syn.pcap"
cli "watch --where" 0 '^SYN_SENT$' '' watch --raw --noheadings -o TO --where 'to==syn-sent' \
	--no-checksum -r "$temp/syn.pcap"
cli "watch --where, by how long a state lasted" 0 '^ESTABLISHED 2.18s$' '' \
	watch --raw --noheadings -o FROM,FOR --where 'for>2s && endpoint==initiator && flow==1' -r "$demo"
cli "life --where" 0 '^1$' '' life --raw --noheadings -o FLOW --where 'end==still-open && synleg<1s || rport<81' \
	--no-checksum -r "$temp/syn.pcap"
cli "show --where" 0 '10.0.0.1:12345' '' show --where 'raddr in 10.0.0.0/24' --no-checksum -r "$temp/syn.pcap"
cli "stats --where" 0 '"flows":0,' '' stats --json --where 'end==fin' --no-checksum -r "$temp/syn.pcap"
cli "groups --where" 0 '^RPORT +FLOWS' '' stats --by RPORT --where 'iaddr==10.0.0.1' --no-checksum -r "$temp/syn.pcap"
cli "check --where" 0 '^TCPST OK - flows 0' '' check --warn flows=1 --where 'rport!=80' --no-checksum -r "$temp/syn.pcap"
cli "metrics --where" 0 'tcpstates' '' export prometheus --where 'rport!=80' --no-checksum -r "$temp/syn.pcap"
cli "report --where" 0 '<html' '' report -o - --where 'synleg>1ms' --no-checksum -r "$temp/syn.pcap"
# selects EXPRESSION OPPOSITE: the first selects a connection, the second does not.
selects() {
	local some none
	some=$("$tcpst" life --raw --noheadings -o FLOW --where "flow==1 && $1" -r "$demo")
	none=$("$tcpst" life --raw --noheadings -o FLOW --where "flow==1 && ($2)" -r "$demo")
	if [[ $some == 1 && -z $none ]]; then
		pass "--where '$1'"
	else
		fail "--where '$1': '$some'; '$2': '$none'"
	fi
}
selects 'history == ShADadFf' 'history != ShADadFf'
selects 'history =~ "Ff$"' 'history !~ F || history =~ "^F"'
selects 'ioptions == "mss=1460,wscale=7,sack,ts"' 'ioptions == none'
selects 'ioptions =~ sack && roptions !~ mptcp' 'ioptions =~ "mss=1[0-3]"'
selects 'communityid == "1:WQe9fNVYlrMZ6QirkZ8GYvkFFj0="' 'communityid =~ "^2"'
