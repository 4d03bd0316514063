#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Obstacles on the path: routes that lead nowhere, firewalls that drop, and
# address translation of IPv6.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/firewall.py"
