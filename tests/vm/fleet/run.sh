#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by check and wait_for
#
# The way of Documentation/fleet.rst, with the configurations that stand there, as
# far as Debian has the programs: tcpst, rsyslog, kcat and pmacct's nfacctd, a Kafka
# broker (the mock one of librdkafka), ClickHouse. The last line is `N passed, N
# failed`.
#
#   run.sh

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
configured=$top/Documentation/fleet
export PATH=$top/tools:$PATH:/usr/sbin

make -C "$top/tools" >"$temp/log" 2>&1 || give_up "tcpst does not build"

flows=400
python3 "$top/tests/vm/export/capture.py" "$flows" >"$temp/capture.pcap"
# A capture does not show who opened a connection; the module does of some.
known='"owner":{"pid":163,"uid":0,"comm":"curl","cookie":1}}'
half_known='"owner":{"pid":null,"uid":1000,"comm":"ssh","cookie":null}}'
# Nor has this one interfaces or tunnels; others do, and the module leaves notes out.
behind='"iface":"eth0","tunnel":"vxlan:42"}'
with_owners() { sed "2~4s/}\$/,$known/; 3~4s/}\$/,$half_known/; 1~5s/}\$/,$behind/"; }
tcpst life --json -r "$temp/capture.pcap" | with_owners >"$temp/life"
tcpst watch --json -r "$temp/capture.pcap" | with_owners |
	sed '4~7s/}$/,"notes_left_out":3}/' >"$temp/transition"

# --- the broker ------------------------------------------------------------

for program in rsyslogd kcat nfacctd; do
	has "the way to Kafka" "$program" || finish
done
spawn python3 "$here/broker.py" >"$temp/broker" 2>"$temp/broker.err"
check "a broker starts" wait_for grep -q : "$temp/broker"
broker=$(<"$temp/broker")

# in_topic TOPIC N: have so many lines come there?
in_topic() { (($(kcat -C -b "$broker" -t "$1" -e -q | wc -l) >= $2)); }

# --- collectors ------------------------------------------------------------

echo "--- rsyslog"
mkdir "$temp/spool"
: >"$temp/life.json"
sed "s|/var/spool/rsyslog|$temp/spool|
	s|/var/log/tcpst/life.json|$temp/life.json|
	s|localhost:9092|$broker|" "$configured/rsyslog.conf" >"$temp/rsyslog.conf"
check "rsyslog takes its configuration" rsyslogd -N1 -f "$temp/rsyslog.conf"
spawn rsyslogd -n -f "$temp/rsyslog.conf" -i "$temp/rsyslog.pid" >"$temp/rsyslog.out" 2>&1
cat "$temp/life" >>"$temp/life.json"
check "rsyslog: lives go from a file to Kafka" wait_for in_topic tcpstates.life "$flows"

echo "--- kcat"
host=$(hostname)
transitions() {
	sed -u "s/^{/{\"host\":\"$host\",/" "$temp/transition" |
		kcat -P -b "$broker" -t tcpstates.transition -z lz4
}
check "kcat: transitions go through a pipe to Kafka" transitions

echo "--- nfacctd"
ipfix=$(free_port)
sed "s/9092/${broker##*:}/; s/localhost/${broker%:*}/
	s/^nfacctd_port: .*/nfacctd_ip: 127.0.0.1\nnfacctd_port: $ipfix/
	s|/etc/pmacct/|$configured/|; s/\(kafka_refresh_time.*: \).*/\11/" \
	"$configured/nfacctd.conf" >"$temp/nfacctd.conf"
spawn nfacctd -f "$temp/nfacctd.conf" >"$temp/nfacctd.log" 2>&1
# Messages that arrive before its Kafka plugin listens are lost.
check "nfacctd: its plugin is ready" wait_for grep -q 'Purging cache - END' "$temp/nfacctd.log"
check "IPFIX is sent to nfacctd" tcpst export ipfix --udp --to "127.0.0.1:$ipfix" \
	-r "$temp/capture.pcap"
check "nfacctd: flows go to Kafka" wait_for in_topic tcpstates.ipfix "$flows"
first=$(kcat -C -b "$broker" -t tcpstates.ipfix -e -q | grep '"port_src": *10000[,}]')
check "... with our own elements by name" grep -q \
	'"tcp_end": *"\?1"\?,.*"zeek": *"SF",.*"syn_to_synack_ns": *"\?2000000' <<<"$first"

# --- ClickHouse ------------------------------------------------------------

# Last, for it looks for new topics only every five minutes.
echo "--- ClickHouse"
port=$(free_port)
mkdir "$temp/clickhouse"
cat >"$temp/clickhouse.xml" <<END
<yandex>
	<logger><level>warning</level><log>$temp/clickhouse/log</log>
		<errorlog>$temp/clickhouse/errors</errorlog></logger>
	<tcp_port>$port</tcp_port><http_port>$(free_port)</http_port>
	<listen_host>127.0.0.1</listen_host>
	<path>$temp/clickhouse/</path><tmp_path>$temp/clickhouse/tmp/</tmp_path>
	<mark_cache_size>10000000</mark_cache_size>
	<users_config>/etc/clickhouse-server/users.xml</users_config>
	<default_profile>default</default_profile>
	<default_database>default</default_database>
	<kafka><auto_offset_reset>smallest</auto_offset_reset></kafka>
</yandex>
END
has "ClickHouse" clickhouse-server clickhouse-client || finish
spawn clickhouse-server --config-file="$temp/clickhouse.xml" >"$temp/clickhouse.out" 2>&1
sql() { clickhouse-client --host 127.0.0.1 --port "$port" "$@"; }
check "ClickHouse starts" wait_for sql -q 'SELECT 1'
# Until 19.x it had to know where a row ends.
sed "s/localhost:9092/$broker/
	s/kafka_format = 'TabSeparated'/&, kafka_row_delimiter = '\\\\n'/" \
	"$configured/clickhouse.sql" >"$temp/tables.sql"
tables() { sql -n <"$temp/tables.sql"; }
check "the tables are made" tables

# rows TABLE: as many as lines, and the same?
rows() {
	sql -q "SELECT * FROM tcpstates.$1 FORMAT JSONEachRow" >"$temp/rows" &&
		python3 "$here/compare.py" "$1" "$temp/$1" "$temp/rows"
}
for table in life transition; do
	wait_for rows "$table"
	check "each member of a $table is in its column" rows "$table"
done
# Each SELECT of the document, up to an empty line.
awk '/^    SELECT/ { on = 1 } on && /^$/ { print ";"; on = 0 } on' \
	"$top/Documentation/fleet.rst" >"$temp/questions.sql"
questions() { [[ -s $temp/questions.sql ]] && sql -n <"$temp/questions.sql"; }
check "ClickHouse takes the questions of the document" questions
sed '1s/"end":"fin"/"end":"reset"/' "$temp/life" >"$temp/wrong"
check "... a wrong one would be noticed" test "$(python3 "$here/compare.py" life \
	"$temp/wrong" <(sql -q 'SELECT * FROM tcpstates.life FORMAT JSONEachRow') 2>&1 |
	grep -c 'end is fin in the table')" = 1

finish
