# SPDX-License-Identifier: GPL-2.0
"""Notes of segments that the kernel drops, and of what is sent again for that."""
import errno
import os
import select
import socket

from tcpst import (S4, S6, TCPST, Inside, begin, check, check_equal, connect, family, listen,
                   main, run, stats, sysctl, tcpst, wait_until)

# Where a rule of nft drops, and what the note has.
PLACES = [
    ("input", "filter", "server", "to-here"),
    ("prerouting", "raw", "server", "before-routing"),
    ("forward", "filter", "router", "forwarded"),
    ("postrouting", "filter", "router", "forwarded"),
    ("output", "filter", "client", "from-here"),
]
NAT = """
table ip n {
  chain pre { type nat hook prerouting priority dstnat; tcp dport 8080 dnat to %s:5080; }
  chain post { type nat hook postrouting priority srcnat; tcp dport 5080 masquerade; }
}
""" % S4


def nft(ns, rules):
    done = run(ns, "nft", "-f", "-", input=rules)
    if done.returncode:
        raise RuntimeError(done.stderr)


def rule(ns, hook, priority, match):
    nft(ns, f"table inet d {{ chain c {{ type filter hook {hook} priority "
        f"{priority}; {match} drop; }}\n}}\n")


def notes(ns, port, cause):
    """Of a port's flows."""
    flows = (tcpst(ns, "list", "--port", str(port)) +
             tcpst(ns, "life", "--port", str(port)))
    return [event for flow in flows for event in tcpst(ns, "show", str(flow["flow"]))
            if event.get("cause") == cause]


def drops(ns, port):
    """Notes of segments of a port's flows that were dropped."""
    return notes(ns, port, "DROP")


def open_one(addr, port, at):
    listener = listen("server", S6 if ":" in addr else S4, at)
    client = connect("client", addr, port)
    return listener, client, listener.accept()[0]


def close(*sockets):
    for one in sockets:
        one.close()


def firewall():
    """Data of an open connection, at each place that a rule may drop it."""
    for i, (hook, priority, ns, stage) in enumerate(PLACES):
        for j, addr in enumerate((S4, S6)):
            port = 5000 + 2 * i + j
            name = f"{hook}, {addr}"
            all_of_them = open_one(addr, port, port)
            rule(ns, hook, priority, f"tcp dport {port} tcp flags & psh == psh")
            all_of_them[1].sendall(b"x" * 100)
            found = wait_until(lambda ns=ns, port=port: drops(ns, port))
            note = found[0] if found else {}
            check_equal(f"{name}: where and why",
                        ("NETFILTER_DROP", stage),
                        tuple(note.get("drop", {}).get(member) for member in
                              ("reason", "stage")))
            # By netfilter, or by nftables itself, from kernel to kernel.
            check(f"{name}: by a function of netfilter", (note.get("drop", {}).get(
                "symbol") or "").startswith(("nf_", "nft_")), note)
            check_equal(f"{name}: which segment",
                        ("initiator", 100, "ESTABLISHED"),
                        (note.get("sender"), note.get("len"), note.get("state")))
            run(ns, "nft", "flush", "ruleset")
            close(*all_of_them)
    flow = tcpst("server", "list", "--port", "5000") or \
        tcpst("server", "life", "--port", "5000")
    ladder = run("server", TCPST, "show", str(flow[0]["flow"]),
                 env=os.environ | {"LC_ALL": "C.UTF-8"}).stdout
    check("the ladder: an arrow that does not arrive, and why",
          any("✗" in line for line in ladder.splitlines()) and
          "NETFILTER_DROP" in ladder, ladder)


def translated():
    """Before destination and behind source translation no address is the flow's."""
    nft("router", NAT)
    listener, client, accepted = open_one("10.1.0.1", 8080, 5080)
    for hook, priority, match, stage in (
            ("prerouting", "raw", "tcp dport 8080", "before-routing"),
            ("postrouting", "300", "tcp dport 5080", "forwarded"),
            ("prerouting", "mangle", "ip saddr " + S4 + " tcp sport 5080",
             "before-routing")):
        before = len(drops("router", 5080))
        rule("router", hook, priority, match)
        (accepted if "sport" in match else client).sendall(b"y")
        found = wait_until(lambda before=before: drops("router", 5080)[before:])
        check_equal(f"translated, {hook} {priority}: it is found", stage,
                    (found or [{}])[0].get("drop", {}).get("stage"))
        run("router", "nft", "delete", "table", "inet", "d")
    close(client, accepted, listener)
    run("router", "nft", "flush", "ruleset")


def retransmitted():
    """The client's own queue drops what it sends; it sends it again."""
    for addr, port in ((S4, 5150), (S6, 5151)):
        all_of_them = open_one(addr, port, port)
        run("client", "tc", "qdisc", "add", "dev", "eth0", "root", "netem", "loss", "100%")
        all_of_them[1].sendall(b"x" * 100)
        again = wait_until(lambda port=port: notes("client", port, "RETRANSMIT"))
        run("client", "tc", "qdisc", "del", "dev", "eth0", "root")
        dropped = drops("client", port)
        check_equal(f"{addr}: what was sent again",
                    ("initiator", "initiator", "PSH ACK", 100, "ESTABLISHED"),
                    tuple((again or [{}])[0].get(name) for name in
                          ("endpoint", "sender", "tcp_flags", "len", "state")))
        same = ("seq", "ack", "len", "window", "sender", "tcp_flags")
        check_equal(f"{addr}: it is what was dropped before",
                    [dropped[0][name] for name in same] if dropped else "a drop",
                    [again[0][name] for name in same] if again else "none")
        check(f"{addr}: the drop comes first", dropped and again and
              dropped[0]["seqno"] < again[0]["seqno"], (dropped, again))
        flow = tcpst("client", "list", "--port", str(port))[0]["flow"]
        ladder = run("client", TCPST, "show", str(flow)).stdout
        check(f"{addr}: the ladder has one beside the other",
              "(again, was dropped)" in ladder, ladder)
        check_equal(f"{addr}: only where it is on", [], notes("server", port, "RETRANSMIT"))
        close(*all_of_them)
    found = stats("client")["counters"]
    check("retransmissions are counted, all of known flows",
          found["retransmits"] >= 2 and not found["retransmits_unmatched"], found)
    sysctl("client", retransmits=0)


def overflows():
    """How often the accept queue was full, and SYNs or ACKs were dropped for that."""
    words = run("server", "nstat", "-asz", "TcpExtListenOverflows").stdout.split()
    return int(words[words.index("TcpExtListenOverflows") + 1])


def accept_queue():
    """It takes three connections. Two are there; of two more both SYNs are answered
    before either ACK comes, which is sent when the SYN-ACK is sent again."""
    listener = listen("server", S4, 5100, backlog=2)
    clients = [connect("client", S4, 5100) for _ in range(2)]
    rule("client", "output", "filter", "tcp dport 5100 tcp flags == ack")
    clients += [begin("client", S4, 5100) for _ in range(2)]
    check("accept queue full: both SYNs are answered before", wait_until(
        lambda: all(select.select([], [one], [], 0)[1] for one in clients[2:])))
    run("client", "nft", "flush", "ruleset")
    found = wait_until(lambda: drops("server", 5100))
    note = found[0] if found else {}
    check_equal("accept queue full: the ACK is dropped",
                ("to-here", "initiator", "ACK"),
                (note.get("drop", {}).get("stage"), note.get("sender"),
                 note.get("tcp_flags")))
    check("accept queue full: it has a number, whatever its name",
          note.get("drop", {}).get("number", 0) > 0, note)
    check("accept queue full: the listener counts it", overflows() > 0)
    before = overflows()
    clients.append(begin("client", S4, 5100))
    check("accept queue full: so it does the next SYN",
          wait_until(lambda: overflows() > before + 1))
    close(*clients, listener)


def counters(ns):
    found = stats(ns)["counters"]
    return tuple(found[name] for name in ("drops", "drops_unmatched"))


def dropped_of(ns, port):
    """Attempts that never crossed a namespace."""
    return tcpst(ns, "list", "--port", str(port), "--end", "dropped")


def one_attempt(name, ns, port, reason, stage):
    """It is shown apart from connections, and why it is one. Return: it."""
    found = wait_until(lambda: [(f, events) for f in dropped_of(ns, port)
                                for events in [tcpst(ns, "show", str(f["flow"]))]
                                if any(e.get("cause") == "DROP" for e in events)])
    flow, events = found[0] if found else ({}, [])
    check_equal(f"{name}: it ends as dropped", ("dropped", "dropped", "SYN_SENT", "LISTEN"),
                (flow.get("end"), flow.get("failure"), *(flow.get("states") or {}).values()))
    check_equal(f"{name}: it is no connection", [],
                [f for command in ("list", "life")
                 for f in tcpst(ns, command, "--port", str(port))])
    found = stats(ns)
    check(f"{name}: it is counted apart", found["dropped"] == 1 and
          found["flows"] == sum(found["classes"].values()) + 1, found)
    note = next((e for e in events if e.get("cause") == "DROP"), {})
    check_equal(f"{name}: the reason", (reason, stage, "SYN"),
                (note.get("drop", {}).get("reason"), note.get("drop", {}).get("stage"),
                 note.get("tcp_flags")))
    return flow


def attempts():
    """A SYN that a rule drops before it could be sent on; then it is let through."""
    for ns in ("client", "router", "server"):
        sysctl(ns, timeout_half_open=3600)
    # It comes again for as long as the slowest machine needs.
    run("client", "sysctl", "-qw", "net.ipv4.tcp_syn_retries=127")
    for i, (hook, priority, ns, stage) in enumerate(PLACES):
        if hook == "postrouting":
            continue  # it has been sent on
        for j, addr in enumerate((S4, S6)):
            port = 5300 + 2 * i + j
            name = f"a SYN, {hook}, {addr}"
            listener = listen("server", addr, port)
            rule(ns, hook, priority, f"tcp dport {port}")
            client = begin("client", addr, port)
            flow = one_attempt(name, ns, port, "NETFILTER_DROP", stage)
            if hook == "output":
                check_equal(f"{name}: who connected", os.getpid(),
                            (flow.get("owner") or {}).get("pid"))
            check(f"{name}: it comes again", wait_until(
                lambda ns=ns, port=port: any(f["syn_repeats"] for f in dropped_of(ns, port))))
            run(ns, "nft", "flush", "ruleset")
            open_now = wait_until(lambda ns=ns, port=port: [
                f for f in tcpst(ns, "list", "--port", str(port))
                if f["states"]["initiator"] == "ESTABLISHED"])
            check_equal(f"{name}: let through, it is that connection",
                        [(flow.get("flow"), "still-open")],
                        [(f["flow"], f["end"]) for f in open_now or []])
            check_equal(f"{name}: and no attempt any more", [], dropped_of(ns, port))
            close(client, listener)


def reverse_path():
    """A source that is not where its route leads; and what becomes of it."""
    before = stats("router")["ends"]["dropped"]
    run("client", "ip", "addr", "add", "192.0.2.7/32", "dev", "lo")
    for dev in ("all", "eth0"):
        run("router", "sysctl", "-qw", f"net.ipv4.conf.{dev}.rp_filter=1")
    with Inside("client"):
        client = socket.socket(family(S4), socket.SOCK_STREAM)
        client.bind(("192.0.2.7", 0))
        client.setblocking(False)
        client.connect_ex((S4, 5350))
    flow = one_attempt("rp_filter", "router", 5350, "IP_RPFILTER", "before-routing")
    client.close()
    sysctl("router", timeout_half_open=1)
    check("rp_filter: when it is over, it is counted as dropped", wait_until(
        lambda: stats("router")["ends"]["dropped"] > before))
    check_equal("rp_filter: it ended so", [(flow.get("flow"), "dropped")],
                [(f["flow"], f["end"]) for f in tcpst("router", "life", "--port", "5350",
                                                      "--end", "dropped")])
    sysctl("router", timeout_half_open=120)
    for dev in ("all", "eth0"):
        run("router", "sysctl", "-qw", f"net.ipv4.conf.{dev}.rp_filter=0")


def switched():
    """Of no flow, and no place for an attempt: counted. Off: not even looked at."""
    sysctl("server", max_dropped=0)
    listener = listen("server", S4, 5200)
    rule("server", "input", "filter", "tcp dport 5200")
    before = counters("server")
    client = begin("client", S4, 5200)
    check("a SYN of no flow: counted", wait_until(
        lambda: counters("server") >= (before[0] + 1, before[1] + 1)))
    check_equal("a SYN of no flow: no place, no attempt", [], dropped_of("server", 5200))
    sysctl("server", drops=0, max_dropped=1024)
    before = counters("server")
    dropped = run("server", "nft", "list", "ruleset").stdout
    client.close()
    client = begin("client", S4, 5200)
    seen = wait_until(lambda: [f for f in tcpst("router", "list", "--port", "5200")
                               if f["syn_repeats"]])
    check("off: SYNs came, and came again", seen, dropped)
    check_equal("off: nothing is counted", before, counters("server"))
    check("off here: on elsewhere", counters("router")[0] > 0)
    close(client, listener)
    run("server", "nft", "flush", "ruleset")


def realtime():
    """With PREEMPT_RT tracepoints are called where locks of ours may sleep."""
    for name in ("drops", "retransmits"):
        try:
            sysctl("router", **{name: 1})
            refused = None
        except OSError as error:
            refused = error.errno
        check_equal(f"PREEMPT_RT: {name} is refused", errno.EOPNOTSUPP, refused)
        check_equal(f"PREEMPT_RT: {name} stays off", f"net.tcpstates.{name} = 0",
                    run("router", "sysctl", f"net.tcpstates.{name}").stdout.strip())


def test():
    if "PREEMPT_RT" in os.uname().version:
        realtime()
        return
    for ns in ("client", "router", "server"):
        sysctl(ns, drops=1)
    check_equal("it is on", "net.tcpstates.drops = 1",
                run("server", "sysctl", "net.tcpstates.drops").stdout.strip())
    firewall()
    translated()
    attempts()
    reverse_path()
    sysctl("client", retransmits=1)
    retransmitted()
    accept_queue()
    switched()


main(test)
