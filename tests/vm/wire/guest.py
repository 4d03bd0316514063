#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""In the VM: send the frames of a plan through a router and ask the module.

guest.py DIR, with tcpstates.ko, tcpst and plan in it

Leaves in $TCPS_OUT/heard a line of JSON for each capture: its name, how many
packets were forwarded, the events that `tcpst watch` reports on the router, and the
flows.
"""

import ctypes
import json
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import traceback

CLONE_NEWNET = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)
ROUTER = ["02:00:00:00:01:01", "02:00:00:00:01:02"]
# Not the address of the wire's other end: what the router has forwarded must
# end there, and not be taken in once more.
NOBODY = "02:00:00:00:00:09"


class Clock:
    """The clock counts instructions, and while the processor is idle it jumps to the next
    timer, however far that is. A program that is started waits for the host's disk, so
    meanwhile a process of the lowest priority keeps the processor busy."""

    def __init__(self):
        self.busy = os.fork()
        if not self.busy:
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
            while True:
                pass
        os.kill(self.busy, signal.SIGSTOP)

    @contextlib.contextmanager
    def counting(self):
        """It does not jump."""
        os.kill(self.busy, signal.SIGCONT)
        try:
            yield
        finally:
            os.kill(self.busy, signal.SIGSTOP)

    def stop(self):
        os.kill(self.busy, signal.SIGKILL)
        os.waitpid(self.busy, 0)


def sysctl(path, value):
    with open(f"/proc/sys/net/{path}", "w", encoding="ascii") as file:
        file.write(str(value))


def router(sides, accounting):
    """Make this process's namespace, a new one, a router with two wires.

    outN is where the frames of side N are sent, inN where the router gets
    them.
    """
    sysctl("ipv4/ip_forward", 1)
    sysctl("ipv6/conf/all/forwarding", 1)
    sysctl("ipv4/conf/all/rp_filter", 0)
    sysctl("ipv4/conf/default/rp_filter", 0)
    # Captures are read with all checks.
    sysctl("tcpstates/accounting", accounting)
    batch = []
    for n, mac in enumerate(ROUTER):
        batch += [f"link add in{n} address {mac} mtu 65535 type veth "
                  f"peer name out{n} mtu 65535",
                  f"link set in{n} up", f"link set out{n} up"]
    for address, n in sides.items():
        length = 128 if ":" in address else 32
        batch += [f"route add {address}/{length} dev in{n}",
                  f"neigh add {address} lladdr {NOBODY} dev in{n} "
                  "nud permanent"]
    subprocess.run(["ip", "-batch", "-"], input="\n".join(batch) + "\n",
                   text=True, check=True)


def send(frames):
    """At the pace of the capture. There is one processor: what is sent has
    been forwarded when send() returns, or at the latest before the next."""
    wires = []
    for n in range(2):
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        wire.bind((f"out{n}", 0))
        wires.append(wire)
    macs = [bytes.fromhex(mac.replace(":", "")) for mac in ROUTER]
    nobody = bytes.fromhex(NOBODY.replace(":", ""))
    for gap, side, text in frames:
        time.sleep(gap / 1e9)
        packet = bytes.fromhex(text)
        kind = b"\x86\xdd" if packet[0] >> 4 == 6 else b"\x08\0"
        wires[side].send(macs[side] + nobody + kind + packet)


def forwarded():
    """Packets that this namespace has forwarded."""
    with open("/proc/self/net/snmp", encoding="ascii") as file:
        names, values = [line.split() for line in file
                         if line.startswith("Ip:")]
    count = int(values[names.index("ForwDatagrams")])
    with open("/proc/self/net/snmp6", encoding="ascii") as file:
        return count + int(dict(map(str.split, file))["Ip6OutForwDatagrams"])


def ask(work, *words):
    out = subprocess.run([f"{work}/tcpst", *words, "--json"],
                         stdout=subprocess.PIPE, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def hear(work):
    # The recorder holds all of it already, however short the time.
    return ask(work, "watch", "--since", "all", "--notes", "--duration", "100ms")


def flows(work, clock):
    """Those that have ended, also but for a timer, and those that are open."""
    for name in ("time_wait", "closed"):
        sysctl(f"tcpstates/timeout_{name}", 1)
    time.sleep(3)	# of a clock that no load of the machine moves
    with clock.counting():
        # In this order, none is missed that ends in between.
        found = {it["flow"]: it for it in ask(work, "list") + ask(work, "life")}
    return list(found.values())


def play(capture, work, clock, out):
    if LIBC.unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "unshare")
    router(capture["sides"], capture["accounting"])
    send(capture["frames"])
    found = {"name": capture["name"], "forwarded": forwarded()}
    # Before the events: these then show of every flow whether a timer ended it.
    found["flows"] = flows(work, clock) if "case" in capture else []
    found["events"] = hear(work)
    print(json.dumps(found), file=out, flush=True)


def main():
    work = sys.argv[1]
    subprocess.run(["insmod", f"{work}/tcpstates.ko"], check=True)
    clock = Clock()
    with open(f"{work}/plan", encoding="ascii") as plan, \
            open(os.environ["TCPS_OUT"] + "/heard", "w",
                 encoding="ascii") as out:
        for line in plan:
            capture = json.loads(line)
            if "left_out" in capture:
                continue
            # The namespace goes with the child.
            child = os.fork()
            if not child:
                status = 1
                try:
                    play(capture, work, clock, out)
                    status = 0
                except Exception:  # pylint: disable=broad-except
                    traceback.print_exc()
                finally:
                    os._exit(status)
            if os.waitpid(child, 0)[1]:
                print(f"guest: {capture['name']} was not played")
    clock.stop()
    subprocess.run(["rmmod", "tcpstates"], check=True)


main()
