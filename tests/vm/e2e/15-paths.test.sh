#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Parts of Linux that answer for others, split a connection, rewrite its addresses or
# move octets past the hooks, as Documentation/design.rst describes.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/paths.py"
