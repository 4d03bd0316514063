# SPDX-License-Identifier: GPL-2.0
"""Disagreements that are right all the same.

Nobody who sees segments can know these things. Each reason has its proof in
what was captured at the endpoint's own interface; none is taken on trust, and
the report shows all of them.
"""

from difflib import SequenceMatcher

import capture
from capture import ACK, FIN, RST, SYN

# A segment may be captured a moment before the socket's step is traced.
NEAR = 2_000_000

SILENCE = "the socket gave up without sending anything"
FIN_NOT_SENT = "its FIN was queued, and never sent"
FIN_LATE = "its FIN was queued before the peer's came, and sent after it"
NO_SYN = "connect() failed: no SYN was sent"
FORGOTTEN = "the server forgot its SYN-ACK, or kept none, and says nothing of it"
MADE_OF_OLD_ACK = "an old duplicate ACK, its SYN cookie still good, made another socket"
BEYOND = "what is lost or late beyond the router it cannot know, and only presumed"
UNFORWARDED = "the router did not forward what would have shown it"
RST_RACED = "the RST came while its socket turned into one of TIME-WAIT"
ACK_DROPPED = "the listener dropped the ACK, and nothing it sent says so"


def silence(result, own):
    """The socket closed by a timer, and said nothing."""
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


def fin_not_sent(result, own):
    """CLOSE was called, but there were data before the FIN to the last."""
    without = [state for state in result.real if state not in ("FIN_WAIT_1", "LAST_ACK")]
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
        abs(rst["time_ns"] - entry) <= NEAR and not any(s.flags & RST for s in own)


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


def beyond(result, host):
    """At the router, on a network that loses or reorders: the host's own view
    is right, and what the router had wrong it had marked as presumed."""
    if result.place != "router" or result.cell.network in ("clean", "nogro") or \
            not host or not (host.same or host.reason):
        return False
    matcher = SequenceMatcher(None, result.real, result.seen, autojunk=False)
    wrong = [result.events[i] for op, _, _, first, last in matcher.get_opcodes()
             if op in ("replace", "insert") for i in range(first, last)]
    return all(event["certainty"] != "observed" for event in wrong)


def unforwarded(result, segments):
    """What the router drops or cannot forward does not count as sent: none of
    what the end sent from then on ever came out on the other side."""
    if result.place != "router":
        return False
    other = {"client": "server", "server": "client"}[result.end]
    version, *ports = result.key
    sent, came = ([s for s in segments[place].get((version, frozenset(ports)), ())
                   if s.sender == result.end] for place in (result.end, other))
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


REASONS = ((silence, SILENCE), (late_for_silence, SILENCE), (no_syn, NO_SYN), (forgotten, FORGOTTEN),
           (rst_raced, RST_RACED), (made_of_old_ack, MADE_OF_OLD_ACK),
           (fin_not_sent, FIN_NOT_SENT), (fin_late, FIN_LATE),
           (ack_dropped, ACK_DROPPED))


def explain(directory, results):
    """Give each result that disagrees its reason, where there is one."""
    differ = [r for found in results.values() for r in found
              if not (r.same and r.same_end)]
    if not differ:
        return
    segments = {place: capture.read_segments(directory, place)
                for place in ("client", "server")}
    for result in differ:
        version, client, server = result.key
        own = [s for s in segments[result.end].get(
            (version, frozenset((client, server))), ()) if s.sender == result.end]
        for proof, reason in REASONS:
            if proof(result, own):
                result.reason = reason
                break
        else:
            if unforwarded(result, segments):
                result.reason = UNFORWARDED
            elif beyond(result, host_of(result, results[result.cell])):
                result.reason = BEYOND
