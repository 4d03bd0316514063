# SPDX-License-Identifier: GPL-2.0
"""Comparing the two: connection by connection, endpoint by endpoint."""

from difflib import SequenceMatcher

import capture

# How exactly the clocks of the two records were compared.
SLACK = 100_000


class Result:
    """One endpoint of one connection, as seen in one place."""

    def __init__(self, cell, key, end, place):
        self.cell, self.key, self.end, self.place = cell, key, end, place
        self.session = self.flow = None
        self.real, self.seen = [], []   # states
        self.events = []                # behind those seen
        self.final = None, None         # real, seen
        self.reason = None              # why it is right all the same
        self.segments = {}              # at each place, if it disagrees

    @property
    def same(self):
        return self.real == self.seen

    @property
    def same_end(self):
        return self.final[0] == self.final[1]

    @property
    def agrees(self):
        return self.same and self.same_end

    @property
    def agreeing(self):
        """Transitions that both report, in the same order."""
        matcher = SequenceMatcher(None, self.real, self.seen, autojunk=False)
        return sum(block.size for block in matcher.get_matching_blocks())


def forged(flow, end, syns):
    """Does a flow begin with a SYN in the name of an end that sent others?"""
    return bool(syns) and flow.syn(end) is not None and flow.syn(end) not in syns


def pair(sessions, flows, end, syns):
    """Which flow is which session? A socket that opens sends a SYN, and that
    puts its end of the flow into SYN_SENT; a listener's socket appears after
    the flow began. A SYN that is none of those the end's host sent (syns) opens
    no socket of its. Sockets and flows may be left over."""
    others = [(None, flow) for flow in flows if forged(flow, end, syns)]
    return pair_sent(sessions, [f for f in flows if not forged(f, end, syns)], end) + others


def pair_sent(sessions, flows, end):
    """The same, of flows that no forged SYN began."""
    sessions, flows = list(sessions), list(flows)
    if len(sessions) > len(flows):
        sessions = [s for s in sessions if not s.discarded()] or sessions
    if len(sessions) == 1 == len(flows):
        return [(sessions[0], flows[0])]
    pairs = []
    for flow in reversed(flows):
        opened = flow.opened(end)
        if opened:
            # connect() may fail, and be called again: the last call counts.
            active = [s for s in sessions if s.active]
            fits = [s for s in active if s.begin <= opened][-1:] or \
                [s for s in active if s.begin <= opened + SLACK][:1]
        else:
            fits = [s for s in sessions if not s.active and s.begin >= flow.begin][:1]
        for session in fits:
            sessions.remove(session)
        pairs.append((fits[0] if fits else None, flow))
    return [(session, None) for session in sessions] + pairs[::-1]


def real_states(session, seen):
    """The socket's states; where TIME-WAIT may have come and gone unseen, taken
    from what the shadow reports."""
    states = session.states()
    if session.ended_silently() and seen[-2:] == ["TIME_WAIT", "CLOSED"]:
        states[-1:] = ["TIME_WAIT", "CLOSED"]
    return states


def assign_left(sessions, left):
    """Give each session what `ss` showed of it: of those between the same two
    ports, the last one that can have come to it."""
    for key, state in left.items():
        fits = [s for s in sessions.get(key, ())
                if (s.replaced or s.steps[-1][1] != "CLOSED")]
        if fits:
            fits[-1].left = state


def compare(cell, key, end, place, session, flow):
    """The result for one endpoint."""
    result = Result(cell, key, end, place)
    result.session, result.flow = session, flow
    path = flow.states(end, cell.end) if flow else []
    # Sockets were listed a moment before that: either time will do.
    earlier = flow.states(end, cell.listed) if flow else []
    if session and earlier and session.left == earlier[-1][0]:
        path = earlier
    seen = [state for state, _ in path]
    result.events = [event for _, event in path]
    if session:
        result.real = real_states(session, seen)
        result.seen = seen
        result.final = result.real[-1], seen[-1] if seen else "nothing"
        return result
    # No socket: nothing listened, or a request came to nothing. LISTEN, which
    # the shadow presumes of a responder, is no state of a connection.
    result.seen = [state for state in seen if state not in ("SYN_RECEIVED", "CLOSED")]
    final = seen[-1] if seen else "LISTEN"
    left = cell.left[end].get(key)
    if left == "SYN_RECEIVED":
        result.final = left, final
    else:
        result.final = "CLOSED", "CLOSED" if final == "LISTEN" else final
    return result


def by_key(things):
    """{key: [things of it]}"""
    out = {}
    for thing in things:
        out.setdefault(thing.key, []).append(thing)
    return out


def compare_cell(cell):
    """The results of a cell: each end at its own host, both at the router."""
    results = []
    flows = {place: by_key(cell.flows[place]) for place in cell.flows}
    for end in ("client", "server"):
        sessions = by_key(s for s in cell.sessions if s.host == end)
        assign_left(sessions, cell.left[end])
        for place in (end, "router"):
            for key in sorted(sessions.keys() | flows[place].keys()):
                syns = capture.sent_syns(capture.between(cell.segments[end], key), end)
                results += [compare(cell, key, end, place, session, flow)
                            for session, flow in pair(sessions.get(key, ()),
                                                      flows[place].get(key, ()), end, syns)]
    return results
