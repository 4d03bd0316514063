#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""export prometheus --silence: which connections are counted, in which bucket, and that
they are those of which list shows it.

silence.py TCPST FOLDER   FOLDER has packets.py; N passed, N failed
"""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, sys.argv[2])
import packets  # noqa: E402, pylint: disable=wrong-import-position
from tally import Tally  # noqa: E402, pylint: disable=wrong-import-position

TCPST = sys.argv[1]
TALLY = Tally("silence")
MS, SECOND = 10**6, 10**9
START, STOP = 10**18, 10**18 + 100 * SECOND
INITIATOR, RESPONDER = 0, 1


def segment(port, side, flags, seq, ack, octets=0):
    ends = (("10.0.0.1", port), ("10.0.0.2", 80))
    (saddr, sport), (daddr, dport) = ends[side], ends[not side]
    return packets.framed(packets.LINK_ETHERNET, packets.ipv4(saddr, daddr, packets.tcp(
        saddr, daddr, sport, dport, flags, seq, ack, b"x" * octets)))


def opening(port, sides=(INITIATOR, RESPONDER)):
    frames = [(0, INITIATOR, "SYN", 0, 0), (MS, RESPONDER, "SYN-ACK", 0, 1),
              (2 * MS, INITIATOR, "ACK", 1, 1)]
    return [(START + at, segment(port, side, *rest))
            for at, side, *rest in frames if side in sides]


def ago(seconds, *what):
    return (STOP - int(seconds * SECOND), segment(*what))


# Port 1: data to the responder, which was last heard 45 s before the end. 2: data to the
# initiator, 7 s. 3: all is acknowledged. 4: two keep-alives, 90 s. 5: only the initiator is
# seen. 6: half-open. 7: a FIN is not acknowledged. 8: data, half a second ago.
# 9: the same, after 80 s in which nothing was sent.
FRAMES = [
    *opening(1), ago(45, 1, RESPONDER, "ACK", 1, 1),
    ago(44, 1, INITIATOR, "PSH-ACK", 1, 1, 10), ago(43, 1, INITIATOR, "PSH-ACK", 1, 1, 10),
    *opening(2), ago(7, 2, INITIATOR, "ACK", 1, 1), ago(6, 2, RESPONDER, "PSH-ACK", 1, 1, 1000),
    *opening(3), ago(60, 3, INITIATOR, "PSH-ACK", 1, 1, 10), ago(59, 3, RESPONDER, "ACK", 1, 11),
    *opening(4), ago(90, 4, RESPONDER, "ACK", 1, 1),
    ago(30, 4, INITIATOR, "ACK", 0, 1), ago(20, 4, INITIATOR, "ACK", 0, 1),
    *opening(5, [INITIATOR]), ago(40, 5, INITIATOR, "PSH-ACK", 1, 1, 10),
    ago(39, 5, INITIATOR, "PSH-ACK", 1, 1, 10),
    (STOP - 20 * SECOND, segment(6, INITIATOR, "SYN", 0, 0)),
    *opening(7), ago(30, 7, INITIATOR, "FIN-ACK", 1, 1), ago(29, 7, INITIATOR, "FIN-ACK", 1, 1),
    *opening(8), ago(0.6, 8, RESPONDER, "ACK", 1, 1), ago(0.5, 8, INITIATOR, "PSH-ACK", 1, 1, 10),
    *opening(9), ago(80, 9, RESPONDER, "ACK", 1, 1), ago(0.5, 9, INITIATOR, "PSH-ACK", 1, 1, 10),
    (STOP, packets.filler()),
]


def tcpst(*words):
    return subprocess.run([TCPST, *words], capture_output=True, text=True, check=False).stdout


def metrics(page):
    """Those of silence, without their common beginning."""
    values = (line.rsplit(" ", 1) for line in page.splitlines()
              if line.startswith("tcpstates_silen"))
    return {name.removeprefix("tcpstates_"): float(value) for name, value in values}


def check_buckets(found):
    for endpoint, bounds in (("responder", (("30", 0), ("60", 1), ("120", 2), ("+Inf", 2))),
                             ("initiator", (("5", 0), ("10", 1), ("+Inf", 1)))):
        for bound, count in bounds:
            name = f'silent_seconds_bucket{{endpoint="{endpoint}",le="{bound}"}}'
            TALLY.check(f"{endpoint}s silent for {bound} s at most: {count}",
                        found.get(name) == count, found.get(name))
    total = found['silent_seconds_sum{endpoint="responder"}']
    TALLY.check("for how long, added up", abs(total - 135) < 0.1, total)
    for endpoint, octets in (("responder", 10), ("initiator", 1000)):
        unacked = found[f'silent_unacked_bytes{{endpoint="{endpoint}"}}']
        TALLY.check(f"what {endpoint}s have not acknowledged: {octets} octets",
                    unacked == octets, unacked)
    unknown = found["silence_unknown_flows"]
    TALLY.check("if only one end is seen, it is not known", unknown == 1, unknown)
    TALLY.check("a capture has no table to dump", "silence_age_seconds" not in found)


def check_list(capture):
    """The number of the connection is here its port."""
    peers = tcpst("list", "--raw", "--noheadings", "-o", "IPORT,PEER", "--where",
                  "class==established", "-r", capture).splitlines()
    shown = {line.split()[0]: line.split()[1] for line in peers if not line.endswith(" -")}
    TALLY.check("list shows the same ends, and more that were never heard",
                {port: shown.get(port, "").split("\\")[0] for port in "123489"} ==
                {"1": "responder", "2": "initiator", "3": "", "4": "responder", "8": "", "9": ""},
                peers)


def check_show(capture):
    for port, line in ((1, "responder for 45.0s, 1 retransmission or probe unanswered, 10 octets "
                           "not acknowledged"),
                       (2, "initiator for 7.00s, 1000 octets not acknowledged"), (3, None)):
        rows = tcpst("show", f"10.0.0.1:{port}", "-r", capture).splitlines()
        found = [i for i, row in enumerate(rows) if row.startswith("  silent ")]
        # In 80 columns it may take two lines.
        text = " ".join(rows[found[0]][15:].split() + rows[found[0] + 1].split()) if found else ""
        TALLY.check(f"show: {line or 'nobody is silent'}",
                    text.startswith(line) if line else not found, text)


def main():
    with tempfile.TemporaryDirectory() as folder:
        capture = os.path.join(folder, "silent.pcap")
        with open(capture, "wb") as file:
            file.write(packets.pcap(sorted(FRAMES, key=lambda frame: frame[0])))
        check_buckets(metrics(tcpst("export", "prometheus", "--silence", "30s", "-r", capture)))
        check_list(capture)
        check_show(capture)
        page = tcpst("export", "prometheus", "-r", capture)
        TALLY.check("without the option there is none of it",
                    "tcpstates_flows_ended_total" in page and not metrics(page))
    TALLY.end()


main()
