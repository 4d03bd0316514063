# SPDX-License-Identifier: GPL-2.0
"""Comparison with tshark, where it knows: check(tally, tcpst, build)

Who opened a connection, how complete it is, FIN, RST and octets. All link layers
and tunnels are in one file, as interfaces of it, for tshark takes long to start.
"""

import json
import shutil
import subprocess

import captures
import links
import packets as p
from connections import OPEN, connection

FIELDS = ["tcp.stream", "ip.src", "ipv6.src", "tcp.srcport", "tcp.flags",
          "tcp.len", "tcp.completeness", "tcp.analysis.retransmission",
          "tcp.analysis.keep_alive"]
CAPTURES = ("link_ethernet_padded", "link_qinq", "link_sll2", "link_raw",
            "file_pcapng", "file_pcapng_link_types", "ipv6_extensions",
            "two_at_once", "snaplen_headers_only",
            "timer_reset")
# Layers that tshark 4.0 does not dissect (GUE), guesses, or (both packets of a frame)
# dissects further than we do. In CAPWAP it takes the first octets of 802.11 as swapped.
UNSEEN = {"atm_clip_llc", "docsis", "docsis_extended", "fabricpath", "netanalyzer_transparent",
          "vlan_older", "slip", "hdlc_direction", "mpls", "pseudowire",
          "nflog_other_order", "wireless_aggregated", "brcm", "brcm_prepend",
          "dsa", "edsa", "gue", "gue_options", "gue_second", "capwap_wireless"}


# Behaviour of TCP stacks other than that of Linux.
HELLO = ("i", "PSH-ACK", 1001, 5001, b"hello")
HABITS = {
    "RST-ACK with data": OPEN + [HELLO, ("r", "RST-ACK", 5001, 1006, b"gone")],
    "keep-alive of one octet": OPEN + [
        HELLO, ("r", "ACK", 5001, 1006, b""), ("i", "ACK", 1005, 5001, b"o"),
        ("r", "ACK", 5001, 1006, b"")],
    "SYN-ACK with data": [
        OPEN[0], ("r", "SYN-ACK", 5000, 1001, b"hi"),
        ("i", "ACK", 1001, 5003, b"")],
    "keep-alive without an octet": OPEN + [
        HELLO, ("r", "ACK", 5001, 1006, b""), ("i", "ACK", 1005, 5001, b""),
        ("r", "ACK", 5001, 1006, b""), ("i", "RST", 1006, 0, b"")],
    "urgent data, also on a FIN": OPEN + [
        ("i", "PSH-URG-ACK", 1001, 5001, b"hello"), ("r", "ACK", 5001, 1006, b""),
        ("i", "FIN-URG-ACK", 1006, 5001, b"x"), ("r", "ACK", 5001, 1008, b"")],
    "ECN": [
        ("i", "SYN-ECE-CWR", 1000, 0, b""), ("r", "SYN-ACK-ECE", 5000, 1001, b""),
        ("i", "ACK", 1001, 5001, b""), ("i", "PSH-ACK-CWR", 1001, 5001, b"hello"),
        ("r", "ACK-ECE", 5001, 1006, b""), ("i", "FIN-ACK-CWR", 1006, 5001, b""),
        ("r", "FIN-ACK-ECE", 5001, 1007, b""), ("i", "ACK", 1007, 5002, b"")],
    "AccECN": [
        ("i", "SYN-ECE-CWR", 1000, 0, b""), ("r", "SYN-ACK-CWR", 5000, 1001, b""),
        ("i", "ACK-ECE-CWR", 1001, 5001, b""),
        ("i", "PSH-ACK-ECE", 1001, 5001, b"hello"),
        ("r", "RST-ACK-CWR", 5001, 1006, b"")],
    "half-close, and a RST to what comes then": OPEN + [
        ("i", "FIN-ACK", 1001, 5001, b""), ("r", "ACK", 5001, 1002, b""),
        ("r", "PSH-ACK", 5001, 1002, b"more"), ("i", "RST", 1002, 0, b"")],
    "FIN with data, repeated without": OPEN + [
        ("i", "FIN-ACK", 1001, 5001, b"hello"), ("i", "FIN-ACK", 1006, 5001, b""),
        ("r", "ACK", 5001, 1007, b"")],
    # Windows retries from the same port when it was refused.
    "refused three times": [
        ("i", "SYN", 1000, 0, b""), ("r", "RST-ACK", 0, 1001, b"")] * 3,
    # macOS requests ECN only with the first SYN.
    "SYN repeated without ECN": [
        ("i", "SYN-ECE-CWR", 1000, 0, b""), ("i", "SYN", 1000, 0, b""),
        *OPEN[1:], HELLO, ("r", "RST", 5001, 0, b"")],
    # Linux and Windows abort where data come after close().
    "FIN, data, several RSTs": OPEN + [
        ("i", "FIN-ACK", 1001, 5001, b""), ("r", "PSH-ACK", 5001, 1002, b"late"),
        ("i", "RST", 1002, 0, b""), ("i", "RST", 1002, 0, b"")],
    "RST right behind a FIN": OPEN + [
        HELLO, ("r", "FIN-PSH-ACK", 5001, 1006, b"bye"),
        ("r", "RST-ACK", 5005, 1006, b"")],
    # lwIP sends its FIN with data, and both ends may do so at once.
    "crossing FINs with data": OPEN + [
        ("i", "FIN-PSH-ACK", 1001, 5001, b"hello"),
        ("r", "FIN-PSH-ACK", 5001, 1001, b"world"),
        ("i", "ACK", 1007, 5007, b""), ("r", "ACK", 5007, 1007, b"")],
    "data in a SYN": [
        ("i", "SYN", 1000, 0, b"fast"), ("r", "SYN-ACK", 5000, 1005, b""),
        ("i", "ACK", 1005, 5001, b""), ("i", "FIN-ACK", 1005, 5001, b""),
        ("r", "FIN-ACK", 5001, 1006, b""), ("i", "ACK", 1006, 5002, b"")],
    # A middlebox resets both ends, each in the name of the other.
    "RSTs to both ends": OPEN + [
        HELLO, ("r", "RST-ACK", 5001, 1006, b""), ("i", "RST-ACK", 1006, 5001, b"")],
    "silence, broken by a RST": OPEN + [HELLO, HELLO, HELLO,
                                        ("i", "RST-ACK", 1006, 5001, b"")],
    "FIN repeated with other data": OPEN + [
        ("i", "FIN-ACK", 1001, 5001, b"hello"),
        ("i", "FIN-ACK", 1001, 5001, b"HELLO"), ("r", "ACK", 5001, 1007, b"")],
}


def all_links():
    """Each link layer and tunnel as an interface, with a port of its own."""
    layers = [it for it in links.LINKS.items() if it[0] not in UNSEEN]
    tunnels = len(layers)
    layers += [(name, (1, wrap)) for name, (wrap, _) in links.TUNNELS.items()
               if name not in UNSEEN]
    out, frames = [p.section()], []
    for number, (name, (link, wrap)) in enumerate(layers):
        out.append(p.interface(link, name=name.encode()))
        frames += [(time, number, wrap(data)) for time, data in connection(
            p.LINK_RAW, v6=number % 2 == 1 and number < tunnels,
            ports=(2000 + number, 443))]
    frames.sort(key=lambda frame: frame[0])
    out += [p.enhanced(time, data, number) for time, number, data in frames]
    return b"".join(out)


def streams(path, of=""):
    """From tshark: initiator, completeness, octets of each end; and an additional field OF."""
    fields = FIELDS + ([of] if of else [])
    rows = subprocess.run(
        ["tshark", "-2", "-r", path, "-T", "fields", "-E", "separator=;",
         "-E", "occurrence=l", "-Y", "tcp"] +
        [word for field in fields for word in ("-e", field)],
        capture_output=True, text=True, timeout=600).stdout.splitlines()
    found = {}
    for row in rows:
        stream, v4, v6, port, flags, size, complete, again, alive, *rest = \
            row.split(";")
        if not flags or not size:    # quoted by an ICMP error, and truncated
            continue
        it = found.setdefault(int(stream), {"bytes": {}, "initiator": None,
                                            "of": "".join(rest)})
        # The last one is the inner one, of either family.
        source = f"{port} {v4 if not v6 else v6 if not v4 else v4 + v6}"
        # The data of a RST are explanatory text (RFC 9293, 3.5.3), and the octet of a
        # keep-alive was sent before.
        none = again or alive or int(flags, 16) & 4
        it["bytes"][source] = it["bytes"].get(source, 0) + \
            (0 if none else int(size))
        if int(flags, 16) & 0x12 == 2:
            it["initiator"] = source
        it["complete"] = int(complete)
    return [found[stream] for stream in sorted(found)]


def lives_of(tcpst, path, *options):
    lives = [json.loads(line) for line in
             tcpst("life", "--json", "-r", path, *options)[0].splitlines()]
    return sorted(lives, key=lambda life: life["flow"])


def both(found, lives):
    """The results of tshark and of tcpst, in the same terms."""
    wanted = [describe(it["initiator"].split()[0] if it["initiator"] else "?",
                       it["complete"], it["complete"] & 16,
                       it["complete"] & 32,
                       {end.split()[0]: size for end, size in
                        it["bytes"].items()}) for it in found]
    got = [describe(str(life["initiator"]["port"]),
                    life["tcp_completeness"],
                    life["closed_first"], life["reset_by"],
                    {str(life[role]["port"]): life["bytes"][role]
                     for role in ("initiator", "responder")})
           for life in lives]
    return "\n".join(wanted), "\n".join(got)


def check_habits(tally, tcpst, build):
    """Each with its own port, in one file."""
    frames, ports = [], {}
    for number, (name, steps) in enumerate(HABITS.items()):
        ports[str(3000 + number)] = name
        frames += connection(steps=steps, ports=(3000 + number, 443))
    path = build / "habits.pcap"
    path.write_bytes(p.pcap(sorted(frames)))
    wanted, got = (
        {ports[line.split()[0]]: line for line in text.splitlines()}
        for text in both(streams(path), lives_of(tcpst, path)))
    for name in HABITS:
        tally.check(f"{name}, by tshark", wanted[name], got.get(name, ""))


def compare(tally, name, tcpst, path, *options):
    tally.check(f"{name}, by tshark",
                *both(streams(path), lives_of(tcpst, path, *options)))


def describe(initiator, complete, fin, rst, octets):
    return f"{initiator} complete {complete} fin {bool(fin)} rst " \
           f"{bool(rst)} {sorted(octets.items())}"


def check_filter(tally, tcpst, build):
    """The display filter of each of two connections of the same ports."""
    path = build / "reuse_of_time_wait.pcap"
    path.write_bytes(captures.ALL["reuse_of_time_wait"]())
    for flow, wanted in (("1", list(range(1, 11))), ("2", list(range(11, 21)))):
        text = tcpst("show", flow, "--filter", "-r", path)[0].strip()
        rows = subprocess.run(
            ["tshark", "-r", path, "-Y", text, "-T", "fields", "-e",
             "frame.number"], capture_output=True, text=True,
            timeout=900).stdout.split()
        tally.check(f"display filter of flow {flow}", str(wanted),
                    str(list(map(int, rows))))


def check(tally, tcpst, build):
    if not shutil.which("tshark"):
        print("tshark is not here: no second opinion")
        return
    for name in CAPTURES:
        path = build / f"{name}.pcap"
        path.write_bytes(captures.ALL[name]())
        compare(tally, name, tcpst, path)
    check_filter(tally, tcpst, build)
    check_habits(tally, tcpst, build)
    path = build / "all_links.pcapng"
    path.write_bytes(all_links())
    compare(tally, "all link layers and tunnels", tcpst, path, "--tunnels")
