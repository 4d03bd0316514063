#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Compare what was recorded (guest.sh) and report.

    compare.py DIRECTORY CELL…
"""

import pathlib
import sys

import agree
import reasons
import report
import shadow
import sockets

PORTS = 100     # as in guest.sh


class Cell:
    """A workload on a network."""

    def __init__(self, directory, line):
        self.workload, self.network, *numbers = line.split("\t")
        self.port, self.begin, self.listed, self.end = map(int, numbers)
        self.left = {host: sockets.read_left(directory, self.port, host)
                     for host in ("client", "server")}
        self.sessions = []
        self.flows = {}

    @property
    def name(self):
        return f"{self.workload} on {self.network}"


def main():
    directory = pathlib.Path(sys.argv[1])
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
    for place in ("client", "router", "server"):
        flows = shadow.read_flows(directory / f"{place}.jsonl", cell_of_port)
        for cell in cells:
            cell.flows[place] = flows.get(cell.port, [])

    results = {cell: agree.compare_cell(cell) for cell in cells}
    reasons.explain(directory, results)
    asked = [argument.split(":")[:2] for argument in sys.argv[2:]]
    return report.write(directory, results, asked)


if __name__ == "__main__":
    sys.exit(main())
