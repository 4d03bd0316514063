# SPDX-License-Identifier: GPL-2.0
"""The exact order of transitions at the router, way by way, and whether
procfs, netlink, the counters, the tracepoint and the verdicts agree."""
import socket

from tcpst import (C4, C6, NOBODY4, S4, S6, Watch, abort, begin,
                   check, check_equal, connect, histograms, listen, main, proc_stat, procfs,
                   run, stats, story, sysctl, tcpst, unhurried, wait_until)

OPENING = ["i SYN_SENT", "r SYN_RECEIVED", "i ESTABLISHED", "r ?ESTABLISHED"]
CLIENT_CLOSES = ["i FIN_WAIT_1", "r CLOSE_WAIT", "i ?FIN_WAIT_2"]
SERVER_CLOSES = ["r FIN_WAIT_1", "i CLOSE_WAIT", "r ?FIN_WAIT_2"]
SERVER_FOLLOWS = ["r LAST_ACK", "i TIME_WAIT", "r ?CLOSED"]
CLIENT_FOLLOWS = ["i LAST_ACK", "r TIME_WAIT", "i ?CLOSED"]
TRACING = "/sys/kernel/tracing"


class Ways:
    """Each way of ending has a port of its own."""

    def __init__(self):
        self.watch = Watch("router", "--since", "all", "--notes")
        self.wanted = {}
        self.servers = []

    def pair(self, port, server=S4):
        self.servers.append(listen("server", server, port))
        client = connect("client", server, port)
        accepted = self.servers[-1].accept()[0]
        return client, accepted

    def reached(self, port, word):
        """The router has seen that."""
        return wait_until(lambda: word in story(self.watch.of_port(port)))

    def client_first(self, port, server):
        client, accepted = self.pair(port, server)
        self.reached(port, "r ?ESTABLISHED")
        client.close()
        self.reached(port, "i ?FIN_WAIT_2")
        accepted.close()
        self.wanted[port] = (OPENING + CLIENT_CLOSES + SERVER_FOLLOWS +
                             ["i ~CLOSED"])

    def server_first(self, port):
        client, accepted = self.pair(port)
        accepted.close()
        self.reached(port, "r ?FIN_WAIT_2")
        client.close()
        self.wanted[port] = (OPENING + SERVER_CLOSES + CLIENT_FOLLOWS +
                             ["r ~CLOSED"])

    def half_close(self, port):
        client, accepted = self.pair(port)
        client.shutdown(socket.SHUT_WR)
        # By an ACK without data: data may carry the first one, may be sent again, and
        # would leave it open whether a FIN of the server came before.
        self.reached(port, "i ?FIN_WAIT_2")
        accepted.sendall(b"x" * 50000)
        left = 50000
        while left:
            left -= len(client.recv(left))
        lines = [f for f in procfs("router")
                 if f["responder"].endswith(f":{port}")]
        check_equal("half-close: /proc shows it", [
            ("FIN_WAIT_2", "CLOSE_WAIT", "half_closed")],
            [(f["initiator_state"], f["responder_state"], f["class"])
             for f in lines])
        flows = tcpst("router", "list", "--port", str(port))
        check_equal("half-close: netlink has the same",
                    [(f["states"]["initiator"], f["states"]["responder"],
                      f["class"]) for f in flows],
                    [(f["initiator_state"], f["responder_state"], f["class"])
                     for f in lines])
        accepted.close()
        client.close()
        self.wanted[port] = (OPENING + CLIENT_CLOSES + SERVER_FOLLOWS +
                             ["i ~CLOSED"])

    def both_at_once(self, port):
        # So far apart that the FINs cross on the way, however long it takes
        # to send them.
        client, accepted = self.pair(port)
        self.reached(port, "r ?ESTABLISHED")
        for ns in ("client", "server"):
            run(ns, "tc", "qdisc", "add", "dev", "eth0", "root", "netem",
                "delay", "1s")
        client.close()
        accepted.close()
        wait_until(lambda: sum("TIME_WAIT" in w for w in
                               story(self.watch.of_port(port))) == 2)
        for ns in ("client", "server"):
            run(ns, "tc", "qdisc", "del", "dev", "eth0", "root")

    def refused(self, port):
        try:
            connect("client", S4, port)
        except ConnectionRefusedError:
            pass
        self.wanted[port] = ["i SYN_SENT", "r CLOSED", "i ?CLOSED"]

    def black_hole(self, port, name):
        """Nobody answers, or the answer is dropped: silence ends it."""
        # Not before it was looked at.
        sysctl("router", timeout_half_open=3600)
        client = begin("client", NOBODY4, port)
        self.wanted[port] = ["i SYN_SENT", "i ~CLOSED"]
        check(f"{name}: it is half open", wait_until(
            lambda: stats("router")["half_open"]), stats("router"))
        client.close()
        sysctl("router", timeout_half_open=3)

    def aborted(self, port):
        client, accepted = self.pair(port)
        self.reached(port, "r ?ESTABLISHED")
        abort(client)
        self.wanted[port] = OPENING + ["i CLOSED", "r ?CLOSED"]
        accepted.close()


def trace_on():
    with open(f"{TRACING}/events/tcpstates/tcpstates_transition/enable", "w",
              encoding="ascii") as file:
        file.write("1")


def trace_of(port):
    """Words of the tracepoint; client and server hosts trace as well."""
    with open(f"{TRACING}/trace", encoding="ascii") as file:
        lines = [line for line in file if "tcpstates_transition:" in line and
                 f"dport={port} " in line]
    words = [dict(w.split("=", 1) for w in line.split() if "=" in w)
             for line in lines]
    sign = {"observed": "", "presumed": "?", "inferred": "~"}
    return [f"{w['endpoint'][0]} {sign[w['certainty']]}{w['to']}"
            for w in words]


def contains(words, wanted):
    """Do these words come among those, in this order?"""
    rest = iter(words)
    return all(word in rest for word in wanted)


def crossed(watch, port):
    """FINs that crossed: each end in its own order, the two interleaved."""
    words = story(watch.of_port(port))
    for who in "ir":
        check_equal(f"both at once: the {who} end", [
            w for w in OPENING if w[0] == who] +
            [f"{who} FIN_WAIT_1", f"{who} CLOSING", f"{who} TIME_WAIT",
             f"{who} CLOSED"],
            [w.replace("~", "").replace("?", "")
             if w.split()[1].lstrip("~?") in ("CLOSING", "TIME_WAIT", "CLOSED")
             else w for w in words if w[0] == who])


def transitions():
    sysctl("router", timeout_time_wait=3, timeout_half_open=3,
           timeout_closed=1)
    unhurried()
    trace_on()
    before = stats("router")
    ways = Ways()
    ways.client_first(1001, S4)
    ways.client_first(1002, S6)
    ways.server_first(1003)
    ways.half_close(1004)
    ways.refused(1005)
    ways.aborted(1006)
    ways.black_hole(1007, "black hole")
    ways.both_at_once(1009)
    wait_until(lambda: not stats("router")["flows"])
    after = stats("router")
    wait_until(lambda: len(ways.watch.events()) ==
               after["counters"]["transitions"] + after["counters"]["notes"])
    names = {1001: "client first", 1002: "client first, IPv6",
             1003: "server first", 1004: "half-close", 1005: "refused",
             1006: "aborted", 1007: "black hole"}
    for port, words in ways.wanted.items():
        check_equal(f"{names[port]}: transitions", words,
                    story(ways.watch.of_port(port)))
        check(f"{names[port]}: the tracepoint has the same",
              contains(trace_of(port), words), trace_of(port))
    crossed(ways.watch, 1009)
    verdicts(after, before)
    agreement(after)
    check_equal("nothing is left", [], procfs("router"))


def verdicts(after, before):
    lives = {life["responder"]["port"]: life
             for life in tcpst("router", "life")}
    wanted = {
        1001: ("fin", "initiator", None, "SF"),
        1002: ("fin", "initiator", None, "SF"),
        1003: ("fin", "responder", None, "SF"),
        1004: ("fin", "initiator", None, "SF"),
        1005: ("refused", None, "responder", "REJ"),
        1006: ("reset", None, "initiator", "RSTO"),
        1007: ("timeout", None, None, "S0"),
    }
    for port, verdict in wanted.items():
        life = lives.get(port)
        if not check(f"port {port}: there is a verdict", life, list(lives)):
            continue
        check_equal(f"port {port}: the verdict", verdict,
                    (life["end"], life["closed_first"], life["reset_by"],
                     life["zeek_conn_state"]))
        check(f"port {port}: addresses", life["initiator"]["addr"] in (C4, C6),
              life["initiator"])
    if 1004 in lives:
        check_equal("half-close: bytes", {"initiator": 0, "responder": 50000},
                    lives[1004]["bytes"])
        check("half-close: it lasted", lives[1004]["half_close_ns"] > 0)
    ended = {end: after["ends"][end] - before["ends"][end]
             for end in after["ends"]}
    check_equal("ends are counted", (5, 1, 1, 1),
                (ended["fin"], ended["refused"], ended["reset"],
                 ended["timeout"]))


def agreement(after):
    counters = after["counters"]
    text = proc_stat("router")
    del text["flows"], text["recorder_kib"]     # they are no counters
    check_equal("procfs and netlink count the same",
                {name: counters[name] for name in text}, text)
    check_equal("opened - ended = flows",
                counters["opened"] - counters["ended"], after["flows"])
    check_equal("nothing was lost", (0, 0, 0),
                (counters["record_lost"], counters["record_no_memory"],
                 counters["ntf_lost"]))
    check_equal("each event has a number: transitions + notes + lives",
                counters["transitions"] + counters["notes"] +
                counters["ended"], after["next_seqno"])
    durations = histograms("router")
    check_equal("a lifetime of each flow that ended", counters["ended"],
                sum(durations["lifetime"].values()))
    check_equal("durations: as of the flows that the recorder holds",
                histograms("router", "--port", "1-65535"), durations)


main(transitions)
