#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Why this machine sends a RST: each reason by what causes it.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/resets.py"
