#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Holds what tcpst printed in the demonstration against RFC 9293.

demo-check.py print TRANSITIONS               every transition, readably
demo-check.py flow TRANSITIONS FAMILY PORT    the flow id of a connection
demo-check.py all TRANSITIONS LIVES           exit 1 if anything is missing

TRANSITIONS is the output of `tcpst watch --json`, LIVES of `tcpst life --json`.
"""

import json
import sys

I, R = "initiator", "responder"

# A connection whose initiator closes first, RFC 9293 section 3.5 and 3.6: what
# the router has to see, no more and no less.
CLIENT_CLOSES = [
    (I, "CLOSED", "SYN_SENT"),
    (R, "LISTEN", "SYN_RECEIVED"),
    (I, "SYN_SENT", "ESTABLISHED"),
    (R, "SYN_RECEIVED", "ESTABLISHED"),
    (I, "ESTABLISHED", "FIN_WAIT_1"),
    (R, "ESTABLISHED", "CLOSE_WAIT"),
    (I, "FIN_WAIT_1", "FIN_WAIT_2"),
    (R, "CLOSE_WAIT", "LAST_ACK"),
    (I, "FIN_WAIT_2", "TIME_WAIT"),
    (R, "LAST_ACK", "CLOSED"),
    (I, "TIME_WAIT", "CLOSED"),
]
HANDSHAKE = CLIENT_CLOSES[:4]

# (what, family, responder's port, address or None), the transitions, whether
# there may be others in between and after, how the connection ended.
EXPECTED = [
    (("HTTP over IPv4", "ipv4", 80, "10.2.0.2"), CLIENT_CLOSES, True, "fin"),
    (("HTTP over IPv6", "ipv6", 80, "fd02::2"), CLIENT_CLOSES, True, "fin"),
    (("half-close", "ipv4", 7000, "10.2.0.2"), CLIENT_CLOSES, True, "fin"),
    (("refused", "ipv4", 81, "10.2.0.2"),
     [(I, "CLOSED", "SYN_SENT"), (I, "SYN_SENT", "CLOSED")], False, "refused"),
    (("aborted", "ipv6", 7001, "fd02::2"),
     HANDSHAKE + [(I, "ESTABLISHED", "CLOSED")], False, "reset"),
    (("black hole", "ipv4", 80, "10.2.0.9"),
     [(I, "CLOSED", "SYN_SENT")], True, None),
]


def records(name, kind):
    with open(name, encoding="utf-8") as lines:
        for line in lines:
            # The last line may be incomplete.
            if line.endswith("\n"):
                record = json.loads(line)
                if record.get("type") == kind:
                    yield record


def belongs(record, family, port, addr):
    responder = record["responder"]
    return (record["family"] == family and responder["port"] == port
            and addr in (None, responder["addr"]))


def text(step):
    return f"{step[0]} {step[1]} → {step[2]}"


def is_subsequence(wanted, found):
    rest = iter(found)
    return all(step in rest for step in wanted)


def check(transitions, lives, what, wanted, exact, end):
    """The reasons why this connection is not as it has to be."""
    title, *which = what
    mine = [t for t in transitions if belongs(t, *which)]
    if not mine:
        return [f"{title}: no transition of it was seen"]
    if len({t["flow"] for t in mine}) > 1:
        return [f"{title}: one connection became several flows"]
    found = [(t["endpoint"], t["from"], t["to"]) for t in mine]
    wrong = []
    if exact and found != wanted:
        at = next((i for i, pair in enumerate(zip(wanted, found))
                   if pair[0] != pair[1]), min(len(wanted), len(found)))
        want = text(wanted[at]) if at < len(wanted) else "no more"
        have = text(found[at]) if at < len(found) else "no more"
        wrong.append(f"{title}: transition {at + 1} had to be: {want}; was: {have}")
    elif not is_subsequence(wanted, found):
        missing = next(s for n, s in enumerate(wanted)
                       if not is_subsequence(wanted[:n + 1], found))
        wrong.append(f"{title}: missing: {text(missing)}")
    if end is not None:
        ends = [life["end"] for life in lives if belongs(life, *which)]
        if ends != [end]:
            wrong.append(f"{title}: tcpst life had to report once that it ended by "
                         f"{end}; reported: {', '.join(ends) or 'nothing'}")
    return wrong


def main(argv):
    if len(argv) < 3 or argv[1] not in ("print", "flow", "all"):
        print(__doc__, file=sys.stderr)
        return 2
    transitions = list(records(argv[2], "transition"))
    if argv[1] == "print":
        for t in transitions:
            print(f'flow {t["flow"]} {t["family"]} port {t["responder"]["port"]}: '
                  f'{text((t["endpoint"], t["from"], t["to"]))}'
                  f' ({t["cause"]}, {t["certainty"]})')
        return 0
    if argv[1] == "flow":
        for t in transitions:
            if belongs(t, argv[3], int(argv[4]), None):
                print(t["flow"])
                return 0
        return 1
    lives = list(records(argv[3], "life"))
    failed = False
    for what, wanted, exact, end in EXPECTED:
        wrong = check(transitions, lives, what, wanted, exact, end)
        failed = failed or bool(wrong)
        for reason in wrong:
            print(f"   missing  {reason}")
        if not wrong:
            print(f"   ok       {what[0]}: {len(wanted)} transitions"
                  + (f", ended by {end}" if end else ", still open"))
    return 1 if failed else 0


sys.exit(main(sys.argv))
