#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Address translation, loopback, owners, fragments: who is who.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/addresses.py"
