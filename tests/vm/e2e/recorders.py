# SPDX-License-Identifier: GPL-2.0
"""What the memory of the recorders is reported as, and what is left of an idle one
when the kernel asks for memory."""
import time

from tcpst import (S4, check, check_equal, connect, listen, main, proc_stat,
                   stats, sysctl, unhurried, wait_until)


def connection(port):
    listener = listen("server", S4, port)
    client = connect("client", S4, port)
    accepted = listener.accept()[0]
    for sock in (client, accepted, listener):
        sock.close()
    wait_until(lambda: stats("router")["classes"]["time_wait"] == port % 10)


def drop_caches():
    with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as file:
        file.write("2")


def later(seconds):
    """The wall clock, which events are stamped with, is set forward."""
    time.clock_settime(time.CLOCK_REALTIME, time.time() + seconds)


def recorders():
    """An idle recorder is empty after that, one in use is not."""
    # No flow ends meanwhile, nor does TIME-WAIT by a RST for a FIN that was sent again.
    unhurried()
    sysctl("router", timeout_time_wait=3600)
    connection(6001)
    known = stats("router")
    check("memory: some is shown", known["recorder_bytes"] > 0, known)
    check_equal("memory: /proc shows the same", known["recorder_bytes"],
                proc_stat("router")["recorder_kib"] << 10)
    check("memory: that of all is no less, within the limit",
          known["recorder_bytes"] <= known["recorders_bytes"] <=
          known["max_recorders_bytes"] == 512 << 20, known)

    drop_caches()
    check_equal("in use: nothing is given back", 0,
                stats("router")["counters"]["records_reclaimed"])

    later(120)
    check("idle: all is given back", wait_until(
        lambda: drop_caches() or stats("router")["recorder_bytes"] == 0))
    after = stats("router")
    check_equal("idle: nothing is held", after["next_seqno"],
                after["first_seqno"])
    check_equal("idle: what was held is counted", after["next_seqno"],
                after["counters"]["records_reclaimed"])
    check_equal("idle: nothing else was lost", (0, 0),
                (after["counters"]["record_lost"],
                 after["counters"]["record_no_memory"]))
    connection(6002)
    again = stats("router")
    check_equal("afterwards: it holds what came since", after["next_seqno"],
                again["first_seqno"])
    check("afterwards: it records", again["next_seqno"] > after["next_seqno"] and
          again["recorder_bytes"] > 0, again)


main(recorders)
