# SPDX-License-Identifier: GPL-2.0
"""tcpst watch is stopped until its socket has overflowed, then goes on."""
import os
import signal
import subprocess

from tcpst import (NOBODY4, S4, Inside, Watch, check, check_equal, main, stats,
                   sysctl, wait_until)


# More than the socket holds (small_buffer.c: 32 KiB, some hundred events) and
# the smaller recorder together, and less than the larger one.
FLOOD = 20000
LARGE, SMALL = 262144, 1024


def traffic(*words):
    subprocess.run(["/tmp/traffic", *words], check=True,
                   stdout=subprocess.DEVNULL)


def marker(port):
    """One connection, to be recognised by its port."""
    traffic("connect", "/run/netns/client", "/run/netns/server", S4,
            str(port), "1")


def overflows():
    """Messages that the kernel had no space for in the router's listeners."""
    with Inside("router"), open("/proc/thread-self/net/netlink",
                                encoding="ascii") as file:
        drops = file.readline().split().index("Drops")
        return sum(int(line.split()[drops]) for line in file)


def held_up(records, port, source):
    """A watcher sleeps through a flood of events, one a SYN. Returns the first
    and the last number, those it wrote, and how many it reports as lost."""
    sysctl("router", recorder_records=records)
    first = stats("router")["next_seqno"]
    watch = Watch("router", "--notes", "--since", str(first),
                  preload=os.path.join(os.environ["TCPS_BUILD"],
                                       "small_buffer.so"))
    marker(port)
    wait_until(lambda: len(watch.of_port(port)) >= 10)
    os.kill(watch.process.pid, signal.SIGSTOP)
    os.waitpid(watch.process.pid, os.WUNTRACED)
    traffic("flood", "/run/netns/client", source, NOBODY4, "80", str(FLOOD))
    check(f"the socket overflows, {records} records", wait_until(overflows))
    os.kill(watch.process.pid, signal.SIGCONT)
    marker(port + 1)
    end = stats("router")["next_seqno"] - 1
    wait_until(lambda: watch.last() >= end)
    events = watch.events()
    watch.process.kill()
    watch.process.wait()
    check_equal("no verdict lies between", 0,
                stats("router")["counters"]["ended"])
    return (first, end, [e["seqno"] for e in events if "seqno" in e],
            sum(e["count"] for e in events if e["type"] == "lost"))


def overflow():
    # No flow ends and none is evicted: each event is one that is shown.
    sysctl("router", timeout_time_wait=3600, timeout_half_open=3600,
           max_half_open=1000000, max_flows=1000000)
    first, end, numbers, lost = held_up(LARGE, 7000, "10.66.0.1")
    check("the flood is recorded", end - first >= FLOOD, (first, end))
    check_equal("nothing is lost while the recorder holds it", 0, lost)
    check("each event once, in order",
          numbers == list(range(first, end + 1)),
          (first, end, len(numbers), numbers[:3], numbers[-3:]))
    first, end, numbers, lost = held_up(SMALL, 7010, "10.67.0.1")
    check("what the recorder does not hold is lost", lost > 0, lost)
    check_equal("and it reports exactly how much", end + 1 - first,
                len(numbers) + lost)
    check("no event twice, all in order", numbers == sorted(set(numbers)))


main(overflow)
