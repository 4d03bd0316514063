#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# With accounting, the router's figures are those of the sockets at both ends.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/accounts.py"
