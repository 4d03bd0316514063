#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""show --follow: what it draws while segments come is what show draws afterwards.

following.py TCPST CAPTURE...   N passed, N failed
"""
import os
import struct
import subprocess
import sys

from tally import Tally

TCPST = sys.argv[1]
TALLY = Tally("follow")
check = TALLY.check


def run(*words):
    return subprocess.run([TCPST, *words], capture_output=True, text=True, check=False).stdout


def ladder(text):
    """Its steps; dotted lines apart, of which the last are only known at the end."""
    lines = [line for line in text.splitlines() if "│" in line or "├" in line]
    return [line for line in lines if "┄" not in line]


# The initial sequence number may be known only later: a RST precedes the SYN-ACK.
LATE_BASE = "wire-answers-forged-before-syn-ack"


def check_capture(path):
    flows = run("life", "-r", path, "--raw", "--noheadings", "-o", "FLOW").split()[:5]
    absolute = ["--absolute"] if LATE_BASE in path else []
    wrong = [flow for flow in flows if ladder(run("show", flow, "-r", path, *absolute)) !=
             ladder(run("show", "--follow", flow, "-r", path, *absolute))]
    check(path.rsplit("/", 1)[-1], flows and not wrong, wrong)


def frame(seconds, source, flags, seq, ack=0):
    """One segment between 10.0.0.1 (ports above 1024) and port 80 of 10.0.0.2, or back."""
    ports, addresses = (source, 80), (b"\x0a\0\0\1", b"\x0a\0\0\2")
    if source < 0:
        ports, addresses = (80, -source), addresses[::-1]
    octets = struct.pack(">BBHHHBBH", 0x45, 0, 40, 1, 0, 64, 6, 0) + b"".join(addresses)
    octets += struct.pack(">HHIIBBHHH", *ports, seq, ack, 0x50, flags, 8192, 0, 0)
    return struct.pack("<IIII", seconds, 0, len(octets), len(octets)) + octets


HEAD = struct.pack("<IHHiIII", 0xa1b23c4d, 2, 4, 0, 0, 65535, 101)
SYN, ACK, FIN = 2, 16, 1


class Followed:
    """A command that reads a capture from a pipe, segment by segment."""

    def __init__(self, *words):
        self.process = subprocess.Popen(
            [TCPST, "show", "--follow", *words, "--no-checksum", "-r", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.text = ""
        self.send(HEAD)

    def send(self, octets):
        self.process.stdin.write(octets)
        self.process.stdin.flush()

    def comes(self, what):
        """Read until it is there, or there is nothing more. It is there before more is sent."""
        while what not in self.text:
            more = os.read(self.process.stdout.fileno(), 65536)
            if not more:
                return False
            self.text += more.decode()
        return True

    def end(self):
        self.process.stdin.close()
        self.text += self.process.stdout.read().decode()
        return self.process.wait()


def check_growth():
    followed = Followed(":80")
    followed.send(frame(1, 2000, SYN, 100))
    check("the SYN is drawn when it comes", followed.comes("SYN seq=0"), followed.text)
    followed.send(frame(2, -2000, SYN | ACK, 500, 101))
    check("so is the answer", followed.comes("SYN ACK seq=0 ack=1"), followed.text)
    followed.send(frame(2, 3000, SYN, 700))
    followed.send(frame(3, 2000, ACK, 101, 501))
    check("and the ACK", followed.comes("ESTABLISHED?"), followed.text)
    check("the legend is not there yet", "count from" not in followed.text, followed.text)
    status = followed.end()
    check("the end: status, legend and summary", status == 0 and
          followed.text.find("count from") < followed.text.find("Flow 1,"), followed.text)
    check("another connection does not show", followed.text.count("SYN seq") == 1, followed.text)


def check_choice():
    followed = Followed("10.0.0.1:3000")
    for port in (2000, 3000, 4000):
        followed.send(frame(1, port, SYN, port))
    check("the one that is named", followed.comes("10.0.0.1:3000"), followed.text)
    followed.end()
    check("no other", "Flow 2\n" in followed.text and "10.0.0.1:2000" not in followed.text,
          followed.text)


def check_flood():
    followed = Followed("1", "--ascii")
    for second in range(21):
        followed.send(frame(1 + second, 2000, SYN, 100))
    followed.send(frame(30, -2000, SYN | ACK, 500, 101))
    followed.end()
    check("a flood of segments that are alike is folded",
          followed.text.count("(again)") == 8 and "12 more like that" in followed.text and
          followed.text.index("more like that") < followed.text.index("SYN ACK"), followed.text)


def check_json():
    followed = Followed("1", "--json")
    followed.send(frame(1, 2000, SYN, 100))
    check("JSON: the transition when it comes", followed.comes('"to":"SYN_SENT"'), followed.text)
    followed.end()
    check("JSON: the end comes last", followed.text.splitlines()[-1].startswith('{"type":"life"'),
          followed.text)


def check_quiz():
    followed = Followed("1", "--answers")
    for part in (frame(1, 2000, SYN, 100), frame(2, -2000, SYN | ACK, 500, 101),
                 frame(3, 2000, ACK, 101, 501)):
        followed.send(part)
    followed.end()
    above, below = followed.text.split("In which state")
    check("a quiz hides the states, and answers it",
          "SYN_SENT" not in above and "(1) initiator SYN_SENT" in below and
          "(4) responder ESTABLISHED" in below, followed.text)


def main():
    for path in sys.argv[2:]:
        check_capture(path)
    check_growth()
    check_choice()
    check_flood()
    check_json()
    check_quiz()
    TALLY.end()


main()
