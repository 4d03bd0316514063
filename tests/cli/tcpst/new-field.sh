#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A new field takes one row: add one to a copy of tcpst, and find it in the list
# of columns, in a table, in JSON, in the order of --sort and, once they are
# written anew, in the man page, the reference and the tables of ClickHouse; and the
# schema of JSON has it. The last line is
# `N passed, N failed`.

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
stage=new-field

# With what was built: only what the row changes is built again.
copy=$temp/copy
mkdir -p "$copy/Documentation/fleet"
cp -a "$top/VERSION" "$top/module" "$top/tools" "$copy"
cp "$top"/Documentation/*.rst "$copy/Documentation"
cp "$top/Documentation/fleet/clickhouse.sql" "$copy/Documentation/fleet"
sed -i '/^static const struct tcpst_field fields/a\
	{ .column = "ODDITY", .type = TCPST_FIELD_COUNT,\
	  .help = "port of the initiator, once more",\
	  AT(ends.port[INITIATOR]), .json = "odd.port" },' \
	"$copy/tools/model/flow_fields.c"
make -C "$copy/tools" >"$temp/log" 2>&1 || {
	cat "$temp/log"
	give_up "it does not build"
}
tcpst=$copy/tools/tcpst

# SYNs from the ports 300, 100 and 200 to 10.0.0.2:80, raw IP.
{
	printf '\324\303\262\241\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0\145\0\0\0'
	for port in '\1\54' '\0\144' '\0\310'; do
		printf '\0\0\0\0\0\0\0\0\50\0\0\0\50\0\0\0'
		printf '\105\0\0\50\0\1\0\0\100\6\0\0\12\0\0\1\12\0\0\2'
		# shellcheck disable=SC2059  # octets
		printf "$port"'\0\120\0\0\0\1\0\0\0\0\120\2\40\0\0\0\0\0'
	done
} >"$temp/syns.pcap"
flows() { "$tcpst" "$@" --no-checksum -r "$temp/syns.pcap"; }

check_equal "it is among the columns" "port of the initiator, once more" \
	"$("$tcpst" list --list-columns | sed -n 's/^ODDITY  *//p')"
check_equal "it is shown" "ODDITY 300 100 200" \
	"$(flows list --raw -o ODDITY | paste -sd' ')"
check_equal "it has a place in an order" "100 200 300" \
	"$(flows list --raw --noheadings -o IPORT --sort oddity | paste -sd' ')"
check_equal "... and the other way round" "300 200 100" \
	"$(flows life --raw --noheadings -o IPORT --sort -oddity | paste -sd' ')"
check_equal "it is a member of JSON" "300 100 200" \
	"$(flows life --json | sed -n 's/.*"odd":{"port":\([0-9]*\)}.*/\1/p' | paste -sd' ')"
schema() { python3 -B "$top/tests/core/replay/schema.py" "$1"; }
check_equal "... which the schema has" "" "$(flows life --json | schema "$tcpst")"
check_equal "... and that of another tcpst does not" 3 \
	"$(flows life --json | schema "$top/tools/tcpst" | grep -c "members .*'odd'")"
check_equal "the shell can complete it" ODDITY \
	"$("$tcpst" --complete list -o ODD | cut -f1)"
check_equal "the documents are found to lack it" 4 \
	"$(python3 -B "$here/fields.py" "$tcpst" "$copy" | grep -c '^not ok.*--write')"
python3 -B "$here/fields.py" "$tcpst" "$copy" --write
check "the man page has it" grep -A1 '^\.B ODDITY$' "$copy/tools/man/tcpst.8"
# shellcheck disable=SC2016  # no command
check "the reference has it" grep '^``odd.port`` .* ODDITY ' "$copy/Documentation/json.rst"
check "the tables of ClickHouse have it" grep '^    odd_port UInt16,\?$' \
	"$copy/Documentation/fleet/clickhouse.sql"
check "... and where they take it from" grep "'odd'), 'port')) AS odd_port" \
	"$copy/Documentation/fleet/clickhouse.sql"

finish
