#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Segments that the kernel drops, by a firewall's rule at each place, before and behind
# address translation, by a queue, and at a listener whose accept queue is full; data
# that is sent again for that; and attempts of which every SYN is dropped.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/drops.py"
