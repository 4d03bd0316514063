# SPDX-License-Identifier: GPL-2.0
"""One flow for a translated connection, one for loopback, and owners only
where they are proven."""
import json
import os
import struct
import socket

from tcpst import (C4, S4, S6, TCPST, Inside, begin, check, check_equal, connect,
                   first_timeout, listen, main, proc_stat, procfs, run, stats, story, sysctl, tcpst,
                   unhurried, wait_until, Watch)

NFT = """
table ip6 t {{
  chain pre {{ type nat hook prerouting priority dstnat;
    tcp dport 8080 dnat to [{server6}]:2080; }}
  chain post {{ type nat hook postrouting priority srcnat;
    oifname eth1 tcp dport 2080 masquerade; }}
}}
table ip t {{
  chain pre {{ type nat hook prerouting priority dstnat;
    tcp dport 8080 dnat to {server}:2080; }}
  chain post {{ type nat hook postrouting priority srcnat;
    oifname eth1 tcp dport {{ 2001, 2080 }} masquerade; }}
}}
"""
SILENT = f"""
table ip t {{
  chain pre {{ type nat hook prerouting priority dstnat;
    tcp dport 8081 dnat to {S4}:2001; }}
  chain post {{ type nat hook postrouting priority srcnat;
    oifname eth1 tcp dport 2001 masquerade; }}
}}
"""


def nft(ns, rules):
    done = run(ns, "nft", "-f", "-", input=rules)
    check(f"nft takes the rules of {ns}", not done.returncode, done.stderr)


def talk(ns, addr, port, server):
    """A connection with something sent each way, closed by the client."""
    client = connect(ns, addr, port)
    accepted = server.accept()[0]
    client.sendall(b"x" * 3000)
    left = 3000
    while left:
        left -= len(accepted.recv(left))
    return client, accepted


def translated(watch):
    rules = NFT.format(server=S4, server6=S6)
    loaded = run("router", "nft", "-f", "-", input=rules)
    if not check("nft takes the rules", not loaded.returncode, loaded.stderr):
        return
    for name, addr, port, at_server in (("SNAT", S4, 2001, 2001),
                                        ("DNAT and SNAT", "10.1.0.1", 8080,
                                         2080)):
        server = listen("server", S4, at_server)
        client, accepted = talk("client", addr, port, server)
        check_equal(f"{name}: the server sees the router", "10.2.0.1",
                    accepted.getpeername()[0])
        mine = [f for f in procfs("router")
                if f["responder"].endswith(f":{at_server}")]
        # After destination and before source translation.
        check_equal(f"{name}: one flow, its addresses",
                    [(C4, f"{S4}:{at_server}", "ESTABLISHED", "ESTABLISHED")],
                    [(f["initiator"].split(":")[0], f["responder"],
                      f["initiator_state"], f["responder_state"])
                     for f in mine])
        client.close()
        wait_until(lambda p=at_server: "i ?FIN_WAIT_2" in
                   story(watch.of_port(p)))
        accepted.close()
        wait_until(lambda p=at_server: "r ?CLOSED" in
                   story(watch.of_port(p)))
        check_equal(f"{name}: transitions of both directions", [
            "i SYN_SENT", "r SYN_RECEIVED", "i ESTABLISHED", "r ?ESTABLISHED",
            "i FIN_WAIT_1", "r CLOSE_WAIT", "i ?FIN_WAIT_2", "r LAST_ACK",
            "i TIME_WAIT", "r ?CLOSED"], story(watch.of_port(at_server)))
        server.close()
    run("router", "nft", "flush", "ruleset")


def other_ends(flow):
    return flow.get("initiator_nat"), flow.get("responder_nat")


def beyond(server, addr, port, at):
    """The other ends of a translated flow: while it is open, and in its verdict."""
    listener = listen("server", server, at)
    client, accepted = talk("client", addr, port, listener)
    name = f"{addr}, port {port}"
    peer = accepted.getpeername()[:2]
    wanted = ({"addr": peer[0], "port": peer[1]},
              {"addr": addr, "port": port} if port != at else None)
    live = tcpst("router", "list", "--port", str(at), "--state", "ESTABLISHED")
    check_equal(f"{name}: what stands for its ends", [wanted], list(map(other_ends, live)))
    check_equal(f"{name}: not where nothing is translated", [(None, None)], [
        other_ends(f) for f in tcpst("server", "list", "--port", str(at),
                                     "--state", "ESTABLISHED")])
    shown = run("router", TCPST, "show", str(live[0]["flow"])).stdout
    check(f"{name}: show has them", f":{peer[1]}" in "".join(
        line for line in shown.splitlines() if line.startswith("  NAT ")), shown)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    for sock in (client, accepted, listener):
        sock.close()
    ended = wait_until(lambda: [f for f in tcpst("router", "life", "--port", str(at))
                                if f["flow"] == live[0]["flow"] and f["end_ns"] and
                                not tcpst("router", "list", "--flow", str(f["flow"]))])
    # A record of IPv6 has no space for it.
    check_equal(f"{name}: so does its verdict",
                [(None, None) if ":" in addr else wanted], list(map(other_ends, ended)))
    check_equal(f"{name}: with its own ends", [live[0]["initiator"], live[0]["responder"]],
                [ended[0][role] for role in ("initiator", "responder")])


def unanswered():
    """Of a first SYN only the destination is known; of the next, the source as well."""
    timeout = first_timeout(250)
    client = begin("client", "10.1.0.1", 8081)
    flow = wait_until(lambda: [f for f in tcpst("router", "list", "--port", "2001")
                               if f["syn_repeats"]])
    check_equal("nobody answers: both other ends", [
        {"addr": "10.2.0.1", "port": client.getsockname()[1]},
        {"addr": "10.1.0.1", "port": 8081}],
                list(other_ends(flow[0])) if flow else "no flow")
    # An older connection of that port may be there yet.
    columns = run("router", TCPST, "list", "--port", "2001", "--state", "initiator:SYN_SENT",
                  "--noheadings", "-o", "+INAT,RNAT").stdout
    check("nobody answers: columns INAT and RNAT",
          columns.split()[-2:] == [
              f"10.2.0.1:{client.getsockname()[1]}", "10.1.0.1:8081"], columns)
    client.close()
    os.close(timeout)


def translations():
    before = run("router", "sysctl", "-n", "net.tcpstates.timeout_closed").stdout
    sysctl("router", timeout_closed=1)
    nft("router", NFT.format(server=S4, server6=S6))
    beyond(S4, S4, 2001, 2001)
    beyond(S4, "10.1.0.1", 8080, 2080)
    beyond(S6, "fd01::1", 8080, 2080)
    sysctl("router", timeout_closed=before)
    nft("router", "flush ruleset\n" + SILENT)
    nft("server", "table ip d { chain c { type filter hook input priority filter; "
        "tcp dport 2001 drop; }\n}\n")
    unanswered()
    for ns in ("router", "server"):
        nft(ns, "flush ruleset")


def loopback():
    before = stats("server")["counters"]
    server = listen("server", "127.0.0.1", 3000)
    client, accepted = talk("server", "127.0.0.1", 3000, server)
    flows = tcpst("server", "list", "--port", "3000")
    check_equal("loopback: one flow", 1, len(flows))
    accepted.close()
    client.close()
    after = stats("server")["counters"]
    check_equal("loopback: one connection opened", 1,
                after["opened"] - before["opened"])
    check_equal("loopback: nothing looks repeated", 0,
                after["notes"] - before["notes"])
    own = flows and flows[0]["owner"]
    check("loopback: the owner is known", own, flows)


def owners():
    for addr, name, port in ((S4, "IPv4", 3001), (S6, "IPv6", 3002)):
        server = listen("server", addr, port)
        client, accepted = talk("client", addr, port, server)
        local = tcpst("client", "list", "--port", str(port))
        own = local[0]["owner"] if local else None
        if check(f"{name}: the client's host knows the owner", own, local):
            cookie = struct.unpack("Q", client.getsockopt(
                socket.SOL_SOCKET, 57, 8))[0]
            with open("/proc/self/comm", encoding="utf-8") as file:
                comm = file.read().strip()
            check_equal(f"{name}: pid, comm, uid, cookie",
                        (os.getpid(), comm, 0, cookie),
                        (own["pid"], own["comm"], own["uid"], own["cookie"]))
            line = [f for f in procfs("client")
                    if f["responder"].endswith(f":{port}")]
            check_equal(f"{name}: /proc has the same",
                        [(str(os.getpid()), comm, "0", str(cookie))],
                        [(f["pid"], f["comm"], f["uid"], f["cookie"])
                         for f in line])
            check_equal(f"{name}: filtered by pid", 1, len(tcpst(
                "client", "list", "--pid", str(os.getpid()), "--port",
                str(port))))
            check_equal(f"{name}: not by another", [], tcpst(
                "client", "list", "--pid", "1"))
            check_equal(f"{name}: by an expression", 1, len(tcpst(
                "client", "list", "--where",
                f"pid=={os.getpid()} && comm=={comm} && rport=={port} && "
                "istate==established && end in (still-open, fin)")))
            check_equal(f"{name}: not by its contrary", [], tcpst(
                "client", "list", "--where",
                f"rport=={port} && (istate!=estab || comm!={comm})"))
            # The handshake, from the recorder: its transitions know it too.
            shook = tcpst("client", "watch", "--since", "all", "--pid",
                          str(os.getpid()), "--comm", comm, "--port",
                          str(port), "--count", "4", "--duration", "20")
            check_equal(f"{name}: transitions name the owner", [own] * 4,
                        [e.get("owner") for e in shook])
            check_equal(f"{name}: transitions of another's are not shown", [],
                        tcpst("client", "watch", "--since", "all", "--pid",
                              "1", "--duration", "100ms"))
        for ns in ("router", "server"):
            found = tcpst(ns, "list", "--port", str(port))
            check_equal(f"{name}: {ns}: owner blank", [None],
                        [f["owner"] for f in found])
            check_equal(f"{name}: {ns}: /proc has dashes", [("-",) * 4],
                        [(f["pid"], f["comm"], f["uid"], f["cookie"])
                         for f in procfs(ns)
                         if f["responder"].endswith(f":{port}")])
        # The client first: the responder is then CLOSED, not in TIME_WAIT.
        client.close()
        while accepted.recv(1000):
            pass
        accepted.close()
        server.close()
        for ns in ("client", "router", "server"):
            wait_until(lambda ns=ns: not any(
                f["states"]["responder"] != "CLOSED" for f in
                tcpst(ns, "list", "--port", str(port))))


def other_pids():
    """In another pid namespace the numbers of this one are not shown."""
    watch = Watch("client", "--since", "all")
    wait_until(lambda: watch.last() >= 0)       # it listens
    server = listen("server", S4, 3013)
    client, accepted = talk("client", S4, 3013, server)
    own = tcpst("client", "list", "--port", "3013")[0]["owner"]
    inside = ("unshare", "--pid", "--fork", "--mount-proc")
    found = json.loads(run("client", *inside, TCPST, "list", "--port", "3013",
                          "--json").stdout or "{}")
    check_equal("another pid namespace: all but the pid is there",
                {**own, "pid": None}, found.get("owner"))
    check_equal("another pid namespace: no filter finds it", "", run(
        "client", *inside, TCPST, "list", "--pid", str(own["pid"]),
        "--json").stdout)
    lines = run("client", *inside, "cat", "/proc/net/tcpstates").stdout
    check_equal("another pid namespace: a dash in /proc", [["-", own["comm"]]],
                [line.split()[-8:-6] for line in lines.splitlines()
                 if f"{S4}:3013" in line])
    shook = wait_until(lambda: watch.of_port(3013))
    check_equal("live events have the pid where they may", own,
                shook and shook[0]["owner"])
    for sock in client, accepted, server:
        sock.close()


def nameless():
    """Any task may have an empty name; the columns stay where they are."""
    def rename(name):
        with open("/proc/self/comm", "w", encoding="utf-8") as file:
            file.write(name)

    with open("/proc/self/comm", encoding="utf-8") as file:
        comm = file.read().strip()
    server = listen("server", S4, 3003)
    rename("\0")
    client, accepted = talk("client", S4, 3003, server)
    rename(comm)
    cookie = struct.unpack("Q", client.getsockopt(socket.SOL_SOCKET, 57, 8))[0]
    check_equal("a task without a name", [(str(os.getpid()), "-", str(cookie))],
                [(f["pid"], f["comm"], f.get("cookie"))
                 for f in procfs("client") if f["responder"].endswith(":3003")])
    for sock in client, accepted, server:
        sock.close()


def vrf():
    """What leaves by a VRF passes LOCAL_OUT twice, and is one segment."""
    before = stats("client")["counters"]["notes"]
    for command in ("link add red type vrf table 10", "link set red up",
                    "link set eth0 master red",
                    "route add default via 10.1.0.1 vrf red rto_min 20s"):
        done = run("client", "ip", *command.split())
        if not check(f"ip {command}", not done.returncode, done.stderr):
            return
    for port, qdisc in (3010, "noqueue"), (3011, "pfifo"):
        run("client", "tc", "qdisc", "replace", "dev", "red", "root", qdisc)
        server = listen("server", S4, port)
        with Inside("client"):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"red")
            client.connect((S4, port))
        accepted = server.accept()[0]
        client.close()
        accepted.close()
        server.close()
        ended = wait_until(lambda port=port: [
            f for f in tcpst("client", "list", "--port", str(port))
            if f["states"]["initiator"] == "TIME_WAIT"])
        line = [f for f in procfs("client")
                if f["responder"].endswith(f":{port}")]
        check(f"VRF, {qdisc}: a connection from end to end", ended, line)
        check_equal(f"VRF, {qdisc}: the SYN is seen once, with its sender",
                    [("0", str(os.getpid()))],
                    [(f["syn_repeats"], f["pid"]) for f in line])
    check_equal("VRF: nothing looks repeated", 0,
                stats("client")["counters"]["notes"] - before)


def link_local():
    """The same four addresses and ports on two links are two connections."""
    both = []
    for link, peer in ("lla", "client"), ("llb", "server"):
        for command in (f"link add {link} type veth peer name {link} netns {peer}",
                        f"link set {link} addrgenmode none",
                        f"addr add fe80::1/64 dev {link} nodad", f"link set {link} up"):
            run("router", "ip", *command.split())
        for command in (f"link set {link} addrgenmode none",
                        f"addr add fe80::2/64 dev {link} nodad", f"link set {link} up"):
            run(peer, "ip", *command.split())
        with Inside(peer):
            server = socket.socket(socket.AF_INET6)
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind(("fe80::2", 3020, 0, socket.if_nametoindex(link)))
            server.listen()
        with Inside("router"):
            index = socket.if_nametoindex(link)
            client = socket.socket(socket.AF_INET6)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, link.encode())
            client.bind(("fe80::1", 4020, 0, index))
            client.connect(("fe80::2", 3020, 0, index))
        both.append((client, server.accept()[0], server))
    ends = ("[fe80::1]:4020", "[fe80::2]:3020")
    check_equal("link-local: a flow a link", [(*ends, "ESTABLISHED", "0")] * 2,
                [(f["initiator"], f["responder"], f["initiator_state"], f["syn_repeats"])
                 for f in procfs("router") if f["responder"].endswith(":3020")])
    check_equal("link-local: each peer has its own", [1, 1],
                [len(tcpst(ns, "list", "--port", "3020")) for ns in ("client", "server")])
    client = both[0][0]
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    wait_until(lambda: not tcpst("client", "list", "--port", "3020", "--state", "ESTAB"))
    check_equal("link-local: a RST ends that of its link", ["CLOSED", "ESTABLISHED"],
                sorted(f["states"]["initiator"]
                       for f in tcpst("router", "list", "--port", "3020")))
    for sock in (sock for socks in both for sock in socks):
        sock.close()


def raw6(payload, nexthdr):
    """An IPv6 packet of our own making from the client to the server."""
    with Inside("client"):
        sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW, 255)
        sock.setsockopt(41, 36, 1)      # IPV6_HDRINCL
    src = socket.inet_pton(socket.AF_INET6, "fd01::2")
    dst = socket.inet_pton(socket.AF_INET6, S6)
    head = struct.pack("!IHBB", 6 << 28, len(payload), nexthdr, 64)
    sock.sendto(head + src + dst + payload, (S6, 0))
    sock.close()


def tcp(sport, flags, doff=5):
    return struct.pack("!HHIIBBHHH", sport, 9, 1000, 0, doff << 4, flags, 100,
                       0, 0)


def oddities():
    before = proc_stat("router")

    def more(name, wanted, what):
        now = wait_until(lambda: proc_stat("router")[name] - before[name] >=
                         wanted) and proc_stat("router")
        check(what, now and now[name] - before[name] == wanted,
              proc_stat("router"))

    # Destination options before TCP: found behind them.
    raw6(struct.pack("!BBBB4x", 6, 0, 1, 4) + tcp(5001, 2), 60)
    found = wait_until(lambda: [f for f in procfs("router")
                                if f["initiator"].endswith(":5001")])
    check("IPv6 with an extension header", found, procfs("router"))
    # The first fragment of several has the header, the others have not. The
    # router forwards fragments as they are.
    raw6(struct.pack("!BBHI", 6, 0, 1, 1) + tcp(5002, 2) + b"x" * 4, 44)
    found = wait_until(lambda: [f for f in procfs("router")
                                if f["initiator"].endswith(":5002")])
    check("IPv6, the first fragment", found, procfs("router"))
    raw6(struct.pack("!BBHI", 6, 0, 24, 1) + b"x" * 8, 44)
    more("fragments", 1, "IPv6, a later fragment is counted")
    raw6(tcp(5003, 2, 4), 6)
    raw6(tcp(5004, 2, 15), 6)
    more("bad_header", 2, "data offsets of nonsense are counted")
    raw6(tcp(5005, 2)[:12], 6)
    more("truncated", 1, "a cut header is counted")


def addresses():
    unhurried()
    oddities()
    watch = Watch("router", "--since", "all")
    translated(watch)
    translations()
    loopback()
    owners()
    other_pids()
    nameless()
    vrf()
    link_local()


main(addresses)
