# SPDX-License-Identifier: GPL-2.0
"""Options of tcpst on captures: check(tally, tcpst, build)

TCPST(argument…) is standard output, standard error and exit status; it takes
what subprocess.run() does.
"""

import json
import os
import pathlib

import captures
import packets

SECOND = 1_000_000_000
CAPTURES = pathlib.Path(__file__).parent.parent / "captures"


def write(build, name):
    path = build / f"{name}.pcap"
    path.write_bytes(captures.ALL[name]())
    return path


def check_checksums(tally, tcpst, build):
    """Every command that reads captures reports once what was left out."""
    path = write(build, "checksum_bad")
    page = build / "page.html"
    warning = ("tcpst: 1 of 11 segments has a bad checksum and was ignored; "
            "--no-checksum accepts them\n")
    for command in (["list"], ["watch"], ["life"], ["show", "1"], ["stats"],
                    ["stats", "--port", "443"], ["report", "-o", page],
                    ["export", "prometheus"]):
        name = f"{command[0]} of wrong checksums"
        _, err, status = tcpst(*command, "-r", path)
        tally.check(f"{name}: segments left out", f"0 {warning}",
                    f"{status} {err}")
        _, err, status = tcpst(*command, "--no-checksum", "-r", path)
        tally.check(f"{name}: none are", "0 ", f"{status} {err}")


def check_states(tally, tcpst, build):
    """Any of several states matches, of either end."""
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


def check_corrected(tally, tcpst):
    """--follow shows at once the line of a connection whose end was corrected later."""
    path = CAPTURES / "socket-rst-ack-far-in-handshake.pcap"
    for command, wanted in ((["life"], [("fin", False)]),
                            (["life", "--follow"], [("reset", False), ("fin", True)])):
        out, _, _ = tcpst(*command, "--json", "-r", path)
        lives = [json.loads(line) for line in out.splitlines()]
        tally.check(f"{' '.join(command)}: how it ended", str(wanted), str(
            [(life["end"], life.get("corrects", False)) for life in lives]))


def check_flows(tally, tcpst, build):
    """Selecting several flows, in every command that shows flows."""
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
    """One connection per minute, from 22:13:20; each takes 9 ms."""
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

    # The end is when both ends had closed, not the end of TIME-WAIT.
    for words, wanted in ((["--since", "-90s"], [4, 5]),
                          (["--since", "-1ms"], [5]),
                          (["--since", "22:15:20"], [3, 4, 5]),
                          (["--since", "2023-11-14T22:17"], [5]),
                          (["--since", "22:00"], [1, 2, 3, 4, 5]),
                          (["--duration", "90s"], [1, 2]),
                          (["-f", "--duration", "90s"], [1, 2]),
                          (["--since", "22:15", "--duration", "1m"], [3])):
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
            (["watch"], 2, "is relative to the end of the capture"),
            (["report", "-o", build / "page.html"], 0, "")):
        with open(path, "rb") as file:
            out, err, got = tcpst(
                "-r", "-", "--since", "-90s", *command, input=file.read(),
                text=False)
        tally.check(f"{command[0]}: --since -90s of a pipe",
                    f"{status} b'' True",
                    f"{got} {out} {sentence in err.decode()}")


def check_ends(tally, tcpst, build):
    """Every command reports the same numbers of each end."""
    path = build / "ends.pcap"
    reset = captures.OPEN + [("r", "RST", 5001, 0, b"")]
    frames = []
    for number, steps in enumerate([captures.WHOLE] * 3 + [reset] * 2 +
                                   [captures.OPEN]):
        # TIME-WAIT of the first is over when the last begins.
        frames += captures.timed(
            (captures.packet(step, ports=(40000 + number, 80))
             for step in steps), start=captures.START + number * 15 * SECOND)
    path.write_bytes(packets.pcap(frames, packets.LINK_RAW))

    out, _, _ = tcpst("life", "--raw", "--noheadings", "-o", "END", "-r", path)
    lives = out.split()
    wanted = {"fin": 3, "reset": 2, "still-open": 1}
    tally.check("ends of life", str(wanted),
                str({end: lives.count(end) for end in sorted({*lives})}))
    for words, wanted, there in (
            ([], wanted, 3), (["--end", "fin"], {"fin": 3}, 2),
            (["--end", "still-open"], {"still-open": 1}, 1),
            (["--since", "-10s"], {"fin": 2, "reset": 2, "still-open": 1}, 3)):
        out, _, _ = tcpst("stats", *words, "--json", "-r", path)
        it = json.loads(out)
        got = {end: n for end, n in sorted(it["ends"].items()) if n}
        tally.check(f"ends of stats {' '.join(words)}", str(wanted), str(got))
        tally.check(f"open ones of stats {' '.join(words)}",
                    str([there] * 3),
                    str([it["flows"], sum(it["classes"].values()),
                         sum(pair["flows"] for pair in it["pairs"])]))
        numbers = [it["first_seqno"], it["next_seqno"]]
        tally.check(f"numbers of stats {' '.join(words)}", "[1, 54]",
                    str(numbers))
        tally.check(f"counters of stats {' '.join(words)}", str(not words),
                    str(bool(it["counters"])))
    out, _, _ = tcpst("export", "prometheus", "-r", path)
    for end, n in ("fin", 3), ("reset", 2):
        series = f'tcpstates_flows_ended_total{{end="{end}"}} {n}'
        tally.check(f"ends of prometheus, {end}", "1",
                    str(out.splitlines().count(series)))


def check_ascii(tally, tcpst, build):
    """Machine-readable output is the same in every locale."""
    path = write(build, "link_ethernet_padded")
    for layout in "--raw", "--csv":
        outputs = []
        for locale in "C", "C.UTF-8":
            out, _, _ = tcpst("watch", layout, "-o", "TRANSITION", "-r", path,
                              env={**os.environ, "LC_ALL": locale})
            outputs.append(out)
        tally.check(f"{layout} in two locales", outputs[0], outputs[1])
        tally.check(f"{layout}, the first transition", "CLOSED->SYN_SENT",
                    outputs[1].splitlines()[1])


def check_output(tally, tcpst, build):
    """A page or a picture never overwrites the capture."""
    path = write(build, "link_ethernet_padded")
    before = path.read_bytes()
    link = build / "link.pcap"
    link.unlink(missing_ok=True)
    link.symlink_to(path.name)
    for words in (["report", "-r", path, "-o", path],
                  ["report", "-r", path, "-o", link],
                  ["report", "-r", "-", "-o", path],
                  ["show", "1", "-r", link, "--svg", path]):
        with open(path, "rb") as file:
            out, err, status = tcpst(*words, stdin=file)
        name = " ".join(str(word) for word in words)
        tally.check(name, "2 True", f"{status} {'overwritten' in err}")
        tally.check(f"{name}: the capture is what it was", "True",
                    str(path.read_bytes() == before))
    link.unlink()
    picture = build / "link.svg"
    for _ in range(2):
        _, err, status = tcpst("show", "1", "-r", path, "--svg", picture)
        tally.check("a picture is written, and again", "0 ", f"{status} {err}")


def check_sort(tally, tcpst, build):
    """Numbers are sorted as numbers, unknown values last."""
    path = build / "sort.pcap"
    frames = []
    for number, (port, ms, steps) in enumerate((
            (443, 7, captures.WHOLE), (8080, 90, captures.OPEN),
            (80, 100, captures.WHOLE), (443, 7, captures.OPEN),
            (9, 1, captures.WHOLE[3:6]))):
        frames += captures.timed(
            (captures.packet(step, ports=(40000 + number, port))
             for step in steps), ms * captures.MS,
            captures.START + number * SECOND)
    path.write_bytes(packets.pcap(sorted(frames), packets.LINK_RAW))
    for words, wanted in (
            ("life --sort -handshake", "3 2 1 4 5"),
            ("life --sort handshake", "1 4 2 3 5"),
            ("life --sort RESPONDER,-FLOW", "5 3 4 1 2"),
            ("life --sort=-RESPONDER", "2 1 4 3 5"),
            ("life --sort -END,-IBYTES,FLOW", "5 2 4 1 3"),
            ("life --sort -START --count 2", "5 4"),
            ("life --sort -RPORT --count 9 --port 443,80", "1 4 3"),
            ("list --sort -FLOW", "5 4 3 2 1"),
            ("list --sort -FLOW --count 3", "5 4 3"),
            ("list --count 2", "1 2")):
        out, _, _ = tcpst(*words.split(), "--raw", "--noheadings", "-o",
                          "FLOW", "-r", path)
        tally.check(words, wanted, " ".join(out.split()))
        out, _, _ = tcpst(*words.split(), "--json", "-r", path)
        tally.check(f"{words} --json", wanted, " ".join(
            str(json.loads(line)["flow"]) for line in out.splitlines()))

    # More than are kept: in any order of input, the worst are kept.
    frames = []
    for number in range(4000):
        frames += captures.timed(
            (captures.packet(step, ports=(20000 + number, 80))
             for step in captures.OPEN), (1 + number * 7919 % 4001) * 1000,
            captures.START + number * captures.MS)
    path.write_bytes(packets.pcap(sorted(frames), packets.LINK_RAW))
    out, _, _ = tcpst("list", "--raw", "--noheadings", "--ns", "-o",
                      "HANDSHAKE,FLOW", "-r", path)
    lines = sorted((line.split() for line in out.splitlines()),
                   key=lambda line: (-int(line[0]), int(line[1])))
    for count in 10, 600, 4000:
        out, _, _ = tcpst("list", "--raw", "--noheadings", "--ns", "-o",
                          "HANDSHAKE,FLOW", "--sort", "-HANDSHAKE", "--count",
                          str(count), "-r", path)
        tally.check(f"the slowest {count}", str(lines[:count]),
                    str([line.split() for line in out.splitlines()]))


def check_show(tally, tcpst, build):
    """`show` finds flows that filters exclude."""
    path = write(build, "link_ethernet_padded")
    for words, wanted in (
            ("1 --end fin", "0 "),
            ("192.0.2.1:40000 --port 443", "0 "),
            ("--end fin", "0 "),
            ("1 --end reset", "1 tcpst: flow 1 exists but does not match "
             "the filters\n"),
            ("192.0.2.1:40000 --port 80", "1 tcpst: flow 192.0.2.1:40000 "
             "exists but does not match the filters\n"),
            ("2 --end fin", "1 tcpst: no flow 2 in this capture\n"),
            ("--end reset", "1 tcpst: no matching flow in this "
             "capture\n")):
        _, err, status = tcpst("show", *words.split(), "-r", path)
        tally.check(f"show {words}", wanted, f"{status} {err}")


def check(tally, tcpst, build):
    os.environ["TZ"] = "UTC"
    check_checksums(tally, tcpst, build)
    check_states(tally, tcpst, build)
    check_corrected(tally, tcpst)
    check_flows(tally, tcpst, build)
    check_since(tally, tcpst, build)
    check_ends(tally, tcpst, build)
    check_ascii(tally, tcpst, build)
    check_output(tally, tcpst, build)
    check_sort(tally, tcpst, build)
    check_show(tally, tcpst, build)
