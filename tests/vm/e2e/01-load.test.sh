#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Loading: parameters, files, their modes and owners, sysctls, permissions.

. "$(dirname "$0")/lib.sh"

SYSCTL=/proc/sys/net/tcpstates

refuses() { ! "$@"; }
logged() { dmesg | tail -n 5 | grep -qF "$1"; }
fails_with() {
	local wanted=$1 text=$2 output status=0
	shift 2
	output=$("$@" 2>&1) || status=$?
	echo "status $status, it printed: $output"
	[[ $status == "$wanted" && $output == *"$text"* && $output != *$'\n'* ]]
}
nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups -- "$@"; }

# --- parameters --------------------------------------------------------------

check "unload" module_unload
for file in /proc/net/tcpstates /proc/net/stat/tcpstates /proc/tcpstates \
	$SYSCTL /sys/kernel/tracing/events/tcpstates; do
	check "$file is gone" test ! -e "$file" -a ! -L "$file"
done
check "not loaded: tcpst reports it and fails" fails_with 1 "not loaded" tcpst list

for value in 0 1023 16777217 4294967295; do
	check "max_flows=$value is refused" refuses module_load max_flows=$value
	check "max_flows=$value: the log has the reason" \
		logged "max_flows=$value is out of range: 1024 to 16777216"
done
for value in 0 15 65537 4294967295; do
	check "recorder_mib=$value is refused" refuses module_load recorder_mib=$value
	check "recorder_mib=$value: the log has the reason" \
		logged "recorder_mib=$value is out of range: 16 to 65536"
done
check "max_flows=many is refused" refuses module_load max_flows=many
check "max_flows=-1 is refused" refuses module_load max_flows=-1
check "a refused module is not there" test ! -e /sys/module/tcpstates
for value in 1024 16777216; do
	check "max_flows=$value is taken" module_load max_flows=$value
	check_equal "max_flows=$value can be read back" $value \
		"$(cat /sys/module/tcpstates/parameters/max_flows)"
	module_unload
done
check "load" module_load
check "a second load is refused" refuses module_load

# --- files -------------------------------------------------------------------

mode() { stat -L -c '%a %U %G' "$1"; }
check_equal "mode of /proc/net/tcpstates" "440 root root" \
	"$(mode /proc/net/tcpstates)"
check_equal "mode of /proc/net/stat/tcpstates" "444 root root" \
	"$(mode /proc/net/stat/tcpstates)"
check_equal "/proc/tcpstates is a link" self/net/tcpstates \
	"$(readlink /proc/tcpstates)"
check_equal "it reads the same" "$(head -n 1 /proc/net/tcpstates)" \
	"$(head -n 1 /proc/tcpstates)"
check_equal "the header" "id initiator responder" \
	"$(head -n 1 /proc/tcpstates | cut -d ' ' -f 1-3)"
check_equal "a line a processor" "$(nproc)" \
	"$(tail -n +2 /proc/net/stat/tcpstates | wc -l)"
check "the tracepoint is there" \
	test -e /sys/kernel/tracing/events/tcpstates/tcpstates_transition/format

# --- sysctls -----------------------------------------------------------------

# With PREEMPT_RT drops stays off.
[[ $(uname -v) == *PREEMPT_RT* ]] && drops_high=0 || drops_high=1
while read -r name normal low high; do
	check_equal "sysctl $name" "$normal" "$(cat "$SYSCTL/$name")"
	check_equal "mode of $name" "644 root root" "$(mode "$SYSCTL/$name")"
	for value in "$low" "$high" "$normal"; do
		echo "$value" 2>/dev/null >"$SYSCTL/$name"
		check_equal "$name takes $value" "$value" "$(cat "$SYSCTL/$name")"
	done
	for value in $((low - 1)) $((high + 1)) x 99999999999; do
		check "$name refuses $value" \
			refuses bash -c "echo $value >$SYSCTL/$name"
	done
	check_equal "$name is as before" "$normal" "$(cat "$SYSCTL/$name")"
done <<END
max_flows 262144 1 16777216
max_half_open 65536 1 16777216
max_dropped 1024 0 16777216
timeout_half_open 120 1 2160000
timeout_established 432000 1 2160000
timeout_fin 240 1 2160000
timeout_half_closed 43200 1 2160000
timeout_time_wait 60 1 2160000
timeout_closed 60 1 2160000
sample 64 1 65536
accounting 0 0 1
drops 0 0 $drops_high
retransmits 0 0 $drops_high
enabled 1 0 1
recorder_records 16384 1024 1048576
END
check_equal "no other sysctl" 15 "$(find $SYSCTL -type f | wc -l)"

# --- permissions -------------------------------------------------------------

check "anybody: the flows are not for reading" \
	refuses nobody cat /proc/net/tcpstates
check "anybody: nor by the link" refuses nobody cat /proc/tcpstates
check "anybody: the counters are" nobody cat /proc/net/stat/tcpstates
check "anybody: sysctls cannot be set" \
	refuses nobody bash -c "echo 1 >$SYSCTL/sample"
for command in list watch life stats; do
	check "anybody: tcpst $command prints one sentence" \
		fails_with 1 tcpst nobody "$(command -v tcpst)" $command
done
