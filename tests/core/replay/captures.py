# SPDX-License-Identifier: GPL-2.0
"""The captures: link layers, IP in all its forms, odd clocks; and capture_files.py.

Each is a function that returns the octets of the file; its first line describes what
it is for.
"""

import capture_files
import packets as p
from connections import (C4, C6, CLIENT, MS, OPEN, S4, S6, SERVER, START,
                         WHOLE, connection, packet, segment, timed)


def link_ethernet_padded():
    """Ethernet pads short frames: lengths are those of the IP header."""
    return p.pcap(connection(padding=20))


def link_vlan():
    return p.pcap(connection(tags=[(0x8100, 7)]))


def link_qinq():
    return p.pcap(connection(tags=[(0x88A8, 9), (0x8100, 7)], v6=True))


def link_qinq_old():
    """Three tags, the outermost of the type used before the standard."""
    tags = [(0x9100, 9), (0x88A8, 8), (0x8100, 7)]
    return p.pcap(connection(tags=tags))


def under(header):
    """The connection, in Ethernet with more between that and IP."""
    return p.pcap(timed(p.ETHERNET + header(packet(step, v6))
                        for step in WHOLE for v6 in (False, True)))


def link_mpls():
    """Two labels, in a VLAN: the first octet after them shows the IP version."""
    return under(lambda data: b"\x81\0\0\7\x88\x47" + b"\0\x01\0\x40"
                 b"\0\x02\x01\x40" + data)


def link_pppoe():
    """A session, and the padding that Ethernet adds to it."""
    def header(data):
        inner = p.ppp(data)
        return (b"\x88\x64\x11\0\0\1" + len(inner).to_bytes(2, "big") +
                inner + bytes(20))
    return under(header)


def link_llc():
    """IEEE 802.3 with a length; LLC and SNAP have the type."""
    def header(data):
        snap = b"\xaa\xaa\3\0\0\0" + (b"\x86\xdd" if data[0] >> 4 == 6
                                     else b"\x08\0") + data
        return len(snap).to_bytes(2, "big") + snap
    return under(header)


def link_ppp():
    return p.pcap(connection(p.LINK_PPP), p.LINK_PPP)


def link_hdlc():
    """Cisco HDLC, with Ethernet types."""
    return p.pcap([(t, b"\x0f\0" + f[12:]) for t, f in connection()], 104)


def link_null_other_order():
    """Written on a machine of the other byte order."""
    frames = [(t, f[3::-1] + f[4:]) for t, f in connection(p.LINK_NULL)]
    return p.pcap(frames, p.LINK_NULL)


def link_ipv4():
    return p.pcap(connection(p.LINK_IPV4), p.LINK_IPV4)


def link_sll():
    return p.pcap(connection(p.LINK_SLL), p.LINK_SLL)


def link_sll2():
    return p.pcap(connection(p.LINK_SLL2, v6=True), p.LINK_SLL2)


def link_raw():
    """Raw IP, both families in one file."""
    frames = connection(p.LINK_RAW) + connection(p.LINK_RAW, v6=True)
    return p.pcap(sorted(frames), p.LINK_RAW)


def link_null():
    return p.pcap(connection(p.LINK_NULL, v6=True), p.LINK_NULL)


def link_loop():
    return p.pcap(connection(p.LINK_LOOP), p.LINK_LOOP)


def link_ipv6():
    return p.pcap(connection(p.LINK_IPV6, v6=True), p.LINK_IPV6)


def link_unknown():
    """IEEE 802.15.4: refused, with its number."""
    return p.pcap(connection(), 195)


def snaplen_headers_only():
    """Payloads truncated: byte counts come from the headers."""
    return p.pcap(connection(), snaplen=54)


def snaplen_within_headers():
    """Too short for TCP headers: counted, nothing else."""
    return p.pcap(connection(), snaplen=50)


def snaplen_cuts_options():
    """The window scale is truncated: the largest is assumed."""
    options = b"\2\4\5\xb4\1\1\4\2\1\3\3\7"
    steps = [(s, options if "SYN" in s[1] else b"") for s in WHOLE]
    frames = timed(p.framed(p.LINK_ETHERNET, packet(s, options=o))
                   for s, o in steps)
    return p.pcap(frames, snaplen=58)


def ipv4_options():
    return p.pcap(connection(ip={"options": b"\x94\4\0\0\1"}))


def ipv4_source_route():
    """The checksum holds for the final destination: it is not verified."""
    route = b"\x83\x07\x04" + b"\xcb\x00\x71\x09"
    return p.pcap(connection(ip={"options": route}, checksum="bad"))


def ipv4_no_length():
    """Captured before it was segmented: the IP length is zero."""
    return p.pcap(connection(ip={"total": 0}))


def ipv4_fragments():
    """The first fragment has the header, the others are ignored."""
    data = ("i", "PSH-ACK", 1001, 5001, b"x" * 1000)
    src, dst, whole = segment(data)
    parts = [p.ipv4(src, dst, whole[:520], more=True),
             p.ipv4(src, dst, whole[520:], fragment=520)]
    frames = [packet(s) for s in OPEN] + parts
    frames.append(packet(("r", "ACK", 5001, 2001, b"")))
    return p.pcap(timed(p.framed(p.LINK_ETHERNET, f) for f in frames))


def ipv6_extensions():
    """Hop by hop, routing (done), destination options, atomic fragment."""
    extensions = [(0, b"\0\1\4" + b"\0" * 4), (43, b"\2\4\0" + b"\0" * 20),
                  (60, b"\0\1\4" + b"\0" * 4), (44, b"\0\0\0\0\0\0\7")]
    return p.pcap(connection(v6=True, ip={"extensions": extensions}))


def ipv6_no_next_header():
    """Nothing follows the extensions; or more is announced, and missing."""
    none = [(60, b"\0\1\4" + b"\0" * 4)]
    frames = [p.ipv6(C6, S6, b"", 59, extensions=none),
              p.ipv6(C6, S6, b"", 59), p.ipv6(C6, S6, b"", 6, extensions=none),
              p.ipv6(C6, S6, b"\6\0\0\0", 60),
              p.ipv6(C6, S6, packet(WHOLE[0], True)[40:], 59)]
    return p.pcap(timed(p.framed(p.LINK_ETHERNET, f) for f in frames))


def ipv6_authentication():
    extensions = [(51, b"\4\0\0" + b"\0" * 20)]
    return p.pcap(connection(v6=True, ip={"extensions": extensions}))


def ipv6_fragments():
    data = ("i", "PSH-ACK", 1001, 5001, b"x" * 1000)
    src, dst, whole = segment(data, True)
    head = [(44, b"\0\0\1\0\0\0\7")]
    rest = [(44, b"\0\2\x08\0\0\0\7")]
    parts = [p.ipv6(src, dst, whole[:520], extensions=head),
             p.ipv6(src, dst, whole[520:], extensions=rest)]
    frames = [packet(s, True) for s in OPEN] + parts
    frames.append(packet(("r", "ACK", 5001, 2001, b""), True))
    return p.pcap(timed(p.framed(p.LINK_ETHERNET, f) for f in frames))


def ipv6_no_length():
    """Captured before it was segmented: the payload length is zero."""
    return p.pcap(connection(v6=True, ip={"total": 0}))


def headers_nonsense():
    """Wrong lengths and versions: counted, nothing else."""
    good = packet(WHOLE[0])
    syn = segment(WHOLE[0])[2]
    bad = [b"\x35" + good[1:], b"\x42" + good[1:], good[:2] + b"\0\x10" +
           good[4:], p.ipv4(C4, S4, syn[:12] + b"\x10" + syn[13:]),
           p.ipv4(C4, S4, syn[:12] + b"\xf0" + syn[13:]),
           p.ipv4(C4, S4, syn[:10]),
           b"\x45", b""]
    frames = [b"\2" * 12 + b"\x08\0" + b for b in bad]
    frames += [b"\2" * 12 + b"\x86\xdd" + b"\x60" + b"\0" * 20, b"\2" * 5,
               b"\2" * 12 + b"\x81\0\0"]
    return p.pcap(timed(frames))


def other_protocols():
    udp = p.ipv4(C4, S4, b"\0\x35\0\x35\0\x08\0\0", 17)
    gre = p.ipv4(C4, S4, b"\0\0\x08\0" + packet(WHOLE[0]), 47)
    frames = [p.filler(), p.framed(1, udp), p.framed(1, gre)]
    return p.pcap(timed(frames))


def checksum_bad():
    """A forged RST with a wrong checksum is ignored."""
    frames = [packet(s) for s in WHOLE]
    frames.insert(3, packet(("r", "RST-ACK", 5001, 1001, b""),
                            checksum="bad"))
    return p.pcap(timed(p.framed(p.LINK_ETHERNET, f) for f in frames))


def checksum_offloaded():
    """Checksum offload: zero, or the sum of the pseudo-header."""
    kinds = ["zero", "partial", "good"]
    frames = [packet(s, checksum=kinds[i % 3]) for i, s in enumerate(WHOLE)]
    return p.pcap(timed(p.framed(p.LINK_ETHERNET, f) for f in frames))


def reset_from(ttl, v6=False):
    """The server is eleven hops away; a RST with its address and that TTL."""
    steps = OPEN + [("i", "ACK", 1001, 5001, b"x"),
                    ("r", "RST", 5001, 0, b"")]
    hops = [64, 53, 64, 64, ttl]
    return p.pcap(timed(p.framed(p.LINK_ETHERNET, packet(s, v6, {"ttl": n}))
                        for s, n in zip(steps, hops)))


def reset_from_sender():
    return reset_from(53)


def reset_from_sender_other_initial():
    return reset_from(244)


def reset_from_elsewhere():
    return reset_from(62)


def reset_from_elsewhere_ipv6():
    return reset_from(62, True)


def icmp_unreachable():
    quoted = packet(WHOLE[0])[:28]
    frames = [packet(WHOLE[0]),
              p.ipv4("203.0.113.9", C4, p.icmp(3, 1, quoted), 1)]
    return p.pcap(timed(p.framed(p.LINK_ETHERNET, f) for f in frames))


def icmp_ipv6_unreachable():
    quoted = packet(WHOLE[0], True)
    frames = [packet(WHOLE[0], True),
              p.ipv6("2001:db8::9", C6,
                     p.icmpv6("2001:db8::9", C6, 1, 3, quoted), 58)]
    return p.pcap(timed(p.framed(p.LINK_ETHERNET, f) for f in frames))


def icmp_fragmentation_needed():
    """It does not end the connection."""
    quoted = packet(WHOLE[3])[:28]
    frames = [packet(s) for s in OPEN]
    frames.append(p.ipv4("203.0.113.9", C4, p.icmp(3, 4, quoted), 1))
    return p.pcap(timed(p.framed(p.LINK_ETHERNET, f) for f in frames))


def clock_backwards():
    """Times that go back are treated as equal to the latest before."""
    return p.pcap([(START - i * 3 * MS, f)
                   for i, (_, f) in enumerate(connection())])


def late(steps, *waits):
    """The steps, then a frame after each wait, s, so that timers run."""
    frames = connection(steps=steps)
    now = frames[-1][0]
    for wait in waits:
        now += wait * 1000 * MS
        frames.append((now, p.filler()))
    return p.pcap(frames)


def timer_time_wait():
    """Ends 60 s after the last ACK, by the clock of the capture."""
    return late(WHOLE, 59, 2)


def timer_half_open():
    return late(WHOLE[:2], 119, 2)


def timer_syn():
    return late(WHOLE[:1], 121)


def timer_established():
    return late(WHOLE[:6], 431999, 2)


def timer_half_closed():
    return late(WHOLE[:8], 43199, 2)


def timer_fin():
    return late(WHOLE[:7], 239, 2)


def timer_reset():
    return late(OPEN + [("i", "RST", 1001, 0, b"")], 9, 2)


def reuse_of_time_wait():
    """A second connection with the same ports, ten seconds later."""
    first = connection()
    again = [(w, f, s + 90000, a + 90000 if a else 0, d)
             for w, f, s, a, d in WHOLE]
    return p.pcap(first + [(t + 10_000 * MS, f)
                           for t, f in connection(steps=again)])


def one_direction():
    """Only the server's segments were captured."""
    return p.pcap(connection(steps=[s for s in WHOLE if s[0] == "r"]))


def in_the_middle():
    """The capture begins within the connection."""
    return p.pcap(connection(steps=WHOLE[4:]))


def roles_turned():
    """It begins with the server's ACK; its SYN-ACK, which comes later, shows the roles."""
    return p.pcap(connection(steps=[("r", "ACK", 5001, 1001, b""),
                                    ("r", "SYN-ACK", 5000, 1001, b"")] +
                             WHOLE[2:]))


def two_at_once():
    """Flows are numbered by their first segments, and end independently."""
    a = timed([p.framed(1, packet(s)) for s in WHOLE], 2 * MS)
    b = timed([p.framed(1, packet(s, ports=(CLIENT + 1, SERVER)))
               for s in WHOLE[:7] + [("r", "RST", 5101, 0, b"")]], 2 * MS,
              START + MS)
    return p.pcap(sorted(a + b))


def to_itself():
    """A socket connected to itself: the sender is not known."""
    syn = p.tcp(C4, C4, 5000, 5000, "SYN", 1)
    return p.pcap(timed([p.framed(1, p.ipv4(C4, C4, syn))]))


ALL = capture_files.ALL | {
    name: make for name, make in list(globals().items())
    if callable(make) and getattr(make, "__module__", "") == __name__ and
    name not in ("late", "under", "reset_from")}

# Those that contain exactly the connection WHOLE.
WHOLE_ONES = {name for name in ALL
              if name.startswith(("link_", "file_pcapng", "file_with",
                                  "file_big", "snaplen_headers", "snaplen_cuts",
                                  "ipv4_", "ipv6_", "checksum_off"))} - {
    "link_unknown", "file_pcapng_no_interface", "file_pcapng_truncated",
    "ipv4_fragments", "ipv6_fragments", "ipv6_no_next_header"}
