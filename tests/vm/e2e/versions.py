# SPDX-License-Identifier: GPL-2.0
"""tcpst and the module, when one of them is of another version."""
import json
import os

from tcpst import (S4, TCPST, check, check_equal, connect, listen, main, run,
                   sysctl, tcpst, wait_until)

# Fields that each kind of object lacks if the module does not send them (other_version.c).
LACKS = {
    "flow": ("half_close_ns", "handshake_ns.syn_to_synack"),
    "life": ("half_close_ns", "handshake_ns.syn_to_synack"),
    "transition": ("sender", "tcp_flags", "seq", "ack", "len", "window"),
}
ASKED = {
    "list": ("list",),
    "life": ("life",),
    "watch": ("watch", "--since", "all", "--duration", "100ms"),
}
# These go on while time does.
CLOCK = ("duration_ns", "expires_ms", "state_ns", "seen_ns")


def traffic():
    """One connection that has ended and one that is open; who holds that."""
    sysctl("router", timeout_time_wait=1)
    server = listen("server", S4, 7000)
    ends = connect("client", S4, 7000), server.accept()[0]
    for sock in ends:
        sock.close()
    wait_until(lambda: [it for it in tcpst("router", "life") if it["end_ns"]])
    return connect("client", S4, 7000), server.accept()[0]


def other(how, *words):
    """tcpst, beside a module of another version."""
    preload = os.path.join(os.environ["TCPS_BUILD"], "other_version.so")
    return run("router", TCPST, *words, "--json",
               env={**os.environ, "LD_PRELOAD": preload, "TCPS_OTHER": how})


def objects(result):
    found = [json.loads(line) for line in result.stdout.splitlines()]
    for it in found:
        for key in CLOCK:
            it.pop(key, None)
    return found


def without(found):
    """The same where the module does not report all."""
    for it in found:
        for path in LACKS[it["type"]]:
            *outer, last = path.split(".")
            inside = it
            for key in outer:
                inside = inside[key]
            inside[last] = None
    return found


def counters(name, result):
    """The histograms in the counters."""
    check_equal(f"{name}: counters", (0, ""), (result.returncode, result.stderr))
    found = json.loads(result.stdout)
    return {key: found[key] for key in ("syn_to_synack", "synack_to_ack", "lifetime")}


def one_sentence(name, result, words):
    lines = result.stderr.splitlines()
    check(name, result.returncode and len(lines) == 1 and not result.stdout and
          words in lines[0], f"{result.returncode}: {result.stderr}")


def scenario():
    held = traffic()
    for name, words in ASKED.items():
        usual = objects(run("router", TCPST, *words, "--json"))
        check(f"{name} prints something", usual)
        newer, older = other("more", *words), other("less", *words)
        check_equal(f"a newer module: {name} is as it was", usual,
                    objects(newer))
        check_equal(f"an older module: {name} lacks what that module does not send",
                    without(usual), objects(older))
        check_equal(f"nothing is complained of by {name}", ("", ""),
                    (newer.stderr, older.stderr))
        one_sentence(f"a newer tcpst: {name} asks what the module does not know",
                     other("asks", *words), "nknown attribute")
    usual = counters("this module", run("router", TCPST, "stats", "--json"))
    check("there are durations", all(usual.values()), usual)
    check_equal("a newer module: durations", usual,
                counters("a newer module", other("more", "stats")))
    # Without histograms they are made of what the module sends of each flow.
    check_equal("an older module: durations", {**usual, "syn_to_synack": []},
                counters("an older module", other("less", "stats")))
    for version in (0, 2):
        for name, words in {**ASKED, "stats": ("stats",)}.items():
            one_sentence(f"a module of version {version}: {name} reports that",
                         other(f"version={version}", *words),
                         f"has version {version} of its netlink family")
    for sock in held:
        sock.close()


main(scenario)
