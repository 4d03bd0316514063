#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# 10,000 connections leave 10,000 verdicts and no flow, and no event is lost
# uncounted; a SYN flood stays within its limit while they pass.

. "$(dirname "$0")/lib.sh"
net_up
check "traffic builds" traffic_build
scenario_python "$(dirname "$0")/thousands.py"
