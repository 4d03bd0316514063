#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Coverage of module/core/ by the native tests and the captures, by gcov: a table of lines
# and branches of each file, and the lines not reached. Fails if the coverage is below the
# floor set below: raise it when you add tests. (The native tests check themselves that each
# cell of the transition table is reached.)
#
# The last line is "N passed, N failed".
set -euo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"

floor=98.8

fuzz=$top/tests/core/fuzz
core=$top/module/core
tools=$top/tools
unit=$top/tests/core/unit
known=$top/tests/core/captures
out=$here/build/coverage
flags=(-std=gnu11 -g -O0 -D_GNU_SOURCE -DTCPST_VERSION=__FILE__ "-I$tools" "-I$tools/..")
cc=${CC:-gcc}
read -ra glib <<<"$(pkg-config --cflags --libs glib-2.0)"

rm -rf "$out"
mkdir -p "$out"
cd "$out"
# Both programs use the same objects of the state machine, so that counts add up.
"$cc" "${flags[@]}" --coverage -c "$core"/*.c
"$cc" "${flags[@]}" --coverage -Wl,--wrap=tcps_know_apply \
	-Wl,--wrap=tcps_predict_segment -o unit "$unit"/main.c \
	"$unit"/test_*.c "$unit"/vector_run.c "$unit"/predict_check.c "$unit"/tuple.c ./*.o
"$cc" "${flags[@]}" --coverage -o captures "$fuzz"/random_capture.c \
	"$fuzz"/capture_drive.c "$tools"/source/capture/*.c \
	"$tools"/model/*.c "$tools"/base/*.c ./*.o "${glib[@]}" -lpcap
python3 -B "$fuzz"/corpus.py corpus
./unit >unit.log || { cat unit.log; give_up "the native tests"; }
./captures 0 corpus/*.pcap "$known"/*.pcap >captures.log

gcov -b ./*.gcda >gcov.log 2>/dev/null || true
for file in "$core"/*.c; do
	# table.c is data only.
	[ -f "$(basename "$file").gcov" ] || continue
	grep -H '#####:' "$(basename "$file").gcov" |
		sed 's/\.gcov: *#####: */:/' || true
done
if awk -v floor="$floor" '
	/^File/ { name = $2; gsub(/\047/, "", name)
		  mine = name ~ /module\/core\/[a-z_]*\.c$/
		  sub(/.*\//, "", name) }
	function part(text) { sub(/.*:/, "", text); return text + 0 }
	mine && /^Lines executed/ {
		lines[name] = part($2); n[name] = $NF
		all += $NF; reached += $NF * part($2) / 100 }
	/^$/ { mine = 0 }
	mine && /^Taken at least once/ { taken[name] = part($4) }
	END {
		printf "%-18s %6s %8s %9s\n", "file", "lines", "reached",
		       "branches"
		sort = "sort"
		for (name in lines)
			printf "%-18s %6d %7.2f%% %8.2f%%\n", name, n[name],
			       lines[name], taken[name] | sort
		close(sort)
		share = all ? 100 * reached / all : 0
		bad = share < floor
		printf "%-18s %6d %7.2f%%, at least %.1f%%\n", "all", all,
		       share, floor
		exit bad
	}' gcov.log; then
	pass "as much is reached as was"
else
	fail "less is reached than was"
fi
finish
