# SPDX-License-Identifier: GPL-2.0
"""Frames of chosen connections (--pcap): check(tally, tcpst, build)

They are those of the capture, to the octet, with their times, interfaces and
own comments, and tcpst's events are added as comments.
"""

import json
import re
import shutil
import socket
import struct
import subprocess

import captures
import links
import packets as p
from connections import MS, OPEN, START, WHOLE, connection, packet, timed


def options(data):
    found = []
    while len(data) >= 4:
        code, size = struct.unpack_from("<HH", data)
        if not code:
            break
        found.append((code, data[4:4 + size]))
        data = data[4 + size + (-size & 3):]
    return found


def frames(octets):
    """Frames of a file as tcpst writes it: (time, octets, link, name, comments)."""
    found, interfaces = [], []
    while octets:
        kind, size = struct.unpack_from("<II", octets)
        body, end = octets[8:size - 4], octets[size - 4:size]
        assert end == struct.pack("<I", size), "the two lengths of a block"
        if kind == 1:
            named = dict(options(body[8:]))
            assert named[9] == b"\x09", "times are in ns"
            interfaces.append((struct.unpack_from("<H", body)[0],
                               named.get(2, b"").decode()))
        elif kind == 6:
            number, high, low, kept, length = struct.unpack_from("<IIIII", body)
            behind = body[20 + kept + (-kept & 3):]
            found.append((high << 32 | low, body[20:20 + kept], length,
                          *interfaces[number],
                          [text.decode() for code, text in options(behind)
                           if code == 1]))
        octets = octets[size:]
    return found


def extracted(tcpst, path, out, *words):
    out.unlink(missing_ok=True)
    _, err, status = tcpst(*words, "--pcap", out, "-r", path)
    assert not err and not status, err
    return frames(out.read_bytes())


def check_one(tally, tcpst, build):
    """One of two connections: its frames, and a comment for each event."""
    path, out = build / "two_at_once.pcap", build / "out.pcapng"
    path.write_bytes(captures.two_at_once())
    whole = extracted(tcpst, path, out, "life")
    tally.check("frames of all connections", "18", str(len(whole)))
    for words in (["life", "--port", "40001"], ["show", "2"],
                  ["life", "--end", "reset"], ["life", "--flow", "2", "--by", "END"],
                  ["life", "--sort", "-FLOW", "--count", "1"],
                  ["life", "--json", "--where", "iport == 40001"]):
        got = extracted(tcpst, path, out, *words)
        tally.check(f"frames by {' '.join(words)}", str(whole[1:16:2]), str(got))
    got = extracted(tcpst, path, out, "list", "--state", "TIME_WAIT")
    tally.check("frames by list", str(whole[:17:2] + whole[17:]), str(got))
    events = {}
    for line in tcpst("watch", "--notes", "--json", "-r", path)[0].splitlines():
        event = json.loads(line)
        words = (f"tcpst flow {event['flow']}: {event['endpoint']} "
                 f"{event['from']} -> {event['to']}")
        events.setdefault(event["frame"], []).append(words)
    got = {number: [comment.split(": ")[0] + ": " +
                    comment.split(": ")[1].split(",")[0]
                    for comment in frame[-1]]
           for number, frame in enumerate(whole, 1) if frame[-1]}
    tally.check("comments are the transitions", str(events), str(got))


def check_links(tally, tcpst, build):
    """Every link layer: the frames written are read back unchanged."""
    path, out = build / "all_layers.pcapng", build / "out.pcapng"
    octets, wanted = [p.section()], []
    for number, (name, (link, wrap)) in enumerate(links.LINKS.items()):
        octets.append(p.interface(link, name=name.encode()))
        for time, data in connection(p.LINK_RAW, v6=number % 2 == 1,
                                     ports=(2000 + number, 443)):
            octets.append(p.enhanced(time, wrap(data), number))
            wanted.append((time, wrap(data), len(wrap(data)), link, name))
    path.write_bytes(b"".join(octets))
    got = extracted(tcpst, path, out, "life")
    tally.check("frames of all link layers", str(wanted),
                str([frame[:-1] for frame in got]))
    tally.check("what is written is the same connections",
                tcpst("life", "--json", "-r", path)[0],
                tcpst("life", "--json", "-r", out)[0])


def check_more(tally, tcpst, build):
    path, out = build / "some.pcap", build / "out.pcapng"
    # Frames that are not segments of it, and an ICMP error that quotes it.
    icmp = captures.icmp_unreachable()
    path.write_bytes(icmp)
    got = extracted(tcpst, path, out, "life")
    tally.check("an ICMP error is of the connection that it quotes",
                "2 initiator SYN_SENT -> CLOSED",
                f"{len(got)} {got[-1][-1][0][14:42]}" if got else "")
    # The comments of the capture on a frame are kept, in either byte order.
    for order in "<>":
        path.write_bytes(p.section(order) + p.interface(order=order) + p.enhanced(
            START, p.framed(1, packet(OPEN[0])), order=order, comment=b"mine"))
        got = extracted(tcpst, path, out, "life")
        tally.check(f"a comment of the capture, byte order {order}", "mine 2",
                    f"{got[0][-1][-1]} {len(got[0][-1])}" if got else "")
    # Truncated by a snapshot length, and copies, which are not more segments.
    path.write_bytes(p.pcap(connection(), snaplen=60))
    got = extracted(tcpst, path, out, "life")
    tally.check("frames that were cut off", "60 154",
                f"{len(got[4][1])} {got[4][2]}")
    twice = [frame for time, octets in connection()
             for frame in ((time, octets), (time + 1000, octets))]
    path.write_bytes(p.pcap(twice))
    out.unlink()
    tcpst("life", "--pcap", out, "-r", path)
    tally.check("frames without copies", "10", str(len(frames(
        out.read_bytes()))))
    # The connection before leaves its ports to the next one, which is first seen
    # in the middle: two segments show it, the first of them in a frame of its own.
    ahead = [("i", "PSH-ACK", 3_000_000_000, 2_000_000_000, b"x" * 10),
             ("r", "ACK", 2_000_000_000, 3_000_000_010, b""),
             ("i", "PSH-ACK", 3_000_000_010, 2_000_000_000, b"x" * 10)]
    path.write_bytes(p.pcap(timed((p.framed(1, packet(step))
                                   for step in WHOLE + ahead), MS)))
    for flow, wanted in (2, [10, 11, 12]), (1, list(range(10))):
        got = extracted(tcpst, path, out, "show", str(flow))
        numbers = [(frame[0] - START) // MS for frame in got]
        tally.check(f"frames of flow {flow}, found in the middle", str(wanted),
                    str([n for n in numbers if flow == 2 or n < 10]))


def check_streams(tally, tcpst, build):
    """A pipe in, a pipe out, several files, and a file that is damaged."""
    path, out = build / "some.pcap", build / "out.pcapng"
    whole = p.pcap(connection())
    path.write_bytes(whole)
    wanted = extracted(tcpst, path, out, "life")
    for words in ["life"], ["show", "1"], ["list"]:
        got, err, status = tcpst(*words, "--pcap", "-", "-r", "-", input=whole,
                                 text=False)
        tally.check(f"{words[0]} between two pipes", f"{wanted} b'' 0",
                    f"{frames(got)} {err} {status}")
    with open(path, "rb") as file:
        got, _, _ = tcpst("life", "--pcap", "-", "-r", "-", stdin=file,
                          text=False)
    tally.check("life of standard input that is a file", str(wanted),
                str(frames(got)))
    more = build / "more.pcap"
    more.write_bytes(p.pcap([(time + MS // 2, data) for time, data in connection(
        p.LINK_RAW, ports=(40001, 80))], p.LINK_RAW))
    got = extracted(tcpst, path, out, "life", "-r", more)
    tally.check("frames of two files, in the order of time",
                str([1, 101] * 10), str([frame[3] for frame in got]))
    path.write_bytes(whole[:-1])
    out.unlink()
    _, err, status = tcpst("life", "--pcap", out, "-r", path)
    tally.check("a damaged capture, what can be read", "9 1 1",
                f"{len(frames(out.read_bytes()))} {err.count('damaged')} {status}")
    out.unlink()
    _, err, status = tcpst("life", "--pcap", out, "-r", build / "nowhere")
    tally.check("no capture, no file", "1 False", f"{status} {out.exists()}")
    path.write_bytes(whole)
    _, err, status = tcpst("life", "--pcap", "/dev/full", "-r", path)
    tally.check("no space left", "1 True",
                f"{status} {'cannot write /dev/full' in err}")
    _, err, status = tcpst("life", "--pcap", path, "-r", path)
    tally.check("the capture itself", "2 True True",
                f"{status} {'overwritten' in err} {path.read_bytes() == whole}")


def check_bare(tally, tcpst, build):
    """With --anonymize: the same is found, but neither addresses nor payload."""
    path, out, key = build / "some.pcap", build / "out.pcapng", build / "key"
    key.unlink(missing_ok=True)
    octets = [p.section()]
    layers = [(link, wrap) for link, wrap in links.LINKS.values()] + [
        (1, wrap) for wrap, _ in links.TUNNELS.values()]
    for number, (link, wrap) in enumerate(layers):
        octets.append(p.interface(link))
        for time, data in connection(p.LINK_RAW, ports=(2000 + number, 443),
                                     v6=number % 2 and number < len(links.LINKS)):
            octets.append(p.enhanced(time, wrap(data), number))
    rough = connection() + [(time, data[:-1] + b"?") for time, data in connection(
        ports=(3000, 443))]
    for name, capture in (
            ("every link layer and tunnel", b"".join(octets)),
            ("ICMP errors", captures.icmp_unreachable()),
            ("two at once", captures.two_at_once()),
            ("wrong checksums", p.pcap(sorted(rough)))):
        path.write_bytes(capture)
        out.unlink(missing_ok=True)
        wanted = tcpst("life", "--json", "--tunnels", "--anonymize", key,
                       "--pcap", out, "-r", path)[0]
        got = tcpst("life", "--json", "-r", out)[0]
        wanted, got = (sorted(re.sub(',"(iface|tunnel)":"[^"]*"', "", line) for line in
                              text.splitlines()) for text in (wanted, got))
        tally.check(f"{name}, anonymous: the same connections", "True\n" + "\n".join(
            wanted), f"{len(got) > 0}\n" + "\n".join(got))
        bare = frames(out.read_bytes())
        tally.check(f"{name}, anonymous: packets of IP with headers only", "{101} 100",
                    f"{set(frame[3] for frame in bare)} "
                    f"{max(100, *(len(frame[1]) for frame in bare))}")
        lives = [json.loads(line) for line in
                 tcpst("life", "--json", "--tunnels", "-r", path)[0].splitlines()]
        real = [socket.inet_pton(socket.AF_INET6 if ":" in addr else socket.AF_INET,
                                 addr)
                for life in lives for addr in (life["initiator"]["addr"],
                                               life["responder"]["addr"])]
        tally.check(f"{name}, anonymous: no address of before", "[]",
                    str([addr for addr in real if addr in out.read_bytes()]))


def check_options(tally, tcpst, build):
    """With --anonymize: no TCP option that may identify a host."""
    path, out, key = build / "options.pcap", build / "out.pcapng", build / "key"
    secret = b"\xc6\x33\x64\x07hidden"     # an address and more
    kinds = (30, 19, 34, 253, 6)            # MPTCP, MD5, Fast Open, an experiment, echo
    for kind in kinds:
        known = b"\2\4\5\xb4\4\2\3\3\7\1"
        option = bytes([kind, 2 + len(secret)]) + secret
        path.write_bytes(p.pcap(connection(options=known + option)))
        frames_of = extracted(tcpst, path, out, "life", "--anonymize", key)
        tally.check(f"option {kind}, anonymous: kind and length alone", "True False",
                    f"{any(option[:2] + bytes(len(secret)) in f[1] for f in frames_of)} "
                    f"{secret[:4] in out.read_bytes() or b'hidden' in out.read_bytes()}")
        shown = ["".join(tcpst("show", "1", "--segments", *words, "-r", file)[:2])
                 for words, file in ((["--anonymize", key], path), ([], out))]
        tally.check(f"option {kind}, anonymous: the same is shown, no checksum is wrong",
                    *shown)
    cut = bytes([30, 20]) + secret          # longer than the header
    path.write_bytes(p.pcap(connection(options=cut)))
    extracted(tcpst, path, out, "life", "--anonymize", key)
    tally.check("an option longer than its header, anonymous", "False",
                str(b"hidden" in out.read_bytes()))


def check_tshark(tally, tcpst, build):
    """Wireshark shows the frames and the comments."""
    path, out = build / "two_at_once.pcap", build / "out.pcapng"
    path.write_bytes(captures.two_at_once())
    wanted = [",".join(frame[-1])
              for frame in extracted(tcpst, path, out, "life", "--end", "fin")]
    rows = subprocess.run(
        ["tshark", "-r", out, "-T", "fields", "-e", "frame.comment"],
        capture_output=True, text=True, timeout=900).stdout.splitlines()
    tally.check("comments, by tshark", "\n".join(wanted), "\n".join(rows))


def check(tally, tcpst, build):
    check_one(tally, tcpst, build)
    check_links(tally, tcpst, build)
    check_more(tally, tcpst, build)
    check_streams(tally, tcpst, build)
    check_bare(tally, tcpst, build)
    check_options(tally, tcpst, build)
    if shutil.which("tshark"):
        check_tshark(tally, tcpst, build)
