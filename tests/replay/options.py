# SPDX-License-Identifier: GPL-2.0
"""What options make of captures: check(tally, tcpst, build)

TCPST(argument…) is standard output, standard error and exit status.
"""

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


def check(tally, tcpst, build):
    check_checksums(tally, tcpst, build)
