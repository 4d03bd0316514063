# SPDX-License-Identifier: GPL-2.0
"""TPROXY, MPTCP, SRv6 and redirects between sockets: what is seen of them."""
import ctypes
import os
import platform
import socket
import struct

from tcpst import (C4, C6, LIBC, S4, S6, Inside, check, check_equal, connect,
                   listen, main, procfs, run, sysctl, tcpst, wait_until)

IPPROTO_MPTCP = 262
OTHER4 = "10.1.0.3"
BEHIND6 = "fd03::2"
# Segments of a way for SRv6: one is at the router, one at the server.
AT_ROUTER, AT_SERVER = "fd0a::1", "fd0b::1"

PROXY = """
table ip p {
 chain c {
  type filter hook prerouting priority mangle
  tcp dport 5080 meta mark set 1 tproxy to 127.0.0.1:5081
 }
}
"""


def must(ns, *command, **options):
    found = run(ns, *command, **options)
    if found.returncode:
        raise RuntimeError(f"{command}: {found.stderr.strip()}")


def ends(ns, port):
    """Addresses of the flows to a port, with their states."""
    return sorted((f["initiator"].rsplit(":", 1)[0].strip("[]"),
                   f["responder"].rsplit(":", 1)[0].strip("[]"),
                   f["initiator_state"], f["responder_state"])
                  for f in procfs(ns)
                  if f["responder"].endswith(f":{port}"))


def verdicts(ns, port, n):
    """The first n verdicts of flows to a port."""
    return wait_until(lambda: (found := tcpst(ns, "life", "--port", str(port)))
                      and len(found) >= n and found) or []


def close(*socks):
    for sock in socks:
        sock.close()


def tproxy():
    """The proxy answers in the place of the server, which sees what the proxy sends."""
    must("router", "ip", "rule", "add", "fwmark", "1", "lookup", "100")
    must("router", "ip", "route", "add", "local", "default", "dev", "lo",
         "table", "100")
    must("router", "nft", "-f", "-", input=PROXY)
    with Inside("router"):
        proxy = socket.socket()
        proxy.setsockopt(socket.SOL_IP, 19, 1)      # IP_TRANSPARENT
        proxy.bind(("0.0.0.0", 5081))
        proxy.listen()
    server = listen("server", S4, 5080)
    client = connect("client", S4, 5080)
    accepted = proxy.accept()[0]
    check_equal("TPROXY: it answers for the server", S4,
                accepted.getsockname()[0])
    check_equal("TPROXY: one flow, from the client to the server",
                [(C4, S4, "ESTABLISHED", "ESTABLISHED")], ends("router", 5080))
    check_equal("TPROXY: the server sees none", [], ends("server", 5080))
    onward = connect("router", S4, 5080)
    reached = server.accept()[0]
    check_equal("TPROXY: its own connection is another flow",
                [("10.1.0.2", S4), ("10.2.0.1", S4)],
                [found[:2] for found in ends("router", 5080)])
    close(client)
    accepted.recv(1)
    close(accepted, onward)
    reached.recv(1)
    close(reached, server, proxy)
    check_equal("TPROXY: both end by themselves", ["fin", "fin"],
                [life["end"] for life in verdicts("router", 5080, 2)])
    must("router", "nft", "flush", "ruleset")


def mptcp():
    """Two subflows of one connection are two flows."""
    must("client", "ip", "address", "add", f"{OTHER4}/24", "dev", "eth0")
    for ns in "client", "server":
        must(ns, "ip", "mptcp", "limits", "set", "subflow", "2",
             "add_addr_accepted", "2")
    must("client", "ip", "mptcp", "endpoint", "add", OTHER4, "dev", "eth0",
         "subflow")
    with Inside("server"):
        server = socket.socket(proto=IPPROTO_MPTCP)
        server.bind((S4, 5082))
        server.listen()
    with Inside("client"):
        client = socket.socket(proto=IPPROTO_MPTCP)
        client.connect((S4, 5082))
    accepted = server.accept()[0]
    # The second one begins once the first has carried something.
    client.sendall(b"x" * 1000)
    accepted.recv(1000, socket.MSG_WAITALL)
    accepted.sendall(b"x" * 1000)
    client.recv(1000, socket.MSG_WAITALL)
    both = [(found, S4, "ESTABLISHED", "ESTABLISHED") for found in (C4, OTHER4)]
    check("MPTCP: each subflow is a flow", wait_until(
        lambda: ends("router", 5082) == both), ends("router", 5082))
    close(client)
    accepted.recv(1)
    close(accepted, server)
    found = verdicts("router", 5082, 2)
    check_equal("MPTCP: each ends by itself", [C4, OTHER4],
                sorted(life["initiator"]["addr"] for life in found
                       if life["end"] in ("fin", "reset")))
    must("client", "ip", "mptcp", "endpoint", "flush")


def segment_routing(name, route, port, at_router):
    """A connection whose client's segments go by way of others."""
    must("client", "ip", "-6", "route", "replace", f"{BEHIND6}/128",
         *route.split(), "via", "fd01::1", "dev", "eth0")
    server = listen("behind", BEHIND6, port)
    client = connect("client", BEHIND6, port)
    accepted = server.accept()[0]
    client.sendall(b"x" * 1000)
    accepted.recv(1000, socket.MSG_WAITALL)
    seen = [(C6, BEHIND6, "ESTABLISHED", "ESTABLISHED")]
    check_equal(f"SRv6, {name}: the client sees one connection", seen,
                ends("client", port))
    check_equal(f"SRv6, {name}: so does the other end", seen,
                ends("behind", port))
    check_equal(f"SRv6, {name}: the addresses at the router", at_router,
                [found[:2] for found in ends("router", port)])
    close(client)
    accepted.recv(1)
    close(accepted, server)
    for ns in "client", "behind":
        check_equal(f"SRv6, {name}: it ends at {ns}", ["fin"],
                    [life["end"] for life in verdicts(ns, port, 1)])


def add_behind():
    """One more namespace, which is reached by way of the server."""
    must("server", "ip", "netns", "add", "behind")
    must("server", "ip", "link", "add", "eth1", "type", "veth", "peer", "name",
         "eth0", "netns", "behind")
    for ns, device, address in (("server", "eth1", "fd03::1/64"),
                                ("behind", "eth0", f"{BEHIND6}/64")):
        must(ns, "ip", "link", "set", device, "up")
        must(ns, "ip", "address", "add", address, "dev", device, "nodad")
    must("behind", "ip", "-6", "route", "add", "default", "via", "fd03::1")
    must("server", "sysctl", "-qw", "net.ipv6.conf.all.forwarding=1")
    must("router", "ip", "-6", "route", "add", "fd03::/64", "via", S6)
    sysctl("behind", timeout_time_wait=1, timeout_closed=1)


def srv6():
    """Inserted into the packet, or around it; router and server are segments of it."""
    add_behind()
    for ns in "client", "router", "server", "behind":
        for device in "all", "eth0":
            must(ns, "sysctl", "-qw", f"net.ipv6.conf.{device}.seg6_enabled=1")
    for segment in AT_ROUTER, AT_SERVER:
        must("client", "ip", "-6", "route", "add", f"{segment}/128", "via",
             "fd01::1")
    must("router", "ip", "-6", "route", "add", f"{AT_SERVER}/128", "via", S6)
    for ns, segment in ("router", AT_ROUTER), ("server", AT_SERVER):
        must(ns, "ip", "-6", "route", "add", f"{segment}/128", "encap",
             "seg6local", "action", "End", "dev", "eth1")
    # Behind its last segment the address is that of the other end again.
    segment_routing("inserted, the router is the last segment",
                    f"encap seg6 mode inline segs {AT_ROUTER}", 5083,
                    [(C6, BEHIND6)])
    segment_routing("inserted, the server is the last segment",
                    f"encap seg6 mode inline segs {AT_ROUTER},{AT_SERVER}", 5084,
                    [(C6, BEHIND6), (C6, AT_SERVER)])
    # Within another packet only what is answered, without a tunnel, is seen.
    must("server", "ip", "-6", "route", "replace", f"{AT_SERVER}/128", "encap",
         "seg6local", "action", "End.DT6", "table", "main", "dev", "eth1")
    segment_routing("encapsulated",
                    f"encap seg6 mode encap segs {AT_ROUTER},{AT_SERVER}", 5086,
                    [(C6, BEHIND6)])


class Bpf:
    """Three calls of bpf(2)."""
    NUMBER = {"x86_64": 321, "aarch64": 280, "armv7l": 386}[platform.machine()]

    def __call__(self, command, form, *values):
        attr = ctypes.create_string_buffer(struct.pack(form, *values), 128)
        fd = LIBC.syscall(self.NUMBER, command, attr, 128)
        if fd < 0:
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error))
        return fd

    def redirect(self, *socks):
        """What any of these sends from now on is received by the last."""
        sockets = self(0, "=IIIII", 15, 4, 4, len(socks), 0)
        program = b"".join(struct.pack("=BBhi", *one) for one in (
            (0x18, 0x12, 0, sockets), (0, 0, 0, 0),     # r2 = the map
            (0xb7, 3, 0, len(socks) - 1),               # r3 = which of it
            (0xb7, 4, 0, 1),                            # r4 = INGRESS
            (0x85, 0, 0, 60), (0x95, 0, 0, 0)))         # msg_redirect_map; exit
        code = ctypes.create_string_buffer(program, len(program))
        terms = ctypes.create_string_buffer(b"GPL")
        loaded = self(5, "=IIQQIIQII16sII", 16, len(program) // 8,
                      ctypes.addressof(code), ctypes.addressof(terms), 0, 0, 0,
                      0, 0, b"redirect", 0, 7)
        self(8, "=IIII", sockets, loaded, 7, 0)
        # A socket takes the program when it comes into the map.
        for i, sock in enumerate(socks):
            key = ctypes.create_string_buffer(struct.pack("=I", i), 4)
            value = ctypes.create_string_buffer(
                struct.pack("=I", sock.fileno()), 4)
            self(2, "=IIQQQ", sockets, 0, ctypes.addressof(key),
                 ctypes.addressof(value), 0)
        return sockets, loaded


def redirected():
    """What BPF moves from one socket to another is no segment."""
    server = listen("server", S4, 5085)
    client = connect("server", S4, 5085)
    accepted = server.accept()[0]
    opened = Bpf().redirect(client, accepted)
    client.sendall(b"x" * 5000)
    check_equal("sockmap: it arrives", 5000,
                len(accepted.recv(5000, socket.MSG_WAITALL)))
    check_equal("sockmap: the states are right",
                [(S4, S4, "ESTABLISHED", "ESTABLISHED")], ends("server", 5085))
    close(client)
    accepted.recv(1)
    close(accepted, server)
    for fd in opened:
        os.close(fd)
    life = (verdicts("server", 5085, 1) or [{}])[0]
    check_equal("sockmap: they end as they do, the octets were not seen",
                ("fin", 0), (life.get("end"),
                             life.get("bytes", {}).get("initiator")))


def paths():
    for ns in "client", "router", "server":
        sysctl(ns, timeout_time_wait=1, timeout_closed=1)
    tproxy()
    mptcp()
    redirected()
    srv6()


main(paths)
