#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Write a capture of so many connections of all kinds.

    capture.py FILE N [long4|long6]

With long4 or long6 every address is as long as one of its family can be, and
every port has five digits.
"""
import struct
import sys

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
START = 1700000000  # 2023-11-14 22:13:20 UTC
segments = []


def checksum(octets):
    total = sum(struct.unpack(f">{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def short(number):
    return ([struct.pack(">I", 0x0A000001 + number % 500),
             struct.pack(">I", 0x0A640001 + number % 7)],
            [1024 + number % 60000, (80, 443, 22)[number % 3]])


def long4(number):
    return ([bytes((192, 168, 100 + number % 5, 100 + number % 100)),
             bytes((203, 113, 213, 100 + number % 7))],
            [20000 + number % 40000, (10080, 10443, 10022)[number % 3]])


def long6(number):
    _, ports = long4(number)
    return ([bytes.fromhex("20010db8123456789abcdef01234") +
             struct.pack(">H", 0x1000 + number % 500),
             bytes.fromhex("20010db8ffff56789abcdef05678") +
             struct.pack(">H", 0xa000 + number % 7)], ports)


KINDS = {"short": short, "long4": long4, "long6": long6}
ends_of = KINDS[sys.argv[3] if len(sys.argv) > 3 else "short"]


class Connection:
    """Segments between two ends; numbers relative to the initial ones."""

    def __init__(self, number, time):
        self.time = time
        self.addr, self.port = ends_of(number)
        self.iss = [(number * 7919) & 0xffffffff, (number * 104729 + 1) & 0xffffffff]

    def send(self, side, flags, seq, ack=0, size=0, later=0.0):
        self.time += later
        segments.append((self.time, len(segments), self, side, flags, seq, ack, size))

    def opens(self, leg, own):
        self.send(0, SYN, 0)
        self.send(1, SYN | ACK, 0, 1, later=leg)
        self.send(0, ACK, 1, 1, later=own)

    def talks(self, leg):
        self.send(0, PSH | ACK, 1, 1, 100, later=.001)
        self.send(1, PSH | ACK, 1, 101, 800, later=leg)
        self.send(0, ACK, 101, 801, later=.001)


def course(number, time):
    it = Connection(number, time)
    leg = .002 + number % 11 * .003
    kind = number % 10
    if kind == 3:  # no answer
        for wait in (0, 1, 2, 4):
            it.send(0, SYN, 0, later=wait)
        return
    if kind == 4:  # refused
        it.send(0, SYN, 0)
        it.send(1, RST | ACK, -it.iss[1], 1, later=leg)
        return
    if kind == 5:  # half-open
        it.send(0, SYN, 0)
        for wait in (leg, 1, 2):
            it.send(1, SYN | ACK, 0, 1, later=wait)
        return
    it.opens(leg, .001)
    if kind == 6:  # deferred accept
        it.send(1, SYN | ACK, 0, 1, later=1)
        it.send(0, ACK, 1, 1, later=.001)
    it.talks(leg)
    if kind == 7:
        it.send(1, RST | ACK, 801, 101, later=2)
        return
    it.send(0, FIN | ACK, 101, 801, later=.5)
    it.send(1, ACK, 801, 102, later=leg)
    if kind == 8:  # the program forgets to close
        return
    it.send(1, FIN | ACK, 801, 102, later=.01)
    it.send(0, ACK, 102, 802, later=.001)


def packet(it, side, flags, seq, ack, size):
    source, target = it.addr[side], it.addr[1 - side]
    head = struct.pack(">HHIIBBHHH", it.port[side], it.port[1 - side],
                       (it.iss[side] + seq) & 0xffffffff,
                       (it.iss[1 - side] + ack) & 0xffffffff if flags & ACK else 0,
                       0x50, flags, 64240, 0, 0)
    payload = bytes(size)
    pseudo = source + target + struct.pack(">II", len(head) + size, 6)
    total = checksum(pseudo + head + payload)
    head = head[:16] + struct.pack(">H", total) + head[18:]
    if len(source) == 16:
        ip = struct.pack(">IHBB", 6 << 28, len(head) + size, 6, 64) + source + \
            target
        return ip + head + payload
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(head) + size, 0, 0, 64, 6,
                     0) + source + target
    ip = ip[:10] + struct.pack(">H", checksum(ip)) + ip[12:]
    return ip + head + payload


def main():
    name, count = sys.argv[1], int(sys.argv[2])
    for number in range(count):
        course(number, number * 20 / count)
    # One more segment, so that the clock goes on.
    last = Connection(10, 40)
    last.send(0, ACK, 0, 1)
    with open(name, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xa1b23c4d, 2, 4, 0, 0, 65535, 101))
        for time, _, *segment in sorted(segments, key=lambda s: s[:2]):
            octets = packet(*segment)
            seconds, us = divmod(round(time * 1e6), 10**6)
            file.write(struct.pack("<IIII", START + seconds, us * 1000,
                                   len(octets), len(octets)) + octets)


main()
