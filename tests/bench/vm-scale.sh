# shellcheck shell=bash disable=SC2154 # set in vm-guest.sh
# SPDX-License-Identifier: GPL-2.0
#
# Part of vm-guest.sh: limits, an attack, a million flows.

available() { awk '/^MemAvailable/ { print $2 }' /proc/meminfo; }

# The server's process threads end connections by themselves; each verdict is
# given when TIME-WAIT is over.
brief_timeouts() {
	r sysctl -qw net.tcpstates.timeout_time_wait=1 \
		net.tcpstates.timeout_closed=1
}

no_more_than() { load_counters; ((n_flows <= $1)); }

# The table is full of established flows: new connections are not tracked, which is
# counted, and work nevertheless.
full() {
	local made us longest
	insmod "$module"
	r sysctl -qw net.tcpstates.max_flows=1000
	inject -n 1000 open >/dev/null
	read -r made us longest < <(c "$traffic" request "$S4" 7000 2)
	load_counters
	report info "full: $made connections made in $((us / 1000)) ms, the longest took $longest us; not tracked: $n_table_full segments"
	equal "full: opened = limit" "$n_opened" 1000
	equal "full: ended = 0" "$n_ended" 0
	equal "full: each connection turned down at least once" \
		$((made > 0 && n_table_full >= made)) 1
	rmmod tcpstates
}

flood() {
	local syns=${BENCH_SYNS:-1000000} ms made us longest before least begin

	insmod "$module"
	brief_timeouts
	before=$(available)
	spawn client "$traffic" request "$S4" 7000 1000000 20 >/tmp/made
	ms=$(inject -n "$syns" flood)
	least=$(available)
	reap "$SPAWNED"
	read -r made us longest </tmp/made
	wait_for no_more_than 65536
	# Until the connections' flows have ended: the rest is half-open.
	wait_for flood_over "$made"
	load_counters
	report info "flood: $syns SYNs in $ms ms, memory taken $((before - least)) KiB"
	report info "flood: $made connections made meanwhile in $((us / 1000)) ms, the longest took $longest us"
	equal "flood: opened = SYNs + connections" "$n_opened" \
		$((syns + made))
	equal "flood: opened - ended = flows" $((n_opened - n_ended)) "$n_flows"
	equal "flood: ended = evicted half-open + connections" "$n_ended" \
		$((n_evicted_unanswered + made))
	equal "flood: not tracked" $((n_insert_failed + n_total_full + n_no_memory +
		n_table_full + n_record_lost + n_record_no_memory)) 0
	begin=${EPOCHREALTIME/./}
	rmmod tcpstates
	report info "flood: rmmod took $(ms_since "$begin") ms"
}

flood_over() { load_counters; ((n_ended == n_evicted_unanswered + $1)); }

# taken WHAT COMMAND...: seconds and memory a command of the router takes; its
# lines are counted.
taken() {
	local what=$1
	shift
	r python3 - "$@" <<-'PY' >/tmp/taken
	import resource, subprocess, sys, time
	begin = time.monotonic()
	run = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
	lines = size = 0
	while chunk := run.stdout.read1(1 << 18):
	    lines += chunk.count(b"\n")
	    size += len(chunk)
	run.wait()
	print(lines, size, int((time.monotonic() - begin) * 1000),
	      resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, run.returncode)
	PY
	read -r lines size ms rss status </tmp/taken
	report "$what.$flows" "$ms"
	report info "$what among $flows: $lines lines, $size octets, $ms ms, $rss KiB of memory, status $status"
}

# taken_by_dump WHAT [PORT]
taken_by_dump() {
	local what=$1 found octets took interrupted
	shift
	read -r found octets took interrupted < <(r "$dump" "$@")
	report "$what.$flows" "$took"
	report info "$what among $flows: $found flows, $octets octets, $took ms, interrupted: $interrupted"
}

dumps() {
	local lines size ms rss status
	taken_by_dump dump_netlink
	taken_by_dump dump_filtered 1024
	taken_by_dump dump_nothing 1
	taken dump_proc cat /proc/net/tcpstates
	taken tcpst_list "$tcpst" list
	taken tcpst_few "$tcpst" list --state SYN_SENT
	taken tcpst_stats "$tcpst" stats
}

# How long connections take, alone and while others dump all the time.
held_off() {
	local made us longest dumper
	read -r made us longest < <(c "$traffic" request "$S4" 7000 5)
	report info "held off among $flows: alone $((made * 1000000 / us)) connections/s, the longest took $longest us"
	: >/tmp/dumping
	(while [[ -e /tmp/dumping ]]; do r "$dump"; done) >/tmp/dumps & dumper=$!
	read -r made us longest < <(c "$traffic" request "$S4" 7000 10)
	# Wait for the last one to end: until then it holds a reference to the module.
	rm /tmp/dumping
	wait "$dumper"
	report info "held off among $flows: during $(wc -l </tmp/dumps) dumps $((made * 1000000 / us)) connections/s, the longest took $longest us"
}

# Dumps while the table grows: those it interrupts are flagged.
interrupted() {
	local n=0 flagged=0 short=0 before found how growing
	inject -f "$1" -n "$2" open >/tmp/grown & growing=$!
	while kill -0 "$growing" 2>/dev/null; do
		load_counters
		before=$n_flows
		read -r found _ _ how < <(r "$dump")
		n=$((n + 1))
		((!how)) || flagged=$((flagged + 1))
		((how || found >= before)) || short=$((short + 1))
	done
	wait "$growing"
	report info "dumps while the table grew to $(($1 + $2)): $n, of which $flagged flagged as interrupted"
	equal "dumps not flagged that showed fewer flows than there had been" \
		"$short" 0
}

million() {
	local flows=100000 more=${BENCH_FLOWS:-1000000} begin

	insmod "$module" max_flows=4194304
	r sysctl -qw net.tcpstates.max_flows=2000000
	report info "opening $flows: $(inject -n "$flows" open) ms"
	dumps
	interrupted "$flows" $((more - flows))
	flows=$more
	load_counters
	equal "million: flows = connections" "$n_flows" "$flows"
	dumps
	held_off
	begin=${EPOCHREALTIME/./}
	rmmod tcpstates
	report "rmmod.$flows" "$(ms_since "$begin")"
}
