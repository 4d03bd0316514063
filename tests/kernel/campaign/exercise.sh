#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The parts of the campaign that /campaign/parts names, one after the other, in the
# guest of tests/kernel/kunit/run.sh, whose init has loaded the module. A line of
# /campaign/parts is a part and its size. What init looks at afterwards (leaks,
# lockdep) is judged of all parts together.

# shellcheck disable=SC2317,SC2329  # the parts are called by their names

# init runs it by busybox.
[ -n "${BASH_VERSION-}" ] || exec bash "$0"

set -uo pipefail

# For tests/vm/net.sh: nothing here waits for what may never come for longer.
export TCPS_DEADLINE=1000000000
# shellcheck source=SCRIPTDIR/../../vm/net.sh
. /campaign/net.sh
PATH=/campaign:$PATH
seed=$(cat /campaign/seed)

report() { echo "$*" | tee "/dev/$(cat /etc/channel)"; }
message() { echo "campaign: $*"; }
because() { message "$part: $*"; return 1; }

load() {
	# shellcheck disable=SC2046  # a list of parameters
	insmod /lib/tcpstates.ko $(cat /etc/parameters)
}
# A reader may have it for a moment.
unload() { wait_for rmmod tcpstates; }

# The sum of a counter of the router. awk there knows no strtonum.
counter() {
	local field n=0 sum=0
	local -a names values
	{
		read -ra names
		for field in "${names[@]}"; do
			[[ $field != "$1" ]] || break
			n=$((n + 1))
		done
		while read -ra values; do
			sum=$((sum + 16#${values[n]}))
		done
	} < <(r cat /proc/net/stat/tcpstates)
	echo "$sum"
}

# Connections and attempts through the router, for as long as this runs.
traffic_on() {
	net_blackhole
	traffic connect /run/netns/client /run/netns/server "$S4" 7000 0 >/dev/null &
	spawned+=("$!")
	(
		while traffic flood /run/netns/client 10.66.0.1 "$NOBODY4" 80 500; do
			:
		done
	) >/dev/null &
	spawned+=("$!")
}

# flowing N: were more than N flows begun at the router?
flowing() { (($(counter opened) > $1)); }
# More are begun from now on.
still_flowing() { wait_for flowing "$(counter opened)"; }

# Somebody always reads.
readers_on() {
	(
		while :; do
			r cat /proc/net/tcpstates /proc/net/stat/tcpstates
		done
	) >/dev/null 2>&1 &
	spawned+=("$!")
	(
		while :; do
			r tcpst list
			r timeout 5 tcpst watch
		done
	) >/dev/null 2>&1 &
	spawned+=("$!")
}

# --- the parts: each is called with its size ------------------------------------

# send_segments COUNT: from the client, for the router to forward.
send_segments() {
	local mac
	mac=$(ip -netns router -o link show eth0 |
		sed -n 's/.*link\/ether \([^ ]*\) .*/\1/p')
	c segments eth0 "$mac" "$C4" "$S4" "$C6" "$S6" "$1" "$seed"
}

segments() {
	r sysctl -qw net.tcpstates.accounting=1
	net_blackhole
	send_segments "$1" || because "they are not sent" || return
	message "segments: $(counter examined) looked at, $(counter bad_header) bad," \
		"$(counter truncated) truncated, $(counter fragments) fragments," \
		"$(counter opened) flows, $(counter transitions) transitions"
	(($(counter examined) && $(counter bad_header) && $(counter truncated) &&
		$(counter fragments) && $(counter transitions))) ||
		because "the router did not see all kinds of them"
}

netlink() {
	traffic_on
	still_flowing || because "no traffic" || return
	r requests "$1" "$seed" || because "see above" || return
	r tcpst stats >/dev/null || because "the family does not answer any more"
}

unload_under_traffic() {
	local round
	traffic_on
	readers_on
	for ((round = 1; round <= $1; round++)); do
		still_flowing || because "no traffic in round $round" || return
		unload || because "it does not unload in round $round" || return
		load || because "it does not load in round $round" || return
		((round % 50)) || message "unload: $round rounds"
	done
	message "unload: $1 rounds"
}

namespaces() {
	traffic_on
	command namespaces 4 "$1" || because "see above" || return
	still_flowing || because "the others do not go on"
}

# A processor goes while it has timers, counters and segments of flows.
processors() {
	local round online=/sys/devices/system/cpu/cpu1/online
	traffic_on
	readers_on
	for ((round = 1; round <= $1; round++)); do
		echo 0 >"$online" || because "round $round" || return
		still_flowing || because "not without processor 1" || return
		echo 1 >"$online" || because "round $round" || return
		still_flowing || because "not with it again" || return
	done
	message "processors: $1 times off and on"
}

# How many flows of that port does the router have?
of_port() { (($(r grep -c ":$1 " /proc/net/tcpstates) == $2)); }

# The wall clock jumps. What lasts is told in it and measured by another.
clock() {
	local round now steps=(86400 -86400 315360000 -315360000 3600 -3600 1 -1)
	r sysctl -qw net.tcpstates.timeout_time_wait=1
	(sleep 1000000 | s nc -l -p 7100 >/dev/null) &
	spawned+=("$!")
	wait_for of_listener 7100 || because "nobody listens" || return
	(sleep 1000000 | c nc "$S4" 7100 >/dev/null) &
	spawned+=("$!")
	wait_for of_port 7100 1 || because "no connection" || return
	traffic_on
	for ((round = 0; round < $1; round++)); do
		now=$(date +%s)
		date -s "@$((now + steps[round % ${#steps[@]}]))" >/dev/null ||
			because "date" || return
		still_flowing || because "no flow begins, step $round" || return
		of_port 7100 1 || because "the connection is gone, step $round" ||
			return
	done
	reap "${spawned[@]:2}"
	wait_for of_port 7000 0 || because "flows in TIME-WAIT do not end" || return
	message "clock: $1 steps"
}
of_listener() { s netstat -ltn | grep -q ":$1 "; }

# --- all of them -------------------------------------------------------------------

ip link set lo up
mkdir -p /run/netns
# What <(…) of bash is given by.
ln -s /proc/self/fd /dev/fd
status=0
while read -r part size; do
	began=$(cut -d. -f1 /proc/uptime)
	message "$part ($size) begins"
	net_up
	case $part in
	unload)	name=unload_under_traffic ;;
	*)	name=$part ;;
	esac
	if "$name" "$size"; then
		report "ok $part: $size in $(($(cut -d. -f1 /proc/uptime) - began)) s"
	else
		report "not ok $part: $size"
		status=1
	fi
	net_down
done </campaign/parts
exit $status
