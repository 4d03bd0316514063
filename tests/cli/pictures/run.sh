#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by check
#
# Test what tcpst draws: ladders as SVG, reports as HTML, tables, the full-screen view.
# The last line is `N passed, N failed`.
#
#   run.sh            run the tests
#   run.sh --update   write the golden files anew; look at them in a browser
#   run.sh --keep DIR leave pictures and pages there, for looking at
#
# Without chromium nothing is looked at in a browser, without tmux nothing in a
# terminal: both are skipped (tests/vm/setup.sh pictures installs them).

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
golden=$here/golden
tcpst=$top/tools/tcpst
export LC_ALL=C.UTF-8 TZ=UTC PAGER=cat
unset NO_COLOR COLUMNS

update=
keep=
case ${1-} in
--update) update=1 ;;
--keep) keep=${2:?--keep DIR}; mkdir -p "$keep" ;;
esac

socket=tcpst-pictures-$$
put_away() {
	command -v tmux >/dev/null && tmux -L "$socket" kill-server 2>/dev/null
	[[ -z $keep ]] || cp "$temp"/*.{svg,html,png} "$keep" 2>/dev/null
	cleanup
}
trap put_away EXIT

if ! { make -C "$top/tools" && make -C "$here"; } >"$temp/make" 2>&1; then
	cat "$temp/make"
	give_up "they do not build"
fi

# Connections of all kinds, some between long addresses, and many of them.
python3 "$here/capture.py" "$temp/small.pcap" 40
for ends in long4 long6; do
	python3 "$here/capture.py" "$temp/$ends.pcap" 40 "$ends"
done
python3 "$here/capture.py" "$temp/large.pcap" 20000

# aligned [COLUMNS]: lines stand under their headings.
aligned() { python3 "$here/aligned.py" "$@"; }

# well_formed FILE: XML, by a parser of its own.
well_formed() {
	python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' "$1"
}

# shellcheck source=SCRIPTDIR/ladders.sh
. "$here/ladders.sh"
# shellcheck source=SCRIPTDIR/reports.sh
. "$here/reports.sh"
# shellcheck source=SCRIPTDIR/tables.sh
. "$here/tables.sh"
# shellcheck source=SCRIPTDIR/top.sh
. "$here/top.sh"

finish
