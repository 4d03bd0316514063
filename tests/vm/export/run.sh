#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by check
#
# Test the exporters with the programs they are for: Prometheus and promtool,
# nfcapd and nfdump, pmacct's nfacctd, the decoders of libfixbuf and of tshark;
# then live, in the VM. The last line is `N passed, N failed`.
#
#   run.sh [--no-vm]
#
# Outside the VM it is a tcpst built with the address and the undefined-behaviour
# sanitizer, which fails if it leaks.

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"

tcp_bound() { [[ -n $(ss -Hltn "sport = :$1") ]]; }
udp_bound() { [[ -n $(ss -Hlun "sport = :$1") ]]; }
# Has whoever listens there read all that has come? What is left, a signal may throw away.
udp_read() { [[ $(ss -Hlun "sport = :$1" | awk '{ print $2 }') == 0 ]]; }

mkdir "$temp/build"
cp -r "$top/VERSION" "$top/module" "$top/tools" "$temp/build"
if ! { make -C "$temp/build/tools" clean &&
	make -C "$temp/build/tools" CFLAGS="-O1 -g -fsanitize=address,undefined \
		-fno-sanitize-recover=undefined -fno-omit-frame-pointer"
}; then
	give_up "tcpst does not build with sanitizers"
fi >"$temp/log" 2>&1
export PATH=$temp/build/tools:$PATH

# Of 400 connections 200 close, 100 are refused, 100 reset: see capture.py.
flows=400
capture=$temp/capture.pcap
python3 "$here/capture.py" "$flows" >"$capture"

# --- Prometheus ------------------------------------------------------------

echo "--- prometheus"
tcpst export prometheus --silence 30s -r "$capture" >"$temp/metrics"
check "promtool finds nothing wrong with the metrics" \
	promtool check metrics <"$temp/metrics"

# metric SERIES: its value in $temp/metrics
metric() { awk -v series="$1" '$1 == series { print $2 }' "$temp/metrics"; }

check_equal "connections that closed" 200 "$(metric 'tcpstates_flows_ended_total{end="fin"}')"
check_equal "connections refused" 100 "$(metric 'tcpstates_flows_ended_total{end="refused"}')"
check_equal "handshakes of 2 ms are in their bucket, not below" "0 300" \
	"$(metric 'tcpstates_handshake_seconds_bucket{leg="syn_to_synack",le="0.001"}') $(
	metric 'tcpstates_handshake_seconds_bucket{leg="syn_to_synack",le="0.0025"}')"
check_equal "their sum, in seconds" 0.600000000 \
	"$(metric 'tcpstates_handshake_seconds_sum{leg="syn_to_synack"}')"
check_equal "payload" 300000 \
	"$(metric 'tcpstates_payload_bytes_total{endpoint="responder"}')"
check_equal "resets, by the end, and by where they were sent" "200 200" \
	"$(awk '/^tcpstates_resets_total/ { n += $2 } /^tcpstates_resets_by_origin_total/ { m += $2 }
	END { print n, m }' "$temp/metrics")"
python3 "$here/capture.py" 4000 | tcpst export prometheus --silence 30s -r - >"$temp/more"
check_equal "the number of series does not depend on the traffic" \
	"$(grep -vc '^#' "$temp/metrics")" "$(grep -vc '^#' "$temp/more")"

cp "$top/packaging/prometheus-alerts.yml" "$here/alerts.yml" "$temp/"
check "promtool takes the alerts" promtool check rules "$temp/prometheus-alerts.yml"
check "they fire on a bad night, and not on a quiet machine" \
	promtool test rules "$temp/alerts.yml"

port=$(free_port)
spawn tcpst export prometheus --silence 30s --listen "127.0.0.1:$port" -r "$capture" 2>"$temp/messages"
served=$!
url=http://127.0.0.1:$port
check "it listens" wait_for curl -fsS "$url/metrics"
# It answers before it has read all of the capture.
# shellcheck disable=SC2317,SC2329  # called by wait_for
served_all() {
	curl -fsS "$url/metrics" >"$temp/served" && cmp "$temp/metrics" "$temp/served"
}
wait_for served_all
check "what it serves is what it prints" diff "$temp/metrics" "$temp/served"
check_equal "the type of what it serves" "text/plain; version=0.0.4; charset=utf-8" \
	"$(curl -fsS -o /dev/null -w '%{content_type}' "$url/metrics")"
check_equal "there is nothing else, and nothing is taken" "404 405 200" \
	"$(curl -s -o /dev/null -w '%{http_code} ' "$url/x" && curl -s -o /dev/null \
	-w '%{http_code} ' -d x "$url/metrics" && curl -sI -o /dev/null -w '%{http_code}' "$url/metrics")"

cat >"$temp/prometheus.yml" <<END
global: { scrape_interval: 1s }
scrape_configs:
- job_name: tcpstates
  static_configs: [{ targets: ["127.0.0.1:$port"] }]
END
prometheus_port=$(free_port)
spawn prometheus --config.file="$temp/prometheus.yml" --storage.tsdb.path="$temp/tsdb" \
	--web.listen-address="127.0.0.1:$prometheus_port" >"$temp/prometheus.log" 2>&1

# ask EXPRESSION: what Prometheus makes of it
ask() {
	curl -fsS "http://127.0.0.1:$prometheus_port/api/v1/query" --data-urlencode "query=$1" |
		python3 -c 'import json, sys
print(*(r["value"][1] for r in json.load(sys.stdin)["data"]["result"]))'
}
asks() { [[ $(ask "$1") == "$2" ]]; }
check "Prometheus scrapes it" wait_for asks 'sum(tcpstates_flows_ended_total)' "$flows"
# A scrape that took longer than a second has left nothing, until the next one.
check "Prometheus takes its histograms for histograms" wait_for asks \
	'histogram_quantile(0.5, tcpstates_handshake_seconds_bucket{leg="syn_to_synack"}) < 0.0025 > bool 0.001' 1
check "the dashboard is whole, and Prometheus answers what it asks" \
	python3 "$here/dashboard.py" "$top/packaging/grafana-dashboard.json" \
	"http://127.0.0.1:$prometheus_port"
kill "$served"
wait "$served"
check_equal "SIGTERM ends it well" 0 "$?"

# --- nfcapd ----------------------------------------------------------------

# It comes late: what was sent before is sent again.
echo "--- nfcapd"
port=$(free_port)
mkdir "$temp/nfcapd"
tcpst export ipfix --udp --to "127.0.0.1:$port" -r "$capture" 2>"$temp/messages" &
exporter=$!
children+=("$exporter")
wait_for grep -q 'Connection refused; queueing flows' "$temp/messages"
nfcapd -w "$temp/nfcapd" -b 127.0.0.1 -p "$port" >"$temp/nfcapd.log" 2>&1 &
nfcapd=$!
children+=("$nfcapd")
wait "$exporter"
check_equal "IPFIX by UDP to nfcapd, which comes late" \
	"0 tcpst: $flows flows sent, 0 dropped" "$? $(tail -n 1 "$temp/messages")"
wait_for udp_read "$port"
kill "$nfcapd"
wait "$nfcapd"
check "nfcapd found no error in it" \
	grep -q "Flows: $flows, .* Sequence Errors: 0, Bad Packets: 0" "$temp/nfcapd.log"

# nfdump_of FILTER FORMAT: without plain numbers (-N), which some releases print for
# flags, too.
nfdump_of() { nfdump -R "$temp/nfcapd" -q -o "fmt:$2" "$1" 2>&1; }
check_equal "nfdump: how a connection over IPv4 reads" \
	"1700000000.000 00:00:00.009 10.0.0.0 10000 192.168.0.1 443 TCP ...A..SF 10 1000 6 3" \
	"$(nfdump_of 'src port 10000' '%tsr %td %sa %sp %da %dp %pr %flg %ibyt %obyt %ipkt %opkt' | xargs)"
check_equal "nfdump: how one reads that was reset" "00:00:00.007 ...A.RS. 10 1000" \
	"$(nfdump_of 'src port 10003' '%td %flg %ibyt %obyt' | xargs)"
check_equal "nfdump: how long all last" \
	"100 00:00:00.001 100 00:00:00.007 200 00:00:00.009" \
	"$(nfdump_of any '%td' | xargs -n 1 | sort | uniq -c | xargs)"
check_equal "nfdump: one over IPv6" "fd00::a00:0 fd00::c0a8:1" \
	"$(nfdump_of 'src port 10004' '%sa %da' | xargs)"
check_equal "nfdump: half of all are over IPv6" $((flows / 2)) \
	"$(nfdump_of ipv6 '%sp' | grep -c .)"

# --- nfacctd ---------------------------------------------------------------

echo "--- nfacctd"
port=$(free_port)
printf 'name=%s\tfield_type=32473:%s\tlen=%s\tsemantics=%s\n' \
	tcp_end 103 1 u_int initiator_state 101 1 u_int responder_state 102 1 u_int \
	zeek 107 vlen str syn_to_synack 108 8 u_int >"$temp/primitives.conf"
cat >"$temp/nfacctd.conf" <<END
daemonize: false
nfacctd_ip: 127.0.0.1
nfacctd_port: $port
nfacctd_time_new: true
plugins: print[out]
aggregate[out]: src_host, dst_host, src_port, dst_port, tcpflags, timestamp_start, tcp_end, initiator_state, responder_state, zeek, syn_to_synack
aggregate_primitives: $temp/primitives.conf
print_output[out]: json
print_output_file[out]: $temp/nfacctd.json
print_output_file_append[out]: true
print_refresh_time[out]: 1
print_cache_entries[out]: 4001
END
spawn nfacctd -f "$temp/nfacctd.conf" >"$temp/nfacctd.log" 2>&1
# Messages that arrive before its plugin listens are lost.
wait_for grep -q 'Purging cache - END' "$temp/nfacctd.log"
check "IPFIX by UDP to nfacctd" tcpst export ipfix --udp --to "127.0.0.1:$port" -r "$capture"
nfacctd_has() { (($(wc -l <"$temp/nfacctd.json") >= $1)); }
check "nfacctd has them all" wait_for nfacctd_has "$flows"
check_equal "nfacctd: states, verdict and times of our own elements" \
	"1 8 0 SF 2000000 19" "$(python3 - "$temp/nfacctd.json" <<'END'
import json, sys
for line in open(sys.argv[1]):
    flow = json.loads(line)
    if flow["port_src"] == 10000:
        print(*(flow[name] for name in ("tcp_end", "initiator_state",
              "responder_state", "zeek", "syn_to_synack", "tcp_flags")))
END
)"

# --- tshark ----------------------------------------------------------------

echo "--- tshark"
port=$(free_port)
spawn python3 "$here/datagrams.py" "$port" >"$temp/datagrams.pcap"
receiver=$!
wait_for udp_bound "$port"
check "IPFIX by UDP to a name" \
	tcpst export ipfix --udp --to "localhost:$port" -r "$capture"
kill "$receiver"
wait "$receiver" 2>/dev/null
# tshark_of FILTER FIELD…: of one datagram a line
tshark_of() {
	local filter=$1 field fields=()
	shift
	for field; do fields+=(-e "$field"); done
	tshark -n -r "$temp/datagrams.pcap" -d udp.port==4739,cflow -Y "$filter" \
		-T fields -E separator=' ' "${fields[@]}" 2>/dev/null
}
check_equal "tshark: all datagrams are well-formed IPFIX" 0 \
	"$(tshark_of '!cflow.version == 10 || _ws.malformed || _ws.expert' frame.number | wc -l)"
check_equal "tshark: none has to be fragmented anywhere" 0 \
	"$(tshark_of 'udp.length > 1240' frame.number | wc -l)"
check_equal "tshark: every record has its template" "$flows" \
	"$(tshark_of 'cflow.srcport' cflow.srcport | tr ' ,' '\n' | wc -l)"
# The first record of a flow, and all that tshark prints of it.
tshark_first() {
	tshark -n -r "$temp/datagrams.pcap" -V -Y 'cflow.srcport == 10000' 2>/dev/null |
		sed -n '/^        Flow 1$/,/^        Flow 2$/p;/^        Flow 2$/q'
}
check_equal "tshark: how a connection reads" \
	"$(printf '%s\n' "Flow Id: 1" "Initiator Octets: 10" "Responder Octets: 1000" \
		"Octets: 10" "Octets: 1000 (Reverse Type 1 BYTES)" \
		"Packets: 6" "Packets: 3 (Reverse Type 2 PKTS)" \
		"SrcAddr: 10.0.0.0" "DstAddr: 192.168.0.1" "SrcPort: 10000" \
		"DstPort: 443" "TCP Flags: 0x13, ACK, SYN, FIN" \
		"TCP Flags: 0x13, ACK, SYN, FIN (Reverse Type 6 TCP_FLAGS)" \
		"Protocol: TCP (6)" "Flow End Reason: End of Flow detected (3)" \
		"Biflow Direction: Initiator (1)")" \
	"$(tshark_first | sed -n '/Enterprise Private\|Duration/d;s/^            \([A-Z]\)/\1/p')"
check_equal "tshark: its times" "22:13:20.000000000 22:13:20.009000000" \
	"$(tshark_first | sed -nE 's/.*Time: .* (22:13:20\.[0-9]*) UTC/\1/p' | tail -n 2 | xargs)"

# --- TCP -------------------------------------------------------------------

echo "--- by TCP"
port=$(free_port)
spawn timeout "$limit" nc -l ::1 "$port" >"$temp/stream"
receiver=$!
wait_for tcp_bound "$port"
check "IPFIX by TCP, over IPv6" tcpst export ipfix --to "[::1]:$port" --pen 64999 -r "$capture"
wait "$receiver"
ipfixDump --in "$temp/stream" --rfc5610 >"$temp/dump" 2>&1
check "libfixbuf knows our elements by what was sent in band" \
	grep -q '(64999/108)tcpstatesSynToSynAckNanoseconds : 2000000' "$temp/dump"
check "... their units and ranges" awk '
	/informationElementId : 108/ { ours = 1 }
	ours && /informationElementUnits : 8/ { found = 1 }
	/data record/ { ours = 0 }
	END { exit !found }' "$temp/dump"
check "what the responder did is in reverse elements (RFC 5103)" \
	grep -q '(29305/1) *reverseOctetDeltaCount : 1000' "$temp/dump"

# summarize WHAT: of what collector.py has seen
summarize() {
	python3 - "$temp/collected" "$1" <<'END'
import json, sys
sessions = json.load(open(sys.argv[1]))
ids = {one for session in sessions for one in session["ids"]}
print({"flows": len(ids), "sessions": len(sessions),
       "unknown": sum(session["unknown"] for session in sessions),
       "misnumbered": sum(session["misnumbered"] for session in sessions),
       "dropped": sessions[-1]["dropped"] if sessions else None}[sys.argv[2]])
END
}

# A collector that is reset in the middle, twice.
python3 "$here/capture.py" 20000 >"$temp/big.pcap"
port=$(free_port)
spawn python3 "$here/collector.py" "$port" "$limit" --die-after 20 --die-after 40 >"$temp/collected"
collector=$!
wait_for tcp_bound "$port"
tcpst export ipfix --tcp --to "127.0.0.1:$port" -r "$temp/big.pcap" 2>"$temp/messages"
wait "$collector"
check_equal "a collector that dies twice is found three times" 3 "$(summarize sessions)"
# Data in the collector's receive buffer (8 KiB) is lost each time it dies: twice here.
check_equal "... the exporter has all acknowledged" "tcpst: 20000 flows sent, 0 dropped" \
	"$(tail -n 1 "$temp/messages")"
check "... and it misses no more than its kernel had acknowledged for it" \
	test "$(summarize flows)" -ge 19700
check_equal "each time it was sent all templates before what needs them" 0 \
	"$(summarize unknown)"
check_equal "sequence numbers count the records of each connection" 0 \
	"$(summarize misnumbered)"
check "messages report that the collector went and came" \
	grep -q 'is back; 0 flows dropped' "$temp/messages"

# A collector that comes late.
port=$(free_port)
tcpst export ipfix --to "127.0.0.1:$port" -r "$capture" 2>"$temp/messages" &
exporter=$!
children+=("$exporter")
wait_for grep -q 'Connection refused; queueing flows' "$temp/messages"
spawn python3 "$here/collector.py" "$port" "$limit" >"$temp/collected"
collector=$!
wait "$exporter"
check_equal "a collector that comes late: the exporter's status" 0 "$?"
wait "$collector"
check_equal "... and it gets all" "$flows" "$(summarize flows)"

# One that comes and never reads.
port=$(free_port)
spawn python3 "$here/collector.py" "$port" "$limit" --mute >"$temp/collected"
collector=$!
wait_for tcp_bound "$port"
timeout "$limit" tcpst export ipfix --to "127.0.0.1:$port" -r "$temp/big.pcap" 2>"$temp/messages"
check_equal "a collector that never reads is given up" 1 "$?"
check_equal "... and each flow is either sent or dropped" 20000 \
	"$(sed -nE 's/^tcpst: ([0-9]+) flows sent, ([0-9]+) dropped$/\1 \2/p' "$temp/messages" |
		awk '{ print $1 + $2 }')"
kill "$collector"

# One that never comes.
tcpst export ipfix --queue 50 --to "127.0.0.1:$(free_port)" -r "$capture" 2>"$temp/messages"
check_equal "a collector that never comes is a failure" 1 "$?"
check "... and a message has how many were not sent" \
	grep -Eq '^tcpst: 0 flows sent, [0-9]+ dropped$' "$temp/messages"

# misuse WORD…: is it refused, with status 2?
misuse() {
	tcpst export "$@" >"$temp/out" 2>"$temp/err"
	[[ $? == 2 && ! -s $temp/out && -s $temp/err ]]
}
check "ipfix without a collector is refused" misuse ipfix
check "an IPv6 address without brackets is refused" misuse ipfix --to ::1:4739
check "both transports are refused" misuse ipfix --to localhost:4739 --tcp --udp
check "prometheus without a place to listen is refused" misuse prometheus
check "anything else is refused" misuse graphite

# --- live ------------------------------------------------------------------

if [[ ${1-} != --no-vm ]]; then
	echo "--- in the VM"
	status=0
	"$top/tests/vm/run.sh" --timeout 900 --out "$temp/vm" -- "$here/guest.sh" || status=$?
	count_guest "$temp/vm/results" "$status"
fi

finish
