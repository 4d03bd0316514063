# SPDX-License-Identifier: GPL-2.0
"""tcpst watch is stopped while its socket overflows, then goes on."""
import os
import signal
import subprocess

from tcpst import (S4, Watch, check, check_equal, main, stats, sysctl,
                   wait_until)


def burst(port, connections):
    subprocess.run(["/tmp/traffic", "connect", "/run/netns/client",
                    "/run/netns/server", S4, str(port), str(connections)],
                   check=True, stdout=subprocess.DEVNULL)


def held_up(records, port, connections):
    """Returns numbers of the events it wrote, and how many it says it lost."""
    sysctl("router", recorder_records=records)
    first = stats("router")["next_seqno"]
    watch = Watch("router", "--notes", "--since", str(first))
    burst(port, 1)
    wait_until(lambda: watch.of_port(port))
    os.kill(watch.process.pid, signal.SIGSTOP)
    burst(port + 1, connections)
    wait_until(lambda: stats("router")["classes"]["half_open"] == 0 and
               stats("router")["classes"]["fin"] == 0)
    os.kill(watch.process.pid, signal.SIGCONT)
    burst(port + 2, 1)
    wait_until(lambda: len(watch.of_port(port + 2)) >= 10)
    events = watch.events()
    numbers = [e["seqno"] for e in events if "seqno" in e]
    lost = sum(e["count"] for e in events if e["type"] == "lost")
    end = watch.of_port(port + 2)[-1]["seqno"]
    # It shows no verdicts, but they have numbers too.
    watch.process.kill()
    return first, end, numbers, lost


def overflow():
    # No verdict falls into the time that is looked at.
    sysctl("router", timeout_time_wait=600)
    first, end, numbers, lost = held_up(65536, 7000, 1500)
    check_equal("nothing is lost while the recorder holds it", 0, lost)
    check_equal("each event once, in order", list(range(first, end + 1)),
                numbers) if len(numbers) < 50 else \
        check("each event once, in order",
              numbers == list(range(first, end + 1)),
              (first, end, len(numbers), numbers[:3], numbers[-3:]))
    first, end, numbers, lost = held_up(1024, 7010, 1500)
    check("more is lost than the recorder holds", lost > 0, lost)
    check_equal("and it says exactly how much", end + 1 - first,
                len(numbers) + lost)
    check("no event twice", len(set(numbers)) == len(numbers))


main(overflow)
