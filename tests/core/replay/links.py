# SPDX-License-Identifier: GPL-2.0
"""Link layers, tags and tunnels: each puts its headers round an IP packet.

LINKS: name of a link layer → its link type, and what makes a frame of it.
TUNNELS: name of a tunnel → what makes a frame of Ethernet, and what tcpst calls
it. CLOSED: frames that hold the same packet, but so that nobody can read it.
"""

import struct
import zlib

import packets as p

MACS = p.ETHERNET
SNAP = b"\xaa\xaa\3\0\0\0"


def kind(data):
    return struct.pack(">H", p.IPV6 if data[0] >> 4 == 6 else p.IPV4)


def ethernet(data, tags=b""):
    return MACS + tags + kind(data) + data


def snap(data):
    return SNAP + kind(data) + data


def family(data, v4, v6):
    return v6 if data[0] >> 4 == 6 else v4


def wireless(flags=0, qos=None, ds=1, order=False, padded=False, body=snap):
    """A data frame of IEEE 802.11. ds: to it (1), from it (2), both (3)."""
    def frame(data):
        head = struct.pack("<BBH", 0x88 if qos is not None else 8,
                           ds | flags | (0x80 if order else 0), 0)
        head += MACS + MACS[:6] + b"\x10\0" + (MACS[:6] if ds == 3 else b"")
        if qos is not None:
            head += struct.pack("<H", qos)
        head += b"\0\0\0\0" if order else b""
        if padded:
            head += b"\0" * (-len(head) % 4)
        return head + body(data)
    return frame


def swapped(data):
    """As sent by Cisco's access points in CAPWAP."""
    frame = wireless()(data)
    return frame[1:2] + frame[:1] + frame[2:]


def subframe(data):
    """A packet among several in a frame (A-MSDU)."""
    inner = snap(data)
    head = MACS + struct.pack(">H", len(inner))
    return head + inner + b"\0" * (-len(head + inner) % 4)


def aggregated(*packets):
    """Several packets in a frame; the last one needs no padding."""
    return wireless(qos=0x80, body=lambda packets: b"".join(
        map(subframe, packets[:-1])) + subframe(packets[-1])[:14 + 8 + len(
            packets[-1])])(packets)


def radiotap(present, fields, frame, more=b""):
    def whole(data):
        head = struct.pack("<I", present) + more + fields
        return b"\0\0" + struct.pack("<H", 4 + len(head)) + head + frame(data)
    return whole


def ppi(dlt, frame):
    return lambda data: struct.pack("<BBHI", 0, 0, 8, dlt) + frame(data)


def pktap(order, dlt, frame):
    def whole(data):
        rest = b"en0".ljust(24, b"\0") + bytes(72)
        return struct.pack(order + "III", 12 + len(rest), 1, dlt) + rest + \
            frame(data)
    return whole


def nflog(order, data):
    def field(number, value):
        return struct.pack(order + "HH", 4 + len(value), number) + value + \
            b"\0" * (-len(value) % 4)
    return bytes([family(data, 2, 10), 0]) + b"\0\5" + \
        field(1, b"\x08\0\1\0") + field(10, b"seen: \0") + field(9, data)


def brcm(data):
    return MACS + b"\0\0\0\1" + kind(data) + data


def pflog(data):
    head = bytes([61, family(data, 2, 24), 0, 0]) + b"em0".ljust(16, b"\0") + \
        bytes(41)
    return head.ljust(64, b"\0") + data


def macsec(tci):
    def frame(data):
        sci = b"\2\0\0\0\0\1\0\1" if tci & 0x20 else b""
        return MACS + b"\x88\xe5" + bytes([tci, 0]) + b"\0\0\0\7" + sci + \
            kind(data) + data + bytes(16)
    return frame


def bridged(data):
    """Ethernet in LLC (RFC 2684), as on ATM."""
    return b"\xaa\xaa\3\0\x80\xc2\0\7\0\0" + ethernet(data)


def frame_relay(data):
    return b"\x18\x41\3" + family(data, b"\xcc", b"\x8e") + data


def preamble(data):
    """IEEE 802.3br: an express frame, from its preamble to its check."""
    frame = ethernet(data)
    return b"\x55" * 7 + b"\xd5" + frame + struct.pack("<I", zlib.crc32(frame))


def docsis(data, extended=b""):
    frame = ethernet(data) + bytes(4)
    return bytes([bool(extended), len(extended)]) + struct.pack(
        ">H", len(extended + frame)) + extended + b"\0\0" + frame


def erf(kind_, body, more=b""):
    """A record of Endace's cards; more: headers that extend its own."""
    return lambda d: bytes(8) + bytes([kind_ | (0x80 if more else 0), 4]) + \
        struct.pack(">HHH", 16 + len(more + body(d)), 0, len(body(d))) + \
        more + body(d)


def nsh(following):
    return b"\x0f\xc2\2" + bytes([following]) + b"\0\0\x2a\xff"


LINKS = {
    "ethernet": (1, ethernet),
    "vlan_older": (1, lambda d: ethernet(d, b"\x92\0\0\7")),
    "vn_tag": (1, lambda d: ethernet(d, b"\x89\x26\0\1\0\2")),
    "pbb": (1, lambda d: MACS + b"\x88\xe7\0\0\1\2" + ethernet(d)),
    "pbb_in_vlan": (1, lambda d: ethernet(d, b"\x88\xa8\0\7\x88\xe7\0\0\1\2" +
                                          MACS)),
    "macsec": (1, macsec(0)),
    "macsec_sci": (1, macsec(0x20)),
    "pseudowire": (1, lambda d: MACS + b"\x88\x47\0\x01\1\x40" + bytes(4) +
                   ethernet(d)),
    "cisco_metadata": (1, lambda d: ethernet(d, b"\x89\x09\1\1\0\1\0\7")),
    "hsr": (1, lambda d: ethernet(d, b"\x89\x2f" + struct.pack(
        ">HH", 0x1000 | len(d) + 6 & 0xfff, 1))),
    "trill": (1, lambda d: MACS + b"\x22\xf3\0\x40\0\2\0\3" + bytes(4) +
              ethernet(d)),
    "fabricpath": (1, lambda d: MACS + b"\x89\3\0\1" + ethernet(d)),
    "service": (1, lambda d: MACS + b"\x89\x4f" + nsh(3) + ethernet(d)),
    "service_ip": (1, lambda d: MACS + b"\x89\x4f" + nsh(family(d, 1, 2)) + d),
    "redundancy": (1, lambda d: ethernet(d, b"\xf1\xc1\0\0\0\1")),
    "llc_instead_of_length": (1, lambda d: MACS + b"\x88\x70" + snap(d)),
    "token_ring": (6, lambda d: b"\x10\x40" + MACS + snap(d)),
    "token_ring_routed": (6, lambda d: b"\x10\x40" + MACS[:6] +
                          b"\x82\0\0\0\0\1" + b"\x06\x30\0\x1f\0\x10" + snap(d)),
    "slip": (8, lambda d: b"\1" + d[:1] + bytes(14) + d),
    "fddi": (10, lambda d: b"\x50" + MACS + snap(d)),
    "symantec": (99, lambda d: bytes(6) + kind(d) + bytes(36) + d),
    "symantec_longer": (99, lambda d: bytes(10) + kind(d) + bytes(44) + d),
    "atm_clip": (106, lambda d: d),
    "atm_clip_llc": (106, snap),
    "sunatm": (123, lambda d: b"\2\0\0\x20" + snap(d)),
    "frame_relay": (107, frame_relay),
    "frame_relay_padded": (107, lambda d: b"\x18\x41\3\0" +
                           frame_relay(d)[3:]),
    "frame_relay_snap": (107, lambda d: b"\x18\x41\3\0\x80\0\0\0" + kind(d) +
                         d),
    "frame_relay_cisco": (107, lambda d: b"\x18\x41" + kind(d) + d),
    "tzsp": (128, lambda d: b"\1\0\0\1\x0a\1\7\0\1" + ethernet(d)),
    "tzsp_wireless": (128, lambda d: b"\1\0\0\x12\1" + wireless()(d)),
    "docsis": (143, docsis),
    "docsis_extended": (143, lambda d: docsis(d, b"\x11\0\0")),
    "erf": (197, erf(2, lambda d: b"\0\0" + ethernet(d))),
    "erf_extended": (197, erf(2, lambda d: b"\0\0" + ethernet(d),
                              b"\x83" + bytes(7) + b"\3" + bytes(7))),
    "erf_ppp": (197, erf(1, lambda d: b"\xff\3" + p.ppp(d))),
    "erf_hdlc": (197, erf(1, lambda d: b"\x0f\0" + kind(d) + d)),
    "erf_ip": (197, lambda d: erf(family(d, 22, 23), lambda d: d)(d)),
    "netanalyzer_transparent": (241, lambda d: b"\1\4\0\0" + b"\x55" * 7 +
                                b"\xd5" + ethernet(d) + bytes(4)),
    "epon": (259, lambda d: b"\x55\x55\xd5\x55\x55\0\1\0" + ethernet(d)),
    "preamble": (274, preamble),
    "atm": (100, snap),
    "atm_bridged": (100, bridged),
    "wireless": (105, wireless()),
    "wireless_qos": (105, wireless(qos=0, ds=2)),
    "wireless_between": (105, wireless(ds=3)),
    "wireless_order": (105, wireless(qos=0, order=True)),
    "wireless_aggregated": (105, aggregated),
    "radiotap": (127, radiotap(0, b"", wireless())),
    "radiotap_padded": (127, radiotap(3, bytes(8) + b"\x20",
                                      wireless(qos=0, padded=True))),
    "radiotap_long": (127, radiotap(0x80000003, bytes(4) + bytes(8) + b"\x20",
                                    wireless(qos=0, padded=True),
                                    b"\0\0\0\0")),
    "prism": (119, lambda d: b"\x44\0\0\0" + struct.pack("<I", 144) +
              b"wlan0".ljust(16, b"\0") + bytes(120) + wireless()(d)),
    "avs": (163, lambda d: struct.pack(">II", 0x80211001, 64) + bytes(56) +
            wireless()(d)),
    "ppi": (192, ppi(105, wireless())),
    "ppi_ethernet": (192, ppi(1, ethernet)),
    "enc": (109, lambda d: struct.pack("<III", family(d, 2, 24), 1, 0) + d),
    "pflog": (117, pflog),
    "fibre_channel": (122, lambda d: bytes(2) + MACS[:6] + bytes(2) +
                      MACS[6:] + snap(d)),
    "firewire": (138, lambda d: bytes(16) + kind(d) + d),
    "ppp_direction": (204, lambda d: b"\1\xff\3" + p.ppp(d)),
    "hdlc_direction": (205, lambda d: b"\1\x0f\0" + kind(d) + d),
    "mpls": (219, lambda d: b"\0\1\1\x40" + d),
    "ipnet": (226, lambda d: bytes([1, family(d, 2, 26)]) + b"\0\1" +
              struct.pack(">I", len(d)) + bytes(16) + d),
    "nflog": (239, lambda d: nflog("<", d)),
    "nflog_other_order": (239, lambda d: nflog(">", d)),
    "netanalyzer": (240, lambda d: b"\x01\x04\0\0" + ethernet(d) + bytes(4)),
    "ipoib": (242, lambda d: bytes(40) + kind(d) + b"\0\0" + d),
    "pktap": (258, pktap("<", 1, ethernet)),
    "pktap_raw": (258, pktap("<", 12, lambda d: d)),
    "brcm": (281, brcm),
    "brcm_prepend": (282, lambda d: b"\0\0\0\1" + ethernet(d)),
    "dsa": (284, lambda d: MACS + b"\xc0\1\0\0" + kind(d) + d),
    "edsa": (285, lambda d: MACS + b"\xda\xda\0\0\xc0\1\0\0" + kind(d) + d),
}

OUTER = "203.0.113.1", "203.0.113.2"
OUTER6 = "2001:db8:a::1", "2001:db8:a::2"


def inside(protocol, head, inner=lambda d: d, v6=False):
    """In a packet of Ethernet, behind the headers of a tunnel."""
    def frame(data):
        body = head(inner(data)) if callable(head) else head + inner(data)
        ends = OUTER6 if v6 else OUTER
        return ethernet((p.ipv6 if v6 else p.ipv4)(*ends, body, protocol))
    return frame


def udp(port, head):
    return lambda data: struct.pack(">HHHH", 50000, port, 8 + len(head + data),
                                    0) + head + data


def gre(flags, number, rest=b""):
    return struct.pack(">HH", flags, number) + rest


TUNNELS = {
    "ip_in_ip": (inside(4, b""), "ip"),
    "ip_in_ipv6": (inside(4, b"", v6=True), "ip"),
    "gre": (inside(47, gre(0, p.IPV4)), "gre"),
    "gre_all": (inside(47, gre(0xB000, p.IPV4, bytes(12))), "gre"),
    "gre_ethernet": (inside(47, gre(0x2000, 0x6558, b"\0\0\0\7"), ethernet),
                     "gre"),
    "gre_ppp": (inside(47, lambda d: gre(0x3081, 0x880B, struct.pack(
        ">HHII", len(d), 1, 1, 1)) + d, lambda d: b"\xff\3" + p.ppp(d)), "gre"),
    "erspan": (inside(47, gre(0, 0x88BE), ethernet), "gre"),
    "erspan_2": (inside(47, gre(0x1000, 0x88BE, b"\0\0\0\1\x10\7\0\1\0\0\0\0"),
                        ethernet), "gre"),
    "vxlan": (inside(17, udp(4789, b"\x08\0\0\0\0\0\x2a\0"), ethernet),
              "vxlan:42"),
    "vxlan_vlan": (inside(17, udp(4789, b"\x08\0\0\0\xff\xff\xff\0"),
                          lambda d: ethernet(d, b"\x81\0\0\7"), v6=True),
                   "vxlan:16777215"),
    "geneve": (inside(17, udp(6081, b"\1\0\x65\x58\0\0\7\0\1\2\3\0"), ethernet),
               "geneve:7"),
    "geneve_ip": (inside(17, udp(6081, b"\0\0\x08\0\0\0\7\0")), "geneve:7"),
    "gtp": (inside(17, lambda d: udp(2152, b"\x30\xff" + struct.pack(
        ">HI", len(d), 5))(d)), "gtp"),
    "gtp_extended": (inside(17, lambda d: udp(2152, b"\x36\xff" + struct.pack(
        ">HIHBB", len(d) + 8, 5, 1, 0, 0x85) + b"\1\0\1\0")(d)), "gtp"),
    "gtp_answer": (inside(17, lambda d: struct.pack(
        ">HHHH", 2152, 50000, 16 + len(d), 0) + b"\x30\xff" + struct.pack(
            ">HI", len(d), 5) + d), "gtp"),
    "gtp_first": (inside(17, lambda d: udp(3386, b"\x1e\xff" + struct.pack(
        ">H", len(d)) + bytes(4) + b"\xff" * 4 + bytes(8))(d)), "gtp"),
    "gre_routed": (inside(47, gre(0x4000, p.IPV4, bytes(4) + b"\x08\0\0\4" +
                                  bytes(4) + bytes(4))), "gre"),
    "gre_wireless": (inside(47, gre(0, 0x8200), wireless()), "gre"),
    "gre_wccp": (inside(47, gre(0, 0x883E)), "gre"),
    "gre_wccp_2": (inside(47, gre(0, 0x883E, bytes(4))), "gre"),
    "gre_frame_relay": (inside(47, gre(0, 0x6559), frame_relay), "gre"),
    "gre_service": (inside(47, gre(0, 0x894F, nsh(1))), "gre"),
    "gre_labels": (inside(47, gre(0, 0x8847, b"\0\1\1\x40")), "gre"),
    "erspan_3": (inside(47, gre(0x1000, 0x22EB, b"\0\0\0\1\x20\1\0\1" +
                                bytes(8)), ethernet), "gre"),
    "etherip": (inside(97, b"\x30\0", ethernet), "etherip"),
    "labels": (inside(137, b"\0\1\1\x40"), "mpls"),
    "labels_udp": (inside(17, udp(6635, b"\0\1\1\x40")), "mpls"),
    "pim": (inside(103, b"\x21\0\xde\xff\0\0\0\0"), "pim"),
    "l2tp": (inside(17, lambda d: udp(1701, struct.pack(
        ">HHHH", 0x4002, 8 + len(d), 1, 1))(d), lambda d: b"\xff\3" + p.ppp(d)),
             "l2tp"),
    "l2tp_all": (inside(17, lambda d: udp(1701, struct.pack(
        ">HHHHIH", 0x4A02, 16 + len(d), 1, 1, 0, 2) + b"\0\0")(d),
                        lambda d: b"\xff\3" + p.ppp(d)), "l2tp"),
    "vxlan_generic": (inside(17, udp(4790, b"\x0c\0\0\3\0\0\x2a\0"), ethernet),
                      "vxlan:42"),
    "vxlan_generic_ip": (inside(17, udp(4790, b"\x0c\0\0\1\0\0\x2a\0")),
                         "vxlan:42"),
    "vxlan_service": (inside(17, udp(4790, b"\x0c\0\0\4\0\0\x2a\0" + nsh(3)),
                             ethernet), "vxlan:42"),
    "lisp": (inside(17, udp(4341, b"\x80\0\0\1\0\0\0\1")), "lisp"),
    "capwap": (inside(17, udp(5247, b"\0\x10\0\0\0\0\0\0"), ethernet),
               "capwap"),
    "capwap_wireless": (inside(17, udp(5247, b"\0\x10\3\0\0\0\0\0"),
                               wireless()), "capwap"),
    "capwap_swapped": (inside(17, udp(5247, b"\0\x10\3\0\0\0\0\0"),
                              swapped), "capwap"),
    "teredo": (inside(17, udp(3544, b""), lambda d: p.ipv6(
        "2001::1", "2001::2", d, 4)), "ip"),
    "teredo_all": (inside(17, lambda d: struct.pack(
        ">HHHH", 3544, 50000, 35 + len(d), 0) + b"\0\1\2\4" + bytes(15) +
                          b"\0\0" + bytes(6) + d, lambda d: p.ipv6(
                              "2001::1", "2001::2", d, 4)), "ip"),
    "gue": (inside(17, udp(6080, b"\0\4\0\0")), "gue"),
    "gue_options": (inside(17, udp(6080, b"\2\4\0\0" + bytes(8)), v6=True),
                    "gue"),
    "gue_second": (inside(17, udp(6080, b"")), "gue"),
    "gre_udp": (inside(17, udp(4754, gre(0, p.IPV4))), "gre"),
    "tzsp": (inside(17, udp(37008, b"\1\0\0\1\1"), ethernet), "tzsp"),
    "vxlan_in_gre": (inside(47, gre(0, p.IPV4), lambda d: p.ipv4(
        "10.0.0.1", "10.0.0.2", udp(
            4789, b"\x08\0\0\0\0\0\1\0")(ethernet(d)), 17)), "vxlan:1"),
}

CLOSED = {
    "macsec_encrypted": (1, macsec(0x0C)),
    "wireless_encrypted": (105, wireless(flags=0x40)),
    "gre_of_another_version": (1, inside(47, gre(0x0002, p.IPV4))),
    "capwap_encrypted": (1, inside(17, udp(5247, b"\1\0\0\0" + bytes(4)))),
    "esp": (1, inside(50, bytes(range(1, 9)))),
    "esp_udp": (1, inside(17, udp(4500, bytes(range(1, 9))))),
    "keys_udp": (1, inside(17, udp(4500, bytes(4)))),
    "compressed": (1, inside(108, b"\6\0\0\2")),
    "teredo_bubble": (1, inside(17, lambda d: udp(3544, b"")(
        p.ipv6("2001::1", "2001::2", b"", 59)))),
    "l2tp_control": (1, inside(17, udp(1701, b"\xc8\2\0\x0c" + bytes(8)))),
    "pim_hello": (1, inside(103, b"\x20" + bytes(7))),
    "docsis_management": (143, lambda d: b"\xc2" + docsis(d)[1:]),
    "preamble_of_a_rest": (274, lambda d: b"\x55" * 7 + b"\x61" +
                           preamble(d)[8:]),
    "vxlan_without_network": (1, inside(17, udp(4789, bytes(8)), ethernet)),
    "gtp_echo": (1, inside(17, udp(2152, b"\x32\1\0\4\0\0\0\0\0\0\0\0"))),
    "gue_control": (1, inside(17, udp(6080, b"\x20\4\0\0"))),
    "nflog_without_packet": (239, lambda d: b"\2\0\0\5\x08\0\1\0\0\0\0\0"),
}

# Protection of frames that may contain a segment.
SEALED = {
    "macsec_encrypted": "MACsec", "wireless_encrypted": "802.11",
    "capwap_encrypted": "CAPWAP with DTLS", "esp": "ESP", "esp_udp": "ESP",
    "compressed": "IPComp",
}
