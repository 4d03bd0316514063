#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by check
#
# Texts in other languages: each catalogue has all that is translated and nothing else,
# and what is drawn with wide letters stays straight. The last line is
# `N passed, N failed`.

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
stage=languages
tools=$top/tools
demo=$top/tests/cli/pictures/demo.pcap
export LC_ALL=C.UTF-8 TZ=UTC

# Texts of the command, and the reasons of the state machine.
mapfile -t sources < <(cd "$tools" && grep -rlE --include='*.c' '\b(N?_)\("' . | grep -v '^./obj/')
template() {
	(cd "$tools" && xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ \
		--keyword=SHOWS:3 --keyword=LOWERS:2 --keyword=DISPROVES:3 \
		-o "$temp/tcpst.pot" "${sources[@]}" ../module/core/know.c)
}
check "texts are found" template

valid() { msgfmt --check -o /dev/null "$1"; }
whole() { msgcmp "$1" "$temp/tcpst.pot"; }
no_more() { msgcmp --use-untranslated "$temp/tcpst.pot" "$1"; }
current() { ! msgattrib --only-fuzzy "$1" | grep -q msgid; }
for po in "$tools"/po/*.po; do
	name=$(basename "$po" .po)
	check "$name: the formats agree" valid "$po"
	check "$name: all is translated" whole "$po"
	check "$name: nothing else is" no_more "$po"
	check "$name: nothing is in doubt" current "$po"
done

# The C library takes LANGUAGE only in the locale of a language; in later releases C.UTF-8 is
# none, and a minimal system has no other.
mkdir "$temp/locales"
check "there is a locale" localedef -i en_US -f UTF-8 "$temp/locales/en_US.UTF-8"

# tcpst_in LANGUAGE ARG…
tcpst_in() {
	LOCPATH=$temp/locales LC_ALL=en_US.UTF-8 LANGUAGE=$1 "$tools/tcpst" "${@:2}"
}
check "LANGUAGE changes what is explained" grep -q '发起方请求与响应方建立连接' \
	<(tcpst_in zh_CN show 6 -r "$demo" --explain)
check "none that is not there" diff <(tcpst_in xx show 6 -r "$demo" --explain) \
	<("$tools/tcpst" show 6 -r "$demo" --explain)

# Lifelines are where they are in English, and no line is wider.
lifelines() { # of a ladder
	grep -o '^.*[│├┤]' | grep '│.*│\|├.*│\|│.*┤' | python3 -c '
import sys, unicodedata
def width(text):
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
for line in sys.stdin:
    at = [i for i, c in enumerate(line) if c in "│├┤"]
    print(width(line[:at[0]]), width(line[:at[-1]]))' | sort -u
}
for flow in 1 2 3 4 5 6; do
	check_equal "zh_CN: flow $flow is drawn straight" \
		"$("$tools/tcpst" show "$flow" -r "$demo" --segments | lifelines)" \
		"$(tcpst_in zh_CN show "$flow" -r "$demo" --segments | lifelines)"
done
widest() {
	python3 -c '
import sys, unicodedata
print(max(sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line.rstrip("\n"))
          for line in sys.stdin) <= 80)'
}
check_equal "zh_CN: no line is wider than 80 columns" True \
	"$(tcpst_in zh_CN show 6 -r "$demo" --explain -v | widest)"

tcpst_in zh_CN report -r "$demo" -o "$temp/report.html"
tcpst_in zh_CN show 6 -r "$demo" --svg "$temp/one.svg"
check "zh_CN: the language of the report" grep -q '<html lang="zh-CN">' "$temp/report.html"
check "zh_CN: that of the picture" grep -q '<svg [^>]*lang="zh-CN"' "$temp/one.svg"
english=$(sed '/^<script>/,$d' "$temp/report.html" |
	grep -cE '>[^<]*\b(connections|handshake|closed|initiator|responder|seconds)\b' || true)
check_equal "zh_CN: no English is left in the report" 0 "$english"
counted python3 -B "$here/documents.py" "$top"
"$tools/tcpst" report -r "$demo" -o "$temp/english.html"
check "English: that of the report" grep -q '<html lang="en">' "$temp/english.html"
finish
