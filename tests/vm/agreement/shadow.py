# SPDX-License-Identifier: GPL-2.0
"""What tcpstates saw: the JSON Lines of `tcpst watch`."""

import json


class Flow:
    """One flow as seen in one namespace."""

    def __init__(self, key, client_opens):
        self.key = key                  # as that of sockets.Session
        self.client_opens = client_opens
        self.events = []                # transitions and notes, in order

    @property
    def begin(self):
        return self.events[0]["time_ns"]

    def side(self, event):
        """Whom an event is about: "client" or "server"."""
        return "client" if (event["endpoint"] == "initiator") == \
            self.client_opens else "server"

    def opened(self, side):
        """When an end sent its first SYN; the beginning of time if it did not."""
        return next((event["time_ns"] for event in self.events
                     if event["type"] == "transition" and event["to"] == "SYN_SENT"
                     and self.side(event) == side), 0)

    def syn(self, side):
        """The number of the first SYN seen of an end, None if none was."""
        return next((event["seq"] for event in self.events
                     if event["type"] == "transition" and event["to"] == "SYN_SENT"
                     and event["cause"] == "SYN" and self.side(event) == side), None)

    def path(self, side, until):
        """The states an end went through, as [(state, event)], what was taken back
        folded away: a presumption that did not hold never was. And what was taken
        back, as [(event, the retraction)]."""
        path, back = [], []
        for event in self.events:
            if event["type"] != "transition" or self.side(event) != side or \
                    event["time_ns"] > until:
                continue
            if event.get("retract"):
                states = [state for state, _ in path]
                first = max(states.index(event["to"]) + 1 if event["to"] in states
                            else len(path) - 1, 0)
                back += [(taken, event) for _, taken in path[first:]]
                del path[first:]
            if not path or path[-1][0] != event["to"]:
                path.append((event["to"], event))
        # Presumed of a responder, and no state of a connection.
        return [(state, event) for state, event in path if state != "LISTEN"], back

    def states(self, side, until):
        """The first of these: the states it went through, as [(state, event)]"""
        return self.path(side, until)[0]

    def retracted(self, side, until):
        """The second: what was taken back, as [(event, the retraction)]"""
        return self.path(side, until)[1]


def read_flows(path, cell_of_port):
    """{cell's port: [flows]} in order of their beginning"""
    flows, cells = {}, {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            event = json.loads(line)
            if event["type"] not in ("transition", "note"):
                continue
            ports = event["initiator"]["port"], event["responder"]["port"]
            cell = cell_of_port(ports[1])
            client_opens = cell is not None
            if not client_opens:
                cell, ports = cell_of_port(ports[0]), ports[::-1]
            if cell is None:
                continue
            flow = flows.get(event["flow"])
            if not flow:
                version = 4 if event["family"] == "ipv4" else 6
                flow = Flow((version,) + ports, client_opens)
                flows[event["flow"]] = flow
                cells.setdefault(cell, []).append(flow)
            # Who opened may be found out later.
            flow.client_opens = client_opens
            flow.events.append(event)
    return cells
