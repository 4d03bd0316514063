# SPDX-License-Identifier: GPL-2.0
"""tcpst watch is stopped while its socket overflows, then goes on."""
import os
import signal
import subprocess

from tcpst import (NOBODY4, S4, Watch, check, check_equal, main, stats,
                   sysctl, wait_until)


FLOOD = 100000


def marker(port):
    """One connection, to be recognised by its port."""
    subprocess.run(["/tmp/traffic", "connect", "/run/netns/client",
                    "/run/netns/server", S4, str(port), "1"],
                   check=True, stdout=subprocess.DEVNULL)


def held_up(records, port, source):
    """A watcher sleeps through a flood of events, one a SYN. Returns the first
    and the last number, those it wrote, and how many it says it lost."""
    sysctl("router", recorder_records=records)
    first = stats("router")["next_seqno"]
    watch = Watch("router", "--notes", "--since", str(first))
    marker(port)
    wait_until(lambda: len(watch.of_port(port)) >= 10)
    os.kill(watch.process.pid, signal.SIGSTOP)
    subprocess.run(["/tmp/traffic", "flood", "/run/netns/client", source,
                    NOBODY4, "80", str(FLOOD)], check=True,
                   stdout=subprocess.DEVNULL)
    os.kill(watch.process.pid, signal.SIGCONT)
    marker(port + 1)
    end = stats("router")["next_seqno"] - 1
    wait_until(lambda: watch.last() >= end, 60)
    events = watch.events()
    watch.process.kill()
    check_equal("no verdict lies between", 0,
                stats("router")["counters"]["ended"])
    return (first, end, [e["seqno"] for e in events if "seqno" in e],
            sum(e["count"] for e in events if e["type"] == "lost"))


def overflow():
    # No flow ends and none is evicted: each event is one that is shown.
    sysctl("router", timeout_time_wait=3600, timeout_half_open=3600,
           max_half_open=1000000, max_flows=1000000)
    first, end, numbers, lost = held_up(262144, 7000, "10.66.0.1")
    check("the flood is recorded", end - first >= FLOOD, (first, end))
    check_equal("nothing is lost while the recorder holds it", 0, lost)
    check("each event once, in order",
          numbers == list(range(first, end + 1)),
          (first, end, len(numbers), numbers[:3], numbers[-3:]))
    first, end, numbers, lost = held_up(1024, 7010, "10.67.0.1")
    check("what the recorder does not hold is lost", lost > 0, lost)
    check_equal("and it says exactly how much", end + 1 - first,
                len(numbers) + lost)
    check("no event twice, all in order", numbers == sorted(set(numbers)))


main(overflow)
