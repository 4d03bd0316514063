#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Does every line of a table stand under its headings? Reads it on standard input.

    aligned.py [COLUMNS]

Exits 1 and prints the line that does not, or is wider than COLUMNS.
"""
import re
import sys

RIGHT = {"FLOW", "AGE", "FOR", "DURATION", "BYTES", "IBYTES", "RBYTES", "SEQ", "ACK"}


def main():
    columns = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    head, *lines = sys.stdin.read().rstrip().splitlines()
    if not lines:
        sys.exit("there are no lines")
    places = [m.span() + (m[0],) for m in re.finditer(r"\S+", head)]
    for line in lines:
        if len(line) > columns:
            sys.exit(f"wider than {columns}: {line}")
        cells = [m.span() for m in re.finditer(r"\S+(?: \S+)*?(?= |$)", line)]
        if places[-1][2] == "PEER":  # "responder 38.5s"
            cells[len(places) - 1:] = [(cells[len(places) - 1][0], cells[-1][1])]
        if len(cells) != len(places):
            sys.exit(f"{len(cells)} cells under {len(places)} headings: {line}")
        for cell, (start, end, name) in zip(cells, places):
            if cell[1] != end if name in RIGHT else cell[0] != start:
                sys.exit(f"not under {name}:\n{head}\n{line}")


main()
