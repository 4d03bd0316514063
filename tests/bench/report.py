#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""report.py FIGURES [JSON]: medians, spreads, ratios and targets.

FIGURES holds lines "bench: NAME VALUE", one a round, and for instructions
"bench: count NAME SEGMENTS" followed by "icount: N".
"""

import collections
import json
import statistics
import sys

UNITS = (
    ("packet.", "ns"), ("connection.", "ns"), ("event.", "ns"),
    ("expiry_longest.", "ns"), ("expiry.", "ns/flow"), ("expiry_work.", "ns/flow"),
    ("memory.", "octets"), ("instructions.", "a segment"),
    ("messages.", "in all"), ("capture.", "s"), ("segments.", "in all"),
    ("request.", "/s"), ("bulk.", "Mbit/s"),
)

# name, numerator, denominator (or None), limit, "<=" or ">="
TARGETS = (
    ("data segment, 1,000 flows: off / nf_conntrack",
     "packet.established.off.1000", "packet.established.conntrack.1000",
     0.15, "<="),
    ("data segment, off: 1,000,000 flows / 1",
     "packet.established.off.1000000", "packet.established.off.1",
     1.2, "<="),
    ("data segment, 1,000 flows: accounting / nf_conntrack",
     "packet.established.on.1000", "packet.established.conntrack.1000",
     0.7, "<="),
    ("whole connection, recorded / nf_conntrack with events",
     "connection.off", "connection.conntrack.listened", 0.5, "<="),
    ("whole connection, both with a listener",
     "connection.off.listened", "connection.conntrack.listened", None, ""),
    ("whole connection, nobody listening to either",
     "connection.off", "connection.conntrack", None, ""),
    ("instructions a data segment: off / nf_conntrack",
     "instructions.off", "instructions.conntrack", None, ""),
    ("instructions a data segment: accounting / nf_conntrack",
     "instructions.on", "instructions.conntrack", None, ""),
    ("octets a flow, of 1,000,000", "memory.flow.off", None, 256, "<="),
    ("expiry of 10,000 flows: among 1,000,000 / 10,000",
     "expiry.1000000", "expiry.10000", 1.3, "<="),
    ("capture: segments a second",
     "segments.capture", "capture.tcpst_life", 2e6, ">="),
    ("capture: tshark's time / tcpst's",
     "capture.tshark", "capture.tcpst_life", 20, ">="),
    ("requests a second: tcpstates / nothing loaded",
     "request.tcpstates", "request.nothing", 0.98, ">="),
    ("bulk transfer: tcpstates / nothing loaded",
     "bulk.tcpstates", "bulk.nothing", 0.98, ">="),
)


def read(path):
    figures = collections.OrderedDict()
    info = []
    counting = None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            word = line.split()
            if word[0] == "icount:" and counting:
                name, segments = counting
                figures.setdefault(name, []).append(int(word[1]) / segments)
            elif word[1] == "count":
                counting = (word[2], int(word[3])) if len(word) > 3 else None
            elif word[1] == "info":
                info.append(" ".join(word[2:]))
            elif len(word) == 3:
                figures.setdefault(word[1], []).append(float(word[2]))
    return figures, info


def unit_of(name):
    for prefix, unit in UNITS:
        if name.startswith(prefix):
            return unit
    return ""


def judge(figures):
    for text, top, bottom, limit, how in TARGETS:
        if top not in figures or (bottom and bottom not in figures):
            continue
        value = statistics.median(figures[top])
        if bottom:
            value /= statistics.median(figures[bottom])
        met = None
        if limit is not None:
            met = value <= limit if how == "<=" else value >= limit
        yield {"target": text, "value": value, "limit": limit, "how": how,
               "met": met}


def number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.2f}"


def main():
    figures, info = read(sys.argv[1])
    rows = [
        {"name": name, "median": statistics.median(values),
         "min": min(values), "max": max(values), "rounds": len(values),
         "unit": unit_of(name)}
        for name, values in figures.items()
    ]
    targets = list(judge(figures))

    print(f"{'figure':<42}{'median':>12}  {'unit':<10}{'lowest':>12}"
          f"{'highest':>12}{'rounds':>8}")
    for row in rows:
        print(f"{row['name']:<42}{number(row['median']):>12}  "
              f"{row['unit']:<10}{number(row['min']):>12}"
              f"{number(row['max']):>12}{row['rounds']:>8}")
    for line in info:
        print("#", line)
    print()
    print(f"{'target':<58}{'reached':>10}{'limit':>14}")
    for target in targets:
        limit = verdict = ""
        if target["limit"] is not None:
            limit = f"{target['how']} {number(target['limit'])}"
            verdict = "met" if target["met"] else "MISSED"
        print(f"{target['target']:<58}{number(target['value']):>10}"
              f"{limit:>14}  {verdict}".rstrip())
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w", encoding="utf-8") as out:
            json.dump({"figures": rows, "targets": targets, "info": info},
                      out, indent=1)
            out.write("\n")


if __name__ == "__main__":
    main()
