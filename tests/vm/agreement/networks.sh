# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The networks a workload runs on, sourced in the VM. What netem does, it does
# to both links of the router and in both directions: half of a loss happens
# before the router has seen the segment, half of it after.

# links FUNCTION ARG…: for each end of each link, with its namespace and device.
links() {
	"$@" client eth0
	"$@" router eth0
	"$@" router eth1
	"$@" server eth0
}

unimpair() { tc -netns "$1" qdisc del dev "$2" root 2>/dev/null || true; }

# impair "NETEM…" NETNS DEVICE
impair() {
	# shellcheck disable=SC2086  # a list of words
	tc -netns "$2" qdisc replace dev "$3" root netem limit 20000 $1
}

# offload GRO GSO NETNS DEVICE: merging what comes in, cutting what goes out
offload() { in_ns "$3" ethtool -K "$4" gro "$1" gso "$2" tso "$2" >/dev/null; }

# tc costs a tenth of a second under emulation, so nothing is set twice.
network_clean() { links unimpair; }
network_latent() { links impair "delay 5ms"; }
network_delay50() { links impair "delay 25ms"; }
network_loss1() { links impair "loss 0.5%"; }
network_loss10() { links impair "loss 5%"; }
network_duplicate() { links impair "duplicate 10%"; }
network_reorder() { links impair "delay 4ms reorder 75% 50%"; }
# All at once, the delay on top: what the thresholds are about.
network_mixed() { links impair "delay 3ms 2ms loss 5% duplicate 5% reorder 75%"; }
network_far() { links impair "delay 25ms loss 5%"; }
# veth has GSO on, GRO off: so has every other network here.
network_nogro() {
	links unimpair
	links offload off off
}
# Merged is only what comes in small.
network_gro() {
	links unimpair
	links offload on off
}

# network NAME: from whatever was there before.
present=clean
network() {
	[[ $1 != "$present" ]] || return 0
	[[ $present != *gro ]] || links offload off on
	"network_$1"
	present=$1
}

# Is nothing on its way? What is in a queue would be lost with the network. tc costs a
# tenth of a second under emulation, so that it is asked only where there are queues.
drained() {
	local ns
	[[ $present != @(clean|gro|nogro) || -n $slowed ]] || return 0
	for ns in client router server; do
		! tc -netns "$ns" -s qdisc show | grep -q 'backlog [1-9]' || return 1
	done
}

# drain: wait for that, on links that a workload has slowed by itself.
slowed=
drain() {
	slowed=1
	wait_at_most 12 drained || true
	slowed=
}
