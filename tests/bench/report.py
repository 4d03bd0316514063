#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""report.py FIGURES [JSON]: medians, spreads, ratios and targets.

FIGURES holds lines "bench: NAME VALUE", one a round, and for instructions
"bench: count NAME SEGMENTS" followed by "icount: N".

Ratios are taken round by round, since what disturbs a round disturbs all who take part
in it. The median of these ratios is given, and the interval that holds the true median
with 95 % confidence, or, with fewer than six rounds, all of them. Only where all of that
interval is on one side of the limit is there a verdict.
"""

import collections
import json
import math
import statistics
import sys

UNITS = (
    ("packet.", "ns"), ("connection.", "ns"), ("event.", "ns"),
    ("drop.", "ns"), ("retransmit.", "ns"), ("expiry_longest.", "ns"), ("expiry.", "ns/flow"),
    ("expiry_work.", "ns/flow"),
    ("memory.list", "MiB"), ("list", "ns/flow"), ("watch.", "ns/event"),
    ("memory.", "octets"), ("instructions.connection.", "in all"),
    ("instructions.", "a segment"),
    ("messages.", "in all"), ("capture.", "s"), ("segments.", "in all"),
    ("request", "/s"), ("bulk", "Mbit/s"), ("contest.", "/s"),
    ("dump.", "ns/flow"), ("stats.", "ns"), ("unload.", "ns/flow"), ("dump_", "ms"),
    ("tcpst_", "ms"), ("rmmod.", "ms"),
)

# name, numerator, denominator (or None), limit, "<=" or ">="
TARGETS = (
    ("data segment, 1,000 flows: off / nf_conntrack",
     "packet.established.off.1000", "packet.established.conntrack.1000",
     0.12, "<="),
    ("data segment, off: 1,000,000 flows / 1",
     "packet.established.off.1000000", "packet.established.off.1",
     1.1, "<="),
    ("data segment, 1,000 flows: accounting / nf_conntrack_acct",
     "packet.established.on.1000", "packet.established.conntrack_on.1000",
     0.5, "<="),
    ("data segment, 100,000 flows: accounting / nf_conntrack_acct",
     "packet.established.on.100000", "packet.established.conntrack_on.100000",
     0.7, "<="),
    ("data segment, 1,000,000 flows: accounting / nf_conntrack_acct",
     "packet.established.on.1000000", "packet.established.conntrack_on.1000000",
     0.8, "<="),
    ("whole connection, a listener to each",
     "connection.off.listened", "connection.conntrack.listened", 0.5, "<="),
    ("whole connection, nobody listening to either",
     "connection.off", "connection.conntrack", 0.45, "<="),
    ("instructions a data segment: off / nf_conntrack",
     "instructions.off", "instructions.conntrack", None, ""),
    ("instructions a data segment: accounting / nf_conntrack_acct",
     "instructions.on", "instructions.conntrack_on", None, ""),
    ("instructions a whole connection: off / nf_conntrack",
     "instructions.connection.off", "instructions.connection.conntrack",
     None, ""),
    ("octets a flow, of 1,000,000", "memory.flow.off", None, 256, "<="),
    ("expiry of 10,000 flows: among 1,000,000 / 10,000",
     "expiry.1000000", "expiry.10000", 1.3, "<="),
    ("capture: segments a second",
     "segments.capture", "capture.tcpst_life", 2e6, ">="),
    ("capture: tshark's time / tcpst's",
     "capture.tshark", "capture.tcpst_life", 40, ">="),
    ("tcpst list of 1,000,000 flows: ns a flow", "list", None, 1500, "<="),
    ("tcpst list of 1,000,000 flows: peak MiB", "memory.list", None, 100, "<="),
    ("tcpst list --json of 1,000,000 flows: ns a flow", "list.json", None, 1500, "<="),
    ("tcpst list --json of 1,000,000 flows: peak MiB", "memory.list.json", None, 100,
     "<="),
    ("tcpst watch --json: ns an event, without reading", "watch.json", None, 500, "<="),
    ("events: loss-free rate of connections, tcpst / conntrack",
     "contest.tcpst", "contest.conntrack", 10, ">="),
    ("dump, time a flow: among 1,000,000 / 100,000",
     "dump.all.1000000", "dump.all.100000", None, ""),
    ("dump of none, time a flow: among 1,000,000 / 100,000",
     "dump.none.1000000", "dump.none.100000", None, ""),
    ("counters by netlink: among 1,000,000 / 100,000 flows",
     "stats.1000000", "stats.100000", 1.1, "<="),
    ("tcpst stats: among 1,000,000 / 100,000 flows",
     "tcpst_stats.1000000", "tcpst_stats.100000", None, ""),
    ("unloading 1,000,000 flows: ns a flow (2 s in all)",
     "unload.1000000", None, 2000, "<="),
)

# End to end, paired by rounds: what, of whom, beside whom, at least.
PAIRED = tuple(
    (f"{what}{how}{where}: tcpstates / {peer}", f"{kind}{suffix}.{who}",
     f"{kind}{suffix}.{name}", limit)
    for kind, what, least, forwarded in (("request", "requests", 0.92, 0.97),
                                         ("bulk", "bulk transfer", 0.98, 0.98))
    for suffix, how in (("", ""), (".counted", ", instructions counted"))
    for who, where, name, peer, limit in (
        ("tcpstates", "", "nothing", "nothing loaded", least),
        ("tcpstates", "", "conntrack", "nf_conntrack", 1.0),
        ("tcpstates", "", "bpf", "libbpf-tools' tcpstates", 1.0),
        ("gateway_tcpstates", ", gateway", "nothing", "nothing loaded", forwarded),
        ("gateway_tcpstates", ", gateway", "gateway_conntrack", "nf_conntrack", 1.0))
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


def ratios(top, bottom):
    """By round, or of what was measured once, or in other rounds, of the medians."""
    if len(top) != len(bottom):
        top, bottom = [statistics.median(top)], [statistics.median(bottom)]
    return [a / b for a, b in zip(top, bottom) if b]


def median_interval(values, confidence=0.95):
    """Bounds of the median that assume nothing of how values are spread.

    The median lies between the k-th lowest and the k-th highest of n values
    with a probability of 1 - 2 P(Binomial(n, 1/2) < k). Of fewer than six, all.
    """
    values = sorted(values)
    n = len(values)
    outside = 0.0
    k = 0
    while k < n // 2:
        outside += math.comb(n, k) / 2 ** n
        if 2 * outside > 1 - confidence:
            break
        k += 1
    k = max(k, 1)
    return values[k - 1], values[n - k]


def judge(figures):
    paired = tuple(target + (">=",) for target in PAIRED)
    for text, top, bottom, limit, how in TARGETS + paired:
        if top not in figures or (bottom and bottom not in figures):
            continue
        values = ratios(figures[top], figures[bottom]) if bottom else figures[top]
        if not values:
            continue
        low, high = median_interval(values)
        met = None
        if limit is not None:
            holds = [end <= limit if how == "<=" else end >= limit for end in (low, high)]
            met = holds[0] if holds[0] == holds[1] else None
        bounded = figures[top] == figures.get(top + ".most")
        if bounded and met is False:
            met = None
        yield {"target": text, "value": statistics.median(values), "limit": limit,
               "how": how, "met": met, "at_least": bounded,
               "low": low, "high": high, "rounds": len(values)}


def verdict_of(target):
    if target["limit"] is None:
        return ""
    words = {True: "met", False: "MISSED", None: "not decided"}[target["met"]]
    if target["at_least"]:
        words += " (not tried higher)"
    elif target["rounds"] > 1:
        words += f" ({number(target['low'])} to {number(target['high'])})"
    return words


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
        limit = ""
        if target["limit"] is not None:
            limit = f"{target['how']} {number(target['limit'])}"
        print(f"{target['target']:<58}{number(target['value']):>10}"
              f"{limit:>14}  {verdict_of(target)}".rstrip())
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w", encoding="utf-8") as out:
            json.dump({"figures": rows, "targets": targets, "info": info},
                      out, indent=1)
            out.write("\n")


if __name__ == "__main__":
    main()
