# shellcheck shell=bash disable=SC2317,SC2329  # functions are called by check
# SPDX-License-Identifier: GPL-2.0
#
# Reports as HTML: what is in them, and what a browser makes of them. Sourced by run.sh.

# --- reports -------------------------------------------------------------------

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
	"^<footer>Written 20[0-9-]+ [0-9:]+ by tcpst [0-9.]+, host $(uname -n).*<code>tcpst report -r /" "$temp/small.html"
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

# --- in a browser --------------------------------------------------------------

# browse FILE OPTION…: what chromium writes; its console goes to $temp/console. It starts
# only the processes that it must: the others do not start under qemu-user.
browse() {
	local file=$1
	shift
	timeout "$limit" chromium --headless --no-sandbox --disable-gpu \
		--no-first-run --disable-background-networking \
		--disable-component-update --disable-sync --hide-scrollbars \
		--in-process-gpu --no-zygote \
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
	check "the chart shows its numbers" grep -q '<output>[0-9]' "$temp/dom"
	"$tcpst" report -r "$temp/long6.pcap" -o "$temp/long6.html"
	cat >"$temp/act.js" <<'END'
<script>
const wide = [...document.querySelectorAll("table")].filter(table =>
	table.getBoundingClientRect().right > table.parentElement.getBoundingClientRect().right + 1 ||
	table.scrollWidth > table.clientWidth + 1);
document.body.dataset.tables = wide.map(table => table.className).join() || "fit";
// Each heading of a column of numbers ends where that does, and is whole.
const headed = table => [...table.rows].every(row => [...row.cells].every((cell, i) =>
	!i || Math.abs(cell.getBoundingClientRect().right - table.rows[0].cells[i].getBoundingClientRect().right) < 1 &&
	cell.scrollWidth <= cell.clientWidth));
document.body.dataset.headings = [...document.querySelectorAll(".peers")].map(headed).join();
// Charts are whole, and their labels apart.
const parts = [...document.querySelectorAll("svg.chart")].map(chart => {
	const boxes = what => [...chart.querySelectorAll(what)].map(part => part.getBoundingClientRect()).filter(box => box.width);
	const all = boxes("text, rect, path, line");
	const place = chart.closest("section").getBoundingClientRect();
	const labels = boxes("text");
	return labels.length > 4 && all.every(box => box.left >= place.left && box.right <= place.right) &&
		labels.every((a, i) => labels.slice(i + 1).every(b => b.left > a.right || b.right < a.left ||
			b.top > a.bottom || b.bottom < a.top));
});
document.body.dataset.charts = parts.length > 2 && parts.every(part => part) ? "fit" : parts.join();
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
	document.body.dataset.headings = page.body.dataset.headings;
	document.body.dataset.charts = page.body.dataset.charts;
	document.body.dataset.width = page.documentElement.scrollWidth;
}};</script>""")
END
	browse "$temp/frame.html" --dump-dom >"$temp/dom"
	check "tables with IPv6 fit 390 pixels" grep -q '<body.* data-tables="fit"' "$temp/dom"
	check "headings are above their columns" grep -q '<body.* data-headings="true,true"' "$temp/dom"
	check "so do charts" grep -q '<body.* data-charts="fit"' "$temp/dom"
	check "so does the page" grep -q '<body.* data-width="390"' "$temp/dom"
	for width in 1200 500; do
		browse "$temp/act.html" --window-size=$width,900 --dump-dom >"$temp/dom"
		check "tables with IPv6 fit $width pixels" grep -q 'data-tables="fit"' "$temp/dom"
		check "so do charts at $width" grep -q 'data-charts="fit"' "$temp/dom"
	done
fi
