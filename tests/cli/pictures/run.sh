#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by check
#
# Test what tcpst draws: ladders as SVG, reports as HTML, the full-screen view.
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
export LC_ALL=C.UTF-8 TZ=UTC
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

# --- ladders -----------------------------------------------------------------

# well_formed FILE: XML, by a parser of its own.
well_formed() {
	python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' "$1"
}

matches() {
	if [[ -n $update ]]; then
		mkdir -p "$golden"
		cp "$2" "$golden/$1"
	fi
	check "$1 is as it was" diff -u "$golden/$1" "$2"
}

stories="textbook combined simultaneous refused unreachable retracted aborted \
adopted huge cut syn_flood"
for story in $stories; do
	"$here/obj/draw" "$story" >"$temp/$story.svg"
	check "$story is well-formed" well_formed "$temp/$story.svg"
done
for story in textbook retracted cut; do
	matches "$story.svg" "$temp/$story.svg"
done
"$here/obj/draw" absolute textbook >"$temp/absolute.svg"
check "absolute numbers" grep -q 'seq=1000000000' "$temp/absolute.svg"
check "roles that are a guess" grep -q \
	'first seen after its beginning: which end is the initiator is a guess<' "$temp/adopted.svg"
check "roles that are known" bash -c "! grep -q 'guess' '$temp/textbook.svg'"
check "what is proved later is not" grep -q '>ESTABLISHED ✓<' "$temp/textbook.svg"
"$here/obj/draw" aborted >"$temp/aborted.svg"
check "a RST proves nothing" bash -c "grep -q '>ESTABLISHED?<' '$temp/aborted.svg' &&
	! grep -q '✓' '$temp/aborted.svg'"
check "what is presumed is striped" \
	grep -q 'class="stripes"' "$temp/textbook.svg"
check "what is taken back is struck out" \
	grep -q 'gone">ESTABLISHED' "$temp/retracted.svg"
check "what is not presumed is not" \
	bash -c "! grep -q 'class=\"b gone\"' '$temp/textbook.svg'"

# What comes from outside may not break the document.
check "names are escaped" test "$("$here/obj/escape" '<&">')" = '&lt;&amp;&quot;&gt;'
check "what is no character is replaced" \
	test "$("$here/obj/escape" $'a\x01\xff\xc0\xafé')" = 'a����é'

# --- in the documentation ----------------------------------------------------

# Drawn of captures of the test vectors; each picture is shown somewhere.
documented="close_four_way_close close_half_close close_simultaneous_close \
open_simultaneous_open reset_refused reset_zero_linger open_accept_queue_full"
gcc -std=gnu11 -O1 -o "$temp/dump_vectors" "$top/tests/core/replay/dump_vectors.c"
# shellcheck disable=SC2086  # a list
check "captures for the documentation" python3 "$here/documented.py" \
	"$temp/dump_vectors" "$temp" $documented
for name in $documented; do
	picture=$top/Documentation/pictures/$name.svg
	"$tcpst" show 1 -r "$temp/$name.pcap" --svg "$temp/$name.svg"
	if [[ -n $update ]]; then
		mkdir -p "$(dirname "$picture")"
		cp "$temp/$name.svg" "$picture"
	fi
	check "documentation: $name is current" diff -u "$picture" "$temp/$name.svg"
	check "documentation: $name is shown" grep -qr "image:: pictures/$name.svg" \
		"$top/Documentation" --include='*.rst'
done

# Those of the README are of the demonstration: its capture is what the router kept of it
# (TCPS_CAPTURE=1 tests/vm/demo.sh --env TCPS_CAPTURE --out DIR).
demo=$here/demo.pcap
picture=$top/Documentation/pictures/connection.svg
"$tcpst" show --port 7000 -r "$demo" --svg "$temp/connection.svg"
[[ -z $update ]] || cp "$temp/connection.svg" "$picture"
check "README: the connection is current" diff -u "$picture" "$temp/connection.svg"
for name in connection.svg top.svg report.png; do
	check "README: $name is shown" grep -q "(Documentation/pictures/$name)" "$top/README.md"
done
check "documentation: no other pictures" test \
	"$(find "$top/Documentation/pictures" -type f | wc -l)" -eq \
	"$(($(wc -w <<<"$documented") + 3))"

# --- from a capture ----------------------------------------------------------

python3 "$here/capture.py" "$temp/small.pcap" 40
for ends in long4 long6; do
	python3 "$here/capture.py" "$temp/$ends.pcap" 40 "$ends"
done
check "show --svg" "$tcpst" show 1 -r "$temp/small.pcap" --svg "$temp/one.svg"
check "it is well-formed" well_formed "$temp/one.svg"
check "to standard output, the same" \
	cmp <("$tcpst" show 1 -r "$temp/small.pcap" --svg -) "$temp/one.svg"
check "from a pipe, the same" \
	cmp <("$tcpst" show 1 -r - --svg - < <(cat "$temp/small.pcap")) "$temp/one.svg"
check "not where there is no space" bash -c \
	"! '$tcpst' show 1 -r '$temp/small.pcap' --svg /dev/full 2>/dev/null"
check "not with --json" bash -c \
	"'$tcpst' show 1 --json --svg x -r x 2>/dev/null; test \$? = 2"

# --- reports -----------------------------------------------------------------

# A page that is one: every element closed, nothing from elsewhere.
html() {
	python3 - "$1" <<'END'
import html.parser, sys
void = {"meta", "link", "br", "img", "hr", "input", "wbr"}
loose = {"tr", "td", "th", "p"}  # HTML lets them end by themselves
class Page(html.parser.HTMLParser):
    stack, ids = [], set()
    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        assert not attrs.get("src"), attrs
        assert attrs.get("href", "#").startswith("#"), attrs
        if "id" in attrs:
            assert attrs["id"] not in self.ids, attrs["id"]
            self.ids.add(attrs["id"])
        if tag not in void | loose:
            self.stack.append(tag)
    def handle_startendtag(self, tag, attrs):
        pass
    def handle_endtag(self, tag):
        if tag not in void | loose:
            assert self.stack.pop() == tag, (tag, self.getpos())
page = Page()
page.feed(open(sys.argv[1], encoding="utf-8").read())
assert not page.stack, page.stack
END
}

check "report" "$tcpst" report -r "$temp/small.pcap" -o "$temp/small.html"
check "it is HTML, of itself" html "$temp/small.html"
check "it counts" grep -q '<b>40</b><span>connections' "$temp/small.html"
check "it names command, host and time" grep -qE \
	"^<footer>Written 20[0-9-]+ [0-9:]+ on $(uname -n) by tcpst [0-9].*<code>tcpst report -r /" "$temp/small.html"
head -c 32 /dev/urandom >"$temp/key"
chmod 600 "$temp/key"
check "where addresses are replaced, not where, nor the command line" bash -c \
	"'$tcpst' report -r '$temp/small.pcap' --port 1-65535 --anonymize '$temp/key' |
	grep -E '^<footer>Written [0-9-]+ [0-9:]+ by tcpst [0-9.]+</footer>'"
check "it draws ladders" grep -q 'aria-label="Flow ' "$temp/small.html"
check "filters hold" bash -c \
	"'$tcpst' report -r '$temp/small.pcap' --port 1 -o - | grep -q 'There are none'"
check "from a pipe, too" bash -c \
	"cat '$temp/small.pcap' | '$tcpst' report -r - | grep -q '<b>40</b><span>connections'"
check "states choose, without a chart" bash -c \
	"'$tcpst' report -r '$temp/small.pcap' --end refused | grep -c 'class=.s[0-9].*dot' | grep -qx 0"
python3 "$here/capture.py" "$temp/large.pcap" 20000
# Those that failed are as many in the tile, in their sections, and at either end.
for n in 12 60; do
	python3 "$here/capture.py" "$temp/sums.pcap" $n
	"$tcpst" report -r "$temp/sums.pcap" -o "$temp/sums.html"
	check "sums of $n connections agree" python3 - "$temp/sums.html" <<'END'
import re, sys
page = open(sys.argv[1], encoding="utf-8").read()
tile = int(re.search(r"<b>(\d+)</b><span>failed to connect", page)[1])
sections = dict(re.findall(r'<h3>([^<]+) <span class="note">(\d+)', page))
failed = ("No answer", "Refused", "Unreachable", "Half-open")
assert tile == sum(int(sections.get(name, 0)) for name in failed) > 0, (tile, sections)
for table in re.findall(r'<table class="sort peers">.*?</table>', page, re.S):
    rows = [re.findall(r'<td class="n[^>]*>(\d+)', row)
            for row in re.findall("<tr><td>(.*)", table)]
    # Twelve are shown, those with most trouble first.
    assert sum(int(row[1]) for row in rows) == tile or len(rows) == 12 and int(rows[-1][1])
END
done
check "report of many" "$tcpst" report -r "$temp/large.pcap" -o "$temp/large.html"
check "it is HTML, too" html "$temp/large.html"
check "it is small" test "$(stat -c %s "$temp/large.html")" -lt 600000
head -c 3000 "$temp/small.pcap" >"$temp/broken.pcap"
check "report of a capture that is cut off" bash -c \
	"'$tcpst' report -r '$temp/broken.pcap' -o '$temp/broken.html' 2>/dev/null; test \$? = 1"
check "it is HTML all the same" html "$temp/broken.html"
check "it shows where it is cut off" \
	grep -q '<p class="bad">The capture is cut short after [0-9]* packets' "$temp/broken.html"
check "one that is not does not" \
	bash -c "! grep -qE 'class=\"bad\">(The capture|[0-9]+ of)' '$temp/small.html'"
python3 "$here/damage.py" 7 <"$temp/small.pcap" >"$temp/damaged.pcap"
"$tcpst" report -r "$temp/damaged.pcap" -o "$temp/damaged.html"
check "report: segments with a bad checksum" \
	grep -qE '<p class="bad">[0-9]+ of [0-9]+ segments have a bad checksum' "$temp/damaged.html"

# --- in a browser ------------------------------------------------------------

# browse FILE OPTION…: what chromium writes; its console goes to $temp/console.
browse() {
	local file=$1
	shift
	timeout "$limit" chromium --headless --no-sandbox --disable-gpu \
		--no-first-run --disable-background-networking \
		--disable-component-update --disable-sync --hide-scrollbars \
		--user-data-dir="$temp/profile" --enable-logging=stderr \
		"$@" "file://$file" 2>"$temp/console"
}
quiet() { ! grep -E 'CONSOLE.*(rror|efused|iolat)' "$temp/console"; }

# A picture that shows something has more than one colour.
colourful() { (($(stat -c %s "$1") > 8000)); }

if has "in a browser" chromium; then
	(cd "$here" && "$tcpst" report -r demo.pcap -o "$temp/demo.html")
	browse "$temp/demo.html" --window-size=1120,900 --screenshot="$temp/demo.png" >/dev/null
	check "chromium draws the report of the README" colourful "$temp/demo.png"
	[[ -z $update ]] || cp "$temp/demo.png" "$top/Documentation/pictures/report.png"
	for scheme in light dark; do
		setting=1
		[[ $scheme == light ]] || setting=0
		browse "$temp/retracted.svg" --window-size=820,600 \
			--blink-settings=preferredColorScheme=$setting \
			--screenshot="$temp/ladder-$scheme.png" >/dev/null
		check "chromium draws a ladder, $scheme" \
			colourful "$temp/ladder-$scheme.png"
	done
	check "light and dark differ" \
		bash -c "! cmp -s '$temp/ladder-light.png' '$temp/ladder-dark.png'"
	browse "$temp/large.html" --window-size=1120,2400 \
		--screenshot="$temp/report.png" >/dev/null
	check "chromium draws a report" colourful "$temp/report.png"
	browse "$temp/large.html" --dump-dom >"$temp/dom"
	check "its script runs" grep -q '<th tabindex="0">' "$temp/dom"
	check "its console is quiet" quiet
	cat >"$temp/act.js" <<'END'
<script>
const head = [...document.querySelectorAll("table.sort th")].find(th => th.textContent === "connections");
head.click();
const chart = document.querySelector("figure[data-role] svg");
const box = chart.getBoundingClientRect();
chart.dispatchEvent(new PointerEvent("pointermove", { clientX: box.left + box.width / 2 }));
</script>
END
	cat "$temp/large.html" "$temp/act.js" >"$temp/act.html"
	browse "$temp/act.html" --dump-dom >"$temp/dom"
	check "a heading sorts" grep -q 'aria-sort="descending"' "$temp/dom"
	check "the chart shows its numbers" grep -q '<output>at [0-9]' "$temp/dom"
	"$tcpst" report -r "$temp/long6.pcap" -o "$temp/long6.html"
	cat >"$temp/act.js" <<'END'
<script>
const wide = [...document.querySelectorAll("table")].filter(table =>
	table.getBoundingClientRect().right > table.parentElement.getBoundingClientRect().right + 1 ||
	table.scrollWidth > table.clientWidth + 1);
document.body.dataset.tables = wide.map(table => table.className).join() || "fit";
</script>
END
	cat "$temp/long6.html" "$temp/act.js" >"$temp/act.html"
	# Chromium has no window as narrow as a telephone; a frame has.
	python3 - "$temp/act.html" "$temp/frame.html" <<'END'
import html, sys
page = open(sys.argv[1], encoding="utf-8").read()
open(sys.argv[2], "w", encoding="utf-8").write(f"""<!DOCTYPE html>
<iframe width="390" height="900" srcdoc="{html.escape(page.replace("'none'", "*"))}"></iframe>
<script>onload = () => {{
	const page = frames[0].document;
	document.body.dataset.tables = page.body.dataset.tables;
	document.body.dataset.width = page.documentElement.scrollWidth;
}};</script>""")
END
	browse "$temp/frame.html" --dump-dom >"$temp/dom"
	check "tables with IPv6 fit 390 pixels" grep -q '<body.* data-tables="fit"' "$temp/dom"
	check "so does the page" grep -q '<body.* data-width="390"' "$temp/dom"
	for width in 1200 500; do
		browse "$temp/act.html" --window-size=$width,900 --dump-dom >"$temp/dom"
		check "tables with IPv6 fit $width pixels" grep -q 'data-tables="fit"' "$temp/dom"
	done
fi

# --- lines that come one by one ----------------------------------------------

aligned() { python3 "$here/aligned.py" "$@"; }

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

# --- top ---------------------------------------------------------------------

pane() { tmux -L "$socket" capture-pane -p; }
keys() { tmux -L "$socket" send-keys "$@"; }

# shows NAME PATTERN: the screen comes to match.
screen_has() { pane | grep -qE -- "$1"; }
shows() {
	if wait_for screen_has "$2"; then
		pass "top: $1"
	else
		fail "top: $1" "no '$2'"
		pane | sed 's/^/# /'
	fi
}

clock_goes_on() { [[ $(pane | head -n 1) != "$clock" ]]; }

# session COLUMNS LINES COMMAND: a terminal. The server of the one before may be about
# to exit, and takes no new one then.
session() {
	until tmux -L "$socket" -f /dev/null -u new-session -d -x "$1" -y "$2" "$3" \
		2>/dev/null; do
		sleep .1
	done
}

# wide COLUMNS COMMAND…: what a terminal of that width shows of it.
wide() {
	local columns=$1
	shift
	session "$columns" 400 "$*; echo done; sleep infinity"
	wait_for screen_has '^done'
	pane >"$temp/pane"
	tmux -L "$socket" kill-session
	sed '/^done/,$d' "$temp/pane"
}

if has "in a terminal" tmux; then
	session 80 14 "cd '$here'; TERM=screen-256color '$tcpst' top -r demo.pcap"
	shows "of the README" ' x 1$'
	keys e
	shows "of the README, at the end" ' 2 flows  end of  demo.pcap'
	tmux -L "$socket" capture-pane -e -p |
		python3 "$here/terminal.py" 80 "tcpst top" >"$temp/top.svg"
	[[ -z $update ]] || cp "$temp/top.svg" "$top/Documentation/pictures/top.svg"
	# Rates depend on when the key was heard; words of the list do not.
	words() { grep -oE '>(10\.[0-9.:]+|SYN_SNT|TIME_W|CLOSED|[0-9.]+s)<' "$1" | sort -u; }
	check "README: top is current" diff <(words "$temp/top.svg") \
		<(words "$top/Documentation/pictures/top.svg")
	check "README: top is well-formed" well_formed "$temp/top.svg"
	tmux -L "$socket" kill-session
	for width in 80 100 130; do
		for name in small long4 long6; do
			for command in list life; do
				wide $width "$tcpst" $command -r "$temp/$name.pcap" >"$temp/lines"
				check "$command, $name: under its headings in $width columns" \
					aligned $width <"$temp/lines"
			done
			wide $width "$tcpst" watch -r "$temp/$name.pcap" >"$temp/lines"
			check "watch, $name: under its headings in $width columns" \
				aligned $width <"$temp/lines"
			wide $width "$tcpst" life -f -r "$temp/$name.pcap" >"$temp/lines"
			check "life -f, $name: under its headings in $width columns" \
				aligned $width <"$temp/lines"
		done
	done
	for command in watch "life -f" life list; do
		# shellcheck disable=SC2086  # a command and its option
		check "$command: IPv4 is whole" cmp \
			<(wide 80 "$tcpst" $command -r "$temp/long4.pcap" | grep -oE '[0-9.]{15}:[0-9]{5}') \
			<("$tcpst" $command -r "$temp/long4.pcap" | grep -oE '[0-9.]{15}:[0-9]{5}')
	done
	wide 80 "$tcpst" list -r "$temp/long6.pcap" >"$temp/lines"
	check "list: IPv6 loses its middle, and states are short" \
		grep -qE '^ *1 \[2001:db…[0-9a-f:]+\]:20000 TIME_W +\[2001:db…' "$temp/lines"
	session 80 24 \
		"TERM=screen '$tcpst' top -r '$temp/small.pcap'; echo status \$?; sleep infinity"
	shows "begins" '^ tcpst top  2023-11-14 .* x 1$'
	shows "shows flows" '^ +>[0-9]+ 10\..* (ESTAB|SYN_SNT|TIME_W|FIN_W)'
	keys + +
	shows "plays faster" ' x 4$'
	keys e
	shows "plays to the end" '  end of  small.pcap'
	shows "counts who is stuck" 'stuck: .*CLOSE_WAIT'
	keys v
	shows "another view" '^ stuck by flow'
	keys s
	shows "another order" '^ stuck by initiator'
	keys / CLOSE_W Enter
	shows "a filter" 'holding CLOSE_W'
	keys Enter
	shows "a ladder" 'SYN_SENT ├─+ SYN seq=0 ─+▶│'
	keys q
	shows "back" 'holding CLOSE_W'
	tmux -L "$socket" resize-window -x 110 -y 30
	shows "a larger window" 'STATES +FOR +AGE +SHAKE +OCTETS'
	shows "three slowest handshakes" 'slowest handshakes: (#[0-9]+ [0-9.]+m?s,? ?){3}$'
	tmux -L "$socket" resize-window -x 200 -y 50
	shows "a wide window: what is sent again" 'OCTETS +AGAIN *$'
	tmux -L "$socket" resize-window -x 60 -y 12
	shows "a small one" '^ tcpst top'
	tmux -L "$socket" resize-window -x 40 -y 12
	shows "a narrow one" '^ {4}FLOW INITIATOR +STATES$'
	shows "rates, as many as fit" '^ opened [0-9.]+/s  closed [0-9.]+/s  reset [0-9.]+/s$'
	shows "those who are stuck" '^ stuck: 4 SYN_SNT, 4 SYN_RCV, 4 CLOSE_W$'
	tmux -L "$socket" resize-window -x 40 -y 24
	keys h
	shows "help" '^ q +quit$'
	shows "all of it" '^ +FIN_WAIT_2 for 5 s$'
	keys q
	shows "q leaves the help, and no more" '^ {4}FLOW INITIATOR +STATES$'
	keys q
	shows "quits" '^status 0'
	# A thousand connections a second, and it does not fall behind.
	tmux -L "$socket" resize-window -x 80 -y 24
	tmux -L "$socket" respawn-pane -k \
		"TERM=screen '$tcpst' top -r '$temp/large.pcap' --state time-wait"
	shows "keeps pace" '  [1-9],[0-9]{3} flows'
	shows "--state chooses" '^ init\.( +-){6} +[1-9]'
	keys e
	shows "what is open at the end stays" ' 10,000 flows  end of'
	tmux -L "$socket" respawn-pane -k \
		"TERM=screen '$tcpst' top -r '$temp/large.pcap'"
	shows "it begins again" ' x 1$'
	keys e
	shows "many are stuck, and which was slowest" \
		'^ stuck: 2000 retrying SYN, 2000 half-open, 2000 CLOSE_WAIT {2,}slowest: #[0-9]+ [0-9.]+s$'
	printf '\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\xff\xff\0\0\x65\0\0\0' \
		>"$temp/empty.pcap"
	tmux -L "$socket" respawn-pane -k \
		"TERM=screen '$tcpst' top -r '$temp/empty.pcap'"
	shows "no connection at all" 'no connection is open when the capture ends'
	# A capture that is still being made: keys come from the terminal.
	mkfifo "$temp/fifo"
	for capture in - "$temp/fifo"; do
		if [[ $capture == - ]]; then name=pipe; else name=FIFO; fi
		from="{ cat '$temp/small.pcap'; sleep infinity; }"
		[[ $capture == - ]] || from="$from >'$temp/fifo' & true"
		tmux -L "$socket" respawn-pane -k "$from | { TERM=screen \
			'$tcpst' top -r '$capture'; echo status \$?; sleep infinity; }"
		shows "$name: begins" '  [1-9][0-9]* flows?  standard input .* x 1$'
		keys e
		shows "$name: catches up, and has not ended" \
			'  40 flows  standard input .* x 1$'
		keys v
		shows "$name: keys are heard while nothing comes" '^ stuck by flow'
		keys Enter
		shows "$name: a ladder of what was played" 'SYN_SENT ├─+ SYN seq=0 ─+▶│'
		keys q
		shows "$name: back" '^ stuck by flow'
		clock=$(pane | head -n 1)
		check "top: $name: time goes on" wait_for clock_goes_on
		keys q
		shows "$name: quits" '^status 0'
	done
	tmux -L "$socket" respawn-pane -k "'$tcpst' top -r -; echo status \$?; sleep infinity"
	shows "no capture on a terminal" '^status 2'
fi
check "top wants a terminal to draw on" bash -c \
	"'$tcpst' top 2>'$temp/err' </dev/null | cat; test \${PIPESTATUS[0]} = 1"
check "an error" grep -qx 'tcpst: top requires a terminal' "$temp/err"
check "top wants one for keys" bash -c \
	"setsid -w '$tcpst' top -r - <'$temp/small.pcap' >/dev/null 2>&1; test \$? = 1"

# --- stats -------------------------------------------------------------------

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

# --- groups ------------------------------------------------------------------

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
    median = group["syn_to_synack_ns"]["median"]
    assert (median is None) == (not known)
    assert not known or min(known) / 2.5 <= median <= max(known)
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

# --- filters -----------------------------------------------------------------

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

finish
