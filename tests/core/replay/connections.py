# SPDX-License-Identifier: GPL-2.0
"""Connections, as frames with timestamps, to make captures from."""

import packets as p

START = 1_700_000_000_000_000_000
MS = 1_000_000
C4, S4 = "192.0.2.1", "198.51.100.2"
C6, S6 = "2001:db8::1", "2001:db8:ffff::2"
CLIENT, SERVER = 40000, 443

# who, flags, seq, ack, payload: a whole connection.
WHOLE = [
    ("i", "SYN", 1000, 0, b""), ("r", "SYN-ACK", 5000, 1001, b""),
    ("i", "ACK", 1001, 5001, b""), ("i", "PSH-ACK", 1001, 5001, b"GET\r\n"),
    ("r", "PSH-ACK", 5001, 1006, b"hello" * 20),
    ("i", "ACK", 1006, 5101, b""), ("i", "FIN-ACK", 1006, 5101, b""),
    ("r", "ACK", 5101, 1007, b""), ("r", "FIN-ACK", 5101, 1007, b""),
    ("i", "ACK", 1007, 5102, b""),
]
OPEN = WHOLE[:3]


def segment(step, v6=False, ports=(CLIENT, SERVER), **how):
    """The addresses and the TCP segment of a step."""
    who, flags, seq, ack, payload = step
    ends = [(C6 if v6 else C4, ports[0]), (S6 if v6 else S4, ports[1])]
    if who == "r":
        ends.reverse()
    (src, sport), (dst, dport) = ends
    return src, dst, p.tcp(src, dst, sport, dport, flags, seq, ack, payload,
                           **how)


def packet(step, v6=False, ip=None, **how):
    src, dst, data = segment(step, v6, **how)
    return (p.ipv6 if v6 else p.ipv4)(src, dst, data, **(ip or {}))


def timed(frames, step=MS, start=START):
    return [(start + i * step, frame) for i, frame in enumerate(frames)]


def connection(link=p.LINK_ETHERNET, v6=False, steps=WHOLE, tags=(), ip=None,
               padding=0, **how):
    return timed(p.framed(link, packet(s, v6, ip, **how), tags, padding)
                 for s in steps)
