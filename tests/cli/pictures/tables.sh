# shellcheck shell=bash disable=SC2317,SC2329  # functions are called by check
# SPDX-License-Identifier: GPL-2.0
#
# Tables: under their headings, statistics, groups, filters. Sourced by run.sh.

# --- lines that come one by one ------------------------------------------------

# slowly FILE: as a capture comes that is still being made.
slowly() {
	local size at
	size=$(stat -c %s "$1")
	for ((at = 0; at < size; at += 6000)); do
		tail -c +$((at + 1)) "$1" | head -c 6000
		sleep .05
	done
}
for name in small long4; do
	slowly "$temp/$name.pcap" | "$tcpst" life -f -r - >"$temp/lines"
	check "life -f, $name: under its headings" aligned <"$temp/lines"
	slowly "$temp/$name.pcap" | "$tcpst" watch -r - >"$temp/lines"
	check "watch, $name: under its headings" aligned <"$temp/lines"
	"$tcpst" watch --time iso -o +SEQ,ACK -r "$temp/$name.pcap" |
		grep -v ' - ' >"$temp/lines"
	check "watch, $name: times in full, too" aligned <"$temp/lines"
	"$tcpst" life -f --ns --bytes -r "$temp/$name.pcap" |
		grep -v 'still-open' >"$temp/lines"
	check "life -f, $name: durations in full, too" aligned <"$temp/lines"
done
"$tcpst" watch --noheadings -r "$temp/long6.pcap" >"$temp/lines"
check "IPv6 in a pipe: all lines are alike" python3 -c 'import re, sys
assert len({(re.search(r" \S+→", line).start(), line.rindex(" "))
            for line in sys.stdin}) == 1' <"$temp/lines"

# --- stats ---------------------------------------------------------------------

"$tcpst" stats -r "$temp/small.pcap" >"$temp/stats"
check "stats: pairs of states" grep -qE '^  FIN_WAIT_2, CLOSE_WAIT +[0-9]' "$temp/stats"
check "stats: bars" grep -qE '^ +[0-9]+[mu]?s - [0-9]+[mu]?s +[0-9]+ █' "$temp/stats"
check "stats: 80 columns" test "$(wc -L <"$temp/stats")" -le 80
"$tcpst" stats --ns -r "$temp/small.pcap" >"$temp/stats"
check "stats: --ns, the bins as well" grep -qE '^ +5000000 - 10000000 +[0-9]+ █' "$temp/stats"
check "stats: --ns, nothing rounded" bash -c "! grep -qE '[0-9](ns|us|ms|s)\b' '$temp/stats'"
check "stats: --ns, 80 columns" test "$(wc -L <"$temp/stats")" -le 80
check "stats: JSON" bash -c "'$tcpst' stats --json -r '$temp/small.pcap' | \
	python3 -c 'import json, sys; assert sum(b[\"count\"] for b in json.load(sys.stdin)[\"lifetime\"])'"

# --- groups --------------------------------------------------------------------

"$tcpst" life --json -r "$temp/small.pcap" >"$temp/lives"
for command in life stats; do
	"$tcpst" $command --json --by RADDR/30,rport,END -r "$temp/small.pcap" >"$temp/groups"
	check "$command --by: the same as from the connections" python3 - "$temp/lives" "$temp/groups" <<'END'
import collections, ipaddress, json, sys
read = lambda name: [json.loads(line) for line in open(name, encoding="utf-8")]
wanted, legs = collections.defaultdict(lambda: [0, 0, 0]), collections.defaultdict(list)
for life in read(sys.argv[1]):
    net = ipaddress.ip_network(life["responder"]["addr"] + "/30", strict=False)
    key = str(net), str(life["responder"]["port"]), life["end"]
    wanted[key][0] += 1
    wanted[key][1] += life["end"] == "reset"
    wanted[key][2] += sum(life["bytes"].values())
    if life["handshake_ns"]["syn_to_synack"] is not None:
        legs[key].append(life["handshake_ns"]["syn_to_synack"])
groups = read(sys.argv[2])
assert [g["flows"] for g in groups] == sorted((g["flows"] for g in groups), reverse=True)
assert wanted == {tuple(g["by"].values()): [g["flows"], g["reset"], g["bytes"]] for g in groups}
assert list(groups[0]["by"]) == ["RADDR/30", "RPORT", "END"]
for group in groups:
    known = legs[tuple(group["by"].values())]
    median, p99 = (group["syn_to_synack_ns"][name] for name in ("median", "p99"))
    assert (median is None) == (not known)
    # The shortest and the longest are exact.
    assert not known or min(known) <= median <= max(known) == p99
    assert len(known) != 2 or median == min(known)
END
done
check "list --by: those that are open" python3 -c 'import json, sys
assert sum(json.loads(line)["flows"] for line in sys.stdin) == int(sys.argv[1])' \
	"$("$tcpst" list --raw --noheadings -r "$temp/small.pcap" | wc -l)" \
	<<<"$("$tcpst" list --json --by IADDR -r "$temp/small.pcap")"
check "--by: 80 columns" test "$("$tcpst" life --by RESPONDER -r "$temp/small.pcap" | wc -L)" -le 80
check "--by: in another order" test "$("$tcpst" life --by END --sort -FAILED --count 1 \
	--raw --noheadings -o END -r "$temp/small.pcap")" = still-open
# More groups than are kept: 70,000 SYNs, each from a port of its own.
python3 - "$temp/syns.pcap" <<'END'
import struct, sys
with open(sys.argv[1], "wb") as file:
    file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
    for number in range(70000):
        packet = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40, 0, 0, 64, 6, 0,
                             struct.pack(">I", 0x0a000000 + number // 60000),
                             b"\x0a\x64\0\x01")
        packet += struct.pack(">HHIIBBHHH", 1024 + number % 60000, 80, number, 0, 0x50, 2,
                              8192, 0, 0)
        file.write(struct.pack("<IIII", 1700000000, number, 40, 40) + packet)
END
"$tcpst" life --by INITIATOR --no-checksum --raw --noheadings -r "$temp/syns.pcap" \
	>"$temp/groups" 2>"$temp/err"
check "--by: no more groups than are kept" test "$(wc -l <"$temp/groups")" -eq 65536
check "--by: the others are reported" \
	grep -qx 'tcpst: there are more than 65536 groups: 4464 flows of others are not shown' "$temp/err"

# --- filters -------------------------------------------------------------------

# Every command chooses the same: 40 connections, every tenth refused.
refused() { "$tcpst" "$@" -r "$temp/small.pcap" --end refused; }
check "life: --end" test "$(refused life --noheadings | wc -l)" -eq 4
check "stats: --end" bash -c \
	"'$tcpst' stats -r '$temp/small.pcap' --end refused | grep -qE '^  refused +4$'"
check "stats: nothing of the others" bash -c \
	"! '$tcpst' stats -r '$temp/small.pcap' --end refused | grep -qE '^  fin +[1-9]|Counters'"
check "report: --end" bash -c \
	"'$tcpst' report -r '$temp/small.pcap' --end refused | grep -q '<b>4</b><span>connections'"
check "show: filters in place of a flow" bash -c \
	"'$tcpst' show -r '$temp/small.pcap' --end refused | head -n 1 | grep -q refused"
check "show: filters and a flow" bash -c \
	"'$tcpst' show 1 -r '$temp/small.pcap' --end refused 2>/dev/null; test \$? = 1"
check "export: --end" bash -c \
	"'$tcpst' export prometheus -r '$temp/small.pcap' --end refused | grep -q 'end=\"refused\"} 4$'"
check "list: --endpoint and --state, as ROLE:STATE" cmp \
	<("$tcpst" list -r "$temp/small.pcap" --endpoint responder --state close-wait) \
	<("$tcpst" list -r "$temp/small.pcap" --state responder:CLOSE_WAIT)
check "watch: --endpoint and --state, as ROLE:STATE" cmp \
	<("$tcpst" watch -r "$temp/small.pcap" --endpoint responder --state close-wait) \
	<("$tcpst" watch -r "$temp/small.pcap" --state responder:CLOSE_WAIT)
check "since: from there on" bash -c \
	"test \$('$tcpst' watch -r '$temp/small.pcap' --since 100 --raw -o SEQNO --noheadings | head -n 1) = 100"
