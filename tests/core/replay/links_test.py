# SPDX-License-Identifier: GPL-2.0
"""Link layers and tunnels through tcpst: check(tally, tcpst, build)

However it was encapsulated, it is the same connection: the output of tcpst does not
differ from that for Ethernet, except for the names of the encapsulation.
"""

import json

import links
import packets as p
from connections import connection, timed


def lines(tcpst, path, *options):
    """The output for a capture, without the names of interface and tunnel."""
    out = ""
    for command in (["watch", "--notes"], ["life"]):
        out += tcpst(*command, "--json", "-r", path, *options)[0]
    tunnels = {json.loads(line).get("tunnel", "") for line in out.splitlines()}
    for tunnel in tunnels - {""}:
        out = out.replace(f',"tunnel":"{tunnel}"', "")
    return out, " ".join(sorted(tunnels))


def written(path, link, wrap, steps):
    path.write_bytes(p.pcap([(t, wrap(packet)) for t, packet in steps], link))
    return path


def sealed(how):
    return str([f"tcpst: 10 of 10 frames are encrypted or compressed and cannot be "
                f"examined, the first by {how}"] if how else [])


def check_aggregated(tally, tcpst, path):
    """Three packets in a frame of IEEE 802.11, each of its own connection."""
    steps = [[packet for _, packet in connection(p.LINK_RAW, ports=(port, 443))]
             for port in (40000, 40001, 40002)]
    path.write_bytes(p.pcap(timed(links.aggregated(*packets)
                                  for packets in zip(*steps)), 105))
    lives = [json.loads(line) for line in
             tcpst("life", "--json", "-r", path)[0].splitlines()]
    tally.check("packets of one frame (A-MSDU)", str(
        [(port, "fin", "SF", 5, 100) for port in (40000, 40001, 40002)]), str(
            [(it["initiator"]["port"], it["end"], it["zeek_conn_state"],
              it["bytes"]["initiator"], it["bytes"]["responder"])
             for it in lives]))
    rows = tcpst("watch", "-o", "FRAME", "--raw", "--noheadings", "-r", path)[0]
    tally.check("their frames", "1 2 3 7 8 9 10", " ".join(
        sorted({*rows.split()}, key=int)))


def check(tally, tcpst, build):
    path = build / "link.pcap"
    steps = {v6: connection(p.LINK_RAW, v6) for v6 in (False, True)}
    plain = {v6: lines(tcpst, written(path, 101, bytes, steps[v6]))[0]
             for v6 in steps}
    for name, (link, wrap) in links.LINKS.items():
        for v6 in steps:
            got = lines(tcpst, written(path, link, wrap, steps[v6]))
            tally.check(f"link layer {name}, {'IPv6' if v6 else 'IPv4'}",
                        plain[v6], got[0])
    for name, (wrap, called) in links.TUNNELS.items():
        written(path, 1, wrap, steps[False])
        tally.check(f"tunnel {name}", plain[False] + called,
                    "".join(lines(tcpst, path, "--tunnels")))
        tally.check(f"tunnel {name} without --tunnels", "",
                    lines(tcpst, path)[0])
        tally.check(f"tunnel {name} without --tunnels, a message",
                    "tcpst: 10 TCP segments are inside tunnels and were ignored; "
                    "--tunnels examines them\n",
                    tcpst("life", "-r", path)[1])
    check_aggregated(tally, tcpst, path)
    for name, (link, wrap) in links.CLOSED.items():
        written(path, link, wrap, steps[False])
        tally.check(f"nothing to read: {name}", "",
                    lines(tcpst, path, "--tunnels")[0])
        tally.check(f"what is encrypted: {name}", sealed(links.SEALED.get(name)),
                    str([line for line in tcpst("life", "-r", path)[1].splitlines()
                         if "encrypted" in line]))
