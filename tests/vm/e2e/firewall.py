# SPDX-License-Identifier: GPL-2.0
"""Attempts that an ICMP error ends, that a firewall drops before or behind
the router, IPv6 connections whose addresses are translated, and segments that
a rule copies."""
import errno
import os
import socket

from tcpst import (C6, NOBODY4, S4, S6, TCPST, begin, check, check_equal, connect,
                   first_timeout, listen, main, procfs, run, stats, story, sysctl,
                   tcpst, unhurried, wait_until)

# Behind the server, which has no route there and reports that.
NOWHERE = {"IPv4": ("10.3.0.5", "10.3.0.0/24", "10.2.0.2"),
           "IPv6": ("fd03::5", "fd03::/64", "fd02::2")}
ICMP_FROM = {"IPv4": {"from": "10.2.0.2", "error": "host-unreachable", "type": 3, "code": 1},
           "IPv6": {"from": "fd02::2", "error": "no-route", "type": 1, "code": 0}}
UNREACHABLE = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EACCES)
NAT6 = """
table ip6 t {{
  chain pre {{ type nat hook prerouting priority dstnat;
    tcp dport 8080 dnat to [{server}]:2080; }}
  chain post {{ type nat hook postrouting priority srcnat;
    oifname eth1 tcp dport {{ 2001, 2080 }} masquerade; }}
}}
"""


def must(ns, *command, **options):
    found = run(ns, *command, **options)
    if found.returncode:
        raise RuntimeError(f"{command}: {found.stderr.strip()}")


def attempt(addr, port):
    """Connect from the client; the error it gets."""
    try:
        connect("client", addr, port).close()
    except OSError as error:
        return error.errno
    return 0


def unanswered(client):
    """Is it neither connected nor refused?"""
    try:
        client.getpeername()
    except OSError as error:
        return (error.errno == errno.ENOTCONN and
                not client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
    return False


def flows_to(ns, port):
    return [f for f in procfs(ns) if f["responder"].endswith(f":{port}")]


def life_of(ns, port):
    found = wait_until(lambda: tcpst(ns, "life", "--port", str(port)))
    return found[0] if found else {}


def words_of(ns, port):
    """Transitions that are recorded, as words."""
    flows = tcpst(ns, "life", "--port", str(port))
    if not flows:
        return []
    return story([e for e in tcpst(ns, "show", str(flows[0]["flow"]))
                  if e["type"] == "transition"])


def unreachable():
    """The answer takes its time. One that comes while connect() still holds the
    socket is but noted by Linux (a soft error), and the SYN is sent again."""
    run("server", "sysctl", "-qw", "net.ipv4.ip_forward=1",
        "net.ipv6.conf.all.forwarding=1")
    must("client", "tc", "qdisc", "add", "dev", "eth0", "root", "netem",
         "delay", "1s")
    timeout = first_timeout(20 * 1000)
    for ns in ("client", "router"):     # however long the answer takes
        sysctl(ns, timeout_half_open=3600)
    for port, (name, (addr, net, via)) in enumerate(NOWHERE.items(), 4001):
        must("router", "ip", "route", "add", net, "via", via)
        must("server", "ip", "route", "add", "unreachable", net)
        check(f"{name}: the client gets the error", attempt(addr, port) in
              UNREACHABLE)
        life = life_of("router", port)
        check_equal(f"{name}: unreachable", ("unreachable", None, None, "S0"),
                    (life.get("end"), life.get("closed_first"),
                     life.get("reset_by"), life.get("zeek_conn_state")))
        check_equal(f"{name}: its transitions", ["i SYN_SENT", "i ?CLOSED", "r ?CLOSED"],
                    words_of("router", port))
        check_equal(f"{name}: the client's own host has the same",
                    "unreachable", life_of("client", port).get("end"))
        error = ICMP_FROM[name]
        check_equal(f"{name}: who sent the error, and what it is", [error, error],
                    [life_of(ns, port).get("icmp") for ns in ("router", "client")])
        check_equal(f"{name}: so have the transitions it made",
                    [None, error, error],
                    [e.get("icmp") for e in tcpst("router", "show",
                                                  str(life.get("flow", 0)))
                     if e["type"] == "transition"])
        check(f"{name}: the ladder shows it",
              f"{error['error']} from {error['from']}" in
              run("router", TCPST, "show", str(life.get("flow", 0))).stdout)
    os.close(timeout)
    for ns in ("client", "router"):
        sysctl(ns, timeout_half_open=3)
    must("client", "tc", "qdisc", "del", "dev", "eth0", "root")


def dropped():
    """Behind the router the SYN was seen and silence follows; on the router
    it was never sent, as far as anybody else can see."""
    rules = "table inet f {\n chain in {\n type filter hook input " \
            "priority 0;\n tcp dport 4010 drop;\n }\n}\n"
    must("server", "nft", "-f", "-", input=rules)
    listener = listen("server", S4, 4010)
    # Longer than it takes until the SYN is retransmitted.
    sysctl("router", timeout_half_open=3600)
    client = begin("client", S4, 4010)
    check("dropped by the server: the SYN is sent again", wait_until(
        lambda: [f for f in flows_to("router", 4010) if f["syn_repeats"] > "0"]))
    check("dropped by the server: no answer", unanswered(client))
    client.close()
    sysctl("router", timeout_half_open=3)
    life = life_of("router", 4010)
    check_equal("dropped by the server: timeout", ("timeout", "S0"),
                (life.get("end"), life.get("zeek_conn_state")))
    check("dropped by the server: SYNs sent again",
          life.get("syn_repeats", 0) >= 1, life)
    check_equal("dropped by the server: it has no flow itself", [],
                tcpst("server", "life", "--port", "4010") +
                tcpst("server", "list", "--port", "4010"))
    listener.close()

    rules = rules.replace("input", "forward").replace("4010", "4011")
    must("router", "nft", "-f", "-", input=rules)
    client = begin("client", S4, 4011)
    check("dropped by the router: the client's host has sent it", wait_until(
        lambda: flows_to("client", 4011)))
    check("dropped by the router: no answer", unanswered(client))
    client.close()
    check_equal("dropped by the router: it has no flow", [],
                tcpst("router", "life", "--port", "4011") +
                tcpst("router", "list", "--port", "4011"))
    check_equal("dropped by the router: the client's host has", "timeout",
                life_of("client", 4011).get("end"))
    for ns in ("router", "server"):
        must(ns, "nft", "flush", "ruleset")


def translated():
    must("router", "nft", "-f", "-", input=NAT6.format(server=S6))
    for name, addr, port, at_server in (
            ("IPv6 SNAT", S6, 2001, 2001),
            ("IPv6 DNAT and SNAT", "fd01::1", 8080, 2080)):
        server = listen("server", S6, at_server)
        client = connect("client", addr, port)
        accepted = server.accept()[0]
        client.sendall(b"x" * 3000)
        left = 3000
        while left:
            left -= len(accepted.recv(left))
        check_equal(f"{name}: the server sees the router", "fd02::1",
                    accepted.getpeername()[0])
        # After destination and before source translation.
        check_equal(f"{name}: one flow, its addresses",
                    [(C6, f"[{S6}]:{at_server}", "ESTABLISHED",
                      "ESTABLISHED")],
                    [(f["initiator"].rsplit(":", 1)[0].strip("[]"),
                      f["responder"], f["initiator_state"],
                      f["responder_state"]) for f in procfs("router")
                     if f["responder"].endswith(f":{at_server}")])
        client.close()
        while accepted.recv(1000):
            pass
        accepted.close()
        server.close()
        life = life_of("router", at_server)
        check_equal(f"{name}: verdict and octets", ("fin", "initiator", 3000),
                    (life.get("end"), life.get("closed_first"),
                     life.get("bytes", {}).get("initiator")))
    must("router", "nft", "flush", "ruleset")


def copied():
    """A rule sends a copy of each segment elsewhere: none is seen twice."""
    must("router", "ip", "neigh", "replace", NOBODY4, "lladdr",
         "02:00:00:00:00:09", "dev", "eth1", "nud", "permanent")
    must("router", "nft", "-f", "-", input="table ip d {\n chain f {\n"
         " type filter hook forward priority 0;\n"
         f" tcp dport 2090 counter dup to {NOBODY4} device eth1;\n"
         f" tcp sport 2090 counter dup to {NOBODY4} device eth1;\n }}\n}}\n")
    listener = listen("server", S4, 2090)
    client = connect("client", S4, 2090)
    accepted = listener.accept()[0]
    client.close()
    accepted.recv(1)
    accepted.close()
    listener.close()
    lives = wait_until(lambda: tcpst("router", "life", "--port", "2090"))
    check_equal("copies of segments: one flow", 1, len(lives))
    check_equal("copies of segments: nothing is repeated",
                (0, 0, {"initiator": 0, "responder": 0}),
                tuple(lives[0].get(name) for name in
                      ("syn_repeats", "synack_repeats", "fin_repeats")))
    rules = run("router", "nft", "list", "ruleset").stdout
    check("copies of segments: they were made", "packets 0 " not in rules,
          rules)
    must("router", "nft", "flush", "ruleset")


def firewall():
    for ns in ("client", "router", "server"):
        sysctl(ns, timeout_time_wait=1, timeout_half_open=3, timeout_closed=1)
    unreachable()
    dropped()
    unhurried()
    translated()
    copied()
    wait_until(lambda: not stats("router")["flows"])
    check_equal("nothing is left", [], procfs("router"))


main(firewall)
