#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Write a capture of N connections to standard output: over IPv4 and IPv6 in
turn, of every four two closed, one refused and one reset.

    capture.py N
"""
import struct
import sys

FIN, SYN, RST, ACK = 1, 2, 4, 16
START_US = 1_700_000_000_000_000
MS = 1000


def packet(ipv6, ends, flags, seq, ack, payload):
    """IP and TCP headers and payload, without checksums."""
    (saddr, sport), (daddr, dport) = ends
    tcp = struct.pack(">HHIIBBHHH", sport, dport, seq, ack, 5 << 4, flags,
                      65535, 0, 0) + bytes(payload)
    if ipv6:
        return struct.pack(">IHBB", 6 << 28, len(tcp), 6, 64) + \
            bytes.fromhex("fd00" + "00" * 10) + saddr + \
            bytes.fromhex("fd00" + "00" * 10) + daddr + tcp
    return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0) + \
        saddr + daddr + tcp


def connection(number):
    """Segments of a connection: (ms, from the responder, flags, seq, ack,
    octets of payload)."""
    kind = number % 4
    if kind == 2:
        return [(0, 0, SYN, 100, 0, 0), (1, 1, RST | ACK, 0, 101, 0)]
    opening = [(0, 0, SYN, 100, 0, 0), (2, 1, SYN | ACK, 500, 101, 0),
               (3, 0, ACK, 101, 501, 0), (4, 0, ACK, 101, 501, 10),
               (5, 1, ACK, 501, 111, 1000), (6, 0, ACK, 111, 1501, 0)]
    if kind == 3:
        return opening + [(7, 1, RST | ACK, 1501, 111, 0)]
    return opening + [(7, 0, FIN | ACK, 111, 1501, 0),
                      (8, 1, FIN | ACK, 1501, 112, 0),
                      (9, 0, ACK, 112, 1502, 0)]


def main():
    out = sys.stdout.buffer
    out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
    for number in range(int(sys.argv[1])):
        client = (struct.pack(">I", 0x0a000000 + number // 50000),
                  10000 + number % 50000)
        server = (bytes([192, 168, 0, 1]), 443)
        ipv6 = number // 4 % 2 == 1
        for ms, responder, flags, seq, ack, payload in connection(number):
            ends = (server, client) if responder else (client, server)
            data = packet(ipv6, ends, flags, seq, ack, payload)
            sec, usec = divmod(START_US + number * 20 * MS + ms * MS, 1_000_000)
            out.write(struct.pack("<IIII", sec, usec, len(data), len(data)))
            out.write(data)


main()
