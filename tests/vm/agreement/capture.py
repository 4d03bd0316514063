# SPDX-License-Identifier: GPL-2.0
"""TCP segments of a capture file as tcpdump writes it on Ethernet."""

import ipaddress
import struct

from sockets import CLIENTS, SERVERS

FIN, SYN, RST, ACK = 1, 2, 4, 16


class Segment:
    """A segment: who sent it, when, and its numbers."""

    def __init__(self, time, source, ip, tcp, length):
        self.time = time
        self.sender = source
        self.seq, self.ack = struct.unpack_from("!II", tcp, 4)
        self.flags = tcp[13]
        self.length = length - (tcp[12] >> 4) * 4
        self.ip = ip

    def __str__(self):
        names = "".join(n for bit, n in ((SYN, "S"), (FIN, "F"), (RST, "R"), (ACK, "."))
                        if self.flags & bit)
        ack = f" ack {self.ack}" if self.flags & ACK else ""
        return (f"{self.time / 1e9 % 1000:10.6f} {self.sender} {names:3} "
                f"seq {self.seq}{ack} len {self.length}")


def between(segments, key):
    """Those of one connection, of what read_segments() found at one place"""
    version, *ports = key
    return segments.get((version, frozenset(ports)), ())


def sent_syns(segments, end):
    """The numbers of an end's own SYNs, of what was captured at its host"""
    return {s.seq for s in segments if s.sender == end and s.flags & SYN}


def packets(path):
    """(ns since the epoch, octets) of each packet"""
    data = path.read_bytes()
    nano = struct.unpack_from("<I", data)[0] == 0xa1b23c4d
    at = 24
    while at + 16 <= len(data):
        sec, frac, length, _ = struct.unpack_from("<IIII", data, at)
        yield sec * 10**9 + frac * (1 if nano else 1000), data[at + 16:at + 16 + length]
        at += 16 + length


def sender_of(place, source):
    """Whose segment it is, seen at that place; beyond a router that translates,
    the other end has one of its addresses."""
    if place == "router":
        return "client" if source in CLIENTS else \
            "server" if source in SERVERS else "other"
    if place == "client":
        return "client" if source in CLIENTS else "server"
    return "server" if source in SERVERS else "client"


def read_segments(directory, place):
    """{(IP version, frozenset of both ports): [segments]}"""
    found = {}
    for time, packet in packets(directory / f"{place}.pcap"):
        kind = int.from_bytes(packet[12:14], "big")
        ip = packet[14:]
        if kind == 0x0800 and ip[9] == 6:
            header = (ip[0] & 15) * 4
            source = ipaddress.ip_address(ip[12:16])
            length = int.from_bytes(ip[2:4], "big") - header
        elif kind == 0x86dd and ip[6] == 6:
            header = 40
            source = ipaddress.ip_address(ip[8:24])
            length = int.from_bytes(ip[4:6], "big")
        else:
            continue
        tcp = ip[header:]
        if len(tcp) < 20:
            continue
        sender = sender_of(place, source)
        ports = frozenset(struct.unpack_from("!HH", tcp))
        found.setdefault((4 if kind == 0x0800 else 6, ports), []).append(
            Segment(time, sender, source, tcp, length))
    return found
