#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A watcher that is held up loses nothing the recorder still holds, and knows
# exactly what it lost of the rest.

. "$(dirname "$0")/lib.sh"
net_up
net_blackhole
check "traffic builds" traffic_build
scenario_python "$(dirname "$0")/overflow.py"
