# SPDX-License-Identifier: GPL-2.0
"""Packets, octets and round-trip times of a flow against `ss -ti` at its
ends. Segments are counted as they pass the router, so nothing may merge or
split them on the way: offloads are off."""
import re

from tcpst import (S4, S6, check, check_equal, connect, listen, main, run,
                   sysctl, tcpst, wait_until)

SENT = {"initiator": 300000, "responder": 50000}
DELAY_MS = 20


def socket_figures(ns, port):
    """Numbers that ss tells of the one connection of a port."""
    text = run(ns, "ss", "-Htin", "state", "established",
               f"( sport = :{port} or dport = :{port} )").stdout
    found = {name: int(value) for name, value in
             re.findall(r"\b([a-z_]+):(\d+)\b", text)}
    rtt = re.search(r"\brtt:([\d.]+)/", text)
    found["rtt_ms"] = float(rtt.group(1)) if rtt else 0
    return found


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
    client = figures[0]
    flows = tcpst("router", "list", "--port", str(port))
    if not check_equal(f"{name}: one flow", 1, len(flows)):
        return
    flow = flows[0]
    check_equal(f"{name}: packets", {"initiator": client["segs_out"],
                                     "responder": client["segs_in"]},
                flow.get("packets"))
    check_equal(f"{name}: octets", SENT, flow["bytes"])
    rtt = flow.get("rtt_ns") or {}
    # The delay is on the responder's side; the client's own measure has
    # both sides in it.
    check(f"{name}: round-trip time to the responder",
          (rtt.get("initiator") or 0) >= DELAY_MS * 950000, rtt)
    check(f"{name}: round-trip time to the initiator", rtt.get("responder"),
          rtt)
    check(f"{name}: the client's socket measured no less",
          client["rtt_ms"] >= DELAY_MS * .95, client)


def accounts():
    for ns, devices in (("client", ("eth0",)), ("router", ("eth0", "eth1")),
                        ("server", ("eth0",))):
        for device in devices:
            run(ns, "ethtool", "-K", device, "tso", "off", "gso", "off",
                "gro", "off")
    run("server", "tc", "qdisc", "add", "dev", "eth0", "root", "netem",
        "delay", f"{DELAY_MS}ms")
    sysctl("router", accounting=1)
    for name, addr, port in (("IPv4", S4, 6001), ("IPv6", S6, 6002)):
        server = listen("server", addr, port)
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


main(accounts)
