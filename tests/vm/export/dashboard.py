#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Is a Grafana dashboard whole, and does Prometheus answer what it asks?

    dashboard.py DASHBOARD URL

Prints the queries that fail, or whose metric Prometheus does not have, and those
panels that lie over each other; exits 1 if there are any.
"""
import json
import re
import sys
import urllib.parse
import urllib.request


LIVE = {"tcpstates_flows", "tcpstates_flows_by_state", "tcpstates_flows_limit",
        "tcpstates_half_open_flows_limit", "tcpstates_table_full_total",
        "tcpstates_total_full_total", "tcpstates_no_memory_total"}


def query(url, expression):
    data = urllib.parse.urlencode({"query": expression}).encode()
    with urllib.request.urlopen(f"{url}/api/v1/query", data, timeout=60) as answer:
        found = json.load(answer)
    assert found["status"] == "success", found
    return found["data"]["result"]


def overlap(first, second):
    a, b = first["gridPos"], second["gridPos"]
    return (a["x"] < b["x"] + b["w"] and b["x"] < a["x"] + a["w"] and
            a["y"] < b["y"] + b["h"] and b["y"] < a["y"] + a["h"])


def complaints(dashboard, url):
    panels = dashboard["panels"]
    if len({panel["id"] for panel in panels}) < len(panels):
        yield "two panels have one id"
    for i, panel in enumerate(panels):
        for other in panels[:i]:
            if overlap(panel, other):
                yield f"{panel['title']} lies over {other['title']}"
        for target in panel["targets"]:
            expression = (target["expr"].replace("$instance", ".*")
                          .replace("$__rate_interval", "1m"))
            try:
                query(url, expression)
                for name in set(re.findall(r"tcpstates_\w+", expression)):
                    # What only a table has, a capture does not show.
                    if name not in LIVE and not query(url, name):
                        yield f"{panel['title']}: there is no {name}"
            except (AssertionError, OSError) as error:
                yield f"{panel['title']}: {expression}: {error}"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        dashboard = json.load(file)
    found = list(complaints(dashboard, sys.argv[2]))
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))


main()
