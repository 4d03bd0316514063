# SPDX-License-Identifier: GPL-2.0
"""The captures for file formats: pcapng, variants of pcap, broken files.

As in captures.py, each is a function that returns the octets of the file.
"""

import struct

import packets as p
from connections import connection


def file_pcapng():
    return p.pcapng([(t + 7, f) for t, f in connection()])


def file_pcapng_units():
    """Interfaces, each with a unit and an origin of its times."""
    out = [p.section(), p.interface(resolution=6),
           p.interface(resolution=0x80 | 20),
           p.interface(resolution=12, offset=1_699_999_000)]
    for i, (time, frame) in enumerate(connection()):
        since = time - 1_699_999_000 * 10**9
        units = [time // 1000, (time << 20) // 10**9, since * 1000]
        out.append(p.enhanced(units[i % 3], frame, i % 3))
    return b"".join(out)


def file_pcapng_link_types():
    """Packets of a tunnel among Ethernet frames, from the third on."""
    whole = connection()
    out = [p.section(), p.interface()]
    out += [p.enhanced(t, f) for t, f in whole[:2]]
    out += [p.interface(p.LINK_RAW)]
    out += [p.enhanced(t, f[14:], 1) for t, f in whole[2:]]
    return b"".join(out)


def file_pcapng_snapshots():
    """Interfaces with different snapshot lengths, described before all packets."""
    out = [p.section(), p.interface(), p.interface(snaplen=96)]
    out += [p.enhanced(t, f, i % 2) for i, (t, f) in enumerate(connection())]
    return b"".join(out)


def file_pcapng_sections():
    """Two sections, with blocks of other kinds; interfaces are described again."""
    whole = connection()
    out = [p.section(">"), p.block(0xBAD, bytes(7), ">"),
           p.interface(order=">")]
    out += [p.enhanced(t, f, order=">") for t, f in whole[:5]]
    out += [p.block(5, bytes(12), ">"), p.section(">"),
            p.interface(resolution=6, order=">")]
    out += [p.enhanced(t // 1000, f, order=">") for t, f in whole[5:]]
    return b"".join(out)


def file_pcapng_orders():
    """Two sections, of both byte orders."""
    whole = connection()
    return p.pcapng(whole[:5], order=">") + p.pcapng(whole[5:])


def file_pcapng_simple():
    """Blocks without a time take that of the packet before."""
    whole = connection()
    return b"".join([p.section(), p.interface()] +
                    [p.enhanced(t, f) if i < 3 else p.simple(f)
                     for i, (t, f) in enumerate(whole)])


def file_pcapng_no_interface():
    """A packet of an interface that was never described."""
    time, frame = connection()[0]
    return p.section() + p.interface() + p.enhanced(time, frame, 1)


def file_pcapng_names():
    """Named interfaces, and blocks of all kinds that hold no packet."""
    whole = connection()
    out = [p.section(), p.interface(name=b"eth0"),
           p.interface(p.LINK_RAW, name=b"tun\x1b[31m0"),
           p.block(4, b"\1\0\x0c\0" + b"\xc0\0\2\1client\0\0" + bytes(4)),
           p.block(10, b"KLST" + b"\4\0\0\0" + b"key\n"),
           p.block(9, b"__REALTIME_TIMESTAMP=1\n"),
           p.block(0x40000BAD, b"\0\0\x7f\xfe" + bytes(9))]
    for i, (time, frame) in enumerate(whole):
        on = i % 2
        out.append(p.enhanced(time, frame[14:] if on else frame, on,
                              comment=b"what I saw"))
    out += [p.block(5, bytes(12)), p.block(0x12345678, b"")]
    return b"".join(out)


def file_pcapng_old_blocks():
    """Packet blocks of the first version; an interface without a name."""
    out = [p.section(">"), p.interface(order=">", snaplen=0)]
    for time, frame in connection():
        head = b"\0\0\0\3" + time.to_bytes(8, "big") + \
            len(frame).to_bytes(4, "big") * 2
        out.append(p.block(2, head + frame, ">"))
    return b"".join(out)


def file_pcapng_link_unknown():
    """Two interfaces, of which one is Bluetooth: the other is read."""
    out = [p.section(), p.interface(name=b"hci0", link=187), p.interface()]
    for time, frame in connection():
        out += [p.enhanced(time, b"\4\x0e\4\1\3\x0c\0"),
                p.enhanced(time, frame, 1)]
    return b"".join(out)


def file_pcapng_truncated():
    """Truncated within the last packet."""
    return p.pcapng(connection())[:-4]


def file_long_packet():
    """A packet longer than memory, after a normal one."""
    whole = connection()
    return p.pcap(whole[:1]) + b"\0" * 8 + b"\xff" * 8


def file_with_interfaces():
    """As of Linux 2.2: eight more octets before each packet."""
    data = bytearray(p.pcap(connection(), nano=False))
    out, at = bytes.fromhex("34cdb2a1") + data[4:24], 24
    while at < len(data):
        size = int.from_bytes(data[at + 8:at + 12], "little")
        out += data[at:at + 16] + bytes(8) + data[at + 16:at + 16 + size]
        at += 16 + size
    return bytes(out)


def file_with_fcs():
    """The length of the FCS shares a word with the link type."""
    data = bytearray(p.pcap([(t, f + b"\1\2\3\4") for t, f in connection()]))
    data[23] = 0x24
    return bytes(data)


def repacked(head, record):
    """The same frames: record(times, captured, length) is what precedes one."""
    data = p.pcap(connection(), nano=False)
    out, at = [struct.pack("<IHHIII", head[0], *head[1:3], 0, 0, 65535) + head[3]],\
        24
    while at < len(data):
        size = int.from_bytes(data[at + 8:at + 12], "little")
        out += [data[at:at + 8], record(size), data[at + 16:at + 16 + size]]
        at += 16 + size
    return b"".join(out)


def file_with_order_of_lengths():
    """Before version 2.3, the length on the wire came first."""
    return repacked((0xa1b2c3d4, 2, 2, struct.pack("<I", 1)),
                    lambda size: struct.pack("<II", size + 9, size))


def file_with_both_orders_of_lengths():
    return repacked((0xa1b2c3d4, 2, 3, struct.pack("<I", 1)),
                    lambda size: struct.pack("<II", size + 9, size))


def file_with_aix():
    """Nanoseconds, and numbers of interfaces as link types."""
    return repacked((0xa1b2c3d4, 2, 2, struct.pack("<I", 6)),
                    lambda size: struct.pack("<II", size + 9, size))


def file_with_ixia():
    """Nanoseconds, and the size of all records behind the header."""
    return repacked((0x1c0001ac, 2, 4, struct.pack("<II", 1, 1000)),
                    lambda size: struct.pack("<II", size, size))


def file_foreign():
    return b"snoop\0\0\0" + struct.pack(">II", 2, 4)


def file_truncated_header():
    return p.pcap([])[:20]


def file_big_endian_us():
    return p.pcap(connection(), nano=False, order=">")


def file_truncated():
    """Truncated in the middle of a frame: earlier frames are reported."""
    return p.pcap(connection())[:-40]


def file_empty():
    return b""


def file_header_only():
    return p.pcap([])


def file_no_capture():
    return b"This is no capture file, whatever its name says.\n" * 10


def file_pcapng_broken():
    """A block with an invalid length, after a whole connection."""
    return p.pcapng(connection()) + b"\6\0\0\0\xff\xff\xff\x7f" + b"\0" * 40


ALL = {name: make for name, make in list(globals().items())
       if name.startswith("file_")}
