# SPDX-License-Identifier: GPL-2.0
"""Names of other tools: check(tally, tcpst, build)

Community ID by its published vectors, options of the handshake, history.
"""

import json
import struct

import packets as p
from connections import START, MS, WHOLE, packet, timed

# github.com/corelight/community-id-spec, baseline/baseline_deflt.json: those of
# TCP, both directions of each.
VECTORS = [
    ("2001:470:e5bf:dead:4957:2174:e82c:4887", "2607:f8b0:400c:c03::1a", 63943,
     25, "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="),
    ("2607:f8b0:400c:c03::1a", "2001:470:e5bf:dead:4957:2174:e82c:4887", 25,
     63943, "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="),
    ("128.232.110.120", "66.35.250.204", 34855, 80,
     "1:LQU9qZlK+B5F3KDmev6m5PMibrg="),
    ("66.35.250.204", "128.232.110.120", 80, 34855,
     "1:LQU9qZlK+B5F3KDmev6m5PMibrg="),
]

# Options of a SYN, and their names.
OPTIONS = [
    (b"", "SYN", "none"),
    (b"\2\4\5\xb4", "SYN", "mss=1460"),
    (b"\2\4\xff\xff\4\2\x08\n" + bytes(8) + b"\1\3\3\7", "SYN",
     "mss=65535,wscale=7,sack,ts"),
    (b"\3\3\xff\1", "SYN", "wscale=14"),
    (b"\x1e\4\0\x81", "SYN", "mptcp"),
    (b"\x22\2\1\1", "SYN", "tfo"),
    (b"\xfe\4\xf9\x89", "SYN", "tfo"),
    (b"\2\4\5\1\1\1\4", "SYN", "mss=1281"),
    (b"", "SYN-ECE-CWR", "ecn"),
    (b"", "SYN-ECE", "none"),
    (b"\1\0\2\4", "SYN", "none"),
]


def life(tcpst, build, frames, snaplen=262144):
    path = build / "beside.pcap"
    path.write_bytes(p.pcap(frames, snaplen=snaplen))
    out = tcpst("life", "--json", "-r", path)[0].splitlines()
    return json.loads(out[0])


def check(tally, tcpst, build):
    for src, dst, sport, dport, wanted in VECTORS:
        syn = p.tcp(src, dst, sport, dport, "SYN", 1)
        frame = p.framed(1, (p.ipv6 if ":" in src else p.ipv4)(src, dst, syn))
        got = life(tcpst, build, [(START, frame)])
        tally.check(f"Community ID of {src}", wanted, got["community_id"])
    for octets, flags, wanted in OPTIONS:
        step = ("i", flags, 1000, 0, b"")
        got = life(tcpst, build, timed([
            p.framed(1, packet(step, options=octets))]))
        tally.check(f"options {octets.hex()} {flags}", f"{wanted} None",
                    f"{got['options']['initiator']} "
                    f"{got['options'].get('responder')}")
    got = life(tcpst, build, timed([p.framed(1, packet(
        WHOLE[0], options=b"\2\4\5\xb4\4\2"))]), snaplen=58)
    tally.check("options cut off", "mss=1460,...", got["options"]["initiator"])
    # AccECN (RFC 9768) uses one more bit.
    syn = bytearray(p.framed(1, packet(("i", "SYN-ECE-CWR", 1, 0, b""))))
    syn[14 + 20 + 12] |= 1
    struct.pack_into(">H", syn, 14 + 20 + 16, 0)
    tally.check("AccECN", "accecn",
                life(tcpst, build, [(START, bytes(syn))])["options"]["initiator"])
    for steps, wanted in (
            (WHOLE, "ShADdFaf"), (WHOLE[:1], "S"), (WHOLE[1:3], "Ah"),
            (WHOLE[:1] + [("r", "RST-ACK", 0, 1001, b"")], "Sr"),
            (WHOLE[:4] * 2, "ShAD")):
        got = life(tcpst, build, timed((p.framed(1, packet(step))
                                        for step in steps), MS))
        tally.check(f"history {wanted}", "".join(sorted(wanted)), "".join(
            sorted(got["zeek_history"])))
