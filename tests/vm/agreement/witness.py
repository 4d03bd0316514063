# SPDX-License-Identifier: GPL-2.0
"""Did a workload, or a network, do what it is named for? The kernel's own
counters and the sockets' own states show that; where they do not, a cell that
agrees proves nothing, and fails."""

import capture
from capture import ACK, RST

# {workload: [(host, counters of which one must have counted)]}
COUNTERS = {
    "abort": [("client", "TcpExtTCPAbortOnClose"), ("server", "TcpExtTCPAbortOnClose"),
              ("client", "TcpExtTCPAbortOnData"), ("server", "TcpExtTCPAbortOnData")],
    "refused": [("server", "TcpOutRsts"), ("client", "TcpAttemptFails")],
    "black_hole": [("client", "TcpExtTCPTimeouts")],
    "queue_full": [("server", "TcpExtListenOverflows")],
    "deferred": [("server", "TcpExtTCPDeferAcceptDrop")],
    "cookies": [("server", "TcpExtSyncookiesSent"), ("server", "TcpExtSyncookiesRecv")],
    "fast_open": [("client", "TcpExtTCPFastOpenActive"),
                  ("server", "TcpExtTCPFastOpenPassive")],
    "keepalive": [("client", "TcpExtTCPKeepAlive"), ("server", "TcpExtTCPKeepAlive")],
    "zero_window": [("client", "TcpExtTCPToZeroWindowAdv"),
                    ("server", "TcpExtTCPFromZeroWindowAdv")],
    "reuse": [("client", "TcpExtTWRecycled")],
    "socket_kill": [("client", "TcpOutRsts"), ("server", "TcpEstabResets")],
    "killed": [("client", "TcpExtTCPAbortOnClose"), ("server", "TcpExtTCPAbortOnClose")],
    "gone": [("client", "TcpExtTCPAbortOnTimeout"), ("server", "TcpExtTCPAbortOnTimeout")],
    "attack": [("client", "TcpExtTCPChallengeACK"), ("server", "TcpExtTCPChallengeACK")],
    "attack_accounted": [("client", "TcpExtTCPChallengeACK"),
                         ("server", "TcpExtTCPChallengeACK")],
    "port_unreachable": [("client", "IcmpInDestUnreachs"),
                         ("client", "Icmp6InDestUnreachs")],
    "host_unreachable": [("client", "IcmpInDestUnreachs"),
                         ("client", "Icmp6InDestUnreachs")],
    "forward_reject": [("client", "IcmpInDestUnreachs"),
                       ("client", "Icmp6InDestUnreachs")],
    "too_big": [("client", "IcmpInDestUnreachs"), ("client", "Icmp6InPktTooBigs")],
}

# {workload: [steps that some socket must have made one after the other]}
STEPS = {
    "both": [("FIN_WAIT_1", "CLOSING")],
    "both_slowed": [("FIN_WAIT_1", "CLOSING")],
    "half_close": [("FIN_WAIT_1", "FIN_WAIT_2"), ("CLOSE_WAIT", "LAST_ACK")],
    "simultaneous_open": [("SYN_SENT", "SYN_RECEIVED")],
}
# Where nothing takes time, nothing crosses but by chance.
SLOW = ("latent", "delay50", "reorder", "mixed", "far")

# {network: counters, of client and server together}
FAULTS = {
    "loss1": ["TcpRetransSegs"],
    "loss10": ["TcpRetransSegs"],
    "far": ["TcpRetransSegs"],
    "mixed": ["TcpRetransSegs", "TcpExtTCPOFOQueue"],
    "duplicate": ["TcpExtTCPDSACKRecv"],
    "reorder": ["TcpExtTCPOFOQueue"],
}

# States in which an end's close needs more than the FINs that were sent.
BEFORE_FINS = ("ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT")

# No window is as large (RFC 7323, 2.3).
WINDOW = 2**30

# The most a packet holds.
ETHERNET = 1460

# Addresses of both ends, before translation.
OWN = {frozenset(("10.1.0.2", "10.2.0.2")), frozenset(("fd01::2", "fd02::2"))}
TRANSLATED = ("snat", "dnat", "snat_dnat")


def steps_made(sessions, steps):
    """Did a socket make these steps?"""
    return any(states[at:at + len(steps)] == list(steps) for states in
               ([state for _, state in session.steps] for session in sessions)
               for at in range(len(states)))


def missing_steps(cell):
    """Steps that no socket made, though some should."""
    if cell.network not in SLOW and cell.workload in ("both", "simultaneous_open"):
        return []
    return [" > ".join(steps) for steps in STEPS.get(cell.workload, ())
            if not steps_made(cell.sessions, steps)]


def wandering(cell):
    """Flows whose addresses change, or, at the router, are not the ends' own:
    those a translation puts in their place. Late segments that connection
    tracking takes for none of its own are not translated: the router is their
    end, and answers them."""
    out = []
    for place, flows in cell.flows.items():
        for flow in flows:
            pairs = {frozenset((event["initiator"]["addr"], event["responder"]["addr"]))
                     for event in flow.events}
            bare = place == "router" and cell.workload in TRANSLATED and \
                flow.events[0]["cause"] != "ADOPT"
            if len(pairs) > 1 or bare and not pairs <= OWN:
                out.append(f"addresses of a flow at the {place}: {sorted(map(sorted, pairs))}")
    return out


def believed(cell, flow, event):
    """May accounting believe, for a moment, the forged RST behind this event? It
    must lie ahead of what its target expects, but in the window; that an end is
    closed must be presumed; and what shows better must be the target's
    challenge ACK, on which the state before is back."""
    key, after = flow.key, flow.events[flow.events.index(event) + 1:]
    ends = {end: capture.between(cell.segments[end], key) for end in ("client", "server")}
    target = next((end for end, segments in ends.items() for s in segments
                   if s.sender != end and s.flags & RST and s.seq == event["seq"]), None)
    if event["cause"] != "RST" or not target:
        return False
    acks = [s for s in ends[target] if s.sender == target and s.flags & ACK]
    expected = next((s.ack for s in reversed(acks) if s.time <= event["time_ns"]), None)
    if expected is None or not 0 < (event["seq"] - expected) % 2**32 < WINDOW:
        return False
    challenges = {(s.seq, s.ack) for s in acks if s.flags == ACK and not s.length
                  and s.ack == expected and s.time > event["time_ns"]}
    back = next((e for e in after if e["type"] == "transition"
                 and flow.side(e) == flow.side(event)), None)
    return event["certainty"] == "presumed" and bool(back) and \
        bool(back.get("retract")) and back["cause"] == "RST_IGNORED" and \
        back["to"] == event["from"] and back["time_ns"] <= cell.end and \
        (back["seq"], back["ack"]) in challenges


def taken_in(cell):
    """Every connection here ends by its own FINs: what closes an end before is a
    forgery. With accounting only a RST in the window can, until its target
    challenges it: no other RST, and no SYN, closes an end for a moment."""
    if cell.workload != "attack_accounted":
        return []
    return [f"an end CLOSED by {event['cause']}, {event['certainty']}, at the {place}"
            for place, flows in cell.flows.items() for flow in flows
            for event in flow.events
            if event["type"] == "transition" and event["to"] == "CLOSED"
            and event["from"] in BEFORE_FINS and not believed(cell, flow, event)]


def not_shown(cell):
    """What should have happened in a cell and did not, in words."""
    out = [f"no {name} at the {host}" for host, name in COUNTERS.get(cell.workload, ())
           if not cell.counted[host].get(name)]
    together = {name for host in cell.counted.values() for name, n in host.items() if n}
    return out + missing_steps(cell) + wandering(cell) + taken_in(cell)


def faults_not_shown(cells, network):
    """Faults of a network that none of its cells met."""
    met = {name for cell in cells if cell.network == network
           for host in cell.counted.values() for name, n in host.items() if n}
    return [name for name in FAULTS.get(network, ()) if name not in met] + \
        offload_not_shown([cell for cell in cells if cell.network == network], network)


def offload_not_shown(cells, network):
    """Segments larger than a packet come in if, and only if, they are merged
    there or never were cut."""
    longest = {place: max((cell.longest[place] for cell in cells), default=0)
               for place in ("client", "router", "server")}
    if network == "gro":
        return [f"a merged segment at the {place}" for place, length in longest.items()
                if length <= ETHERNET]
    if network == "nogro":
        return [f"{length} octets in one segment at the {place}"
                for place, length in longest.items() if length > ETHERNET]
    return []
