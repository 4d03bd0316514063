# SPDX-License-Identifier: GPL-2.0
"""Three hosts, client, router and server, with a bad cable between each two.

    client c0 ══ cable ══ r0 router r1 ══ cable ══ s0 server

What the cables lose, double or forge they write down; the segments of all four
interfaces are captured.
"""

import os
import pathlib
import struct
import subprocess
import time

HERE = pathlib.Path(__file__).parent
PLACES = ("c0", "r0", "r1", "s0")
CABLES = (("c0", "r0"), ("r1", "s0"))
# Of segments captured: enough for IPv6 and all options.
SNAPLEN = 128
ENTRY = struct.Struct("<QBBH4x")
PATIENCE = 600
# Segments that arrive separately are merged (GRO) if the next one arrives soon.
GRO = """
                echo 2 >/sys/class/net/{device}/napi_defer_hard_irqs
                echo 2000000 >/sys/class/net/{device}/gro_flush_timeout
"""
# Ports of connections that meet no faults: one before captures begin, the first, the last,
# and one more.
BEFORE, FIRST, LAST, BEHIND = 999, 1000, 1001, 1002
OPEN = " ".join(f"state {state}" for state in (
    "syn-sent", "syn-recv", "established", "fin-wait-1", "fin-wait-2", "close-wait",
    "last-ack", "closing"))


class Network:
    """All of it, gone when the context ends."""

    def __init__(self, folder, cable, faults, seed=1, gro=(), setup="",
                 hosts=""):
        """faults: by cable and way, as `cable` takes it; gro: devices with it;
        setup, hosts: what else is done at the router, and at the ends"""
        self.folder, self.cable, self.faults, self.seed = folder, cable, faults, seed
        self.gro, self.setup, self.hosts = gro, setup, hosts
        self.names = {name: f"tcpst-{os.getpid()}-{name}"
                      for name in ("client", "router", "server")}
        self.children = []
        self.cables = []
        self.dumps = []

    def host(self, device):
        return self.names[{"c": "client", "r": "router", "s": "server"}[device[0]]]

    def run(self, name, script, **more):
        return subprocess.run(["ip", "netns", "exec", self.names[name], "sh", "-ec", script],
                              check=True, **more)

    def start(self, name, *words, **more):
        child = subprocess.Popen(["ip", "netns", "exec", self.names[name], *map(str, words)],
                                 **more)
        self.children.append(child)
        return child

    def __enter__(self):
        try:
            self.build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def build(self):
        for name in self.names.values():
            subprocess.run(["ip", "netns", "add", name], check=True)
        for number, ends in enumerate(CABLES):
            child = subprocess.Popen(
                [self.cable, self.folder / f"cable{number}", str(self.seed + number),
                 *(f"{self.host(end)}:{end}" + (":gro" if end in self.gro else "")
                   for end in ends), *self.faults[number]],
                stdout=subprocess.PIPE, text=True)
            self.cables.append(child)
            self.children.append(child)
            assert child.stdout.readline() == "ready\n"
        for name, device, number, host, peer in (("client", "c0", 1, 1, 2),
                                                 ("router", "r0", 1, 2, 0),
                                                 ("router", "r1", 2, 2, 0),
                                                 ("server", "s0", 2, 1, 2)):
            script = f"""
                ip link set lo up
                ip link set {device} txqueuelen 20000 up
                ip addr add 10.0.{number}.{host}/24 dev {device}
                ip addr add fd00:{number}::{host}/64 dev {device} nodad
                ethtool -K {device} gro {"on" if device in self.gro else "off"} || true
                {GRO.format(device=device) if device in self.gro else ""}
            """
            if peer:
                script += f"""
                    ip route add default via 10.0.{number}.{peer}
                    ip route add default via fd00:{number}::{peer}
                    sysctl -qw net.ipv4.tcp_max_tw_buckets=100000 net.ipv4.tcp_syn_retries=3 \\
                        net.ipv4.tcp_synack_retries=3 net.ipv4.tcp_orphan_retries=3 \\
                        net.ipv4.tcp_retries2=5 net.ipv4.tcp_fin_timeout=3
                    {self.hosts}
                """
            self.run(name, script, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.run("router", "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1\n"
                 + self.setup)
        server = self.start("server", HERE / "talk.py", "serve", 7, 80, 443,
                            stdout=subprocess.PIPE, text=True)
        assert server.stdout.readline() == "ready\n"
        # So that each knows its neighbours.
        self.quiet(BEFORE)
        for device in PLACES:
            self.capture(device, device)
        self.capture("any", "any")
        self.quiet(FIRST)

    def capture(self, device, name):
        """All there will be fits its buffer."""
        host = {"c": "client", "r": "router", "s": "server", "a": "router"}[device[0]]
        dump = self.start(host, "tcpdump", "-Z", "root", "-n", "-U", "--immediate-mode",
                          "--time-stamp-precision=nano",
                          "-B", 131072, "-s", SNAPLEN, "-i", device, "-w",
                          self.folder / f"{name}.pcap", "tcp", stderr=subprocess.PIPE, text=True)
        while "listening on" not in (line := dump.stderr.readline()):
            assert line, "tcpdump"
        self.dumps.append((dump, self.folder / f"{name}.pcap"))

    def quiet(self, port):
        """A connection that meets no faults: before it and after it all are looking."""
        self.talk(1, 1, port, 1, "10.0.2.1:7")
        self.drain()

    def talk(self, count, at_once, port, ports, *servers):
        subprocess.run(["ip", "netns", "exec", self.names["client"], HERE / "talk.py",
                        "connect", *map(str, (count, at_once, port, ports, self.seed)),
                        *servers], check=True)

    def drain(self):
        """Until no socket has anything to send or to wait for."""
        for name in ("client", "server"):
            for _ in range(PATIENCE * 5):
                out = self.run(name, f"ss -Htan {OPEN}",
                               stdout=subprocess.PIPE).stdout
                if not out.strip():
                    break
                time.sleep(0.2)

    def finish(self):
        """All segments are in a capture once one that was sent later is."""
        self.drain()
        self.quiet(LAST)
        self.quiet(BEHIND)
        for dump, path in self.dumps:
            for _ in range(PATIENCE * 10):
                if struct.pack("!HH", BEHIND, 7) in path.read_bytes():
                    break
                time.sleep(0.1)
            dump.terminate()
            errors = dump.stderr.read()
            dump.wait()
            assert "0 packets dropped by kernel" in errors, errors
        for device in PLACES:
            name = {"c": "client", "r": "router", "s": "server"}[device[0]]
            out = self.run(name, f"cat /sys/class/net/{device}/statistics/tx_dropped",
                           stdout=subprocess.PIPE).stdout
            assert int(out) == 0, f"{device}: its queue was full"
        for cable in self.cables:
            cable.terminate()
            assert cable.wait() == 0

    def __exit__(self, *_):
        for child in self.children:
            if child.poll() is None:
                child.kill()
                child.wait()
        for name in self.names.values():
            subprocess.run(["ip", "netns", "del", name], check=False,
                           stderr=subprocess.DEVNULL)

    def truth(self):
        """By cable: (what, back, packet) of each that was lost, doubled or forged"""
        for number in range(len(CABLES)):
            data = (self.folder / f"cable{number}").read_bytes()
            at = 0
            while at < len(data):
                _, back, what, octets = ENTRY.unpack_from(data, at)
                at += ENTRY.size
                yield number, chr(what), bool(back), data[at:at + octets]
                at += octets
