# SPDX-License-Identifier: GPL-2.0
"""Captures of the harness: reading them, and giving them another clock."""

import ipaddress
import struct

ETHERNET = 14
MICRO, NANO = 0xA1B2C3D4, 0xA1B23C4D
FRAME = struct.Struct("<IIII")
SYN, FIN, RST, ACK = 2, 1, 4, 16
QUIET_PORT = 7


def unit(data):
    """Of the fraction of a second in time stamps, ns"""
    return 1 if struct.unpack_from("<I", data)[0] == NANO else 1000


def frames(path):
    """(ns since the epoch, packet) of each frame, which begins with an IP header"""
    data = path.read_bytes()
    one = unit(data)
    link = struct.unpack_from("<I", data, 20)[0]
    header = {1: ETHERNET, 276: 20}[link]
    at = 24
    while at + FRAME.size <= len(data):
        sec, fraction, octets, _ = FRAME.unpack_from(data, at)
        at += FRAME.size
        yield sec * 10**9 + fraction * one, data[at + header:at + octets]
        at += octets


def skew(source, target, offset, drift):
    """By a clock that is that much ahead when the capture begins, and gains; ns and
    parts. It shows microseconds. Returns a function: what that clock shows at a time of the
    true one."""
    data = bytearray(source.read_bytes())
    one = unit(data)
    struct.pack_into("<I", data, 0, MICRO)
    at = 24
    begin = None
    while at + FRAME.size <= len(data):
        sec, fraction, octets, _ = FRAME.unpack_from(data, at)
        time = sec * 10**9 + fraction * one
        begin = time if begin is None else begin
        time += offset + round((time - begin) * drift)
        struct.pack_into("<II", data, at, time // 10**9, time % 10**9 // 1000)
        at += FRAME.size + octets
    target.write_bytes(data)
    return lambda time: time + offset + (time - begin) * drift


class Segment:
    """What a packet is, wherever it is seen: all that neither a router nor NAT changes"""

    def __init__(self, packet):
        if packet[0] >> 4 == 4:
            header = (packet[0] & 15) * 4
            total, ident = struct.unpack_from("!HH", packet, 2)
            self.ends = (packet[12:16], packet[16:20])
        else:
            header, ident = 40, 0
            total = struct.unpack_from("!H", packet, 4)[0] + 40
            self.ends = (packet[8:24], packet[24:40])
        tcp = packet[header:]
        self.ports = struct.unpack_from("!HH", tcp)
        self.seq, self.ack = struct.unpack_from("!II", tcp, 4)
        self.flags = tcp[13]
        size = (tcp[12] >> 4) * 4
        self.len = total - header - size
        self.payload = tcp[size:]
        options = tcp[20:size]
        if self.flags & SYN and options[:2] == b"\2\4":	# the MSS, which a router may change
            options = options[4:]
        self.key = ident, self.seq, self.ack, self.len, self.flags, tcp[14:16], options

    @property
    def plain(self):
        """Nothing in it distinguishes copies: no identification, no time stamps"""
        return not self.key[0] and b"\x08\x0a" not in self.key[-1]

    @property
    def quiet(self):
        return QUIET_PORT in self.ports


def segments(path):
    return [(time, Segment(packet)) for time, packet in frames(path)]


class Numbers:
    """By flow of tcpst, the numbers of clients: those of the connections whose
    segments it has"""

    def __init__(self, path):
        self.incarnation = {}
        self.number = {}
        for _, segment in segments(path):
            if segment.quiet:
                continue
            if segment.flags & (SYN | ACK) == SYN:
                self.incarnation[segment.ends, segment.ports] = segment.seq
            isn = self.incarnation.get((segment.ends, segment.ports))
            if isn is not None and segment.len >= 11 and \
                    segment.seq == (isn + 1) % 2**32 and len(segment.payload) >= 8:
                number = struct.unpack_from("!Q", segment.payload)[0]
                if number < 2**32:
                    self.number[segment.ends, segment.ports, isn] = number

    def of(self, view):
        """The number of a connection as compare's JSON has it, None: it is not known"""
        if view["flow"] is None or view["initiator"]["isn"] is None:
            return None
        ends = [view[role] for role in ("initiator", "responder")]
        return self.number.get((tuple(ipaddress.ip_address(end["addr"]).packed for end in ends),
                                tuple(end["port"] for end in ends), ends[0]["isn"]))


def rewrite(source, target, change):
    """Each frame by what change() makes of it; None: it goes"""
    data = source.read_bytes()
    out = [data[:24]]
    at = 24
    while at + FRAME.size <= len(data):
        sec, fraction, octets, length = FRAME.unpack_from(data, at)
        at += FRAME.size
        frame = change(data[at:at + octets])
        at += octets
        if frame is not None:
            out.append(FRAME.pack(sec, fraction, len(frame), length) + frame)
    target.write_bytes(b"".join(out))


def cut(source, target, snaplen):
    """As with a shorter snapshot length"""
    rewrite(source, target, lambda frame: frame[:snaplen])


def keep(source, target, wanted):
    """As with a filter"""
    rewrite(source, target,
            lambda frame: frame if wanted(Segment(frame[ETHERNET:])) else None)
