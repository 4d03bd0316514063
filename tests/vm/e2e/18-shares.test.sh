#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Namespaces that take as much as they can, unprivileged ones among them: what others
# are left.

. "$(dirname "$0")/lib.sh"
net_up
net_blackhole
scenario_python "$(dirname "$0")/shares.py" unprivileged

# So little that two namespaces can take all of it. Nothing expires meanwhile.
check "traffic builds" traffic_build
check "it unloads" module_unload
check "it loads with 1024 places for flows" module_load max_flows=1024
for ns in client router; do
	in_ns $ns sysctl -qw net.tcpstates.timeout_half_open=3600
done
check "2000 SYNs by way of the router" \
	/tmp/traffic flood /run/netns/client 10.66.0.1 "$NOBODY4" 80 2000
scenario_python "$(dirname "$0")/shares.py" full
check "it unloads again" module_unload
