# SPDX-License-Identifier: GPL-2.0
"""Why this machine sends a RST, on the machine that sends it and on one between."""
import os
import select
import socket

from tcpst import (LIBC, S4, S6, TCPST, abort, check, check_equal, connect, listen, main,
                   run, sysctl, tcpst, wait_until)


KEPT = []   # sockets that are not to send anything more until all is checked


def open_one(addr, port):
    listener = listen("server", addr, port)
    client = connect("client", addr, port)
    KEPT.append((listener, client, listener.accept()[0]))
    return KEPT[-1]


def reject(match):
    done = run("server", "nft", "-f", "-", input="table inet r { chain c { type filter "
               f"hook input priority 0; {match}; }}\n}}\n")
    if done.returncode:
        raise RuntimeError(done.stderr)


def no_socket(addr, port):
    try:
        connect("client", addr, port)
    except ConnectionRefusedError:
        pass
    return "server", "responder"


def unread_data(addr, port):
    _listener, client, accepted = open_one(addr, port)
    client.sendall(b"x")
    select.select([accepted], [], [])
    accepted.close()
    return "server", "responder"


def linger(addr, port):
    _listener, client, _accepted = open_one(addr, port)
    abort(client)
    return "client", "initiator"


def disconnect(addr, port):
    _listener, client, _accepted = open_one(addr, port)
    LIBC.connect(client.fileno(), b"\0" * 16, 16)    # AF_UNSPEC
    return "client", "initiator"


def not_accepted(addr, port):
    listener = listen("server", addr, port)
    client = connect("client", addr, port)
    listener.close()
    KEPT.append((client,))
    return "server", "responder"


def timeout(addr, port):
    _listener, client, _accepted = open_one(addr, port)
    for option, value in ((socket.TCP_KEEPIDLE, 1), (socket.TCP_KEEPINTVL, 1),
                          (socket.TCP_KEEPCNT, 1)):
        client.setsockopt(socket.IPPROTO_TCP, option, value)
    reject(f"tcp dport {port} drop")
    client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    select.select([client], [], [])
    run("server", "nft", "flush", "ruleset")
    return "client", "initiator"


def firewall(addr, port):
    _listener, client, _accepted = open_one(addr, port)
    reject(f"tcp dport {port} tcp flags & psh == psh reject with tcp reset")
    client.sendall(b"x")
    select.select([client], [], [])
    run("server", "nft", "flush", "ruleset")
    return "server", "responder"


def reset_flow(ns, port):
    return [flow for flow in tcpst(ns, "list", "--port", str(port)) if flow["reset_by"]]


def from_elsewhere():
    """The router's firewall answers with the server's address. It is nearer by a hop."""
    for port, addr in ((6050, S4), (6051, S6)):
        _listener, client, _accepted = open_one(addr, port)
        done = run("router", "nft", "-f", "-", input="table inet r { chain c { type filter "
                   f"hook forward priority 0; tcp dport {port} tcp flags & psh == psh "
                   "reject with tcp reset; }\n}\n")
        check_equal(f"{addr}: the router rejects", "", done.stderr)
        client.sendall(b"x")
        select.select([client], [], [])
        run("router", "nft", "flush", "ruleset")
        for ns, reason, ttl in (("client", None, (64, 63)),
                                ("router", "firewall", (64, 63))):
            found = (wait_until(lambda ns=ns, port=port: reset_flow(ns, port)) or [{}])[0]
            check_equal(f"{addr}, {ns}: a RST from elsewhere",
                        ("responder", reason, "elsewhere", ttl),
                        (found.get("reset_by"), found.get("reset_reason"),
                         found.get("reset_origin"),
                         (found.get("reset_ttl"), found.get("reset_usual_ttl"))))
            event = [e for e in tcpst(ns, "show", str(found.get("flow", 0)))
                     if e.get("cause") == "RST"]
            check_equal(f"{addr}, {ns}: so has the event", ["elsewhere"] * len(event),
                        [e.get("reset_origin") for e in event] or None)
        KEPT.clear()


def test():
    for ns in ("client", "router", "server"):
        sysctl(ns, timeout_closed=3600)     # all stay to be looked at
    for i, cause in enumerate((no_socket, unread_data, linger, disconnect, not_accepted,
                               timeout, firewall)):
        for j, addr in enumerate((S4, S6)):
            port = 6000 + 2 * i + j
            reason = cause.__name__.replace("_", "-")
            ns, role = cause(addr, port)
            found = wait_until(lambda ns=ns, port=port: reset_flow(ns, port))
            flow = found[0] if found else {}
            check_equal(f"{reason}, {addr}: who, and why", (role, reason),
                        (flow.get("reset_by"), flow.get("reset_reason")))
            event = [e for e in tcpst(ns, "show", str(flow.get("flow", 0)))
                     if e.get("cause") == "RST"]
            check(f"{reason}, {addr}: so has the event", event and
                  event[0].get("reset_reason") == reason, event)
            # That of data is not known: the module records none.
            check_equal(f"{reason}, {addr}: what it answers",
                        "SYN" if cause is no_socket else None,
                        (event or [{}])[0].get("answers", {}).get("tcp_flags"))
            there = wait_until(lambda port=port: reset_flow("router", port))
            check_equal(f"{reason}, {addr}: where it was sent",
                        "unknown" if cause is no_socket else "sender",
                        (there or [{}])[0].get("reset_origin"))
            check_equal(f"{reason}, {addr}: what another machine sent has none",
                        [(role, None)],
                        [(f["reset_by"], f.get("reset_reason")) for f in there or []])
            KEPT.clear()
    from_elsewhere()
    flow = tcpst("server", "list", "--port", "6002")[0]["flow"]
    ladder = run("server", TCPST, "show", str(flow),
                 env=os.environ | {"LC_ALL": "C.UTF-8"}).stdout
    check("show: both in the ladder and above it", ladder.count("unread-data") == 2,
          ladder)


main(test)
