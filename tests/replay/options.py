# SPDX-License-Identifier: GPL-2.0
"""What options make of captures: check(tally, tcpst, build)

TCPST(argument…) is standard output, standard error and exit status; it takes
what subprocess.run() does.
"""

import json
import os

import captures
import packets

SECOND = 1_000_000_000


def write(build, name):
    path = build / f"{name}.pcap"
    path.write_bytes(captures.ALL[name]())
    return path


def check_checksums(tally, tcpst, build):
    """What is left out is said, once, by whoever reads captures."""
    path = write(build, "checksum_bad")
    page = build / "page.html"
    said = ("tcpst: 1 of 11 segments has a wrong checksum and was left out; "
            "--no-checksum takes them\n")
    for command in (["list"], ["watch"], ["life"], ["show", "1"], ["stats"],
                    ["stats", "--port", "443"], ["report", "-o", page],
                    ["export", "prometheus"]):
        name = f"{command[0]} of wrong checksums"
        _, err, status = tcpst(*command, "-r", path)
        tally.check(f"{name}: segments left out", f"0 {said}",
                    f"{status} {err}")
        _, err, status = tcpst(*command, "--no-checksum", "-r", path)
        tally.check(f"{name}: none are", "0 ", f"{status} {err}")


def check_states(tally, tcpst, build):
    """Of several states any will do, whoever they are asked of."""
    path = write(build, "link_ethernet_padded")
    for states, wanted in (
            ("initiator:syn-sent,responder:syn-received", [1, 2, 3, 4]),
            ("responder:established", [4, 6]),
            ("responder:last-ack,fin-wait-1", [5, 7, 8, 10])):
        out, _, _ = tcpst("watch", "--json", "--state", states, "-r", path)
        got = [json.loads(line)["seqno"] for line in out.splitlines()]
        tally.check(f"transitions of {states}", str(wanted), str(got))
    for states, wanted in (("responder:closed,established", 1),
                           ("responder:time-wait,established", 0),
                           ("responder:time-wait,initiator:time-wait", 1)):
        out, _, _ = tcpst("list", "--noheadings", "--state", states, "-r", path)
        tally.check(f"flows of {states}", str(wanted), str(out.count("\n")))


def check_flows(tally, tcpst, build):
    """Any of several flows, by every command that shows some."""
    path = write(build, "two_at_once")
    for flows in (["1,2"], ["1", "2"], ["2"]):
        words = [word for flow in flows for word in ("--flow", flow)]
        wanted = "".join(flows).replace(",", "")
        for command in ("life", "watch"):
            out, _, _ = tcpst(command, *words, "--json", "-r", path)
            got = {json.loads(line)["flow"] for line in out.splitlines()}
            tally.check(f"{command} of flows {flows}", wanted,
                        "".join(map(str, sorted(got))))
        out, _, _ = tcpst("stats", *words, "--json", "-r", path)
        shook = sum(bin_["count"] for line in out.splitlines()
                    for bin_ in json.loads(line)["syn_to_synack"])
        tally.check(f"stats of flows {flows}", str(len(wanted)), str(shook))
    for command in (["show"], ["export", "prometheus"],
                    ["report", "-o", build / "page.html"]):
        _, err, status = tcpst(*command, "--flow", "2", "-r", path)
        tally.check(f"{command[0]} of a flow", "0 ", f"{status} {err}")


def five_minutes():
    """A connection a minute, from 22:13:20; each takes 9 ms."""
    frames = []
    for minute in range(5):
        frames += captures.timed(
            (captures.packet(step, ports=(40000 + minute, 80))
             for step in captures.WHOLE),
            start=captures.START + minute * 60 * SECOND)
    return packets.pcap(frames, packets.LINK_RAW)


def check_since(tally, tcpst, build):
    """Points in time are those of the capture, whenever it is read."""
    path = build / "five_minutes.pcap"
    path.write_bytes(five_minutes())

    def read(command, *words):
        out, _, _ = tcpst(command, *words, "--json", "-r", path)
        return [json.loads(line) for line in out.splitlines()]

    # They end with TIME-WAIT, a minute later; the last when the capture does.
    for words, wanted in ((["--since", "-90s"], [3, 4, 5]),
                          (["--since", "-1ms"], [4, 5]),
                          (["--since", "22:15:20"], [2, 3, 4, 5]),
                          (["--since", "2023-11-14T22:17"], [4, 5]),
                          (["--since", "22:00"], [1, 2, 3, 4, 5]),
                          (["--duration", "90s"], [1, 2]),
                          (["-f", "--duration", "90s"], [1, 2]),
                          (["--since", "22:15", "--duration", "1m"], [2, 3])):
        got = [it["flow"] for it in read("life", *words)]
        tally.check(f"life {' '.join(words)}", str(wanted), str(got))
    for words, wanted in ((["--since", "-60.009s"], [180, 240]),
                          (["--since", "22:16"], [180, 240]),
                          (["--duration", "1m"], [0, 60]),
                          (["--duration", "59s"], [0, 0]),
                          (["--since", "22:14", "--duration", "1m"],
                           [60, 60])):
        got = [(it["time_ns"] - captures.START) // SECOND
               for it in read("watch", *words)]
        tally.check(f"watch {' '.join(words)}", str(wanted),
                    str(got[:1] + got[-1:]))

    for command, status, sentence in (
            (["watch"], 2, "counts back from the end of a capture"),
            (["report", "-o", build / "page.html"], 0, "")):
        with open(path, "rb") as file:
            out, err, got = tcpst(
                "-r", "-", "--since", "-90s", *command, input=file.read(),
                text=False)
        tally.check(f"{command[0]}: --since -90s of a pipe",
                    f"{status} b'' True",
                    f"{got} {out} {sentence in err.decode()}")


def check(tally, tcpst, build):
    os.environ["TZ"] = "UTC"
    check_checksums(tally, tcpst, build)
    check_states(tally, tcpst, build)
    check_flows(tally, tcpst, build)
    check_since(tally, tcpst, build)
