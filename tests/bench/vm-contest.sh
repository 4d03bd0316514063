# shellcheck shell=bash disable=SC2154 # set in vm-guest.sh
# SPDX-License-Identifier: GPL-2.0
#
# Part of vm-guest.sh. Connections at rising rates through the router, where
# `tcpst watch --json` and `conntrack -E -o timestamp` both read events with
# their default settings. Each connection is one life of seven segments: ten
# transitions for tcpst, seven events for conntrack; what comes after TIME-WAIT
# is beyond the end of a round. tcpst must deliver, or count as lost, every one.

transitions_each=10 updates_each=7

# reader_of PROTOCOL: "Rmem Drops" of the router's socket that listens to a
# netlink protocol (12: netfilter, 16: generic).
reader_of() {
	r cat /proc/net/netlink |
		awk -v eth="$1" '$2 == eth && $4 != "00000000" { print $5, $9 }'
}

listening_to() { [[ -n $(reader_of "$1") ]]; }

# All that was sent to the readers has come out of them: nothing waits in their
# sockets and nothing more is written.
settle_readers() {
	local last='' now same=0
	while ((same < 2)); do
		now="$(reader_of 12 | cut -d' ' -f1) $(reader_of 16 | cut -d' ' -f1) $(stat -c %s /tmp/watch /tmp/conntrack | tr '\n' ' ')"
		if [[ $now == "$last" && $now == "0 0 "* ]]; then
			same=$((same + 1))
		else
			same=0
		fi
		last=$now
		sleep 1
	done
}

contest_round() {
	local rate=$1 count=$2 ms reached tcpst_pid conntrack_pid
	local shown lost seen drops overruns

	insmod "$module"
	conntrack_on router
	r sysctl -qw net.tcpstates.timeout_time_wait=3600 \
		net.netfilter.nf_conntrack_tcp_timeout_time_wait=3600
	spawn router "$tcpst" watch --json >/tmp/watch 2>/tmp/watch.err
	tcpst_pid=$SPAWNED
	spawn router conntrack -E -o timestamp >/tmp/conntrack \
		2>/tmp/conntrack.err
	conntrack_pid=$SPAWNED
	wait_for listening_to 16
	wait_for listening_to 12
	ms=$(inject -n "$count" -r "$rate" live)
	settle_readers
	read -r _ drops < <(reader_of 12)
	reap "$tcpst_pid"
	# It writes each line at once; asked to end it may wait for ever.
	kill -KILL "$conntrack_pid"
	reap "$conntrack_pid"

	shown=$(grep -c '"type":"transition"' /tmp/watch || true)
	lost=$(sed -n 's/.*"type":"lost".*"count":\([0-9]*\).*/\1/p' /tmp/watch |
		awk '{ sum += $1 } END { print sum + 0 }')
	seen=$(grep -c src= /tmp/conntrack || true)
	overruns=$(grep -c ENOBUFS /tmp/conntrack.err || true)
	reached=$((count * 1000 / ms))
	load_counters
	equal "contest at $reached/s: transitions recorded = $transitions_each x connections" \
		"$n_transitions" $((transitions_each * count))
	equal "contest at $reached/s: delivered + lost = recorded ($shown + $lost)" \
		$((shown + lost)) \
		$((n_transitions + n_notes + n_ended))
	report info "contest at $reached/s, $count connections: tcpst delivered $shown of $((transitions_each * count)), reported $lost as lost; conntrack delivered $seen of $((updates_each * count)), the kernel dropped $drops messages of it, conntrack reported an overflow $overruns times"
	report info "contest at $reached/s: tcpst caught up from the recorder $(grep -c 'caught up' /tmp/watch.err || true) times"
	((reached <= most)) || most=$reached
	((lost || shown != transitions_each * count)) || ((reached <= best)) || best=$reached
	((seen != updates_each * count)) || ((reached <= its)) || its=$reached
	rm -f /tmp/watch /tmp/conntrack
	conntrack_off router
	r conntrack -F 2>/dev/null
	rmmod tcpstates
}

contest() {
	local best=0 its=0 most=0 seconds=5 rate count
	for rate in ${BENCH_RATES:-20 50 200 800 3200 0}; do
		count=$((rate * seconds))
		((rate && count < 20000)) || count=20000
		contest_round "$rate" "$count"
	done
	report contest.tcpst "$best"
	report contest.tcpst.most "$most"
	report contest.conntrack "$its"
}
