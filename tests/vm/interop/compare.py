#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Hold what another program saw of a connection against what tcpst reports of it.

    compare.py trace TEXT NETNS TCPST        lines of perf script or trace-cmd
    compare.py fields TEXT NETNS TCPST       lines FLOW ENDPOINT FROM TO of bpftrace
    compare.py flows YNL TCPST               a dump of flows
    compare.py events YNL TCPST              a dump of events
    compare.py heard YNL TCPST               what was heard of the group
    compare.py stats YNL TCPST

TCPST is what `tcpst --json` wrote. Of transitions only those of the newest flow
are compared, save for `events`. Prints what differs, and exits 1, if anything does.
"""
import ipaddress
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
from fields import ROLES, STATES


def lines_of(path):
    with open(0 if path == "-" else path) as file:
        return [json.loads(line) for line in file if line.strip()]


def document(path):
    with open(path) as file:
        return json.load(file)


def same(what, expected, found):
    """Are they equal, and something at all?"""
    if not expected:
        sys.exit(f"tcpst reports nothing of {what}")
    if expected != found:
        sys.exit(f"{what}: tcpst reports\n{expected}\nand found was\n{found}")


def word(text):
    """A name of the netlink spec as tcpst writes it."""
    return text.upper().replace("-", "_")


def newest(records):
    """Transitions of the flow that came last."""
    records = [r for r in records if r["type"] == "transition"]
    return [r for r in records if r["flow"] == records[-1]["flow"]]


def trace(path, netns, tcpst):
    """The order counts, addresses, ports and numbers of the segment as well."""
    known = newest(lines_of(tcpst))
    found = []
    with open(path) as file:
        for line in file:
            fields = dict(re.findall(r"(\w+)=(\S+)", line))
            if fields.get("netns") == netns:
                found.append(fields)
    same("transitions", [[
        str(r["flow"]), f'::ffff:{r["initiator"]["addr"]}',
        str(r["initiator"]["port"]), f'::ffff:{r["responder"]["addr"]}',
        str(r["responder"]["port"]), r["endpoint"], r["from"], r["to"],
        r["certainty"], str(r["seq"]), str(r["ack"] or 0)] for r in known],
        [[f[name] for name in ("flow", "saddr", "sport", "daddr", "dport",
                               "endpoint", "from", "to", "certainty", "seq",
                               "ack")] for f in found])


def fields(path, netns, tcpst):
    """Each processor's come in order, but not those of two."""
    known = newest(lines_of(tcpst))
    found = []
    with open(path) as file:
        for line in file:
            numbers = line.split()
            if len(numbers) == 5 and numbers[0] == netns:
                flow, endpoint, before, after = map(int, numbers[1:])
                if flow == known[0]["flow"]:
                    found.append([ROLES[endpoint], STATES[before],
                                  STATES[after]])
    same("transitions", sorted([r["endpoint"], r["from"], r["to"]]
                               for r in known), sorted(found))


def address(text):
    return str(ipaddress.ip_address(bytes.fromhex(text)))


def times_that_stand(state_ns):
    """The time in TIME-WAIT goes on."""
    return {word(state): ns for state, ns in state_ns.items()
            if word(state) != "TIME_WAIT"}


def flow_of_ynl(flow):
    return [flow["id"], address(flow["initiator-addr"]), flow["initiator-port"],
            address(flow["responder-addr"]), flow["responder-port"],
            word(flow["initiator-state"]), word(flow["responder-state"]),
            flow["start-ns"], flow["end"], flow["initiator-bytes"],
            flow["responder-bytes"], flow.get("syn-to-syn-ack-ns"),
            times_that_stand(flow["initiator-state-ns"]),
            times_that_stand(flow["responder-state-ns"]), word(flow["zeek"])]


def flow_of_tcpst(flow):
    return [flow["flow"], flow["initiator"]["addr"], flow["initiator"]["port"],
            flow["responder"]["addr"], flow["responder"]["port"],
            flow["states"]["initiator"], flow["states"]["responder"],
            flow["start_ns"], flow["end"], flow["bytes"]["initiator"],
            flow["bytes"]["responder"], flow["handshake_ns"]["syn_to_synack"],
            times_that_stand(flow["state_ns"]["initiator"]),
            times_that_stand(flow["state_ns"]["responder"]),
            flow["zeek_conn_state"]]


def flows(ynl, tcpst):
    same("flows", sorted(map(flow_of_tcpst, lines_of(tcpst))),
         sorted(map(flow_of_ynl, document(ynl))))


def transition_of_ynl(event):
    return [event["seqno"], event["flow"], address(event["initiator-addr"]),
            event["initiator-port"], address(event["responder-addr"]),
            event["responder-port"], event["endpoint"], word(event["from"]),
            word(event["to"]), event["certainty"], event["time-ns"],
            event["seq"], event.get("ack")]


def transition_of_tcpst(event):
    return [event["seqno"], event["flow"], event["initiator"]["addr"],
            event["initiator"]["port"], event["responder"]["addr"],
            event["responder"]["port"], event["endpoint"], event["from"],
            event["to"], event["certainty"], event["time_ns"], event["seq"],
            event["ack"]]


def transitions_in(messages):
    """Batches: each message has an array of events."""
    return [transition_of_ynl(event) for message in messages
            for event in message["event"] if event["type"] == "transition"]


def events(ynl, tcpst):
    same("events", [transition_of_tcpst(r) for r in lines_of(tcpst)
                    if r["type"] == "transition"], transitions_in(document(ynl)))


def heard(ynl, tcpst):
    with open(ynl) as file:
        text = file.read()
    messages, at = [], 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        message, at = json.JSONDecoder().raw_decode(text, at)
        if message:
            messages += message if isinstance(message, list) else [message]
    known = newest(lines_of(tcpst))
    # Some from before it listened may be among them.
    same("events", [transition_of_tcpst(r) for r in known],
         [t for t in transitions_in(message["msg"] for message in messages)
          if t[1] == known[0]["flow"]])


def stats(ynl, tcpst):
    known, found = lines_of(tcpst)[0], document(ynl)
    same("stats", [known["flows"], known["max_flows"], known["first_seqno"],
                   known["next_seqno"], known["counters"]["transitions"],
                   known["counters"]["opened"], list(known["counters"])],
         [found["flows"], found["max-flows"], found["first"], found["next"],
          *({c["name"]: c["value"] for c in found["counter"]}[name]
            for name in ("transitions", "opened")),
          [c["name"] for c in found["counter"]]])


{f.__name__: f for f in (trace, fields, flows, events, heard, stats)}[
    sys.argv[1]](*sys.argv[2:])
