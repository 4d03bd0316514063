#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Are the reasons of disagreements proofs? Each file in expected/ is a disagreement as the
report shows it (report.py). It has its reason, with either end in the place of the other,
and none as soon as one fact of the proof is another one. What is not so, a line each.
"""

import pathlib
import re
import sys
import types

import capture
import reasons
import shadow

CASES = pathlib.Path(__file__).with_name("expected")
FLAGS = {"S": capture.SYN, "F": capture.FIN, "R": capture.RST, ".": capture.ACK}
LATER = "999.000000"

# Of each case: what is altered in it, by which expression and its replacement.
WITHOUT_PROOF = {
    "rst": (
        ("the RST was sent after the ACK came", r"(?<=at server )888.879204(?= server R)", LATER),
        ("the ACK came before the socket closed", r"(?<=socket  )888.862120", LATER),
        ("it never closed", r"    socket  888.862120 CLOSED\n", ""),
        ("the ACK never came", r"    at server 888.884546 .*\n", ""),
        ("the RST passed before the ACK", r"(?<=at router )888.886221", "888.800000"),
        ("no RST passed", r"    at router .* server R .*\n", ""),
        ("it was observed", r"(?<=FIN_WAIT_2 ACK )presumed", "observed"),
    ),
    "fin": (
        ("the FIN was sent after the ACK came", r"(?<=at server )126.273632", LATER),
        ("the FIN passed before the ACK", r"(?<=at router )126.273641", "126.270000"),
        ("it was observed", r"(?<=ESTABLISHED ACK )presumed", "observed"),
    ),
    "syn-ack": (
        ("one more was sent after the ACK came", r"(?<=at server )860.732537", LATER),
        ("the ACK never came", r"    at server 861.636859 .*\n", ""),
        ("none was sent", r"    at server .* server S. .*\n", ""),
        ("it was not taken back", r"observed retract", "observed"),
        ("it was observed", r"(?<=> ESTABLISHED ACK )presumed", "observed"),
    ),
    "fin-again": (
        ("it was sent after the ACK came", r"(?<=at client   )2.300000", LATER),
        ("the ACK never came", r"    at client   2.340000 .*\n", ""),
        ("it was observed", r"(?<=> FIN_WAIT_2 ACK )presumed", "observed"),
    ),
}


def nanoseconds(text):
    """Of a time in the report"""
    return round(float(text) * 1e6) * 1000


def number(text):
    """Of a sequence number in the report"""
    return None if text == "None" else int(text)


def read_event(line):
    """An event of a flow that the client opened, or None"""
    found = re.match(r" +event +(\S+) (\S+) (\S+)(?: > (\S+))? (\S+) (\S+)( retract)? "
                     r"seq (\S+) ack (\S+)", line)
    if not found:
        return None
    time, end, state, to, cause, certainty, retract, seq, ack = found.groups()
    event = {"type": "transition", "time_ns": nanoseconds(time), "cause": cause,
             "endpoint": "initiator" if end == "client" else "responder", "from": state,
             "certainty": certainty, "seq": number(seq), "ack": number(ack)}
    if to is None:
        return {**event, "type": "note"}
    return {**event, "to": to, **({"retract": True} if retract else {})}


def read_segment(line):
    """(place, segment), or None"""
    found = re.match(r" +at (\S+) +(\S+) (\S+) (\S+) +seq (\d+)(?: ack (\d+))? len (\d+)",
                     line)
    if not found:
        return None
    place, time, sender, flags, seq, ack, length = found.groups()
    return place, types.SimpleNamespace(
        time=nanoseconds(time), sender=sender, seq=int(seq), ack=int(ack or 0),
        flags=sum(FLAGS[flag] for flag in flags), length=int(length))


def read_case(text):
    """The result that the report shows"""
    result = types.SimpleNamespace(place="router", reason=None, segments={
        place: [] for place in ("client", "router", "server")})
    workload, network, result.end = re.search(
        r"^(\w+) on (\w+): (\w+) of .* seen at the router$", text, re.M).groups()
    real, seen = re.findall(r"^  (?:socket|tcpstates) +(.*?)   \(ends", text, re.M)
    result.real, result.seen = real.split(" > "), seen.split(" > ")
    result.same = result.agrees = result.real == result.seen
    result.final = result.real[-1], result.seen[-1]
    steps = re.findall(r"^    socket +(\S+) (\S+)$", text, re.M)
    result.session = types.SimpleNamespace(
        left=None, active=steps[0][1] == "SYN_SENT",
        steps=[(nanoseconds(time), state) for time, state in steps])
    result.key = 4, 40000, 4000
    result.flow = shadow.Flow(result.key, True)
    for line in text.splitlines():
        event, segment = read_event(line), read_segment(line)
        if event:
            result.flow.events.append(event)
        if segment:
            result.segments[segment[0]].append(segment[1])
    for segments in result.segments.values():
        segments.sort(key=lambda segment: segment.time)
    result.cell = types.SimpleNamespace(
        workload=workload, network=network, end=float("inf"),
        flows={"router": [result.flow]})
    result.events = [event for _, event in result.flow.path(result.end, result.cell.end)[0]]
    return result


def other_end(text):
    """The same with client and server in each other's place"""
    return re.sub("client|server",
                  lambda m: "server" if m.group() == "client" else "client", text)


def wrong(name, text):
    """What is wrong with a case, in words"""
    for end, case in (("", text), (", the other end", other_end(text))):
        reason = reasons.reason_for(read_case(case), [])
        if reason != reasons.CROSSED:
            yield f"{name}{end}: the reason is {reason}"
    for what, old, new in WITHOUT_PROOF[name]:
        changed = re.sub(old, new, text)
        if changed == text:
            yield f"{name}: nothing in it is altered by: {what}"
        reason = reasons.reason_for(read_case(changed), [])
        if reason:
            yield f"{name}: the reason, although {what}, is {reason}"


def main():
    cases = {path.stem: path.read_text(encoding="ascii") for path in CASES.glob("*.txt")}
    found = [line for name in sorted(cases) for line in wrong(name, cases[name])]
    found += [f"there is no case {name}" for name in WITHOUT_PROOF if name not in cases]
    for line in found:
        print(line)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
