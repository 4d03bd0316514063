#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""places.py TCPST CABLE [--long] [--keep DIR [--again]] [SCENARIO…]: what `tcpst compare`
says of real connections, over cables that write down what they did.

Segments are captured at the client, on both sides of the router, and at the server, and
the captures then given clocks of their own. Each segment lost, doubled or injected has to
be attributed to its stretch, and nothing else; connections have to be matched, and clocks
found. With --keep the captures stay in DIR, and --again judges those that are there.
"""

import argparse
import collections
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import capture
from network import FIRST, PLACES, Network

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tcpst"))
# pylint: disable=wrong-import-position
from tally import Tally  # noqa: E402

MS = 1_000_000
TALLY = Tally("places")
check = TALLY.check

CLIENT = bytes((10, 0, 1, 1))
SERVERS = ("10.0.2.1:80", "10.0.2.1:443")
SERVERS6 = ("fd00:2::1:80", "fd00:2::1:443")
DROP = """
    nft add table inet t
    nft 'add chain inet t f { type filter hook forward priority 0; }'
    nft 'add rule inet t f tcp dport 7 accept'
    nft 'add rule inet t f tcp sport 7 accept'
    nft 'add rule inet t f numgen inc mod 61 0 drop'
"""
CLAMP = """
    nft 'add rule inet t f tcp flags syn tcp option maxseg size set 1200'
"""
# Forged segments, too, are translated.
NAT = """
    sysctl -qw net.netfilter.nf_conntrack_tcp_be_liberal=1
    nft add table ip n
    nft 'add chain ip n p { type nat hook postrouting priority 100; }'
    nft 'add rule ip n p oif r1 tcp dport != 7 masquerade random'
"""
STAMPS_OFF = "sysctl -qw net.ipv4.tcp_timestamps=0"


def faults(delay, jitter, loss=0.02, duplicate=0.01, inject=0.005):
    """Of one way; delays in ms"""
    return f"loss={loss},duplicate={duplicate},inject={inject},delay={delay},jitter={jitter}"


def everywhere(way):
    """On both cables and both ways"""
    return ((way, way), (way, way))


# By name: faults of both cables, both ways; what else is set up at the router, and at
# both hosts; connections (short and long form), and how many ports they have; servers.
# symmetric: the middle of a clock's range is the truth, but for 1 ms.
SCENARIOS = {
    "all faults": {
        "faults": everywhere(faults(4, 1)), "setup": DROP + CLAMP, "symmetric": True,
    },
    "translated": {
        "faults": everywhere(faults(2, 1)), "setup": NAT, "symmetric": True,
    },
    "one way slower": {
        "faults": ((faults(1, 1), faults(20, 1)),) * 2,
    },
    "IPv6 without time stamps": {
        "faults": everywhere(faults(2, 2, duplicate=0.03)), "setup": DROP,
        "hosts": STAMPS_OFF, "servers": SERVERS6, "symmetric": True,
    },
    "GRO at the server": {
        "faults": everywhere("loss=0.01,delay=1"), "gro": ("s0",), "fates": ("lost",),
    },
    "ports used again": {
        "faults": everywhere(faults(1, 0.2, 0.002, 0.002, 0.0005)), "setup": NAT,
        "counts": (2500, 10000), "ports": 120, "symmetric": True,
    },
}
# Where each stretch of all places is if the router's two are one, which sees what it
# gets: what is lost in it is lost behind it.
BEHIND_ANY = {(0, False): 0, (1, False): 1, (2, False): 1,
              (0, True): 0, (1, True): 0, (2, True): 1}


# Of the key of a segment, what is in front of its options.
BRIEF = 6


class Result:
    """What compare reports, of captures whose clocks are skewed"""

    def __init__(self, tcpst, folder, places=PLACES, seed=1):
        rng = random.Random(seed)
        self.tcpst, self.folder, self.places = tcpst, folder, places
        self.clock, self.files = {}, []
        for place in places:
            target = folder / f"{place}-skewed.pcap"
            self.clock[place] = capture.skew(
                folder / f"{place}.pcap", target, rng.randrange(-10**12, 10**12),
                rng.uniform(-2e-4, 2e-4))
            self.files.append(target)
        out = self.run("--json")
        objects = [json.loads(line) for line in out.splitlines()]
        self.clocks = [o for o in objects if o["type"] == "clocks"]
        self.paths = [o for o in objects if o["type"] == "comparison"]
        self.segments = [capture.segments(folder / f"{place}.pcap") for place in places]

    def run(self, *words):
        """What it prints"""
        return subprocess.run([self.tcpst, "compare", *words, *self.files], check=True,
                              stdout=subprocess.PIPE, text=True).stdout

    def named(self):
        """{(stretch, back, fate): Counter of segments}, and those in doubt"""
        found = collections.defaultdict(collections.Counter)
        doubt = set()
        for path in self.paths:
            for number, stretch in enumerate(path["stretches"]):
                for row in stretch["segments"]:
                    _, segment = self.segments[row["place"]][row["frame"] - 1]
                    if segment.quiet:
                        continue
                    back = row["from_place"] > row["to_place"]
                    found[number, back, row["fate"]][segment.key] += 1
                    if row["one_of_several"]:
                        doubt.add(segment.key)
        return found, doubt

    def alike(self, brief=False):
        """Segments of which there are copies, and nothing that distinguishes them; brief:
        without their options"""
        alike = set()
        for seen in self.segments:
            counts = collections.Counter(
                segment.key[:BRIEF] if brief else segment.key for _, segment in seen
                if (not segment.key[0] if brief else segment.plain))
            alike |= {key for key, n in counts.items() if n > 1}
        return alike


def truth_of(net, translated):
    """{(stretch, back, fate): Counter of segments}, of all places, as it was"""
    def counts(segment):
        # Once a forged RST has ended a connection for the router, it sends what follows on
        # as it is, in the name of a host that was not addressed.
        return not translated or CLIENT not in segment.ends

    found = collections.defaultdict(collections.Counter)
    names = {"L": "lost", "D": "duplicated", "I": "injected"}
    for cable, what, back, packet in net.truth():
        segment = capture.Segment(packet)
        if cable == 0 or counts(segment):
            found[2 * cable, back, names[what]][segment.key] += 1
    # The router's own: what it got and did not send on, and what it sent by itself.
    at = {place: capture.segments(net.folder / f"{place}.pcap") for place in ("r0", "r1")}
    for here, there, back in (("r0", "r1", False), ("r1", "r0", True)):
        here, there = (collections.Counter(
            segment.key for _, segment in at[place]
            if segment.ports[0 if back else 1] in (80, 443) and
            (place == "r0" or counts(segment))) for place in (here, there))
        found[1, back, "lost"] = here - there
        found[1, back, "injected"] = there - here
    # Of copies that arrive together one is lost and another doubled: nothing has happened.
    for stretch, back, fate in list(found):
        if fate == "duplicated":
            both = found[stretch, back, "lost"] & found[stretch, back, fate]
            found[stretch, back, "lost"] -= both
            found[stretch, back, fate] -= both
    return found


def given_up(net):
    """Segments that the router got or sent alone, of a SYN that it translated to more than
    one port: the client's RST for a segment of an older connection had ended the first
    translation. In front of the router nobody has seen that connection, which thus has no
    place there for what was lost."""
    at = [segment for _, segment in capture.segments(net.folder / "r1.pcap")]
    ports = collections.defaultdict(set)
    for segment in at:
        if segment.flags & (capture.SYN | capture.ACK) == capture.SYN:
            ports[(segment.seq + 1) % 2**32].add(segment.ports)
    twice = {number for number, pairs in ports.items() if len(pairs) > 1}
    accepted = {(segment.seq, segment.ack) for segment in at
                if segment.flags & (capture.SYN | capture.ACK) == capture.ACK}
    return {segment.key for segment in at
            if segment.flags & capture.SYN and segment.ack in twice and
            (segment.ack, (segment.seq + 1) % 2**32) not in accepted or
            segment.flags == capture.RST and segment.seq in twice}


def brief_of(found, stretch):
    """The same, without the options of what is on that stretch"""
    return collections.defaultdict(collections.Counter) | {
        at: collections.Counter(key[:BRIEF] for key in keys.elements())
        if at[0] == stretch else keys for at, keys in found.items()}


def judge_segments(name, truth, result, fates=("lost", "duplicated", "injected"), alike=(),
                   brief=None):
    """Each on its stretch, and nothing else; alike: copies that nothing distinguishes, for
    more reasons than their own; brief: a stretch behind which options were cut off"""
    named, doubt = result.named()
    alike = result.alike() | set(alike)
    if brief is not None:
        named, truth = brief_of(named, brief), brief_of(truth, brief)
        alike |= result.alike(True)
        doubt |= {key[:BRIEF] for key in doubt}
    for fate in fates:
        wrong, missed, real, ambiguous = [], [], 0, 0
        for at in [(stretch, back, fate) for stretch in range(len(result.places) - 1)
                   for back in (False, True)]:
            real += truth[at].total()
            ambiguous += sum(n for key, n in truth[at].items() if key in alike)
            wrong += [(*at, *key) for key in (named[at] - truth[at]).elements()
                      if key not in alike or key not in doubt]
            missed += [(*at, *key) for key in (truth[at] - named[at]).elements()
                       if key not in alike]
        check(f"{name}: all {fate}, each on its stretch", real and not wrong and not missed,
              f"{real}; {len(wrong)} wrong {wrong[:5]}, {len(missed)} missed {missed[:5]}")
        print(f"# {name}: {real} {fate}, of {ambiguous} there are copies that nothing "
              "distinguishes")


def judge_matches(name, result, count):
    """No connection is taken for another."""
    numbers = [capture.Numbers(result.folder / f"{place}.pcap") for place in result.places]
    places_of = collections.defaultdict(set)
    for place, here in enumerate(numbers):
        for number in here.number.values():
            places_of[number].add(place)
    wrong, seen = [], collections.defaultdict(set)
    for path in result.paths:
        found = {}
        for place, view in enumerate(path["places"]):
            number = numbers[place].of(view)
            if number is not None:
                found[place] = number
        if len(set(found.values())) > 1:
            wrong.append(found)
        for place, number in found.items():
            seen[number].add((path["number"], place))
    apart = [number for number, at in seen.items() if len({path for path, _ in at}) > 1]
    absent = [number for number, at in places_of.items()
              if {place for _, place in seen[number]} != at]
    check(f"{name}: each connection is matched with itself",
          places_of and not wrong and not apart and not absent,
          f"{len(places_of)} of {count}; {len(wrong)} with others {wrong[:5]}, {len(apart)} not "
          f"matched {apart[:5]}, {len(absent)} missing {absent[:5]}")
    print(f"# {name}: {len(places_of)} connections whose first octets arrived")


def judge_clocks(name, result, symmetric):
    """Within the stated error; and where delays are symmetric, within 1 ms."""
    worst = 0
    for number, clocks in enumerate(result.clocks):
        pair = f"{name}: {result.places[number]} and {result.places[number + 1]}"
        here, there = (result.clock[place] for place in result.places[number:number + 2])
        times = [time for time, _ in result.segments[number]]
        for member, time in (("offset_ns", times[0]), ("offset_at_end_ns", times[-1])):
            real = there(time) - here(time)
            offset = clocks[member]
            check(f"{pair}: {member}: the truth is within the stated error",
                  offset and offset["min"] <= real <= offset["max"], f"{real} {clocks}")
            if offset:
                worst = max(worst, abs((offset["min"] + offset["max"]) / 2 - real))
        drift = clocks["drift_ppm"]
        real = (there(times[0] + 10**9) - there(times[0])) / \
            (here(times[0] + 10**9) - here(times[0])) - 1
        check(f"{pair}: drift_ppm: the truth is within the stated error",
              drift and drift["min"] <= real * 1e6 <= drift["max"], f"{real * 1e6} {drift}")
    print(f"# {name}: the middle of the stated range is at most {worst / MS:.3f} ms off")
    if symmetric:
        check(f"{name}: clocks are found within 1 ms", worst <= MS, str(worst))


def numbered(at):
    """When each segment of the first connection was seen, and which copy it is: where the
    machine is slow, two FINs of the server may be acknowledged alike."""
    copies = collections.Counter()
    for time, segment in at:
        if FIRST in segment.ports:
            copies[segment.key] += 1
            yield (segment.key, copies[segment.key]), time


def judge_delays(name, result):
    """Of the first connection, whose segments all pass: the one in the middle, each way."""
    path = result.paths[0]
    check(f"{name}: the first connection is first",
          path["places"][0]["initiator"]["port"] == FIRST)
    seen = [dict(numbered(at)) for at in result.segments]
    onwards = {segment.key for _, segment in result.segments[0] if segment.ports[1] == 7}
    for number, stretch in enumerate(path["stretches"]):
        for member, back in (("delay_onwards_ns", False), ("delay_back_ns", True)):
            took = sorted(abs(seen[number + 1][key] - time)
                          for key, time in seen[number].items()
                          if (key[0] in onwards) != back)
            real, stated = took[len(took) // 2], stretch[member]
            # Time stamps are cut off after a microsecond.
            check(f"{name}: {member} behind {result.places[number]}: the truth is within it",
                  stated["min"] - 1000 <= real <= stated["max"] + 1000,
                  f"{real} {stated} {took}")


def judge_any(tcpst, net, truth):
    """The router as one place, captured on all its interfaces."""
    name = "all interfaces of the router"
    result = Result(tcpst, net.folder, ("c0", "any", "s0"))
    merged = collections.defaultdict(collections.Counter)
    for (stretch, back, fate), keys in truth.items():
        merged[BEHIND_ANY[stretch, back], back, fate] += keys
    # A copy that comes within 5 ms may be the same one at the other interface.
    copies = {key for at, keys in truth.items() if at[2] == "duplicated" for key in keys}
    judge_segments(name, merged, result, ("lost", "duplicated"), copies)


def judge_cut(tcpst, net, truth):
    """A capture cut behind the ports, numbers and flags at one place."""
    name = "cut by the snapshot length"
    whole = net.folder / "s0.pcap"
    octets = whole.read_bytes()
    capture.cut(whole, whole, 54)
    result = Result(tcpst, net.folder)
    check(f"{name}: it is reported", "D has" in result.run() and
          "SYNs whose options were cut off by the snapshot length" in result.run())
    check(f"{name}: nothing is reported to be changed on the stretch before",
          not any(path["stretches"][2]["changed"] for path in result.paths))
    # On the last stretch nothing that was cut off distinguishes copies.
    judge_segments(name, truth, result, brief=2)
    whole.write_bytes(octets)


def judge_one_way(tcpst, net, truth):
    """What comes back was not captured at one place."""
    name = "one direction only"
    whole = net.folder / "s0.pcap"
    octets = whole.read_bytes()
    capture.keep(whole, whole, lambda segment: segment.ports[1] in (80, 443, 7))
    result = Result(tcpst, net.folder)
    printed = result.run()
    seen = sum(path["places"][3]["flow"] is not None for path in result.paths)
    check(f"{name}: it is reported", f"D has one direction only of {seen} of its "
          f"{seen} connections" in printed, printed[:900])
    named, _ = result.named()
    check(f"{name}: of what was not captured nothing is claimed",
          not any(named[2, True, fate] for fate in ("lost", "duplicated", "injected")) and
          all(path["stretches"][2][fate]["back"] == 0 for path in result.paths
              for fate in ("passed", "lost", "duplicated", "injected", "regrouped")))
    del truth[2, True, "lost"], truth[2, True, "duplicated"], truth[2, True, "injected"]
    judge_segments(name, truth, result)
    check(f"{name}: clocks are reported to be unknown",
          result.clocks[2]["offset_ns"] is None and
          "Clocks of C and D: unknown, all segments went the same way" in printed)
    whole.write_bytes(octets)


def judge_origins(tcpst, net, truth):
    """reset_origin of each RST: no true one is from elsewhere, no forged one from its sender."""
    forged = {key for at, keys in truth.items() if at[2] == "injected" for key in keys}
    found = collections.Counter()
    for place in PLACES:
        path = net.folder / f"{place}.pcap"
        segments = capture.segments(path)
        out = subprocess.run([tcpst, "watch", "--notes", "--json", "-r", path], check=True,
                             stdout=subprocess.PIPE, text=True).stdout
        for event in map(json.loads, out.splitlines()):
            if "reset_origin" in event:
                key = segments[event["frame"] - 1][1].key
                found["forged" if key in forged else "true", event["reset_origin"]] += 1
    check("reset_origin: no RST is taken for another's", found["true", "sender"] and
          found["forged", "elsewhere"] and not found["true", "elsewhere"] and
          not found["forged", "sender"], str(found))
    print(f"# reset_origin: {dict(found)}")


def judge_gro(result):
    """It is printed that there are larger ones, and that others became part of them."""
    large = sum(segment.len > 1460 for _, segment in result.segments[3])
    regrouped = sum(path["stretches"][2]["regrouped"]["onwards"] for path in result.paths)
    printed = result.run()
    check("GRO at the server: it is reported",
          large and regrouped and f"D has {large} segments larger than the MSS" in printed,
          f"{large} {regrouped} {printed[:800]}")


def judge(tcpst, net, name, count):
    """All of a scenario."""
    what = SCENARIOS[name]
    translated = what.get("setup") == NAT
    truth = truth_of(net, translated)
    result = Result(tcpst, net.folder)
    judge_segments(name, truth, result, *([what["fates"]] if "fates" in what else []),
                   alike=given_up(net) if translated else ())
    judge_matches(name, result, count)
    judge_clocks(name, result, what.get("symmetric"))
    if "gro" in what:
        judge_gro(result)
    else:
        judge_delays(name, result)
    if name == "all faults":
        judge_origins(tcpst, net, truth)
        judge_any(tcpst, net, truth)
        judge_cut(tcpst, net, truth)
        judge_one_way(tcpst, net, truth)


def run_scenario(args, folder, name, seed):
    """Make its connections, and judge what was captured of them."""
    what = SCENARIOS[name]
    count = what.get("counts", (300, 2000))[args.long]
    net = Network(folder, args.cable, what["faults"], seed=seed, gro=what.get("gro", ()),
                  setup=what.get("setup", ""), hosts=what.get("hosts", ""))
    if not args.again:
        with net:
            net.talk(count, 64, 20000, what.get("ports", 100), *what.get("servers", SERVERS))
            net.finish()
    judge(args.tcpst, net, name, count)


def main():
    """All scenarios, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tcpst")
    parser.add_argument("cable")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--keep")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--seed", type=int)
    parser.add_argument("scenario", nargs="*")
    args = parser.parse_intermixed_args()
    for name in args.scenario or SCENARIOS:
        for seed in [args.seed] if args.seed else (1, 2, 3) if args.long else (1,):
            with tempfile.TemporaryDirectory() as temp:
                run_scenario(args, pathlib.Path(args.keep or temp), name, seed)
    TALLY.end()
    sys.exit(TALLY.failed > 0)


main()
