# SPDX-License-Identifier: GPL-2.0
"""Flow tables, a setting that is turned off and on, port scans, ICMP errors that
nobody asked for, and connections that have all but their VRF in common."""
import re
import socket
import struct

from tcpst import (C4, S4, Inside, abort, check, check_equal, connect, listen,
                   main, procfs, run, stats, sysctl, tcpst, time_left,
                   wait_until)

FLOW_TABLE = """
table inet t {
  flowtable f { hook ingress priority 0; devices = { eth0, eth1 }; }
  chain c { type filter hook forward priority 0;
    ct state established meta l4proto tcp flow add @f
  }
  chain resets { type filter hook postrouting priority 0;
    tcp flags & rst == rst counter
  }
}
"""


def must(ns, *command, **options):
    found = run(ns, *command, **options)
    if found.returncode:
        raise RuntimeError(f"{command}: {found.stderr.strip()}")


def ended(ns, port):
    """Those that have left the table, too."""
    return [it for it in tcpst(ns, "life", "--port", str(port)) if it["end_ns"]]


def life_of(ns, port):
    found = wait_until(lambda: ended(ns, port))
    return found[0] if found else {}


def pair(port):
    """A connection by way of the router: its client, and whom it reached."""
    listener = listen("server", S4, port)
    client = connect("client", S4, port)
    accepted = listener.accept()[0]
    listener.close()
    return client, accepted


def transfer(source, to, octets, most=32768):
    """In parts that any socket holds until they are read."""
    while octets:
        part = source.send(b"x" * min(octets, most))
        octets -= part
        while part:
            part -= len(to.recv(part))


def resets_seen():
    """RSTs that passed the hooks of the router."""
    shown = run("router", "nft", "list", "chain", "inet", "t", "resets").stdout
    return int(re.search(r"counter packets (\d+)", shown).group(1))


def flow_table():
    """Data goes past the hooks: a RST that stands beyond all that was seen. In later
    kernels (7.2) the RST goes past them, too, and nothing is known of it."""
    must("router", "nft", "-f", "-", input=FLOW_TABLE)
    sysctl("router", accounting=1)
    for port in (3001, 3002, 3003):
        client, accepted = pair(port)
        transfer(client, accepted, 3000)
        transfer(accepted, client, 500000)
        seen = resets_seen()
        by, to = ("server", "client") if port == 3002 else ("client", "server")
        abort(accepted if port == 3002 else client)
        check_equal(f"flow table, {port}: it ends at the {to}", "reset",
                    life_of(to, port).get("end"))
        check_equal(f"flow table, {port}: it ends at the {by}", "reset",
                    life_of(by, port).get("end"))
        if resets_seen() > seen:
            check_equal(f"flow table, {port}: the RST ends it", "reset",
                        life_of("router", port).get("end"))
        else:
            check_equal(f"flow table, {port}: the RST is not seen", ["ESTABLISHED"] * 2,
                        [state for flow in tcpst("router", "list", "--port", str(port))
                         for state in flow["states"].values()])
        client.close()
        accepted.close()
    must("router", "nft", "flush", "ruleset")


def left():
    """Flows of the router, but for those whose end it could not see."""
    return [flow for flow in procfs("router")
            if not re.search(r":300[123]$", flow["responder"])]


def unexamined(port):
    """A connection that began with accounting, and how many of 20 segments without it,
    each sent when the one before was received, were examined."""
    sysctl("router", accounting=1)
    client, accepted = pair(port)
    transfer(client, accepted, 3000)
    sysctl("router", accounting=0)
    before = stats("router")["counters"]["examined"]
    transfer(accepted, client, 40000, 2000)
    return client, accepted, stats("router")["counters"]["examined"] - before


def turned_off():
    """What was begun with accounting was not seen whole if that was off since."""
    # A sample shows it; there is one in every 4 MiB at the latest.
    sysctl("router", sample=65536)
    for port in range(3010, 3020):
        client, accepted, examined = unexamined(port)
        if not examined:
            break
        client.close()
        accepted.close()
    check_equal("accounting off: segments pass unexamined", 0, examined)
    sysctl("router", accounting=1)
    abort(accepted)
    check_equal("accounting off and on: the RST ends it", "reset",
                life_of("router", port).get("end"))
    client.close()
    sysctl("router", accounting=0, sample=64)


def port_scan():
    """Refused attempts fill the table: they go, handshakes under way do not."""
    listener = listen("server", S4, 3020)
    # Nothing goes because of the time all this takes.
    sysctl("router", max_flows=40, timeout_closed=3600,
           timeout_half_open=3600)
    for port in range(4000, 4060):
        with Inside("client"), socket.socket() as scan:
            scan.connect_ex((S4, port))
    must("server", "tc", "qdisc", "add", "dev", "eth0", "root", "netem",
         "delay", "1s")
    clients = []
    for _ in range(14):
        with Inside("client"):
            clients.append(socket.socket())
        clients[-1].setblocking(False)
        clients[-1].connect_ex((S4, 3020))
    good = [(client, listener.accept()[0]) for client in clients]
    must("server", "tc", "qdisc", "del", "dev", "eth0", "root")
    counters = stats("router")["counters"]
    check("port scan: what is closed goes", counters["evicted_closed"] >= 34,
          counters)
    check_equal("port scan: and nothing else", (0, 0, 0, 0),
                tuple(counters[name] for name in
                      ("evicted_unanswered", "evicted_half_open",
                       "evicted_open", "table_full")))
    check_equal("port scan: the connections are there", 14,
                len([f for f in procfs("router")
                     if f["responder"].endswith(":3020") and
                     f["initiator_state"] == "ESTABLISHED"]))
    for client, accepted in good:
        client.close()
        accepted.close()
    listener.close()
    wait_until(lambda: len(ended("router", 3020)) == 14)
    check_equal("port scan: and end as they do", ["fin"] * 14,
                [life["end"] for life in
                 tcpst("router", "life", "--port", "3020")])
    sysctl("router", max_flows=262144, timeout_closed=1, timeout_half_open=3)
    # Their ends are no events of what comes next.
    check("port scan: nothing of it is left", wait_until(lambda: not left()), left())


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def icmp_flood():
    """1,500 errors that quote one connection: a note for some, none forgotten."""
    client, accepted = pair(3030)
    quote = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 40, 1, 0, 64, 6, 0,
                        socket.inet_aton(C4), socket.inet_aton(S4))
    quote += struct.pack("!HHI", client.getsockname()[1], 3030, 1)
    error = struct.pack("!BBHI", 3, 1, 0, 0) + quote
    error = error[:2] + struct.pack("!H", checksum(error)) + error[4:]
    before = stats("router")
    with Inside("server"), socket.socket(socket.AF_INET, socket.SOCK_RAW,
                                         socket.IPPROTO_ICMP) as raw:
        for _ in range(1500):
            raw.sendto(error, (C4, 0))
    seen = wait_until(lambda: stats("router")["counters"]["icmp"] -
                      before["counters"]["icmp"] >= 1500)
    after = stats("router")
    check("ICMP flood: the router saw it", seen, after)
    noted = after["next_seqno"] - before["next_seqno"]
    # A note a second besides, however long it took.
    check("ICMP flood: few notes", 16 <= noted <= 100, noted)
    check_equal("ICMP flood: the others are counted", 1500 - noted,
                after["counters"]["notes_left_out"] -
                before["counters"]["notes_left_out"])
    client.close()
    accepted.close()


def in_vrf(ns, vrf):
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, vrf.encode())
    sock.settimeout(max(time_left(), 1))
    return sock


def at_vrfs(ns):
    return [(f["initiator"], f["responder"], f["initiator_state"])
            for f in procfs(ns) if f["responder"].endswith(":3040")]


def vrfs():
    """Two connections with the same addresses and ports, each in its VRF."""
    ends = []
    for table, vrf in ((10, "red"), (20, "blue")):
        must("client", "ip", "link", "add", f"to-{vrf}", "type", "veth",
             "peer", "name", f"to-{vrf}", "netns", "server")
        for ns, addr in (("client", "10.9.0.1/24"), ("server", "10.9.0.2/24")):
            must(ns, "ip", "link", "add", vrf, "type", "vrf", "table",
                 str(table))
            must(ns, "ip", "link", "set", vrf, "up")
            must(ns, "ip", "link", "set", f"to-{vrf}", "master", vrf, "up")
            must(ns, "ip", "addr", "add", addr, "dev", f"to-{vrf}")
        with Inside("server"):
            listener = in_vrf("server", vrf)
            listener.bind(("10.9.0.2", 3040))
            listener.listen()
        with Inside("client"):
            client = in_vrf("client", vrf)
            client.bind(("10.9.0.1", 3041))
            client.connect(("10.9.0.2", 3040))
        ends.append((client, listener.accept()[0]))
    both = [("10.9.0.1:3041", "10.9.0.2:3040", "ESTABLISHED")] * 2
    for ns in ("client", "server"):
        check_equal(f"VRFs, {ns}: two flows, all in common", both, at_vrfs(ns))
    abort(ends[0][0])
    for ns in ("client", "server"):
        check_equal(f"VRFs, {ns}: one is reset", "reset",
                    life_of(ns, 3040).get("end"))
        check_equal(f"VRFs, {ns}: the other goes on", both[1:], at_vrfs(ns))


def attacks():
    for ns in ("client", "router", "server"):
        sysctl(ns, timeout_time_wait=1, timeout_half_open=3, timeout_closed=1)
    flow_table()
    turned_off()
    port_scan()
    icmp_flood()
    vrfs()


main(attacks)
