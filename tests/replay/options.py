# SPDX-License-Identifier: GPL-2.0
"""What options make of captures: check(tally, tcpst, build)

TCPST(argument…) is standard output, standard error and exit status.
"""

import json

import captures


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


def check(tally, tcpst, build):
    check_checksums(tally, tcpst, build)
    check_states(tally, tcpst, build)
    check_flows(tally, tcpst, build)
