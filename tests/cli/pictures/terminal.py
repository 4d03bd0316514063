#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Draw what a terminal shows, as `tmux capture-pane -e -p` prints it, as SVG.

    terminal.py COLUMNS TITLE <PANE >PICTURE
"""
import html
import re
import sys
import unicodedata

WIDE, HIGH, MARGIN = 8, 17, 12
INK, PAPER = "#d8dee6", "#14181f"
COLORS = ["#5c6773", "#ff7b72", "#4cc583", "#f0b429", "#6aa5f5", "#cf8bef", "#5cb8e0", INK]


def runs(line, look):
    """Pieces of a line that look the same: text, ink, paper, bold. They begin as the
    line before ended, in `look`."""
    ink, bold, faint, reverse = look
    for text, codes in re.findall(r"([^\x1b]+)|\x1b\[([0-9;]*)m", line):
        if text:
            shown = COLORS[0] if faint else ink
            yield text, *((PAPER, shown) if reverse else (shown, None)), bold
            continue
        for code in (int(c or 0) for c in codes.split(";")):
            if code == 0:
                ink, bold, faint, reverse = INK, False, False, False
            elif code == 1:
                bold = True
            elif code == 2:
                faint = True
            elif code in (7, 27):
                reverse = code == 7
            elif 30 <= code <= 37:
                ink = COLORS[code - 30]
            elif 90 <= code <= 97:
                ink = COLORS[code - 90]
            elif code == 39:
                ink = INK
    look[:] = ink, bold, faint, reverse


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def main():
    columns, title = int(sys.argv[1]), html.escape(sys.argv[2])
    lines = sys.stdin.read().rstrip("\n").split("\n")
    w, h = columns * WIDE + 2 * MARGIN, len(lines) * HIGH + 2 * MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" '
          f'height="{h}" role="img" aria-label="{title}">\n<title>{title}</title>\n'
          f'<rect width="{w}" height="{h}" rx="8" fill="{PAPER}"/>\n'
          '<g font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace" '
          'font-size="13">')
    look = [INK, False, False, False]
    for row, line in enumerate(lines):
        x, y = 0, MARGIN + row * HIGH
        pieces = list(runs(line, look))
        # Blanks at the end are left out, but for what is in reverse they are part of it.
        if pieces and pieces[-1][2]:
            text, *style = pieces.pop()
            at = sum(width(piece[0]) for piece in pieces)
            pieces.append((text.ljust(columns - at), *style))
        for text, ink, paper, bold in pieces:
            n = width(text)
            if paper:
                print(f'<rect x="{MARGIN + x * WIDE}" y="{y}" width="{n * WIDE}" '
                      f'height="{HIGH}" fill="{paper}"/>')
            weight = ' font-weight="700"' if bold else ""
            for word in re.finditer(r"\S+", text):  # of blanks SVG keeps one
                at = MARGIN + (x + width(text[:word.start()])) * WIDE
                print(f'<text x="{at}" y="{y + 13}" fill="{ink}"{weight} '
                      f'textLength="{width(word[0]) * WIDE}">{html.escape(word[0])}</text>')
            x += n
    print("</g>\n</svg>")


main()
