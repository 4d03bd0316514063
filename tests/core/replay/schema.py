# SPDX-License-Identifier: GPL-2.0
"""The JSON Lines of tcpst, member by member: Documentation/json.rst as data.

check(object) yields what is wrong with a transition, a note or a life. What is
said here holds of captures and of the kernel alike.
"""

import re

STATES = ("CLOSED LISTEN SYN_SENT SYN_RECEIVED ESTABLISHED FIN_WAIT_1 "
          "FIN_WAIT_2 CLOSING TIME_WAIT CLOSE_WAIT LAST_ACK").split()
ROLES = ("initiator", "responder")
ENDS = ("fin reset refused timeout unreachable half-open evicted "
        "still-open").split()
ZEEK = "S0 S1 SF REJ S2 S3 RSTO RSTR RSTOS0 RSTRH SH SHR OTH".split()
CAUSES = ("SYN SYN-ACK ACK FIN RST ICMP TIMER EVICT ADOPT RST_IGNORED "
          "FIN_IGNORED STOP").split()
NOTES = ("RST_IGNORED FIN_IGNORED SYN_REPEAT SYN-ACK_REPEAT FIN_REPEAT "
         "SYN_IGNORED CHALLENGE_ACK INVALID ICMP_IGNORED "
         "SYN-ACK_OTHER DROP RETRANSMIT").split()


def number(bits):
    return lambda v: isinstance(v, int) and not isinstance(v, bool) and \
        0 <= v < 2**bits


def one_of(*words):
    return lambda v: v in words


def word(value):
    return isinstance(value, str) and value != ""


def or_null(rule):
    return lambda v: v is None or rule(v)


def members(rules):
    """An object of these members and no others, in this order."""
    return lambda v: isinstance(v, dict) and list(v) == list(rules) and \
        all(rule(v[name]) for name, rule in rules.items())


def both(rule):
    return members({role: rule for role in ROLES})


def times(value):
    return isinstance(value, dict) and \
        all(name in STATES and name != "CLOSED" and number(64)(ns)
            for name, ns in value.items())


END = members({"addr": word, "port": number(16)})
ORIGIN = one_of("sender", "elsewhere", "unknown")
ICMP = members({"from": word, "error": word, "type": number(8), "code": number(8)})
FLOW = {"flow": number(64), "family": one_of("ipv4", "ipv6"),
        "initiator": END, "responder": END}
EVENT = {"seqno": number(64), "time_ns": number(64), **FLOW,
         "endpoint": one_of(*ROLES)}
NUMBERS = {"certainty": one_of("observed", "presumed", "inferred"),
           "sender": or_null(one_of(*ROLES)), "tcp_flags": or_null(word),
           "seq": or_null(number(32)), "ack": or_null(number(32)),
           "len": or_null(number(32)), "window": or_null(number(16)),
           "reset_reason": word, "reset_ttl": number(8),
           "reset_usual_ttl": number(8), "reset_origin": ORIGIN,
           "icmp": ICMP, "drop": lambda v: isinstance(v, dict),
           "frame": number(64), "iface": word, "tunnel": word}
RULES = {
    "transition": {"type": one_of("transition"), **EVENT,
                   "from": one_of(*STATES), "to": one_of(*STATES),
                   "for_ns": number(64),
                   "cause": one_of(*CAUSES, "ICMP_IGNORED"), **NUMBERS},
    "note": {"type": one_of("note"), **EVENT, "state": one_of(*STATES),
             "cause": one_of(*NOTES), **NUMBERS},
    "life": {"type": one_of("life"), **FLOW,
             "roles": one_of("known", "unknown"),
             "start_ns": number(64), "end_ns": or_null(number(64)),
             "duration_ns": number(64),
             "states": both(one_of(*STATES)),
             "closed_first": or_null(one_of(*ROLES)), "end": one_of(*ENDS),
             "corrects": one_of(True),
             "failure": one_of("unanswered", "refused", "unreachable",
                               "half-open"),
             "reset_by": or_null(one_of(*ROLES)), "reset_reason": word,
             "reset_ttl": number(8), "reset_usual_ttl": number(8),
             "reset_origin": ORIGIN, "icmp": ICMP, "syn_repeats": number(8),
             "synack_repeats": number(8), "fin_repeats": both(number(8)),
             "handshake_ns": members({"syn_to_synack": or_null(number(64)),
                                      "synack_to_ack": or_null(number(64))}),
             "bytes": both(number(64)), "state_ns": both(times),
             "half_close_ns": or_null(number(64)),
             "zeek_conn_state": one_of(*ZEEK),
             "packets": both(number(64)),
             "rtt_ns": both(or_null(number(64))),
             "owner": lambda v: isinstance(v, dict), "iface": word,
             "tunnel": word, "netns": word, "zeek_uid": word,
             "community_id": lambda v: re.fullmatch("1:[+/0-9A-Za-z]{27}=", v),
             "tcp_completeness": number(6),
             "zeek_history": lambda v: re.fullmatch("[SHADFRshadfr]{1,12}", v),
             "options": lambda v: isinstance(v, dict) and set(v) <= set(ROLES)
             and all(map(word, v.values()))},
}
# Without accounting; of a connection whose owner is not known.
OPTIONAL = ("for_ns", "reset_reason", "reset_ttl", "reset_usual_ttl",
            "reset_origin", "icmp", "drop", "failure", "corrects",
            "packets", "rtt_ns", "owner", "frame", "iface", "tunnel", "netns", "zeek_uid",
            "tcp_completeness", "zeek_history", "options")


def consistent(it):
    """What one member says of another. Yields what does not fit."""
    if it["type"] != "life":
        silent = it["cause"] in ("TIMER", "EVICT", "STOP", "ICMP",
                                 "ICMP_IGNORED")
        if it["seq"] is None and not silent:
            yield "seq is null though there is a segment"
        if it["seq"] is None and it["ack"] is not None:
            yield "ack without seq"
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


def check(it):
    rules = RULES.get(it.get("type"))
    if not rules:
        yield f"type {it.get('type')}"
        return
    names = [name for name in it if name != "retract"]
    if it.get("retract", True) is not True:
        yield "retract is there if it is true"
    if names != [n for n in rules if n in names or n not in OPTIONAL]:
        yield f"members {names}"
        return
    for name, rule in rules.items():
        if name in it and not rule(it[name]):
            yield f"{name}: {it[name]!r}"
    yield from consistent(it)
