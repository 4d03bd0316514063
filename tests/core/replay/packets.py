# SPDX-License-Identifier: GPL-2.0
"""Packets and capture files, octet by octet: the same in every run."""

import socket
import struct

FLAGS = {"FIN": 1, "SYN": 2, "RST": 4, "PSH": 8, "ACK": 16, "URG": 32,
         "ECE": 64, "CWR": 128}

LINK_NULL, LINK_ETHERNET, LINK_RAW, LINK_LOOP = 0, 1, 101, 108
LINK_PPP = 9
LINK_SLL, LINK_SLL2, LINK_IPV4, LINK_IPV6 = 113, 276, 228, 229
ETHERNET = b"\2\0\0\0\0\2\2\0\0\0\0\1"
IPV4, IPV6, ARP = 0x0800, 0x86DD, 0x0806


def add_up(data, total=0):
    if len(data) % 2:
        data += b"\0"
    total += sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def pseudo(src, dst, protocol, length):
    family = socket.AF_INET6 if ":" in src else socket.AF_INET
    ends = socket.inet_pton(family, src) + socket.inet_pton(family, dst)
    return ends + struct.pack(">II", length, protocol)


def flags_of(names):
    return sum(FLAGS[name] for name in names.split("-") if name != "NONE")


def tcp(src, dst, sport, dport, flags, seq, ack=0, payload=b"", window=65535,
        options=b"", checksum="good"):
    """A segment. checksum: good, bad, zero, partial (as before offload)."""
    options += b"\0" * (-len(options) % 4)
    offset = (20 + len(options)) // 4 << 4
    head = struct.pack(">HHIIBBHHH", sport, dport, seq % 2**32, ack % 2**32,
                       offset, flags_of(flags), window, 0, 0) + options
    whole = head + payload
    begin = add_up(pseudo(src, dst, 6, len(whole)))
    value = {"good": 0xFFFF - add_up(whole, begin),
             "bad": (0xFFFF - add_up(whole, begin)) ^ 0x5555,
             "zero": 0, "partial": begin}[checksum]
    return whole[:16] + struct.pack(">H", value) + whole[18:]


def ipv4(src, dst, payload, protocol=6, options=b"", fragment=0, more=False,
         total=None, ttl=64):
    options += b"\0" * (-len(options) % 4)
    size = 20 + len(options)
    head = struct.pack(">BBHHHBBH4s4s", 0x40 | size // 4, 0,
                       size + len(payload) if total is None else total, 1,
                       (0x2000 if more else 0) | fragment // 8, ttl, protocol,
                       0, socket.inet_aton(src), socket.inet_aton(dst)) + options
    value = 0xFFFF - add_up(head)
    return head[:10] + struct.pack(">H", value) + head[12:] + payload


def ipv6(src, dst, payload, protocol=6, extensions=(), total=None, ttl=64):
    """extensions: (protocol, header after its first octet)."""
    body, follows = payload, protocol
    for number, rest in reversed(extensions):
        body, follows = bytes([follows]) + rest + body, number
    return struct.pack(">IHBB16s16s", 6 << 28,
                       len(body) if total is None else total, follows, ttl,
                       socket.inet_pton(socket.AF_INET6, src),
                       socket.inet_pton(socket.AF_INET6, dst)) + body


def icmp(kind, code, quoted):
    head = struct.pack(">BBHI", kind, code, 0, 0)
    value = 0xFFFF - add_up(head + quoted)
    return struct.pack(">BBHI", kind, code, value, 0) + quoted


def icmpv6(src, dst, kind, code, quoted):
    body = struct.pack(">BBHI", kind, code, 0, 0) + quoted
    value = 0xFFFF - add_up(body, add_up(pseudo(src, dst, 58, len(body))))
    return body[:2] + struct.pack(">H", value) + body[4:]


def ppp(packet):
    return (b"\0\x57" if packet[0] >> 4 == 6 else b"\0\x21") + packet


def framed(link, packet, tags=(), padding=0):
    """The packet in a frame. tags: of VLANs, (type, number)."""
    kind = IPV6 if packet[0] >> 4 == 6 else IPV4
    types = b"".join(struct.pack(">HH", *tag) for tag in tags)
    if link == LINK_ETHERNET:
        return (ETHERNET + types + struct.pack(">H", kind) + packet +
                b"\0" * padding)
    if link == LINK_SLL:
        return (struct.pack(">HHH8s", 0, 1, 6, b"\2\0\0\0\0\1") + types +
                struct.pack(">H", kind) + packet)
    if link == LINK_SLL2:
        return struct.pack(">HHIHBB8s", kind, 0, 2, 1, 0, 6,
                           b"\2\0\0\0\0\1") + packet
    if link == LINK_NULL:
        return struct.pack("<I", 30 if kind == IPV6 else 2) + packet
    if link == LINK_LOOP:
        return struct.pack(">I", 24 if kind == IPV6 else 2) + packet
    if link == LINK_PPP:
        return b"\xff\x03" + ppp(packet)
    return packet


def filler():
    """A frame without content, to let time pass in a capture."""
    return b"\xff" * 6 + b"\2\0\0\0\0\1" + struct.pack(">H", ARP) + b"\0" * 46


def pcap(frames, link=LINK_ETHERNET, snaplen=262144, nano=True, order="<"):
    """A pcap file. frames: (time in ns, octets)."""
    magic = 0xA1B23C4D if nano else 0xA1B2C3D4
    out = [struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, snaplen, link)]
    for time, frame in frames:
        part = time % 10**9 // (1 if nano else 1000)
        out.append(struct.pack(order + "IIII", time // 10**9, part,
                               min(len(frame), snaplen), len(frame)))
        out.append(frame[:snaplen])
    return b"".join(out)


def block(kind, body, order="<"):
    body += b"\0" * (-len(body) % 4)
    size = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + size + body + size


def section(order="<"):
    return block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1),
                 order)


def option(code, value, order="<"):
    return struct.pack(order + "HH", code, len(value)) + value + \
        b"\0" * (-len(value) % 4)


def interface(link=LINK_ETHERNET, snaplen=262144, resolution=9, offset=0,
              order="<", name=b""):
    """An interface block. resolution: 10^-n s, or 2^-n if 128 is added."""
    options = option(9, bytes([resolution]), order)
    if name:
        options += option(2, name, order)
    if offset:
        options += struct.pack(order + "HHq", 14, 8, offset)
    return block(1, struct.pack(order + "HHI", link, 0, snaplen) + options +
                 bytes(4), order)


def enhanced(time, frame, number=0, snaplen=262144, order="<", comment=b""):
    """A packet block. time: in units of its interface."""
    kept = frame[:snaplen]
    body = struct.pack(order + "IIIII", number, time >> 32, time & 0xFFFFFFFF,
                       len(kept), len(frame)) + kept
    if comment:
        body += b"\0" * (-len(kept) % 4) + option(1, comment, order) + bytes(4)
    return block(6, body, order)


def simple(frame, order="<"):
    """A packet block without a time, of the first interface."""
    return block(3, struct.pack(order + "I", len(frame)) + frame, order)


def pcapng(frames, link=LINK_ETHERNET, snaplen=262144, order="<"):
    """A pcapng file with timestamps in ns."""
    return b"".join([section(order), interface(link, snaplen, order=order)] +
                    [enhanced(time, frame, 0, snaplen, order)
                     for time, frame in frames])
