#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# TIME-WAIT ends on time: within 250 ms of when it is due.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/time_wait.py"
