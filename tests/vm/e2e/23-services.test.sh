#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Who is at each end: processes and control groups, also of a recording.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/services.py"
