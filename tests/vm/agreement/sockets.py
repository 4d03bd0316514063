# SPDX-License-Identifier: GPL-2.0
"""What the kernel's sockets did: the tracepoint sock:inet_sock_set_state and,
for what it never shows, calls of tcp_time_wait() and `ss`.

What the tracepoint does not show, and what is done about it here:
- A TIME-WAIT socket is another kind of socket and none of its business: the
  full socket goes from FIN_WAIT2 or CLOSING to CLOSE when it is replaced. The
  call of tcp_time_wait() just before shows by what: one in TIME-WAIT, or one in
  FIN-WAIT-2, which Linux keeps in the same way when nobody holds the descriptor
  any more. `ss` shows which of them are left in the end.
- A request socket (SYN-RECEIVED until the last ACK of the handshake) is another
  kind as well. LISTEN to SYN_RECV shows when the handshake is complete, without
  addresses; those come with the next event of the same socket.
- The local port may be missing from CLOSE to SYN_SENT.
- A state may be reported again.
- FIN_WAIT1 and LAST_ACK begin when the FIN is queued, not when it is sent: the
  order of states is compared, never their time.
"""

import ipaddress
import re

import ringbuffer

CLIENTS = {ipaddress.ip_address(a) for a in ("10.1.0.2", "fd01::2")}
SERVERS = {ipaddress.ip_address(a) for a in ("10.2.0.2", "fd02::2")}

STATES = {1: "ESTABLISHED", 2: "SYN_SENT", 3: "SYN_RECEIVED", 4: "FIN_WAIT_1",
          5: "FIN_WAIT_2", 6: "TIME_WAIT", 7: "CLOSED", 8: "CLOSE_WAIT",
          9: "LAST_ACK", 10: "LISTEN", 11: "CLOSING"}
SS_STATES = {"ESTAB": "ESTABLISHED", "SYN-SENT": "SYN_SENT",
             "SYN-RECV": "SYN_RECEIVED", "FIN-WAIT-1": "FIN_WAIT_1",
             "FIN-WAIT-2": "FIN_WAIT_2", "TIME-WAIT": "TIME_WAIT",
             "CLOSE-WAIT": "CLOSE_WAIT", "LAST-ACK": "LAST_ACK",
             "CLOSING": "CLOSING"}


def plain(address):
    """An address without the IPv6 form of IPv4."""
    address = ipaddress.ip_address(address)
    return getattr(address, "ipv4_mapped", None) or address


class Session:
    """One life of a socket: from its opening to CLOSE, as far as it came."""

    def __init__(self):
        self.host = None
        self.key = None     # (IP version, client's port, server's port)
        self.steps = []     # (ns since the epoch, state)
        self.replaced = None    # state of the small socket that took its place
        self.left = None    # state of what `ss` still shows of it

    def locate(self, event):
        """Learn which connection it belongs to, once the event shows it."""
        if not event["sport"] or not event["dport"]:
            return
        local = plain(event["saddr_v6"])
        if local in CLIENTS:
            self.host = "client"
            ports = event["sport"], event["dport"]
        elif local in SERVERS:
            self.host = "server"
            ports = event["dport"], event["sport"]
        else:
            return
        self.key = (local.version,) + ports

    @property
    def begin(self):
        return self.steps[0][0]

    @property
    def active(self):
        """Did it connect?"""
        return self.steps[0][1] == "SYN_SENT"

    def states(self):
        """The states it went through."""
        states = [state for _, state in self.steps]
        if self.replaced == "TIME_WAIT":
            states[-1:] = ["TIME_WAIT"] if self.left else ["TIME_WAIT", "CLOSED"]
        elif self.replaced == "FIN_WAIT_2" and self.left:
            states[-1:] = [self.left] if self.left != states[-2] else []
        return states

    def discarded(self):
        """Is it the child of a listener that lost the race against another one,
        made of the same request by a duplicate of the same ACK?"""
        return [state for _, state in self.steps] == ["SYN_RECEIVED", "CLOSED"]

    def ended_silently(self):
        """Was it replaced by one in FIN-WAIT-2 that is gone? Whether that went
        through TIME-WAIT, nothing shows it."""
        return self.replaced == "FIN_WAIT_2" and not self.left


def read_sessions(directory):
    """All sessions, in the order of their beginning."""
    step, wait = (ringbuffer.Format((directory / name).read_text(encoding="ascii"))
                  for name in ("sock.format", "wait.format"))
    offset = int((directory / "clock").read_text(encoding="ascii"))
    events = []
    for path in directory.glob("sock.[0-9]*"):
        events += ringbuffer.events(path.read_bytes(), (step, wait))
    events.sort(key=lambda event: event[0])

    sessions, live = [], {}
    for time, kind, event in events:
        if kind is wait:
            if event["sk"] in live:
                live[event["sk"]].replaced = STATES[event["state"]]
            continue
        old, new = STATES.get(event["oldstate"]), STATES.get(event["newstate"])
        begins = (old, new) in (("CLOSED", "SYN_SENT"), ("LISTEN", "SYN_RECEIVED"))
        if begins:
            live[event["skaddr"]] = Session()
            sessions.append(live[event["skaddr"]])
        session = live.get(event["skaddr"])
        if not session or new == "LISTEN":
            live.pop(event["skaddr"], None)     # a listener
            continue
        session.locate(event)
        if not session.steps or session.steps[-1][1] != new:
            session.steps.append((time + offset, new))
        if new == "CLOSED":
            del live[event["skaddr"]]
    return sessions


def read_left(directory, port, host):
    """{key: state} of the sockets that `ss` showed at the end of a cell"""
    left = {}
    for line in (directory / f"{port}.{host}.ss").read_text().splitlines():
        state, _, _, local, peer = line.split()[:5]
        ends = [re.fullmatch(r"\[?([^]%]*)\]?(?:%\w+)?:(\d+|\*)", end)
                for end in (local, peer)]
        if state not in SS_STATES or "*" in (ends[0][2], ends[1][2]):
            continue
        version = plain(ends[0][1]).version
        ports = int(ends[0][2]), int(ends[1][2])
        left[(version,) + (ports if host == "client" else ports[::-1])] = \
            SS_STATES[state]
    return left
