# SPDX-License-Identifier: GPL-2.0
"""Packets, octets, round-trip times and what the SYNs of a flow offer against `ss
-ti` at its ends. Segments are counted as they pass the router, so nothing may merge or
split them on the way: offloads are off."""
import re
import socket

from tcpst import (NOBODY4, S4, S6, begin, check, check_equal, connect, listen,
                   main, run, sysctl, tcpst, wait_until)

SENT = {"initiator": 300000, "responder": 50000}
DELAY_MS = 20


def socket_figures(ns, port):
    """Numbers that ss shows of the one connection of a port."""
    text = run(ns, "ss", "-Htin", "state", "established",
               f"( sport = :{port} or dport = :{port} )").stdout
    found = {name: int(value) for name, value in
             re.findall(r"\b([a-z_]+):(\d+)\b", text)}
    rtt = re.search(r"\brtt:([\d.]+)/", text)
    found["rtt_ms"] = float(rtt.group(1)) if rtt else 0
    # Of its peer, and its own.
    wscale = re.search(r"\bwscale:\d+,(\d+)\b", text)
    found["wscale"] = int(wscale.group(1)) if wscale else None
    return found


def offered(flow):
    """What the events of a connection show of its SYNs."""
    found = {}
    for event in tcpst("router", "show", str(flow["flow"]))[1:]:
        if "syn_options" in event:
            found.setdefault(event["sender"], event["syn_options"])
    return found


def compare_options(name, flow, ends):
    """MSS and window scale are those of the sockets, the rest that of the SYNs."""
    options = flow.get("options") or {}
    for role, figures in ends.items():
        numbers = re.match(r"mss=(\d+),wscale=(\d+),", options.get(role, ""))
        check_equal(f"{name}: MSS and window scale of the {role}",
                    # advmss has no space for time stamps, which all segments carry.
                    (figures["advmss"] + 12, figures["wscale"]),
                    numbers and tuple(map(int, numbers.groups())))
    check_equal(f"{name}: options", offered(flow), options)


def transfer(source, sink, octets):
    """All of it, in pieces that the buffers take."""
    piece = 10000
    for _ in range(octets // piece):
        source.sendall(b"x" * piece)
        left = piece
        while left:
            left -= len(sink.recv(left))


def compare(name, port):
    # Its last ACK may be delayed: until both ends have had all.
    def settled():
        client = socket_figures("client", port)
        server = socket_figures("server", port)
        return (client.get("bytes_acked", 0) - 1 == SENT["initiator"] and
                server.get("bytes_acked", 0) == SENT["responder"] and
                client["segs_out"] == server.get("segs_in") and
                # The SYN-ACK was sent before there was a socket for it.
                client["segs_in"] == server["segs_out"] + 1 and
                (client, server))

    figures = wait_until(settled)
    if not check(f"{name}: the sockets have sent and received all", figures,
                 (socket_figures("client", port),
                  socket_figures("server", port))):
        return
    client, server = figures
    flows = tcpst("router", "list", "--port", str(port))
    if not check_equal(f"{name}: one flow", 1, len(flows)):
        return
    flow = flows[0]
    check_equal(f"{name}: packets", {"initiator": client["segs_out"],
                                     "responder": client["segs_in"]},
                flow.get("packets"))
    check_equal(f"{name}: octets", SENT, flow["bytes"])
    compare_options(name, flow, {"initiator": client, "responder": server})
    rtt = flow.get("rtt_ns") or {}
    # The delay is on the responder's side; the client's own measure has
    # both sides in it.
    check(f"{name}: round-trip time to the responder",
          (rtt.get("initiator") or 0) >= DELAY_MS * 950000, rtt)
    check(f"{name}: round-trip time to the initiator", rtt.get("responder"),
          rtt)
    check(f"{name}: the client's socket measured no less",
          client["rtt_ms"] >= DELAY_MS * .95, client)


def without_accounting(name, addr, port):
    """What the SYNs offered is in their events only."""
    server = listen("server", addr, port)
    client = connect("client", addr, port)
    accepted = server.accept()[0]
    flow = tcpst("router", "list", "--port", str(port))[0]
    check(f"{name}: no options", "options" not in flow, flow)
    shown = tcpst("router", "show", str(flow["flow"]))[0]
    check(f"{name}: show finds them", len(offered(flow)) == 2 and
          shown.get("options") == offered(flow), shown)
    for sock in (client, accepted, server):
        sock.close()


def unreachable(port):
    """The record of such an end has the options of the one SYN there was."""
    client = begin("client", NOBODY4, port)
    life = wait_until(lambda: tcpst("router", "life", "--port", str(port)))
    client.close()
    if not check("unreachable: an ICMP error ends it",
                 life and life[0]["end"] == "unreachable" and "icmp" in life[0], life):
        return
    options = offered(life[0])
    check("unreachable: options of the SYN", list(options) == ["initiator"] and
          life[0].get("options") == options, (options, life))
    check("unreachable: packets", life[0]["packets"]["initiator"] >= 1, life)


def accounts():
    for ns, devices in (("client", ("eth0",)), ("router", ("eth0", "eth1")),
                        ("server", ("eth0",))):
        for device in devices:
            run(ns, "ethtool", "-K", device, "tso", "off", "gso", "off",
                "gro", "off")
    run("server", "tc", "qdisc", "add", "dev", "eth0", "root", "netem",
        "delay", f"{DELAY_MS}ms")
    without_accounting("no accounting", S4, 6000)
    sysctl("router", accounting=1)
    unreachable(6003)
    for name, addr, port in (("IPv4", S4, 6001), ("IPv6", S6, 6002)):
        server = listen("server", addr, port)
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1000)
        client = connect("client", addr, port)
        accepted = server.accept()[0]
        transfer(client, accepted, SENT["initiator"])
        transfer(accepted, client, SENT["responder"])
        compare(name, port)
        client.close()
        while accepted.recv(1000):
            pass
        accepted.close()
        server.close()
        # The verdict has the segments of the close as well.
        life = wait_until(lambda p=port: tcpst("router", "life", "--port", str(p)))
        check(f"{name}: the close is counted", life and
              life[0]["packets"]["initiator"] >= 2 and
              life[0]["bytes"] == SENT, life)
        check_equal(f"{name}: options of the verdict", offered(life[0]),
                    life[0].get("options"))


main(accounts)
