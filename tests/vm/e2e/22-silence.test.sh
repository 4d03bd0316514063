#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Which side has stopped answering: a peer that is taken away, keep-alives in vain.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/silence.py"
