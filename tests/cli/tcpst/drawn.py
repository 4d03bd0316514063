#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""A ladder draws no more payload than its connection has: not the numbers between it and
the next connection with the same ports, nor those of a FIN, or of a forged segment.

drawn.py TCPST CAPTURE...   a line for each capture; N passed, N failed
"""
import json
import pathlib
import re
import subprocess
import sys

# While a connection is followed, numbers of a FIN that was not seen, and of what proves
# wrong later, are drawn as octets.
PROVES_WRONG = {"cert-closewait-hole", "fin-missed-crossed", "fin-order-cap",
                "rst-data-missing", "socket-rst-ack-far-in-handshake",
                "socket-two-attempts-old-ack"}


def tcpst(*arguments):
    return subprocess.run([sys.argv[1], *arguments], capture_output=True, text=True,
                          check=False).stdout


def excess(text):
    """Octets drawn of each end beyond those in the summary."""
    sent = re.search(r"^  octets of payload sent +(\d+) +(\d+)$", text, re.M)
    drawn = {"→": 0, "←": 0}
    for left, octets, right in re.findall(r"┄ (← )?([\d,]+) octets?( →)? ┄", text):
        drawn[(left or right).strip()] += int(octets.replace(",", ""))
    return [it for it in (drawn["→"] - int(sent[1]), drawn["←"] - int(sent[2]))
            if it > 0]


def main():
    passed = failed = 0
    for path in sys.argv[2:]:
        name = pathlib.Path(path).stem
        lives = [json.loads(line) for line in
                 tcpst("life", "--json", "-r", path).splitlines()]
        wrong = []
        for flow in sorted({it["flow"] for it in lives}):
            for how in [], ["--follow"]:
                text = tcpst("show", str(flow), "--bytes", *how, "-r", path)
                if not how or name not in PROVES_WRONG:
                    wrong += [f"flow {flow}, show {''.join(how)}: {octets} octets too many"
                              for octets in excess(text)]
        passed += not wrong
        failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} - {name} draws the octets sent, no more",
              *wrong, sep="\n#   ")
    print(f"{passed} passed, {failed} failed")


main()
