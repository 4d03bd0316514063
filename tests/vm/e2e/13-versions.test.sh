#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A newer module with an older tcpst, and the reverse: they work, or tcpst reports in
# one sentence that they do not.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/versions.py"
