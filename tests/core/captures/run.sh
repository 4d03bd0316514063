#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [NAME...]   what tcpst says of captures whose truth is known from
#                    elsewhere: from the RFCs, from the sockets that one end was,
#                    or from a person who read them (expected.json says why)
#
# The last line is "N passed, N failed".
set -eu
cd "$(dirname "$0")"
make -s -C ../../../tools >/dev/null
exec python3 -B check.py ../../../tools/tcpst "$@"
