# SPDX-License-Identifier: GPL-2.0
"""Which side has stopped answering: what is left unacknowledged, what is sent in vain."""
import socket

from tcpst import (S4, S6, check, check_equal, connect, listen, main, run, sysctl, tcpst,
                   wait_until)


def flow_of(port):
    found = tcpst("router", "list", "--port", str(port))
    return found[0] if found else {}


def take_away(taken):
    """The server is gone, or there again."""
    action = "add" if taken else "del"
    return run("router", "tc", "qdisc", action, "dev", "eth1", "root", "netem",
               "loss", "100%").stderr


def quiet(port):
    """All is acknowledged, nothing is sent again."""
    flow = flow_of(port)
    return flow.get("unacked") == {"initiator": 0, "responder": 0} and \
        flow["probes"] == {"initiator": 0, "responder": 0}


def peer_gone(port, addr):
    listener = listen("server", addr, port)
    client = connect("client", addr, port)
    accepted = listener.accept()[0]
    client.sendall(b"x" * 100)
    check(f"{addr}: nothing is left unacknowledged", wait_until(lambda: quiet(port)))
    before = flow_of(port)["heard_ns"]
    check_equal(f"{addr}: the server is taken away", "", take_away(True))
    client.sendall(b"x" * 500)
    flow = wait_until(lambda: (f := flow_of(port)) and f["probes"]["initiator"] >= 2 and f)
    check_equal(f"{addr}: what the peer did not acknowledge",
                {"initiator": 500, "responder": 0}, flow["unacked"])
    check_equal(f"{addr}: only one side sends again", 0, flow["probes"]["responder"])
    check(f"{addr}: only one side is heard",
          flow["heard_ns"]["initiator"] > before["initiator"] and
          flow["heard_ns"]["responder"] < flow["heard_ns"]["initiator"], flow["heard_ns"])
    silent = tcpst("router", "list", "--port", str(port), "--where",
                   "rsilent > 1ms && iunacked == 500 && iprobes > 1")
    check_equal(f"{addr}: it is found by that", 1, len(silent))
    check_equal(f"{addr}: the server is there again", "", take_away(False))
    check(f"{addr}: then all is acknowledged", wait_until(lambda: quiet(port)),
          flow_of(port))
    return listener, client, accepted


def keep_alives(port, addr):
    """Keep-alives are probes, and no octets."""
    listener = listen("server", addr, port)
    client = connect("client", addr, port)
    accepted = listener.accept()[0]
    take_away(True)
    for option in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL):
        client.setsockopt(socket.IPPROTO_TCP, option, 1)
    # It is not given up while it is looked at.
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 127)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    flow = wait_until(lambda: (f := flow_of(port)) and f["probes"]["initiator"] >= 2 and f)
    check_equal(f"{addr}: keep-alives are no octets",
                ({"initiator": 0, "responder": 0}, {"initiator": 0, "responder": 0}),
                (flow["unacked"], flow["bytes"]))
    take_away(False)
    check(f"{addr}: one that is answered is none", wait_until(lambda: quiet(port)),
          flow_of(port))
    return listener, client, accepted


def test():
    kept = []
    sysctl("router", accounting=1)
    for port, addr in ((6100, S4), (6101, S6)):
        kept.append(peer_gone(port, addr))
    kept.append(keep_alives(6102, S4))
    sysctl("router", accounting=0)
    kept.append((listen("server", S4, 6103), connect("client", S4, 6103)))
    flow = flow_of(6103)
    check_equal("without accounting: when each end was heard is known, no more",
                (["initiator", "responder"], None, None),
                (list(flow["heard_ns"]), flow.get("unacked"), flow.get("probes")))


main(test)
