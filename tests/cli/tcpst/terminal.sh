# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
#
# What fits into a terminal, and the pager. Part of run.sh, which has $tcpst and the captures.

# The ladder is as wide as the terminal, its lifelines straight.
for columns in 36 40 50 60 80 100 130; do
	script -qec "stty cols $columns; '$tcpst' show 1 --color never --absolute -r \
		'$top/tests/core/captures/syn-behind-its-answer.pcap'" /dev/null \
		</dev/null | tr -d '\r' | sed '1,/^$/d; 1,/^$/d' | sed '/^$/,$d' >"$temp/out"
	if python3 - "$columns" "$temp/out" <<'END'
import sys
columns, lines = int(sys.argv[1]), open(sys.argv[2], encoding="utf-8").read().splitlines()
right = {max(line.rfind(c) for c in "│┤●") for line in lines[1:]}
sys.exit(len(lines) < 5 or len(right) > 1 or max(map(len, lines)) > columns
         or columns >= 100 and max(right) < min(98, columns - 20))
END
	then pass "ladder of $columns columns"
	else fail "ladder of $columns columns" "$(<"$temp/out")"; fi
done

# So are all lines around it, and for a terminal that is too narrow this is reported.
narrow() {
	script -qec "stty cols $1; '$tcpst' show $2 --no-pager --color never -r '$demo'" /dev/null \
		</dev/null | tr -d '\r' >"$temp/out"
}
for columns in 40 50 60; do
	for flow in 1 4 5; do
		narrow $columns "$flow"
		if (($(wc -l <"$temp/out") > 20 && $(wc -L <"$temp/out") <= columns)); then
			pass "show $flow in $columns columns"
		else
			fail "show $flow in $columns columns" "$(<"$temp/out")"
		fi
	done
done
narrow 40 1
if [[ $(grep -B1 'SYN_SNT ├' "$temp/out" | head -n 1) == "   0.000 │ "*"SYN seq=0 "* ]]; then
	pass "a narrow ladder has times above its steps"
else
	fail "a narrow ladder has times above its steps" "$(<"$temp/out")"
fi
narrow 30 1
if grep -q 'too narrow' "$temp/out"; then
	pass "a terminal too narrow for a ladder"
else
	fail "a terminal too narrow for a ladder" "$(<"$temp/out")"
fi
# Nanoseconds have a column that is wide enough.
if [[ $("$tcpst" show 1 --ns -r "$demo" | grep '[├│●].*│' | sed 's/[├│●].*//' | wc -L) == 31 &&
	$("$tcpst" show 1 --ns -r "$demo" | wc -L) -le 80 ]]; then
	pass "a ladder in nanoseconds"
else
	fail "a ladder in nanoseconds"
fi

# paged EXPECTED NAME VARIABLE=VALUE COMMAND…: on a terminal of 75 columns, which
# lines went through a pager that writes "> " before each?
paged() {
	local expected=$1 name=$2 variable=$3 all
	shift 3
	env "$variable" script -qec "stty cols 75; '$tcpst' $* --color never -r '$demo'" \
		/dev/null </dev/null | tr -d '\r' >"$temp/out"
	all=$(grep -c '' "$temp/out")
	if ((all > 5 && $(grep -c '^> ' "$temp/out") == (expected ? all : 0) &&
	     $(sed 's/^> //' "$temp/out" | wc -L) <= 75)); then
		pass "pager: $name"
	else
		fail "pager: $name: $(<"$temp/out")"
	fi
}
paged 1 "show on a terminal" TCPST_PAGER="sed 's/^/> /'" show 1 --explain
paged 1 "life on a terminal" PAGER="sed 's/^/> /'" life -o FLOW,END,DURATION
paged 0 "an empty one is none" TCPST_PAGER= show 1 --explain
paged 0 "not with --no-pager" PAGER="sed 's/^/> /'" show 1 --explain --no-pager
paged 0 "not with --follow" PAGER="sed 's/^/> /'" life -f -o FLOW,END,DURATION
mkdir "$temp/bin"
printf '#!/bin/sh\nexec sed "s/^/> /"\n' >"$temp/bin/less"
chmod +x "$temp/bin/less"
paged 1 "less, unless another is named" "-S-u PAGER TERM=xterm PATH=$temp/bin:$PATH" show 1 --explain
paged 0 "none on a dumb terminal" "-S-u PAGER TERM=dumb PATH=$temp/bin:$PATH" show 1 --explain
PAGER="sed 's/^/> /'" "$tcpst" show 1 -r "$demo" >"$temp/out"
if grep -q FIN_WAIT_1 "$temp/out" && ! grep -q '^> ' "$temp/out"; then
	pass "pager: not without a terminal"
else
	fail "pager: not without a terminal"
fi
# Who leaves the pager at once ends the command, without a complaint.
script -qec "PAGER='head -n 1' '$tcpst' life -r '$busy'; echo status \$?" /dev/null \
	</dev/null | tr -d '\r' >"$temp/out"
if [[ $(wc -l <"$temp/out") == 2 && $(tail -n 1 "$temp/out") == "status 0" ]]; then
	pass "pager: left at once"
else
	fail "pager: left at once: $(<"$temp/out")"
fi

# Lines of watch fit a narrow terminal: short names of states, then fewer columns.
for columns in 60 75 80 100 130; do
	script -qec "stty cols $columns; '$tcpst' watch --color never -r '$busy'" /dev/null \
		</dev/null | tr -d '\r' >"$temp/out"
	if (($(wc -l <"$temp/out") > 5 && $(wc -L <"$temp/out") <= columns)); then
		pass "watch in $columns columns"
	else
		fail "watch in $columns columns" "$(<"$temp/out")"
	fi
done
for command in list watch; do
	script -qec "stty cols 80; '$tcpst' $command --list-columns" /dev/null </dev/null |
		tr -d '\r' >"$temp/out"
	if (($(grep -c '^[A-Z]' "$temp/out") == $("$tcpst" $command --list-columns | wc -l) &&
	     $(wc -L <"$temp/out") <= 80)); then
		pass "columns of $command in 80 columns"
	else
		fail "columns of $command in 80 columns" "$(<"$temp/out")"
	fi
done
