#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What is done to the module on purpose, or by parts of Linux that send segments
# past it: it keeps to the truth, and to its limits.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/attacks.py"
