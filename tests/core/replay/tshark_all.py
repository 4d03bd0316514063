# SPDX-License-Identifier: GPL-2.0
"""Captures of the project compared with tshark: check(tally, tcpst, build)

Those in pcap that are neither damaged nor have tags before IP.

tshark takes long to start, so it is shown all of them as one file, each with addresses
of its own. Of a capture whose connections tshark distinguishes as we do, what both report
of them has to be the same; OTHERS are those of which tshark knows less, with the reason.
That they still differ is held against tshark 4.0, of Debian 12; a later one may know more.
"""

import ipaddress
import pathlib
import re
import shutil
import struct
import subprocess

import captures
import packets as p
import tshark

FOUND = pathlib.Path(__file__).parent.parent / "captures"

# Octets of the link layer, by its number in files.
HEADERS = {1: 14, 101: 0, 113: 16}

# Why tshark differs; the truth of most is in ../captures.
APART = "it takes two connections between the same ports for one, or one for two"
BELIEVES = "it believes each RST, FIN and SYN, also one that was refused"
COUNTS = "it counts the octets that were captured, we those that were confirmed"
OTHERS = {
    **dict.fromkeys((
        "half-open-challenge-rst-syn-again", "reuse-restart-reordered",
        "reuse-syn-missed-refused", "reuse-syn-missed-rst-A",
        "reuse-syn-missed-tw-A", "reuse-tw-syn2-missed", "reuse20-Bonly-finB",
        "socket-stray-syn-ack-then-syn", "time-wait-challenge-rst-syn-again"),
        APART),
    **dict.fromkeys((
        "restart-both-refused", "socket-fin-ack-before-syn-ack",
        "socket-rst-ack-far-in-handshake", "socket-rst-ack-far-in-handshake-2",
        "socket-rst-beyond-fin", "socket-rst-refuses-bad-syn-ack",
        "socket-syn-with-fin-crossing",
        "wire-answers-forged-before-syn-ack",
        "wire-challenge-before-handshake", "checksum_bad"), BELIEVES),
    **dict.fromkeys((
        "ctl-only-oneway-fin", "ctl-only-tail", "handshake-gap-2",
        "handshake-gap-oneway", "wild-data-in-handshake",
        "wild-data-inwindow", "syn-behind-its-answer"), COUNTS),
    "ipv4_source_route": "it takes the next hop for the other end",
    "snaplen_within_headers": "it reads what there is of a header",
    "ipv6_no_length": "it does not know a packet that is yet to be segmented",
    "other_protocols": "it looks into tunnels unasked",
    "to_itself": "we cannot distinguish the ends, and tshark need not",
}

# Those of which a tshark after 4.0 knows less.
LATER = {
    **dict.fromkeys((
        "socket-two-attempts-old-ack", "synack-other-number-phantom-octets",
        "wire-fast-open-rst-at-fin-number"),
        "it takes a SYN-ACK with another number for one of another connection"),
    "rst-overtook-data": COUNTS,
}


def is_later():
    """Is it a tshark after 4.0?"""
    out = subprocess.run(["tshark", "--version"], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, text=True, check=True).stdout
    return tuple(map(int, re.search(r"(\d+)\.(\d+)", out).groups())) > (4, 0)


def frames_of(data):
    """Link type and (time, octets captured, on the wire) of a file of pcap; or None."""
    magic, version = struct.unpack_from("<IHH", data)[0], data[4:8]
    link = struct.unpack_from("<I", data, 20)[0]
    if magic not in (0xA1B2C3D4, 0xA1B23C4D) or version != b"\2\0\4\0" or \
       link not in HEADERS:
        return None
    unit, frames, at = 1 if magic == 0xA1B23C4D else 1000, [], 24
    while at + 16 <= len(data):
        second, part, size, length = struct.unpack_from("<IIII", data, at)
        frames.append((second * 10**9 + part * unit,
                       data[at + 16:at + 16 + size], length))
        at += 16 + size
    # Those with tags in between are tested as link layers.
    if not any(octets[HEADERS[link]:][:1].startswith((b"\x45", b"\x46", b"\x60"))
               for _, octets, _ in frames):
        return None
    return link, frames


class Addresses:
    """Another address for each address of each capture."""

    def __init__(self):
        self.known = {}

    def of(self, capture, octets):
        number = self.known.setdefault((capture, octets), len(self.known) + 1)
        base = ipaddress.ip_address("10.0.0.0" if len(octets) == 4 else
                                    "2001:db8::")
        return (base + number).packed

    def replace(self, capture, header, frame):
        """In the first packet of IP of a frame, and in those that ICMP quotes."""
        out, at = bytearray(frame), header
        while at < len(out):
            version, where = out[at] >> 4, (at + 12, 4, at + 9, (out[at] & 15) * 4)
            if version == 6:
                where = at + 8, 16, at + 6, 40
            elif version != 4:
                break
            start, size, protocol, skip = where
            for first in (start, start + size):
                if first + size <= len(out):
                    out[first:first + size] = self.of(
                        capture, bytes(out[first:first + size]))
            if protocol >= len(out) or out[protocol] not in (1, 58):
                break
            at += skip + 8
        return bytes(out)


def merged(sources):
    """All of them as interfaces of one file."""
    out, addresses = [p.section()], Addresses()
    for name, (link, _) in sources:
        out.append(p.interface(link, name=name.encode()))
    for number, (name, (link, frames)) in enumerate(sources):
        for time, octets, length in frames:
            octets = addresses.replace(name, HEADERS[link], octets)
            body = struct.pack("<IIIII", number, time >> 32, time & 0xFFFFFFFF,
                               len(octets), length)
            out.append(p.block(6, body + octets))
    return b"".join(out)


def sources_of(build):
    """(name, path, contents) of those that can be merged."""
    found = [(path.stem, path) for path in sorted(FOUND.glob("*.pcap"))]
    for name, make in captures.ALL.items():
        path = build / f"{name}.pcap"
        path.write_bytes(make())
        found.append((name, path))
    for name, path in found:
        data = path.read_bytes()
        read = frames_of(data) if len(data) > 24 else None
        if read:
            yield name, path, read


def same(found, lives):
    """Do both agree, without what tshark did not see: an initiator, an end?"""
    known = sorted(lives, key=lambda life: life["flow"])
    for it, life in zip(found, known):
        if not it["initiator"]:
            it["initiator"] = str(life["initiator"]["port"])
        for role in ("initiator", "responder"):
            it["bytes"].setdefault(str(life[role]["port"]), life["bytes"][role])
    return tshark.both(found, known)


def check(tally, tcpst, build):
    if not shutil.which("tshark"):    # tshark.py reports that
        return
    sources = list(sources_of(build))
    whole = build / "all_captures.pcapng"
    whole.write_bytes(merged([(name, read) for name, _, read in sources]))
    streams = tshark.streams(whole, "frame.interface_name")
    later = is_later()
    for name, path, _ in sources:
        mine = [it for it in streams if it["of"] == name]
        for it in mine:
            it["bytes"] = {end.split()[0]: size
                           for end, size in it["bytes"].items()}
        wanted, got = same(mine, tshark.lives_of(tcpst, path))
        if later and name in {**OTHERS, **LATER}:
            continue
        if name in OTHERS:
            tally.check(f"{name}: tshark knows as much, although {OTHERS[name]}",
                        "False", str(wanted == got))
        else:
            tally.check(f"{name}, by tshark", wanted, got)
