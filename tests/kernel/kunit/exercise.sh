#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash
#
# Runs in the guest of run.sh after the suites: network namespaces are created and removed
# on both CPUs, with connections in all states and readers in the middle of the table, under
# all checkers. Fails if nothing was traced.

set -eu

# One namespace, removed with open connections and others in TIME-WAIT.
life() {
	local i=0 server reader clients=
	ip link set lo up
	httpd -f -p 7000 -h /etc & server=$!
	(while :; do cat /proc/net/tcpstates /proc/net/stat/tcpstates; done) \
		>/dev/null & reader=$!
	until wget -q -O /dev/null http://127.0.0.1:7000/module; do
		sleep 0.1
	done
	while [ $i -lt 10 ]; do
		wget -q -O /dev/null http://127.0.0.1:7000/module
		nc 127.0.0.1 7000 <&3 >/dev/null & clients="$clients $!"
		i=$((i + 1))
	done
	# Connections were made: the table has more than its header.
	[ "$(wc -l </proc/net/tcpstates)" -gt 10 ]
	echo "traced" >>/tmp/traced
	# shellcheck disable=SC2086  # a list of processes
	kill "$server" "$reader" $clients
}

if [ "${1-}" = life ]; then
	life
	exit
fi

turns=3
: >/tmp/traced
# Never readable, and never at its end.
mkfifo /tmp/quiet
exec 3<>/tmp/quiet
for cpu in 0 1; do
	(
		turn=0
		while [ $turn -lt $turns ]; do
			taskset -c $cpu unshare -n sh "$0" life
			turn=$((turn + 1))
			echo "exercise: $turn of $turns on processor $cpu"
		done
	) &
done
wait
[ "$(wc -l </tmp/traced)" -eq $((2 * turns)) ]
