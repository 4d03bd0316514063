#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Compare what was recorded (guest.sh) and report.

    compare.py DIRECTORY CELL…

Each directory in DIRECTORY is the record of one run of the VM.
"""

import collections
import pathlib
import sys

import agree
import capture
import reasons
import report
import shadow
import sockets

PORTS = 100     # as in guest.sh
PLACES = ("client", "router", "server")


def read_counted(path):
    """{counter: by how much it rose}, as nstat shows it"""
    lines = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {words[0]: int(words[1]) for words in lines if not words[0].startswith("#")}


class Cell:
    """A workload on a network."""

    def __init__(self, directory, line):
        self.workload, self.network, *numbers = line.split("\t")
        self.port, self.begin, self.listed, self.end = map(int, numbers)
        self.left, self.counted = {}, {}
        for host in ("client", "server"):
            self.left[host] = sockets.read_left(directory, self.port, host)
            self.counted[host] = read_counted(directory / f"{self.port}.{host}.nstat")
        self.sessions = []
        self.flows = {}
        self.segments = {}      # of the whole run, as captured at each place
        self.longest = collections.Counter()    # payload that came in, by place

    @property
    def name(self):
        return f"{self.workload} on {self.network}"


def read_run(directory):
    """{cell: results} of one run of the VM, with the reasons"""
    cells = [Cell(directory, line) for line in
             (directory / "cells.tsv").read_text(encoding="ascii").splitlines()]
    ports = {cell.port: cell for cell in cells}

    def cell_of_port(port):
        base = port - port % PORTS
        return base if base in ports else None

    for session in sockets.read_sessions(directory):
        base = cell_of_port(session.key[2]) if session.key else None
        if base:
            ports[base].sessions.append(session)
    segments = {place: capture.read_segments(directory, place) for place in PLACES}
    for cell in cells:
        cell.segments = segments
    for place in PLACES:
        flows = shadow.read_flows(directory / f"{place}.jsonl", cell_of_port)
        for cell in cells:
            cell.flows[place] = flows.get(cell.port, [])
        for (_, pair), found in segments[place].items():
            for base in filter(None, map(cell_of_port, pair)):
                ports[base].longest[place] = max(
                    [ports[base].longest[place]] +
                    [s.length for s in found if s.sender != place])

    results = {cell: agree.compare_cell(cell) for cell in cells}
    for found in results.values():
        for result in found:
            if not result.agrees:
                result.segments = {place: capture.between(segments[place], result.key)
                                   for place in PLACES}
    reasons.explain(results)
    return results


def main():
    results = {}
    for directory in sorted(pathlib.Path(sys.argv[1]).iterdir()):
        if (directory / "cells.tsv").exists():
            results.update(read_run(directory))
    asked = [argument.split(":")[:2] for argument in sys.argv[2:]]
    return report.write(results, asked)


if __name__ == "__main__":
    sys.exit(main())
