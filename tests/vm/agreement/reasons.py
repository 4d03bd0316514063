# SPDX-License-Identifier: GPL-2.0
"""Disagreements that are right all the same.

Nobody who sees segments can know these things. Each reason has its proof in
what the endpoint itself sent and got, and in what came to the router; none is
taken on trust, and the report shows all of them.
"""

import collections
from difflib import SequenceMatcher

from capture import ACK, FIN, RST, SYN, sent_syns

# A segment may be captured a moment before the socket's step is traced.
NEAR = 2_000_000

SILENCE = "the socket closed without sending anything that would show it"
FIN_NOT_SENT = "its FIN was queued, and never sent"
FIN_HOLE = "the peer's FIN came, but data before it did not: it crossed nothing yet"
FIN_LATE = "its FIN was queued before the peer's came, and sent after it"
NO_SYN = "connect() failed: no SYN was sent"
FORGOTTEN = "the server forgot its SYN-ACK, or kept none, and sends nothing about it"
MADE_OF_OLD_ACK = "an old duplicate ACK, its SYN cookie still good, made another socket"
ACK_REFUSED = "it refused the ACK by a RST, which an abort would look like"
MADE_OF_OLD_SYN = "an old duplicate SYN, with data, made another socket"
GHOST = "the RST was lost or late beyond the router; what opened next was the same socket"
BEYOND = "it was lost, late or doubled beyond the router, which presumed and never learnt"
BEFORE = "it was lost, late or doubled on its way to the router; nothing later shows it"
CROSSED = "what the router saw pass to it crossed what it sent, which does not show it"
STRAY = "connection tracking left it untranslated: the router itself was its end"
RST_EARLY = "the RST overtook data; without accounting nothing shows that it was early"
UNFORWARDED = "the router did not forward what would have shown it"
RST_RACED = "the RST came while its socket turned into one of TIME-WAIT"
FORGED_SYN = "a SYN that its alleged sender never sent, which the router cannot know"
ACK_DROPPED = "the listener dropped the ACK, and nothing it sent shows that"


def silence(result, own):
    """The socket closed by a timer, and sent nothing."""
    if not result.session or result.real[-1:] != ["CLOSED"] or \
            result.seen != result.real[:-1]:
        return False
    closed = result.session.steps[-1][0]
    return not any(s.time >= closed or s.flags & RST and s.time >= closed - NEAR
                   for s in own)


def late_for_silence(result, own):
    """The same, but what came for it later was presumed to be taken, until a RST
    told that nobody is there any more."""
    if not result.session or result.real[-1:] != ["CLOSED"]:
        return False
    closed = result.session.steps[-1][0]
    before = [e["to"] for e in result.events if e["time_ns"] < closed]
    after = [e for e in result.events if e["time_ns"] >= closed]
    return before == result.real[:-1] and bool(after) and \
        all(e["certainty"] == "presumed" for e in after[:-1]) and \
        after[-1]["to"] == "CLOSED" and \
        all(s.flags & RST for s in own if s.time >= closed)


def fin_wait_2_over(result, own):
    """It was forgotten in FIN_WAIT_2, which nothing shows, until the RST that
    answers a late FIN does."""
    return result.real[-1:] == ["FIN_WAIT_2"] and \
        result.seen == result.real + ["CLOSED"] and \
        result.events[-1]["cause"] == "RST" and \
        any(s.flags & RST and not s.flags & ACK for s in own)


def fin_not_sent(result, own):
    """CLOSE was called, but there were data before the FIN to the last."""
    without = ["CLOSE_WAIT" if state == "CLOSING" else state for state in result.real
               if state not in ("FIN_WAIT_1", "LAST_ACK")]
    if any(s.flags & FIN for s in own):
        return False
    silent = without[-1:] == ["CLOSED"] and \
        not any(s.time >= result.session.steps[-1][0] - NEAR for s in own)
    return without == result.seen or silent and without[:-1] == result.seen


def rst_raced(result, own):
    """The RST passed the hook while the socket was on its way into TIME-WAIT,
    and met neither of the two."""
    if not result.session or result.session.left != "TIME_WAIT" or \
            result.seen != result.real + ["CLOSED"]:
        return False
    rst, entry = result.events[-1], result.session.steps[-1][0]
    return rst["cause"] == "RST" and rst["certainty"] == "presumed" and \
        rst["time_ns"] <= entry + NEAR and not any(s.flags & RST for s in own)


def fin_hole(result, own):
    """CLOSING was presumed, for the peer's FIN had passed; it came out of order,
    and the end never acknowledged so much as the data before it."""
    if [("CLOSING" if s == "FIN_WAIT_2" else s) for s in result.real] != result.seen:
        return False
    fins = [s for s in result.segments[result.end]
            if s.flags & FIN and s.sender != result.end]
    made = [e["certainty"] for e in result.events if e["to"] == "CLOSING"]
    return bool(fins) and made == ["presumed"] and \
        all((s.ack - fins[0].seq - fins[0].length) & 0xffffffff > 1 << 31
            for s in own if s.flags & ACK)


def fin_late(result, own):
    """CLOSE was called first, but the peer's FIN was acknowledged first: the
    FIN itself, when it came, acknowledged it."""
    if result.real[-3:-1] != ["FIN_WAIT_1", "CLOSING"] or \
            result.seen[-3:] != ["CLOSE_WAIT", "LAST_ACK", "CLOSED"]:
        return False
    first = next((s for s in own if s.flags & FIN), None)
    return first is not None and first.ack == max(s.ack for s in own if s.flags & ACK)


def no_syn(result, own):
    """connect() failed before it sent anything."""
    if not result.session or result.flow or result.real != ["SYN_SENT", "CLOSED"]:
        return False
    begin, end = (time for time, _ in result.session.steps)
    return not any(s.flags & SYN and begin <= s.time <= end for s in own)


def forgotten(result, own):
    """A SYN-ACK was sent, perhaps with a cookie; nothing else ever was."""
    return not result.session and result.final[1] == "SYN_RECEIVED" and \
        all(s.flags & SYN for s in own)


def made_of_old_ack(result, own):
    """One more socket of a connection that has one: all SYN-ACKs are of one."""
    return bool(result.session) and not result.flow and result.end == "server" and \
        not result.session.active and \
        len({s.seq for s in own if s.flags & SYN}) == 1


def ack_dropped(result, own):
    """There is no socket, only an ACK that should have made one."""
    return not result.session and result.seen == ["ESTABLISHED"] and \
        [e["certainty"] for e in result.events if e["to"] == "ESTABLISHED"] == ["presumed"] \
        and all(s.flags & (SYN | RST) for s in own)


def stray(result, _):
    """A late segment of a translated connection, for which there is no socket."""
    return result.place == "router" and not result.session and bool(result.flow) and \
        result.flow.events[0]["cause"] == "ADOPT" and \
        result.cell.workload in ("snat", "dnat", "snat_dnat")


def ack_refused(result, own):
    """The ACK should have made it ESTABLISHED, but was not acceptable: all it
    sent besides SYN-ACKs is a RST."""
    if not result.session or "ESTABLISHED" in result.real or \
            [s for s in result.seen if s != "ESTABLISHED"] != result.real:
        return False
    made = [e["certainty"] for e in result.events if e["to"] == "ESTABLISHED"]
    return made == ["presumed"] and all(s.flags & (SYN | RST) for s in own) and \
        any(s.flags & RST for s in own)


def made_of_old_syn(result, own):
    """One more socket of a connection that has one, made of the same SYN: a
    listener that takes data with the SYN keeps no request that would absorb it."""
    return result.cell.workload == "fast_open" and bool(result.session) and \
        result.end == "server" and not result.session.active and not result.flow and \
        len({s.seq for s in own if s.flags & SYN}) > 1


def rst_early(result, own):
    """At its own host: a RST came whose number was not the next one expected,
    its target drew on until something else closed it."""
    if result.place != result.end or not result.events or \
            result.seen != result.real[:len(result.seen) - 1] + ["CLOSED"]:
        return False
    rst = result.events[-1]
    before = [s.ack for s in own if s.flags & ACK and s.time <= rst["time_ns"]]
    return rst["cause"] == "RST" and rst["certainty"] == "presumed" and \
        bool(before) and before[-1] != rst["seq"] and \
        any(s.flags & ACK and s.time > rst["time_ns"] and s.ack == before[-1] for s in own)


def forged_syn(result, own):
    """At the router: nothing but a SYN, which came to the other end, and is none
    of those its alleged sender sent at its own host."""
    if result.place != "router" or result.session or result.seen != ["SYN_SENT"]:
        return False
    syns, number = sent_syns(own, result.end), result.flow.syn(result.end)
    other = {"client": "server", "server": "client"}[result.end]
    came = sent_syns(result.segments[other], result.end)
    return bool(syns) and number not in syns and number in came and \
        all(e["certainty"] == "observed" for e in result.events)


def names(segments):
    """Each segment, with what distinguishes it from others, the nth copy from the first"""
    seen = collections.Counter()
    for segment in segments:
        name = segment.seq, segment.ack, segment.flags, segment.length
        seen[name] += 1
        yield name + (seen[name],), segment


def disturbed(sent, came):
    """Segments lost, overtaken or doubled between two places."""
    sent, came = dict(names(sent)), dict(names(came))
    out = [s for name, s in sent.items() if name not in came]
    out += [s for name, s in came.items() if name not in sent]
    order = [name for name in came if name in sent]
    place = {name: at for at, name in enumerate(name for name in sent if name in came)}
    out += [sent[name] for at, name in enumerate(order) if place[name] != at]
    return out


OPENING = {"SYN_SENT", "SYN_RECEIVED", "ESTABLISHED", "nothing"}


def matter(result, segments):
    """Could these have shown the states in question? Those of the opening, or
    those from the first FIN or RST on."""
    matcher = SequenceMatcher(None, result.real, result.seen, autojunk=False)
    states = {state for op, i, j, k, m in matcher.get_opcodes() if op != "equal"
              for state in result.real[i:j] + result.seen[k:m]}
    both = [s for segments in result.segments.values() for s in segments]
    ends = [s.time for s in both if s.flags & (FIN | RST)]
    data = [s.time for s in both if s.length and not s.flags & SYN]
    if states & OPENING and any(s.time <= min(data, default=s.time) for s in segments):
        return True
    return bool(states - OPENING) and \
        any(s.time >= min(ends, default=s.time + 1) for s in segments)


def ghost(result):
    """At the router a RST refused a SYN, and never came to its end, which then
    answered the other end's SYN by the number of its own: two flows, one socket."""
    if result.place != "router":
        return False
    syns = [s for s in result.segments[result.end]
            if s.sender == result.end and s.flags & SYN]
    answers = [s.time for s in syns if s.flags & ACK]
    passed, came = ([s.time for s in result.segments[place]
                     if s.sender != result.end and s.flags & RST]
                    for place in ("router", result.end))
    flows = [f for f in result.cell.flows["router"] if f.key == result.key]
    return len({s.seq for s in syns}) == 1 and bool(answers and passed) and \
        passed[0] < answers[0] and not any(t < answers[0] for t in came) and len(flows) > 1


def came(result, event):
    """When the first copy of the segment behind an event came to the end, None if none did"""
    return next((s.time for s in result.segments[result.end] if s.sender != result.end
                 and (s.seq, s.ack) == (event["seq"], event["ack"] or 0)), None)


def sent(result, place, flag):
    """When the end's segments with a flag passed a place, or left its own host"""
    return [s.time for s in result.segments[place]
            if s.sender == result.end and s.flags & flag]


def crossed_close(result, event):
    """Did the segment behind a presumption come to the end only after it had sent its FIN,
    or had closed and sent a RST; and the router saw none of these until afterwards?"""
    arrived = came(result, event)
    if event["certainty"] != "presumed" or arrived is None:
        return False
    last, state = result.session.steps[-1]
    closed = state == "CLOSED" and last < arrived
    for kind in (FIN, RST) if closed else (FIN,):
        left, passed = sent(result, result.end, kind), sent(result, "router", kind)
        if left and passed and left[0] < arrived and passed[0] > event["time_ns"]:
            return True
    return False


def crossed_copy(result, event, retraction):
    """Was a presumption taken back for another copy of a SYN-ACK or FIN, while the end sent
    all of these copies before the segment behind the presumption came?"""
    arrived = came(result, event)
    copies = [s.time for s in result.segments[result.end]
              if s.sender == result.end and s.flags & (SYN | FIN)
              and (s.seq, s.ack) == (retraction["seq"], retraction["ack"] or 0)]
    return event["certainty"] == "presumed" and arrived is not None and \
        bool(copies) and copies[-1] < arrived


def crossed(result):
    """At the router: what came to the end crossed what it sent. Each state it never was in
    was presumed of a segment that crossed its FIN or RST. Each state that is missing was
    presumed, but taken back for a SYN-ACK or FIN that crossed the segment behind that."""
    if result.place != "router" or not result.session or not result.flow:
        return False
    back = result.flow.retracted(result.end, result.cell.end)
    for state in missing_states(result):
        pairs = [(event, by) for event, by in back if event["to"] == state]
        if not pairs or not all(crossed_copy(result, *pair) for pair in pairs):
            return False
    return not result.same and \
        all(crossed_close(result, event) for event in wrong_events(result))


def repeats(result, since):
    """Does the end repeat its SYN-ACK or FIN, seen at the router? That would be
    the evidence to take a presumption back."""
    return any(s.sender == result.end and s.flags & (SYN | FIN) and s.time > since
               for s in result.segments["router"])


def differences(result):
    """The parts in which the states differ: [(the socket's, events behind those seen)]"""
    matcher = SequenceMatcher(None, result.real, result.seen, autojunk=False)
    return [(result.real[i:j], result.events[k:m])
            for op, i, j, k, m in matcher.get_opcodes() if op != "equal"]


def wrong_events(result):
    """Events behind states the socket never was in."""
    return [event for _, events in differences(result) for event in events]


def missing_states(result):
    """States the socket was in, which were not seen."""
    return [state for states, _ in differences(result) for state in states]


def on_the_way(result, host):
    """At the router, on a network that loses or reorders, while the host's own
    view is right: was it disturbed on the one side or on the other?"""
    if result.place != "router" or not host or not (host.agrees or host.reason):
        return None
    wrong = wrong_events(result)
    own = [s for s in result.segments[result.end] if s.sender == result.end]
    if matter(result, disturbed(own, [s for s in result.segments["router"]
                                      if s.sender == result.end])):
        return BEFORE
    got = [s for s in result.segments[result.end] if s.sender != result.end]
    if all(event["certainty"] != "observed" for event in wrong) and \
            matter(result, disturbed([s for s in result.segments["router"]
                                      if s.sender != result.end], got)) \
            and not any(repeats(result, event["time_ns"] + NEAR) for event in wrong):
        return BEYOND
    return None


def unforwarded(result):
    """What the router drops or cannot forward does not count as sent: none of
    what the end sent from then on ever came out on the other side."""
    if result.place != "router":
        return False
    other = {"client": "server", "server": "client"}[result.end]
    sent, came = ([s for s in result.segments[place] if s.sender == result.end]
                  for place in ("router", other))
    kept = {(s.seq, s.flags, s.ack) for s in came}
    lost = [s for s in sent if (s.seq, s.flags, s.ack) not in kept]
    return result.seen == result.real[:len(result.seen)] and \
        bool(lost) and sent[-len(lost):] == lost


def host_of(result, results):
    """The same endpoint as seen at its own host."""
    for host in results:
        if host.place == host.end == result.end and host.key == result.key and \
                host.session is result.session:
            return host
    return None


REASONS = ((silence, SILENCE), (late_for_silence, SILENCE),
           (fin_wait_2_over, SILENCE), (no_syn, NO_SYN),
           (forgotten, FORGOTTEN), (rst_raced, RST_RACED),
           (made_of_old_ack, MADE_OF_OLD_ACK), (made_of_old_syn, MADE_OF_OLD_SYN),
           (fin_not_sent, FIN_NOT_SENT), (fin_hole, FIN_HOLE),
           (fin_late, FIN_LATE),
           (ack_dropped, ACK_DROPPED), (ack_refused, ACK_REFUSED),
           (rst_early, RST_EARLY), (forged_syn, FORGED_SYN), (stray, STRAY))


def reason_for(result, results):
    """Why a result that disagrees is right all the same, or None."""
    own = [s for s in result.segments[result.end] if s.sender == result.end]
    for proof, reason in REASONS:
        if proof(result, own):
            return reason
    if unforwarded(result):
        return UNFORWARDED
    if crossed(result):
        return CROSSED
    if ghost(result):
        return GHOST
    return on_the_way(result, host_of(result, results))


def explain(results):
    """Give each result that disagrees its reason, where there is one; the hosts
    first, for the router's need theirs."""
    for found in results.values():
        for result in sorted(found, key=lambda r: r.place == "router"):
            if not result.agrees:
                result.reason = reason_for(result, found)
