#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Which transitions a router sees of connections that end in every way.

. "$(dirname "$0")/lib.sh"
net_up
net_blackhole
scenario_python "$(dirname "$0")/transitions.py"
