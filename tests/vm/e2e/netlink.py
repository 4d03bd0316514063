# SPDX-License-Identifier: GPL-2.0
"""Requests by hand, octet by octet, as no library would send them."""
import errno
import os
import socket
import struct
import time

from tcpst import (Inside, check, check_equal, connect, listen, main, stats,
                   time_left, wait_until)

GENERIC, ERROR, ACK_TLVS = 16, 2, 0x200
REQUEST, ACK, DUMP = 1, 4, 0x300
CTRL, GETFAMILY, FAMILY_ID, FAMILY_NAME, GROUPS = 16, 3, 1, 2, 7
FLOW_GET, EVENT_GET, EVENT_NTF, STATS_GET = 1, 2, 3, 4
EVENT, EVENT_PID, EVENT_COMM = 2, 25, 27
FLOW_ID, FLOW_FILTER, EVENTS_FILTER, FILTER_PID = 2, 40, 6, 12
NESTED = 0x8000
TRACING = "/sys/kernel/tracing"


def attr(kind, data):
    pad = b"\0" * (-len(data) % 4)
    return struct.pack("HH", 4 + len(data), kind) + data + pad


def attrs(data):
    found = {}
    while len(data) >= 4:
        size, kind = struct.unpack_from("HH", data)
        found[kind & 0x3fff] = data[4:size]
        data = data[(size + 3) & ~3:]
    return found


class Asker:
    def __init__(self, ns):
        with Inside(ns):
            self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW,
                                      GENERIC)
        self.sock.settimeout(max(time_left(), 1))
        self.sock.setsockopt(270, 11, 1)        # NETLINK_EXT_ACK
        self.family = CTRL
        reply = self.ask(GETFAMILY, attr(FAMILY_NAME, b"tcpstates\0"), 0)
        found = attrs(reply[20:])
        self.family, = struct.unpack("H", found[FAMILY_ID])
        # Of the first group, the only one: its name and its number.
        self.group, = struct.unpack("I", attrs(attrs(found[GROUPS])[1])[2])

    def ask(self, command, data=b"", flags=ACK, reserved=0):
        payload = struct.pack("BBH", command, 1, reserved) + data
        self.sock.send(struct.pack("IHHII", 16 + len(payload), self.family,
                                   REQUEST | flags, 1, 0) + payload)
        return self.sock.recv(65536)

    def refused(self, *args, **options):
        """What the answer is: an error and its words, or no error."""
        reply = self.ask(*args, **options)
        _, kind, flags = struct.unpack_from("IHH", reply)
        if kind != ERROR:
            return None, ""
        number = -struct.unpack_from("i", reply, 16)[0]
        words = b""
        if flags & ACK_TLVS:
            size, = struct.unpack_from("I", reply, 20)
            words = attrs(reply[20 + (16 if flags & 0x100 else size):]).get(
                1, b"")
        return (errno.errorcode.get(number, number),
                words.rstrip(b"\0").decode())


def strict():
    asker = Asker("router")
    number = struct.pack("Q", 1)
    for what, args, options, expected in (
            ("counters", (STATS_GET,), {"flags": 0}, None),
            ("counters with an attribute", (STATS_GET, attr(1, number)), {},
             "EINVAL"),
            ("counters with one unknown", (STATS_GET, attr(99, number)), {},
             "EINVAL"),
            ("reserved octets", (STATS_GET,), {"reserved": 1}, "EINVAL"),
            ("a flag of no meaning", (STATS_GET,), {"flags": ACK | 0x1000},
             "EINVAL"),
            ("no id", (FLOW_GET,), {}, "EINVAL"),
            ("an id of nobody", (FLOW_GET, attr(FLOW_ID, number)), {},
             "ENOENT"),
            ("an id too short", (FLOW_GET, attr(FLOW_ID, b"1234")), {},
             "EINVAL"),
            ("an attribute of answers", (FLOW_GET, attr(7, b"1234")), {},
             "EINVAL"),
            ("one event", (EVENT_GET,), {}, "ENOTSUP"),
            ("a filter that is no nest",
             (FLOW_GET, attr(FLOW_FILTER, b"")), {"flags": DUMP}, "EINVAL"),
            ("process zero",
             (EVENT_GET, attr(EVENTS_FILTER | NESTED, attr(
                 FILTER_PID, b"\0\0\0\0"))), {"flags": DUMP}, "ERANGE"),
            ("a command of no number", (77,), {}, "ENOTSUP")):
        found, words = asker.refused(*args, **options)
        check_equal(f"{what}: {words or 'no word'}", expected, found)

    weak = Asker("server")
    os.seteuid(65534)
    for command in FLOW_GET, EVENT_GET, STATS_GET:
        flags = ACK if command == STATS_GET else DUMP
        check_equal(f"command {command} by nobody", "EPERM",
                    weak.refused(command, flags=flags)[0])
    os.seteuid(0)


def heard_by_all():
    """A multicast has listeners in many pid namespaces: it names no process."""
    listener = Asker("client")
    listener.sock.setsockopt(270, 1, listener.group)    # NETLINK_ADD_MEMBERSHIP
    server = listen("server", "10.2.0.2", 3020)
    connect("client", "10.2.0.2", 3020).close()
    server.close()
    event = {}
    while EVENT_COMM not in event:
        heard = listener.sock.recv(65536)
        if heard[16] == EVENT_NTF:
            event = attrs(attrs(heard[20:])[EVENT])
    with open("/proc/self/comm", "rb") as file:
        comm = file.read().strip()
    check_equal("a multicast has the command, and no process id", (comm, None),
                (event[EVENT_COMM].rstrip(b"\0"), event.get(EVENT_PID)))


def trace_write(name, text):
    """Without cutting the file to no length, which removes probes, and without going
    to its end, which it has not."""
    file = os.open(f"{TRACING}/{name}", os.O_WRONLY)
    os.write(file, text.encode())
    os.close(file)


class Calls:
    """How often a function of the module was called, counted by a kprobe."""

    def __init__(self, function):
        trace_write("kprobe_events", f"p:tcps/calls {function}")
        trace_write("events/tcps/calls/enable", "1")

    def count(self):
        with open(f"{TRACING}/kprobe_profile", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file
                        if line.split()[0] == "calls")

    def close(self):
        trace_write("events/tcps/calls/enable", "0")
        trace_write("kprobe_events", "-:tcps/calls")


def listener_elsewhere():
    """A namespace without a listener tries a message every 100 ms at most."""
    listener = Asker("client")
    listener.sock.setsockopt(270, 1, listener.group)
    server = listen("server", "127.0.0.1", 3021)
    # Work in progress is completed.
    began = time.monotonic()
    calls = Calls("tcps_netlink_multicast")
    before = stats("server")["next_seqno"]

    def enough():
        """Events without a pause."""
        with Inside("server"):
            for _ in range(50):
                client = socket.create_connection(("127.0.0.1", 3021))
                server.accept()[0].close()
                client.close()
        return calls.count() >= 20

    wait_until(enough)
    count, seconds = calls.count(), time.monotonic() - began
    events = stats("server")["next_seqno"] - before
    calls.close()
    check(f"a listener elsewhere: {events} events, {count} messages tried in "
          f"{seconds:.1f} s", 20 <= count <= seconds * 10 + 2 and events > count,
          (events, count, seconds))


def netlink():
    strict()
    heard_by_all()
    listener_elsewhere()


main(netlink)
