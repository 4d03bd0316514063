# SPDX-License-Identifier: GPL-2.0
"""The JSON Lines of tcpst, member by member, checked against the fields that tcpst lists.

Schema(TCPST).check(object) yields what is wrong with a transition, a note or a life: members that are missing, too many or out of order, values that are not of the type
of their field, and members that contradict each other. This holds of captures and of the
kernel alike.

    schema.py TCPST <LINES     what is wrong with lines of JSON; nothing if nothing is
"""

import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
from fields import ROLES, STATES, members_of, path_of

ENDS = ("fin reset refused timeout unreachable half-open evicted dropped "
        "still-open").split()
ZEEK = "S0 S1 SF REJ S2 S3 RSTO RSTR RSTOS0 RSTRH SH SHR OTH".split()
CAUSES = ("SYN SYN-ACK ACK FIN RST ICMP TIMER EVICT ADOPT RST_IGNORED "
          "FIN_IGNORED STOP").split()
NOTES = ("RST_IGNORED FIN_IGNORED SYN_REPEAT SYN-ACK_REPEAT FIN_REPEAT "
         "SYN_IGNORED CHALLENGE_ACK INVALID ICMP_IGNORED "
         "SYN-ACK_OTHER DROP RETRANSMIT").split()


FAILURES = "unanswered refused unreachable half-open dropped".split()


def number(bits):
    return lambda v: isinstance(v, int) and not isinstance(v, bool) and \
        0 <= v < 2**bits


def one_of(*words):
    return lambda v: v in words


def word(value):
    return isinstance(value, str) and value != ""


def text(value):
    return isinstance(value, str)


def fits(pattern):
    return lambda v: isinstance(v, str) and re.fullmatch(pattern, v)


def times(value):
    return isinstance(value, dict) and \
        all(name in STATES and name != "CLOSED" and number(64)(ns)
            for name, ns in value.items())


# Values by the type of their field, for types that are not numbers.
VALUES = {"address": word, "word": word, "text": text, "control bits": word,
          "state": one_of(*STATES), "role": one_of(*ROLES), "end": one_of(*ENDS),
          "failure": one_of(*FAILURES), "zeek": one_of(*ZEEK), "cause": one_of(*CAUSES, *NOTES),
          "certainty": one_of("observed", "presumed", "inferred"),
          "nanoseconds by state": times}
# Stricter rules for some members.
CLOSER = {"family": one_of("ipv4", "ipv6"), "roles": one_of("known", "unknown"),
          "reset_origin": one_of("sender", "elsewhere", "unknown"),
          "iface": word, "netns": word, "zeek_uid": word,
          "community_id": fits("1:[+/0-9A-Za-z]{27}="),
          "tcp_completeness": number(6),
          "zeek_history": fits("[SHADFRshadfr]{1,12}")}
# Objects that have all of their members or none.
WHOLE = {"packets", "rtt_ns", "icmp", "owner", "responder_owner", "drop"}


def rule_of(field):
    if field["value"] == "flag":
        rule = one_of(True) if field.get("optional") else one_of(True, False)
    elif field["json"] in CLOSER:
        rule = CLOSER[field["json"]]
    else:
        rule = number(field["bits"]) if "bits" in field else VALUES[field["value"]]
    return (lambda v: v is None or rule(v)) if field.get("null") else rule


class Members:
    """The members of an object: their order, and which may be left out."""

    def __init__(self, name, fields):
        """@fields: pairs of path and field."""
        self.name = name
        self.rules, self.optional = {}, set()
        inner = {}
        for (first, *rest), field in fields:
            inner.setdefault(first, []).append((rest, field))
        for first, found in inner.items():
            if found[0][0]:
                self.rules[first] = Members(first, found)
            else:
                self.rules[first] = rule_of(found[0][1])
            if name not in WHOLE and all(f.get("optional") for _, f in found):
                self.optional.add(first)

    def wrong(self, it):
        if not isinstance(it, dict):
            yield f"{self.name}: {it!r}"
            return
        names = list(it)
        if names != [n for n in self.rules if n in names or n not in self.optional]:
            yield f"{self.name}: members {names}"
            return
        for name, value in it.items():
            rule = self.rules[name]
            if isinstance(rule, Members):
                yield from rule.wrong(value)
            elif not rule(value):
                yield f"{name}: {value!r}"


def consistent(it):
    """Members that depend on each other. Yields contradictions."""
    if it["type"] != "life":
        if it["cause"] not in (NOTES if it["type"] == "note" else
                               [*CAUSES, "ICMP_IGNORED"]):
            yield f"cause: {it['cause']!r}"
        silent = it["cause"] in ("TIMER", "EVICT", "STOP", "ICMP",
                                 "ICMP_IGNORED")
        if it["seq"] is None and not silent:
            yield "seq is null though there is a segment"
        if it["seq"] is None and it["ack"] is not None:
            yield "ack without seq"
        if it.get("syn_options") and "SYN" not in (it["tcp_flags"] or ""):
            yield "options of a segment without SYN"
        return
    if (it["end_ns"] is None) != (it["end"] == "still-open"):
        yield "what is open has no end_ns, all else has one"
    if it["end_ns"] is None:
        return
    lasted = it["end_ns"] - it["start_ns"]
    if lasted < 0:
        yield "ends before it starts"
    for role in ROLES:
        if sum(it["state_ns"][role].values()) > lasted:
            yield f"{role}: longer in its states than there was time"
        if it["state_ns"][role].get("CLOSED"):
            yield f"{role}: time in CLOSED"
    waits = [it["state_ns"][role].get("TIME_WAIT", 0) for role in ROLES]
    if not any(waits) and it["duration_ns"] != lasted:
        yield "duration_ns is not all of its time, without TIME_WAIT"
    if any(waits) and not lasted - max(waits) <= it["duration_ns"] <= lasted:
        yield "duration_ns leaves out more than TIME_WAIT"
    if (it["half_close_ns"] is None) != (it["closed_first"] is None):
        yield "half_close_ns is of the first FIN"
    if it["end"] in ("reset", "refused") and it["reset_by"] is None:
        yield "nobody reset it"


class Schema:
    def __init__(self, tcpst):
        self.kinds = {}
        for kind in ("life", "transition", "note"):
            fields = [([part for part in path_of(field) if part], field)
                      for field in members_of(tcpst, kind)]
            self.kinds[kind] = Members(kind, fields)

    def check(self, it):
        kind = it.get("type")
        if kind not in self.kinds or next(iter(it)) != "type":
            yield f"type {kind}, members {list(it)}"
            return
        rest = {name: value for name, value in it.items() if name != "type"}
        wrong = list(self.kinds[kind].wrong(rest))
        yield from wrong
        if not wrong:
            yield from consistent(it)


def main():
    schema = Schema(sys.argv[1])
    wrong = [f"{it.get('type')}: {why}" for it in map(json.loads, sys.stdin)
             for why in schema.check(it)]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
