#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Memory of the flight recorders: shown, and given back where the kernel is short of it.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/recorders.py"
