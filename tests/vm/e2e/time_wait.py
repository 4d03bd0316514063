# SPDX-License-Identifier: GPL-2.0
"""TIME-WAIT by the recorded times of its beginning and its end."""
import os
import subprocess
import sys
import time

from tcpst import (S4, Watch, check, check_equal, connect, listen, main, stats,
                   sysctl, tcpst, unhurried, wait_until)

SECONDS = 9
CONNECTIONS = 25

# How late a processor itself is: the most by which a pause was too long there, in ms,
# told when standard input ends.
PAUSES = """
import os, select, sys, time
os.sched_setaffinity(0, [int(sys.argv[1])])
print(flush=True)
late = 0
while True:
    before = time.monotonic()
    if select.select([sys.stdin], [], [], .02)[0]:
        break
    late = max(late, time.monotonic() - before - .02)
print(round(late * 1000))
"""


def time_wait():
    unhurried()
    sysctl("router", timeout_time_wait=SECONDS)
    watch = Watch("router", "--since", "all")
    lives = Watch("router", "--follow", command="life")
    server = listen("server", S4, 4000)
    # A timer may be late on one processor, and what it wakes on another.
    # pylint: disable-next=consider-using-with
    pauses = [subprocess.Popen([sys.executable, "-c", PAUSES, str(cpu)], text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
              for cpu in os.sched_getaffinity(0)]
    for each in pauses:
        each.stdout.readline()
    for number in range(CONNECTIONS):
        client = connect("client", S4, 4000)
        accepted = server.accept()[0]
        client.close()
        # A delayed ACK that the server's FIN overtakes is answered when the server is
        # gone, and the RST that then comes ends TIME-WAIT.
        wait_until(lambda n=number: len([e for e in watch.of_port(4000)
                                         if e["to"] == "FIN_WAIT_2"]) > n)
        accepted.close()
        # At various distances from whatever the timers are rounded to.
        time.sleep(0.03)
    # Each is reported while it is in TIME-WAIT, and no more when that is over.
    wait_until(lambda: len(lives.events()) >= CONNECTIONS)
    check_equal("life reports how it ended before TIME-WAIT is over",
                [("fin", None, "TIME_WAIT")] * CONNECTIONS,
                [(e["end"], e["end_ns"], e["states"]["initiator"])
                 for e in lives.events()])
    ended = wait_until(lambda: [e for e in watch.of_port(4000)
                                if e["from"] == "TIME_WAIT"][CONNECTIONS - 1:])
    machine = sum(int(each.communicate()[0]) for each in pauses)
    check("all end", ended, len(watch.of_port(4000)))
    events = watch.of_port(4000)
    begun = {e["flow"]: e["time_ns"] for e in events if e["to"] == "TIME_WAIT"}
    ends = [e for e in events if e["from"] == "TIME_WAIT"]
    check_equal("by the timer, inferred", [("CLOSED", "TIMER", "inferred")],
                sorted({(e["to"], e["cause"], e["certainty"]) for e in ends}))
    late = [round((e["time_ns"] - begun[e["flow"]]) / 1e6 - SECONDS * 1000)
            for e in ends]
    print(f"late by {sorted(late)} ms, pauses by {machine} ms")
    check("none ends early", late and min(late) >= 0, late)
    check("none ends more than 250 ms late, of what the machine could help",
          late and max(late) <= 250 + machine, (late, machine))
    recorded = wait_until(lambda: [e for e in tcpst("router", "life", "--port", "4000")
                                   if e["end_ns"]][CONNECTIONS - 1:])
    check("the recorder has the end of all", recorded)
    check_equal("life reports each once", CONNECTIONS,
                len([e["flow"] for e in lives.events()]))
    check_equal("nor do the counters count one twice", CONNECTIONS,
                stats("router")["ends"]["fin"])
    # Lowered while flows wait: it holds for them as well.
    sysctl("router", timeout_time_wait=36000)
    client = connect("client", S4, 4000)
    accepted = server.accept()[0]
    client.close()
    accepted.recv(1)
    accepted.close()
    wait_until(lambda: len({e["flow"] for e in watch.of_port(4000)}) >
               CONNECTIONS)
    sysctl("router", timeout_time_wait=1)
    check("a lowered timeout holds for who waits already",
          wait_until(lambda: len([e for e in watch.of_port(4000)
                                  if e["from"] == "TIME_WAIT"]) >
                     CONNECTIONS))


main(time_wait)
