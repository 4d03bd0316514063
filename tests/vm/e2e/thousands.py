# SPDX-License-Identifier: GPL-2.0
"""Many connections, and a SYN flood at the same time as others."""
import subprocess

from tcpst import (S4, Watch, check, check_equal, connect, histograms, listen,
                   main, proc_stat, procfs, run, stats, story, sysctl, tcpst,
                   wait_until)

N = 10000
# All of its records fit the recorder, however late who watches is: a
# SYN, and of most the eviction and the verdict.
FLOOD = 60000
HALF_OPEN = 10000


def traffic(*args):
    return subprocess.run(["/tmp/traffic", *args], check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def thousands():
    sysctl("router", recorder_records=262144, timeout_time_wait=2)
    for ns in ("client", "server"):
        sysctl(ns, timeout_time_wait=2)
    # Else the client has no space for so many in TIME-WAIT and resets some.
    run("client", "sysctl", "-qw", "net.ipv4.tcp_max_tw_buckets=65536")
    before = stats("router")
    done = traffic("connect", "/run/netns/client", "/run/netns/server", S4,
                   "6000", str(N))
    check_equal("they connect", f"{N} connected, 0 failed",
                done.stdout.strip())
    check("no flow is left after expiry",
          wait_until(lambda: not stats("router")["flows"]),
          stats("router"))
    check_equal("nor in /proc", [], procfs("router"))
    after = stats("router")
    lives = tcpst("router", "life", "--port", "6000")
    check_equal("verdicts", N, len(lives))
    check_equal("each of another flow", N,
                len({life["flow"] for life in lives}))
    check_equal("how they ended", {("fin", "initiator", "SF")},
                {(life["end"], life["closed_first"],
                  life["zeek_conn_state"]) for life in lives})
    check_equal("ends counted", N, after["ends"]["fin"] -
                before["ends"]["fin"])
    counters = after["counters"]
    check_equal("events: each has its number", after["next_seqno"],
                counters["transitions"] + counters["notes"] +
                counters["ended"])
    check_equal("events lost", (0, 0), (counters["record_lost"],
                                       counters["record_no_memory"]))
    for ns in ("client", "server"):
        check_equal(f"{ns}: as many", N, stats(ns)["counters"]["opened"])
    counted = histograms("router")
    check_equal("durations counted", {N},
                {sum(bins.values()) for bins in counted.values()})
    check_equal("... as of the flows", histograms("router", "--port", "6000"), counted)


def flood():
    sysctl("router", max_half_open=HALF_OPEN, timeout_half_open=3600,
           timeout_closed=1)
    run("router", "ip", "neigh", "replace", "10.2.0.9", "lladdr",
        "02:00:00:00:00:09", "dev", "eth1", "nud", "permanent")
    watch = Watch("router", "--responder", ":6001", "--since", str(
        stats("router")["next_seqno"]))
    server = listen("server", S4, 6001)
    before = proc_stat("router")
    with subprocess.Popen(["/tmp/traffic", "flood", "/run/netns/client",
                           "10.66.0.1", "10.2.0.9", "80", str(FLOOD)],
                          stdout=subprocess.PIPE, text=True) as flooder:
        most, real = 0, 0
        while flooder.poll() is None or real < 5:
            # Real connections come through, in full.
            client = connect("client", S4, 6001)
            accepted = server.accept()[0]
            client.close()
            accepted.recv(1)
            accepted.close()
            real += 1
            most = max(most, stats("router")["half_open"])
        output = flooder.stdout.read().strip()
    most = max(most, stats("router")["half_open"])
    check_equal("the flood is sent", f"{FLOOD} sent, 0 failed", output)
    # A few more while two processors make space at the same time.
    check("half-open flows stay within the limit", HALF_OPEN / 2 < most <=
          HALF_OPEN + 2, most)
    # A retransmitted FIN retracts what was presumed, which is then reported twice: so
    # connections are counted, not transitions.
    def those_with(*words):
        return len({e["flow"] for e in watch.of_port(6001)
                    if story([e])[0] in words})

    wait_until(lambda: those_with("i TIME_WAIT") >= real)
    for word in ("i SYN_SENT", "r SYN_RECEIVED", "i ESTABLISHED",
                 "r ?ESTABLISHED", "i FIN_WAIT_1", "i TIME_WAIT"):
        check_equal(f"real connections meanwhile: {word}", real,
                    those_with(word))
    # Where the FIN itself acknowledges the peer's, it may be a repeat of one that
    # was sent before that: which came first is then presumed.
    for word in ("CLOSE_WAIT", "LAST_ACK"):
        check_equal(f"real connections meanwhile: r {word}", real,
                    those_with(f"r {word}", f"r ?{word}"))
    sysctl("router", timeout_half_open=1)
    check("all flows end", wait_until(lambda: not stats("router")["flows"]),
          stats("router"))
    after = proc_stat("router")
    more = {name: after[name] - before[name] for name in after}
    check_equal("each SYN is a flow or is counted", FLOOD + real,
                more["opened"] + more["table_full"] + more["total_full"] +
                more["no_memory"] +
                more["insert_failed"])
    check("evictions are counted", more["evicted_unanswered"] > 0, more)


def both():
    thousands()
    flood()


main(both)
