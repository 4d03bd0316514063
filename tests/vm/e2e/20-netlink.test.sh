#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Requests that make no sense are refused, and the kernel explains why.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/netlink.py"
