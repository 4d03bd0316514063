# shellcheck shell=bash disable=SC2317,SC2329  # functions are called by check
# SPDX-License-Identifier: GPL-2.0
#
# Ladders as SVG: of stories, in the documentation, of captures. Sourced by run.sh.

# --- ladders -------------------------------------------------------------------

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

# Names from outside must not break the document.
check "names are escaped" test "$("$here/obj/escape" '<&">')" = '&lt;&amp;&quot;&gt;'
check "what is no character is replaced" \
	test "$("$here/obj/escape" $'a\x01\xff\xc0\xafé')" = 'a����é'

# --- in the documentation ------------------------------------------------------

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

# --- from a capture ------------------------------------------------------------

check "show --svg" "$tcpst" show 1 -r "$temp/small.pcap" --svg "$temp/one.svg"
check "it is well-formed" well_formed "$temp/one.svg"
check "to standard output, the same" \
	cmp <("$tcpst" show 1 -r "$temp/small.pcap" --svg -) "$temp/one.svg"
check "from a pipe, the same" \
	cmp <("$tcpst" show 1 -r - --svg - < <(cat "$temp/small.pcap")) "$temp/one.svg"

# --- every segment -------------------------------------------------------------

# The demonstration's first connection: the capture has 13 and 11 segments of it.
"$tcpst" show --port 34286 -r "$demo" --segments >"$temp/segments"
check "--segments: an arrow for each" test "$(grep -c '├─.*▶│\|│◀.*─┤' "$temp/segments")" -eq 24
check "--segments: no octets in between" bash -c "! grep -q octets.*┄ '$temp/segments'"
check "--segments: the data prove a presumption" grep -q 'ESTABLISHED✓' "$temp/segments"
"$tcpst" show --port 34286 -r "$demo" >"$temp/few"
check "... without it as well" grep -q 'ESTABLISHED✓' "$temp/few"
"$tcpst" show --port 34286 -r "$demo" --segments --explain >"$temp/explained"
check "--segments --explain: what was sent" \
	grep -q 'Data: the responder sends 203 octets, numbers 1 to 203' "$temp/explained"
check "--segments --explain: when it was proven" \
	grep -q 'proven later, at 0.550419' <(tr -s '\n ' ' ' <"$temp/explained")
"$tcpst" show --port 34286 -r "$demo" --segments --follow >"$temp/grown"
check "--segments --follow: the same arrows" diff \
	<(grep -o '[├│].*[│┤]' "$temp/segments") <(grep -o '[├│].*[│┤]' "$temp/grown")
"$tcpst" show --port 34286 -r "$demo" --segments --svg "$temp/segments.svg"
check "--segments --svg" test "$(grep -c 'translate(.*rotate(2)' "$temp/segments.svg")" -eq 24
check "--segments requires a capture" bash -c \
	"'$tcpst' show 1 --segments 2>&1 | grep -q 'requires a capture'"

check "not where there is no space" bash -c \
	"! '$tcpst' show 1 -r '$temp/small.pcap' --svg /dev/full 2>/dev/null"
check "not with --json" bash -c \
	"'$tcpst' show 1 --json --svg x -r x 2>/dev/null; test \$? = 2"
