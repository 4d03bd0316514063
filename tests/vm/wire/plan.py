#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What is sent over the wire, and what is to be heard of it.

plan.py TCPST DUMP_VECTORS DIR [NAME...]

Makes the captures of tests/core/replay, takes those of tests/core/captures, and
writes a line of JSON for each into DIR/plan: the frames, and on which side of the
router each begins; what `tcpst -r` reports of the capture; or else why it is left out.
Those whose truth is known are played a second time, without accounting.
"""

import json
import pathlib
import socket
import struct
import subprocess
import sys

CORE = pathlib.Path(__file__).parent.parent.parent / "core"
sys.path[:0] = [str(CORE / "replay"), str(CORE / "captures")]
# pylint: disable=wrong-import-position
import captures  # noqa: E402
import check  # noqa: E402
import packets  # noqa: E402
import vectors  # noqa: E402

SECOND = 10**9
LINK_SLL = 113

# Tests whose result the packets alone do not show, by the beginning of the name.
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
    "clock-step-back": "the clock is at fault",
    "ts-one-jump": "the clock is at fault",
    "wire-one-stamp": "the clock is at fault",
}

# Without accounting an answer hangs on a segment that is not looked at then: of
# which capture, which member of the answer, and why. Octets count only where a FIN of
# both ends shows how far they came.
UNSEEN = {
    "fin-missed-crossed": ("path_B", "that no data stood before the lost FIN"),
    "gfw-midstream": (None, "all before the RSTs, which alone begin no flow"),
    "rst-overtook-data": ("reset_by", "the data behind those that came late"),
}

# The module limits notes that anybody's segments can cause: only transitions count.
NOTES_LIMITED = {"wire-24-attempts-one-port"}

# No end waits longer than this.
LONGEST = {"vector": SECOND, "capture": 100 * SECOND}


class LeftOut(Exception):
    """Cannot go over the wire; its text explains why."""


def records(data):
    """(time, octets) of a pcap file, and its link; whether any is cut short."""
    unit = 1 if data[:4] == b"\x4d\x3c\xb2\xa1" else 1000
    link = struct.unpack_from("<I", data, 20)[0]
    found, at, cut = [], 24, False
    while at < len(data):
        seconds, part, kept, whole = struct.unpack_from("<IIII", data, at)
        at += 16
        cut |= kept < whole
        found.append((seconds * SECOND + part * unit, data[at:at + kept]))
        at += kept
    return found, link, cut


def ip_packets(found, link):
    """(time, IP packet), with the padding of its frame."""
    for time, octets in found:
        if link == packets.LINK_RAW:
            yield time, octets
        elif link == LINK_SLL:
            yield time, octets[16:]
        elif octets[12:14] in (b"\x08\x00", b"\x86\xdd"):
            yield time, octets[14:]


def made_whole(packet):
    """A packet whose payload was cut off, and its addresses replaced."""
    if packet[0] >> 4 == 6:
        return packet.ljust(40 + int.from_bytes(packet[4:6], "big"), b"\0")
    head = bytearray(packet[:4 * (packet[0] & 15)])
    head[8] = 64
    head[10:12] = bytes(2)
    words = sum(int.from_bytes(head[at:at + 2], "big")
                for at in range(0, len(head), 2))
    words = (words & 0xffff) + (words >> 16)
    words = (words & 0xffff) + (words >> 16)
    head[10:12] = (words ^ 0xffff).to_bytes(2, "big")
    return (bytes(head) + packet[len(head):]).ljust(
        int.from_bytes(packet[2:4], "big"), b"\0")


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


def essence(events, notes=True):
    """Of each connection, what does not depend on the clock."""
    flows = {}
    for event in events:
        if event["cause"] == "TIMER" or not (notes or event["type"] != "note"):
            continue
        ways = [f"{event[role]['addr']} {event[role]['port']}"
                for role in ("initiator", "responder")]
        flows.setdefault(event["flow"], []).append(
            ways + [event.get(key) for key in
                    ("type", "endpoint", "from", "to", "cause", "certainty",
                     "seq", "ack", "retract")])
    return list(flows.values())


def answers(case, flows, events):
    """What is reported of each flow, but for what timers did and how long it took."""
    silent = {it["flow"] for it in events
              if it["cause"] == "TIMER" and it["from"] not in ("TIME_WAIT", "CLOSED")}
    events = [it for it in events if it["cause"] != "TIMER"]
    found = []
    for flow in sorted(flows, key=lambda it: it["flow"]):
        it = check.found(case, flow, events)
        it["completed"] = None not in it.pop("legs_ms")
        del it["states"]
        if flow["flow"] in silent or it["end"] in ("still-open", "timeout", "half-open"):
            it["end"] = "open, or by silence"
        found.append(it)
    return found


def read_answers(command, path, data, case):
    path.write_bytes(data)
    return answers(case, check.lines(command, ["life"], path),
                   check.lines(command, ["watch", "--notes"], path))


def known(case, found):
    """Of the flows of which the truth is known, the number and the members."""
    if "flows" in case:
        return list(enumerate(case["flows"]))
    if "last" in case:
        return [(len(found) - 1, case["last"])]
    return [(n, case["completed"]) for n, it in enumerate(found)
            if it["completed"]]


def plan(command, name, data, scratch, case=None):
    """The line for one capture."""
    for beginning, why in LEFT_OUT.items():
        if name.startswith(beginning):
            raise LeftOut(why)
    found, link, cut = records(data)
    if cut and not case:
        raise LeftOut("what the capture does not hold cannot be sent")
    sent = [(time, made_whole(packet) if case else packet)
            for time, packet in ip_packets(found, link)]
    if not sent:
        raise LeftOut("no packet")
    notes = name not in NOTES_LIMITED
    expected = essence(heard(command, scratch, data), notes)
    where = sides(ends(packet) for _, packet in sent)
    frames, played, now, before = [], [], sent[0][0], sent[0][0]
    longest = LONGEST["capture" if case else "vector"]
    for time, packet in sent:
        gap = min(time - before, longest)	# whether it matters is seen below
        now, before = now + gap, time
        # From the side that its target is not on: an ICMP error may come
        # from a router before or behind this one.
        frames.append([gap, 1 - where[ends(packet)[1]], packet.hex()])
        played.append((now, packets.framed(packets.LINK_ETHERNET, packet)))
    again = packets.pcap(played)
    if essence(heard(command, scratch, again), notes) != expected:
        raise LeftOut("what happens depends on more than "
                      f"{longest // SECOND} s of silence")
    line = {"name": name, "sides": where, "frames": frames,
            "expected": expected, "accounting": 1,
            "notes": notes}
    if case:
        line["case"] = case
        line["answers"] = read_answers(command, scratch, data, case)
    return line


def lines_for(command, name, data, scratch, case):
    """The lines for one capture: with accounting, and without."""
    try:
        line = plan(command, name, data, scratch, case)
    except LeftOut as why:
        yield {"name": name, "left_out": str(why)}
        return
    yield line
    if case:
        member, why = UNSEEN.get(name, ("", ""))
        line = {**line, "name": f"{name}, without accounting", "accounting": 0,
                "unseen": member, "why": why}
        if member is None:
            line["left_out"] = f"not looked at without accounting: {why}"
        yield line


def main():
    command, dump, work, *names = sys.argv[1:]
    work = pathlib.Path(work)
    text = subprocess.run([dump], capture_output=True, text=True,
                          check=True).stdout
    made = [(v.name, packets.pcap(v.frames), None) for v in vectors.read(text)]
    made += [(name, make(), None) for name, make in captures.ALL.items()]
    with open(CORE / "captures/expected.json", encoding="utf-8") as file:
        made += [(name.removesuffix(".pcap"),
                  (CORE / "captures" / name).read_bytes(), case)
                 for name, case in json.load(file).items()]
    with open(work / "plan", "w", encoding="ascii") as out:
        for name, data, case in made:
            if names and name not in names:
                continue
            for line in lines_for(command, name, data, work / "capture", case):
                print(json.dumps(line), file=out)


if __name__ == "__main__":
    main()
