# SPDX-License-Identifier: GPL-2.0
"""The state machine's test vectors as captures, and the expected output of tcpst."""

import re

import packets

START = 1_700_000_000_000_000_000
MS = 1_000_000
ENDS = {"i": ("10.0.0.1", 40000), "r": ("10.0.0.2", 80)}
# Longer than any timer, s.
FOREVER = 500_000


class Vector:
    """One script: frames, and the text expected of each and at the end."""

    def __init__(self, name):
        self.name = name
        self.frames = []      # (time, frame)
        self.changes = []     # as in the script, of all segments
        self.answers = []     # (question, answer), valid when it ends
        self.begun = 1        # flows so far
        self.flow = 1         # number of the current one
        self.attempt = None   # number of the attempt beside it
        self.now = START

    def segment(self, words):
        side, flags, seq, *rest = words
        values = dict(w.split("=") for w in rest if "=" in w)
        ack = next((int(w) for w in rest if "=" not in w), 0)
        peer = ENDS["r" if side == "i" else "i"]
        options = b""
        if "ws" in values:
            options = bytes([3, 3, int(values["ws"])])
        data = packets.tcp(ENDS[side][0], peer[0], ENDS[side][1], peer[1],
                           flags, int(seq), ack,
                           b"x" * int(values.get("len", 0)),
                           int(values.get("win", 65535)), options)
        self.put(packets.ipv4(ENDS[side][0], peer[0], data))

    def icmp(self, side, seq, how):
        peer = ENDS["r" if side == "i" else "i"]
        quoted = packets.ipv4(ENDS[side][0], peer[0],
                              packets.tcp(ENDS[side][0], peer[0],
                                          ENDS[side][1], peer[1], "SYN",
                                          int(seq)))
        error = packets.icmp(3, 1 if how == "fatal" else 4, quoted[:28])
        self.put(packets.ipv4("10.0.0.254", ENDS[side][0], error, 1))

    def put(self, packet):
        self.frames.append((self.now, packets.framed(packets.LINK_ETHERNET,
                                                     packet)))

    def let_pass(self):
        self.frames.append((self.now, packets.filler()))

    def expect(self, expected):
        """The changes of a step, assigned to flows by those that begin and end."""
        before = []           # of the flow that is superseded
        for change in (e for e in expected.split(", ") if e):
            if change == "reopen":
                if self.attempt:
                    self.flow, self.attempt = self.attempt, None
                else:
                    self.begun += 1
                    self.flow = self.begun
            elif change == "given up":
                self.attempt = None
            elif change != "nothing":
                before.append(change.removeprefix("attempt "))
                if change.startswith("attempt ") and not self.attempt:
                    self.begun += 1
                    self.attempt = self.begun
        self.changes += before

    def take(self, line):
        """One line of the script. False: a capture cannot represent the rest."""
        command, _, expected = (part.strip() for part in line.partition(":"))
        words = command.split()
        self.now += MS
        if words[0] == "wait":
            amount, unit = re.match(r"(\d+)(ms|s)", words[1]).groups()
            self.now += int(amount) * MS * (1 if unit == "ms" else 1000)
            self.let_pass()
        elif words[0] in ENDS and len(words) > 2:
            self.answers = []
            self.segment(words)
            self.expect(expected)
        elif words[0] == "icmp":
            self.answers = []
            self.icmp(*words[1:])
            self.expect(expected)
        elif words[0] == "timeout":
            self.now += FOREVER * 1000 * MS
            self.let_pass()
            self.expect(expected)
        elif words[0] in ("evict", "stop", "gap"):
            return False
        else:
            if not self.answers:
                self.let_pass()
            flow = self.flow
            if words[0] == "attempt":
                flow, command = self.attempt, " ".join(words[1:])
            self.answers.append((flow, command, expected))
        return True


def read(text):
    """All vectors in the output of dump_vectors."""
    vectors = []
    going = False
    for line in text.splitlines():
        if line.startswith("== "):
            vectors.append(Vector(line[3:]))
            going = True
        elif going:
            going = vectors[-1].take(line)
    return vectors


ARROWS = {"observed": "->", "presumed": "?>", "inferred": "~>"}


def change_text(event):
    """A transition or a note in the words of the vectors."""
    who = event["endpoint"][0]
    if event["type"] == "note":
        return f"{who} note {event['cause']}"
    text = (f"{who} {event['from']}{ARROWS[event['certainty']]}{event['to']} "
            f"{event['cause']}")
    return text + (" back" if event.get("retract") else "")


def ms(ns):
    return "unknown" if ns is None else str(ns // MS)


def times(by_state):
    # In the order of the state machine's states, as in the vectors.
    order = ["LISTEN", "SYN_SENT", "SYN_RECEIVED", "ESTABLISHED", "FIN_WAIT_1",
             "FIN_WAIT_2", "CLOSING", "TIME_WAIT", "CLOSE_WAIT", "LAST_ACK"]
    return ", ".join(f"{s} {by_state[s] // MS}" for s in order
                     if by_state.get(s))


def answer(life, question):
    """The answer of a life to a question of the vectors; None: it has none."""
    both = ("initiator", "responder")
    # The first sender may not be the initiator of the script, whose states come first.
    ends = sorted(both, key=lambda role: life[role]["addr"])
    handshake = life["handshake_ns"]
    fins = life["fin_repeats"]
    answers = {
        "states": lambda: " ".join(life["states"][r] for r in ends),
        "end": lambda: life["end"],
        "bytes": lambda: " ".join(str(life["bytes"][r]) for r in both),
        "zeek": lambda: life["zeek_conn_state"],
        "closed_first": lambda: life["closed_first"] or "none",
        "reset_by": lambda: life["reset_by"] or "none",
        "repeats": lambda: (f"{life['syn_repeats']} {life['synack_repeats']} "
                            f"{fins['initiator']} {fins['responder']}"),
        "handshake": lambda: (f"{ms(handshake['syn_to_synack'])} "
                              f"{ms(handshake['synack_to_ack'])}"),
        "half_close": lambda: ms(life["half_close_ns"]),
        "times i": lambda: times(life["state_ns"]["initiator"]),
        "times r": lambda: times(life["state_ns"]["responder"]),
    }
    return answers[question]() if question in answers else None
