# SPDX-License-Identifier: GPL-2.0
"""What scenarios written in Python share: sockets in the namespaces of
net.sh, the three ways to read what the module knows, and checks.

Results are lines on standard output that `scenario_python` of lib.sh reads.
"""
import atexit
import ctypes
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time

TOOLS = os.environ["TCPS_TOOLS"]
TCPST = os.path.join(TOOLS, "tcpst")
LIBC = ctypes.CDLL(None, use_errno=True)
HOME = os.open("/proc/self/ns/net", os.O_RDONLY)
C4, C6, S4, S6 = "10.1.0.2", "fd01::2", "10.2.0.2", "fd02::2"
NOBODY4 = "10.2.0.9"


def check(name, good, why=""):
    """One result. Everything on one line: `why` comes from programs."""
    if good:
        print(f"pass {name}", flush=True)
    else:
        print(f"fail {name}\t{why!r}", flush=True)
    return good


def check_equal(name, wanted, found):
    return check(name, wanted == found, f"wanted {wanted}, found {found}")


class Inside:
    """with Inside("router"): this thread is in that namespace."""

    def __init__(self, ns):
        self.ns = ns

    def __enter__(self):
        fd = os.open(f"/run/netns/{self.ns}", os.O_RDONLY)
        enter(fd)
        os.close(fd)

    def __exit__(self, *_):
        enter(HOME)


def enter(fd):
    if LIBC.setns(fd, 0x40000000):
        raise OSError(ctypes.get_errno(), "setns")


def run(ns, *command, **options):
    """A command in a namespace; its result whatever its status."""
    with Inside(ns):
        return subprocess.run(command, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True,
                              check=False, **options)


def tcpst(ns, *args):
    """The objects that a command of tcpst prints."""
    found = run(ns, TCPST, *args, "--json")
    if found.returncode:
        raise RuntimeError(f"tcpst {args}: {found.stderr.strip()}")
    return [json.loads(line) for line in found.stdout.splitlines()]


def stats(ns):
    return tcpst(ns, "stats")[0]


def histograms(ns, *words):
    """Of handshakes and lifetimes, as {duration: {bound: count}}; with a filter they are
    made of the flows in the table and the recorder."""
    found = tcpst(ns, "stats", *words)[0]
    return {name: {one["below_ns"]: one["count"] for one in found[name]}
            for name in ("syn_to_synack", "synack_to_ack", "lifetime")}


def procfs(ns):
    """Lines of /proc/net/tcpstates, by the names in its header."""
    with Inside(ns), open("/proc/thread-self/net/tcpstates",
                          encoding="ascii") as file:
        header = file.readline().split()
        return [dict(zip(header, line.split())) for line in file]


def proc_stat(ns):
    """Sums of /proc/net/stat/tcpstates; what is of no processor is the same on each
    line."""
    with Inside(ns), open("/proc/thread-self/net/stat/tcpstates",
                          encoding="ascii") as file:
        names = file.readline().split()
        lines = [[int(word, 16) for word in line.split()] for line in file]
    sums = dict(zip(names, map(sum, zip(*lines))))
    sums.update(zip(names[:2], lines[0][:2]))
    return sums


def sysctl(ns, **values):
    for name, value in values.items():
        with Inside(ns), open(f"/proc/sys/net/tcpstates/{name}", "w",
                              encoding="ascii") as file:
            file.write(str(value))


def time_left():
    """Seconds until the scenario has to be at its end."""
    return int(os.environ["TCPS_DEADLINE"]) - time.clock_gettime(
        time.CLOCK_BOOTTIME)


def wait_until(what):
    """Poll, however long it takes; returns what `what` returned last, which is
    false only if there was no time left."""
    while True:
        found = what()
        if found:
            return found
        if time_left() < 0:
            caller = sys._getframe(1)   # pylint: disable=protected-access
            print(f"waited in vain in {caller.f_code.co_name}(), line "
                  f"{caller.f_lineno}", flush=True)
            return found
        time.sleep(0.05)


def family(addr):
    return socket.AF_INET6 if ":" in addr else socket.AF_INET


def listen(ns, addr, port, backlog=128):
    with Inside(ns):
        sock = socket.socket(family(addr), socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((addr, port))
        sock.listen(backlog)
    return sock


def connect(ns, addr, port):
    with Inside(ns):
        sock = socket.socket(family(addr), socket.SOCK_STREAM)
        sock.settimeout(max(time_left(), 1))
        sock.connect((addr, port))
    return sock


def begin(ns, addr, port):
    """A connection that is being opened: its first SYN is sent."""
    with Inside(ns):
        sock = socket.socket(family(addr), socket.SOCK_STREAM)
        sock.setblocking(False)
        sock.connect_ex((addr, port))
    return sock


def bpf(command, attr):
    """bpf(2), which the C library does not have; returns a descriptor."""
    number = {"x86_64": 321, "aarch64": 280}[os.uname().machine]
    attr = ctypes.create_string_buffer(attr, 128)
    found = LIBC.syscall(number, command, attr, len(attr))
    if found < 0:
        raise OSError(ctypes.get_errno(), "bpf")
    return found


def first_timeout(jiffies):
    """SYN and SYN-ACK are sent again after so long, in place of the second that no
    route can change: a program that every socket asks (BPF_PROG_TYPE_SOCK_OPS), until
    the descriptor returned is closed. Of several the latest has the last word."""
    program = b"".join(struct.pack("<BBhi", *instruction) for instruction in (
        (0x61, 0x12, 0, 0),         # r2 = op
        (0x55, 0x02, 2, 1),         # if r2 != BPF_SOCK_OPS_TIMEOUT_INIT
        (0xb7, 0x03, 0, jiffies),
        (0x63, 0x31, 4, 0),         # reply = r3
        (0xb7, 0x00, 0, 1),
        (0x95, 0x00, 0, 0)))        # return 1
    code = ctypes.create_string_buffer(program, len(program))
    licence = ctypes.create_string_buffer(b"GPL")
    prog = bpf(5, struct.pack("IIQQ", 13, len(program) // 8,
                              ctypes.addressof(code), ctypes.addressof(licence)))
    group = os.open("/sys/fs/cgroup", os.O_RDONLY)
    link = bpf(28, struct.pack("IIII", prog, group, 3, 0))
    os.close(group)
    os.close(prog)
    return link


def unhurried():
    """No host sends anything again within twenty seconds, however long the machine
    takes to deliver and to acknowledge it."""
    first_timeout(20 * 1000)        # at the most jiffies a second that there are
    for ns in ("client", "router", "server"):
        # No probe of the last of several segments after two round trips, which no
        # timeout holds back.
        done = run(ns, "sysctl", "-qw", "net.ipv4.tcp_early_retrans=0")
        check_equal(f"{ns}: no probes for a loss at the end", "", done.stderr)
        for family in ("-4", "-6"):
            for route in run(ns, "ip", family, "route").stdout.splitlines():
                done = run(ns, "ip", family, "route", "replace", *route.split(),
                           "rto_min", "20s")
                check_equal(f"{ns}: a longer timeout: {route}", "", done.stderr)


def abort(sock):
    """Close by RST."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                    struct.pack("ii", 1, 0))
    sock.close()


class Watch:
    """`tcpst watch`, or another command, in a namespace."""

    def __init__(self, ns, *args, preload="", command="watch"):
        environment = dict(os.environ, LD_PRELOAD=preload)
        with tempfile.NamedTemporaryFile(delete=False) as file:
            self.path = file.name
            with Inside(ns):
                # pylint: disable-next=consider-using-with
                self.process = subprocess.Popen(
                    [TCPST, command, "--json", *args], stdout=file,
                    stderr=subprocess.PIPE, env=environment)
        atexit.register(self.process.kill)

    def events(self):
        """What was written so far, whole lines only."""
        with open(self.path, encoding="utf-8") as file:
            return [json.loads(line) for line in file
                    if line.endswith("\n")]

    def last(self):
        """Number of the event written last; cheap on long outputs."""
        with open(self.path, "rb") as file:
            file.seek(max(0, os.path.getsize(self.path) - 2000))
            # The first may have been cut.
            lines = [json.loads(line) for line in
                     file.read().splitlines(True)[1:]
                     if line.endswith(b"\n")]
        return max((line.get("seqno", -1) for line in lines), default=-1)

    def of_port(self, port, kind="transition"):
        """Events of the connections to, or from, a port."""
        return [e for e in self.events() if e["type"] == kind and
                port in (e["responder"]["port"], e["initiator"]["port"])]


def story(events):
    """Transitions as words: who goes where, and how sure that is."""
    sign = {"observed": "", "presumed": "?", "inferred": "~"}
    return [f"{e['endpoint'][0]} {sign[e['certainty']]}{e['to']}"
            for e in events]


def main(function):
    """Run; an exception is a failure with its place."""
    try:
        function()
    except Exception as error:  # pylint: disable=broad-except
        line = error.__traceback__
        places = []
        while line:
            places.append(str(line.tb_lineno))
            line = line.tb_next
        check("the scenario runs to its end", False,
              f"{type(error).__name__}: {error} (lines {' '.join(places)})")
        sys.exit(1)
