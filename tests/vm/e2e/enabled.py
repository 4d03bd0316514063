# SPDX-License-Identifier: GPL-2.0
"""What becomes of the flows of a namespace that is no longer observed, and what a
new namespace begins with."""
import os
import subprocess

from tcpst import (S4, Inside, Watch, check, check_equal, connect, listen, main,
                   proc_stat, procfs, run, stats, sysctl, tcpst, wait_until)

PARAMETER = "/sys/module/tcpstates/parameters/enabled"
SYSCTL = "/proc/sys/net/tcpstates/enabled"


def flows_to(ns, port):
    return [flow for flow in procfs(ns)
            if flow["responder"].endswith(f":{port}")]


def pair(listener, port):
    return connect("client", S4, port), listener.accept()[0]


def switched():
    """Two connections, and a reader in the middle of the file: off, and on again."""
    listener = listen("server", S4, 5001)
    pairs = [pair(listener, 5001) for _ in range(2)]
    watch = Watch("router", "--since", "all")
    check_equal("on: both are seen", 2, len(flows_to("router", 5001)))
    with Inside("router"):
        # It goes on in the table where it paused.
        reader = open(f"/proc/{os.getpid()}/net/tcpstates", "rb", buffering=0)
    reader.read(10)
    sysctl("router", enabled=0)
    check_equal("off: no flow is left", [], procfs("router"))
    check("off: the reader comes to its end", len(reader.read(1 << 20)) < 1000)
    reader.close()
    check_equal("off: they end as evicted", ["evicted"] * 2,
                [life["end"] for life in
                 tcpst("router", "life", "--port", "5001")])
    check("off: a watcher sees it", wait_until(
        lambda: len([event for event in watch.of_port(5001)
                     if event["cause"] == "EVICT"]) >= 4))
    before = stats("router")["counters"]
    check("off: it is counted why", before["evicted_disabled"] >= 2, before)
    check_equal("off: /proc has the same counter", before["evicted_disabled"],
                proc_stat("router")["evicted_disabled"])
    pairs.append(pair(listener, 5001))
    for client, accepted in pairs:
        client.sendall(b"x" * 100000)
        left = 100000
        while left:
            left -= len(accepted.recv(left))
    after = stats("router")["counters"]
    check_equal("off: packets pass, and none is examined", before["examined"],
                after["examined"])
    sysctl("router", sample=1, enabled=1)
    for client, _ in pairs:
        client.sendall(b"x")
    check("on: what was there is adopted", wait_until(
        lambda: len(flows_to("router", 5001)) == 3), procfs("router"))
    pairs.append(pair(listener, 5001))
    check("on: what begins is seen", wait_until(
        lambda: len([f for f in flows_to("router", 5001)
                     if f["roles"] == "known"]) >= 1), procfs("router"))
    for client, accepted in pairs:
        client.close()
        accepted.close()
    sysctl("router", sample=64)


def set_parameter(value):
    with open(PARAMETER, "w", encoding="ascii") as file:
        file.write(value)


def begins_with(ns):
    with Inside(ns), open(SYSCTL, encoding="ascii") as file:
        return file.read().strip()


def new_namespaces():
    """A new one takes the parameter; those there are do not change."""
    for value, wanted in (("N", "0"), ("Y", "1")):
        set_parameter(value)
        subprocess.run(["ip", "netns", "add", "new"], check=True)
        try:
            check_equal(f"parameter {value}: a new namespace", wanted,
                        begins_with("new"))
            check_equal(f"parameter {value}: an old one", "1",
                        begins_with("server"))
            run("new", "ip", "link", "set", "lo", "up")
            listener = listen("new", "127.0.0.1", 5002)
            client = connect("new", "127.0.0.1", 5002)
            check_equal(f"parameter {value}: flows in it", int(wanted),
                        len(flows_to("new", 5002)))
            sysctl("new", enabled=1)
            other = connect("new", "127.0.0.1", 5002)
            check_equal(f"parameter {value}: switched on", int(wanted) + 1,
                        len(flows_to("new", 5002)))
            for sock in (client, other, listener):
                sock.close()
        finally:
            set_parameter("Y")
            subprocess.run(["ip", "netns", "del", "new"], check=True)


def others():
    """Nobody else switches that of the host."""
    found = subprocess.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh",
         "-c", f"echo 0 >{SYSCTL}"], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=False)
    check("anybody: not that of the host", found.returncode, found.stdout)


def enabled():
    switched()
    new_namespaces()
    others()


main(enabled)
