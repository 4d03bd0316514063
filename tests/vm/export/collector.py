#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""An IPFIX collector over TCP that looks at what collectors take for granted,
and can be made to die. When it ends it prints, as JSON, for each connection the
number of flow records, whether their templates came before them, and whether
the sequence numbers of messages count the records.

    collector.py PORT SECONDS [--die-after MESSAGES]... [--mute]

With --die-after the first connection is reset after so many messages, the next
after the next number, and so on. With --mute nothing is ever read.
"""
import argparse
import json
import socket
import struct
import time

FIRST_FLOW_TEMPLATE = 258


class Session:
    """What came over one connection."""

    def __init__(self):
        self.templates = set()
        self.messages = self.flows = self.records = 0
        self.ids = []
        self.unknown = self.misnumbered = 0
        self.dropped = None

    def message(self, data):
        number, = struct.unpack(">I", data[8:12])
        if number != self.records:
            self.misnumbered += 1
        self.messages += 1
        at = 16
        while at < len(data):
            kind, length = struct.unpack(">HH", data[at:at + 4])
            self.set(kind, data[at + 4:at + length])
            at += length

    def set(self, kind, data):
        if kind in (2, 3):
            self.learn(data, 2 if kind == 3 else 0)
            return
        if kind not in self.templates:
            self.unknown += 1
        if kind == 256:
            self.types(data)
        elif kind == 257:
            self.records += 1
            self.dropped, = struct.unpack(">Q", data[12:20])
        elif kind >= FIRST_FLOW_TEMPLATE:
            self.flow_records(data, kind)

    def learn(self, data, extra):
        while len(data) >= 4:
            template, fields = struct.unpack(">HH", data[:4])
            self.templates.add(template)
            at = 4 + extra
            for _ in range(fields):
                at += 8 if data[at] & 0x80 else 4
            data = data[at:]

    def types(self, data):
        while data:
            self.records += 1
            name = 26 + 1 + data[26]
            data = data[name + 1 + data[name]:]

    def flow_records(self, data, kind):
        # Zeek's code, of variable length, comes first; then what is fixed.
        fixed = 10 * 8 + 3 * 8 + 4 + 15
        fixed += 32 if (kind - FIRST_FLOW_TEMPLATE) % 2 else 8
        fixed += 16 if kind - FIRST_FLOW_TEMPLATE >= 2 else 0
        fixed -= 8
        while data:
            zeek = 1 + data[0]
            self.ids.append(struct.unpack(">Q", data[zeek + 32:zeek + 40])[0])
            data = data[zeek + fixed:]
            self.flows += 1
            self.records += 1

    def summary(self):
        return {"messages": self.messages, "flows": self.flows,
                "ids": self.ids, "unknown": self.unknown,
                "misnumbered": self.misnumbered, "dropped": self.dropped}


def receive(connection, session, limit, until):
    """Messages until the other end is done, or the limit or time reached."""
    data = b""
    while limit is None or session.messages < limit:
        if len(data) >= 4 and len(data) >= struct.unpack(">H", data[2:4])[0]:
            length, = struct.unpack(">H", data[2:4])
            session.message(data[:length])
            data = data[length:]
            continue
        connection.settimeout(max(0.01, until - time.monotonic()))
        more = connection.recv(65536)
        if not more:
            return
        data += more
    # Reset, not closed: what is in the buffers is gone.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                          struct.pack("ii", 1, 0))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--die-after", type=int, action="append", default=[])
    parser.add_argument("--mute", action="store_true")
    args = parser.parse_args()
    until = time.monotonic() + args.seconds
    sessions = []
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Data that a collector has received but not read is lost when it dies.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        server.bind(("127.0.0.1", args.port))
        server.listen()
        while time.monotonic() < until:
            server.settimeout(max(0.01, until - time.monotonic()))
            try:
                connection = server.accept()[0]
                if args.mute:
                    time.sleep(args.seconds)
                sessions.append(Session())
                limit = args.die_after.pop(0) if args.die_after else None
                with connection:
                    receive(connection, sessions[-1], limit, until)
                if limit is None:
                    break
            except TimeoutError:
                break
    print(json.dumps([session.summary() for session in sessions]))


main()
