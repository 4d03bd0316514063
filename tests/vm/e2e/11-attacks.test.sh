#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Attacks on the module, and parts of Linux that send segments past it: its records
# stay true, and it keeps to its limits.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/attacks.py"
