#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What is sent over the wire, and what is to be heard of it.

plan.py TCPST DUMP_VECTORS DIR [NAME...]

Makes the captures of tests/core/replay and writes a line of JSON for each into
DIR/plan: the frames, and on which side of the router each begins; what
`tcpst watch -r` says of the capture; or else why it is left out.
"""

import json
import pathlib
import socket
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent.parent / "core/replay"))
# pylint: disable=wrong-import-position
import captures  # noqa: E402
import packets  # noqa: E402
import vectors  # noqa: E402

SECOND = 10**9

# What the packets themselves do not tell, by the beginning of the name.
LEFT_OUT = {
    "checksum_bad": "checksums are verified by the reader of captures alone",
    "clock_backwards": "no clock of a wire goes backwards",
    "file_": "the packets of link_raw, if any, in another kind of file",
    "headers_nonsense": "a router drops broken headers",
    "ipv4_no_length": "a router drops packets without a length",
    "ipv4_source_route": "a router acts on the option, or drops it",
    "ipv6_no_length": "a router drops packets without a length",
    "ipv6_no_next_header": "a router drops broken headers",
    "link_hdlc": "another link layer",
    "link_ipv": "another link layer", "link_l": "another link layer",
    "link_mpls": "another link layer", "link_null": "another link layer",
    "link_ppp": "another link layer", "link_qinq": "another link layer",
    "link_sll": "another link layer", "link_unknown": "another link layer",
    "link_vlan": "another link layer",
    "to_itself": "sender and receiver are one: there is nothing between",
}


class LeftOut(Exception):
    """Cannot go over the wire; its text says why."""


def records(data):
    """(time, octets) of a pcap file such as packets.pcap makes, and its link."""
    link = struct.unpack_from("<I", data, 20)[0]
    found, at = [], 24
    while at < len(data):
        seconds, part, kept, whole = struct.unpack_from("<IIII", data, at)
        at += 16
        if kept < whole:
            raise LeftOut("what the capture does not hold cannot be sent")
        found.append((seconds * SECOND + part, data[at:at + kept]))
        at += kept
    return found, link


def ip_packets(found, link):
    """(time, IP packet), with the padding of its frame."""
    for time, octets in found:
        if link == packets.LINK_RAW:
            yield time, octets
        elif octets[12:14] in (b"\x08\x00", b"\x86\xdd"):
            yield time, octets[14:]


def ends(packet):
    if packet[0] >> 4 == 6:
        return [socket.inet_ntop(socket.AF_INET6, packet[at:at + 16])
                for at in (8, 24)]
    return [socket.inet_ntoa(packet[at:at + 4]) for at in (12, 16)]


def sides(pairs):
    """Which address is behind which side of the router."""
    found = {}
    for source, target in pairs:
        if target in found:
            found.setdefault(source, 1 - found[target])
        found.setdefault(source, 0)
        found.setdefault(target, 1 - found[source])
    return found


def heard(command, path, data):
    """Events that tcpst reads from a capture."""
    path.write_bytes(data)
    out = subprocess.run([command, "watch", "--notes", "--json", "-r", path],
                         capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def essence(events):
    """Of each connection, what does not depend on the clock."""
    flows = {}
    for event in events:
        if event["cause"] == "TIMER":
            continue
        ways = [f"{event[role]['addr']} {event[role]['port']}"
                for role in ("initiator", "responder")]
        flows.setdefault(event["flow"], []).append(
            ways + [event.get(key) for key in
                    ("type", "endpoint", "from", "to", "cause", "certainty",
                     "seq", "ack", "retract")])
    return list(flows.values())


def plan(command, name, data, scratch):
    """The line for one capture."""
    for beginning, why in LEFT_OUT.items():
        if name.startswith(beginning):
            raise LeftOut(why)
    found, link = records(data)
    sent = list(ip_packets(found, link))
    if not sent:
        raise LeftOut("no packet")
    expected = essence(heard(command, scratch, data))
    where = sides(ends(packet) for _, packet in sent)
    frames, played, now, before = [], [], sent[0][0], sent[0][0]
    for time, packet in sent:
        # Nobody waits longer than this; whether it matters is seen below.
        gap = min(time - before, SECOND)
        now, before = now + gap, time
        # From the side that its target is not on: an ICMP error may come
        # from a router before or behind this one.
        frames.append([gap, 1 - where[ends(packet)[1]], packet.hex()])
        played.append((now, packets.framed(packets.LINK_ETHERNET, packet)))
    if essence(heard(command, scratch, packets.pcap(played))) != expected:
        raise LeftOut("what happens depends on more than a second of silence")
    return {"name": name, "sides": where, "frames": frames,
            "expected": expected}


def main():
    command, dump, work, *names = sys.argv[1:]
    work = pathlib.Path(work)
    text = subprocess.run([dump], capture_output=True, text=True,
                          check=True).stdout
    made = [(v.name, packets.pcap(v.frames)) for v in vectors.read(text)]
    made += [(name, make()) for name, make in captures.ALL.items()]
    with open(work / "plan", "w", encoding="ascii") as out:
        for name, data in made:
            if names and name not in names:
                continue
            try:
                line = plan(command, name, data, work / "capture")
            except LeftOut as why:
                line = {"name": name, "left_out": str(why)}
            print(json.dumps(line), file=out)


if __name__ == "__main__":
    main()
