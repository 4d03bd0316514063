#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""comparing.py TCPST: what `tcpst compare` reports of captures whose truth is known.

A network is played: connections between hosts behind place A and hosts behind place B,
with segments lost and sent again, doubled, and injected on the way, by clocks that stand
and go differently. Both places are written as captures, and each segment lost or made
up has to be named, by its frame, and nothing else.
"""

import collections
import json
import pathlib
import random
import socket
import struct
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "core/replay"))
# pylint: disable=wrong-import-position
import packets  # noqa: E402

tcpst = sys.argv[1]
START = 1_700_000_000_000_000_000
MS = 1_000_000
FLAGS = {"F": 1, "S": 2, "R": 4, "P": 8, "A": 16}
passed = failed = 0


def report(good, name, why=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    print(f"{'ok' if good else 'not ok'} - compare: {name}"
          + ("" if good or not why else f": {why}"))


def segment(end, peer, flags, seq, ack, size, ttl, ident, stamp=None, mss=None,
            scale=None, sack=False, window=65535):
    """An IP packet; its payload is not in the capture, nor its checksums."""
    options = b""
    if mss:
        options += struct.pack(">BBH", 2, 4, mss)
    if scale is not None:
        options += struct.pack(">BBBB", 1, 3, 3, scale)
    if sack:
        options += b"\1\1\4\2"
    if stamp is not None:
        options += struct.pack(">BBBBII", 1, 1, 8, 10, stamp % 2**32, 0)
    bits = sum(FLAGS[flag] for flag in flags)
    tcp = struct.pack(">HHIIBBHHH", end[1], peer[1], seq % 2**32,
                      ack % 2**32 if "A" in flags else 0,
                      (20 + len(options)) // 4 << 4, bits, window, 0, 0) + options
    size += len(tcp)
    return struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + size, ident, 0, ttl, 6, 0,
                       socket.inet_aton(end[0]), socket.inet_aton(peer[0])) + tcp, \
        20 + size


def write(path, frames):
    """Frames cut off behind their headers, as by a snapshot length."""
    data = [struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 96, packets.LINK_RAW)]
    for time, (octets, size) in frames:
        data.append(struct.pack("<IIII", time // 10**9, time % 10**9, len(octets),
                                size) + octets)
    path.write_bytes(b"".join(data))


class Network:
    """Two places, A and B, and what is between them."""

    def __init__(self, seed, offset=3_217_000_000, drift=80e-6, loss=0.03,
                 double=0.01, delay=(10 * MS, 10 * MS), jitter=4 * MS, stamps=True,
                 idents=True, miss=None):
        self.rng = random.Random(seed)
        self.offset, self.drift = offset, drift
        self.loss, self.double = loss, double
        self.delay, self.jitter = delay, jitter
        self.stamps, self.idents = stamps, idents
        self.seen = {"A": [], "B": []}
        self.lost, self.made, self.doubled = [], [], []
        self.miss = miss or {}
        self.uncaptured = {"A": [], "B": []}
        self.idents_given = 0

    def clock(self, place, time):
        if place == "A":
            return time
        return time + self.offset + int((time - START) * self.drift)

    def see(self, place, time, what, connection):
        entry = [self.clock(place, time), what, connection, None]
        if place in self.miss and self.rng.random() < self.miss[place]:
            self.uncaptured[place].append(entry)
        else:
            self.seen[place].append(entry)
        return entry

    def make(self, sender, flags, seq, ack, size, time, ttl, options=(), ident=None):
        if ident is None:
            self.idents_given += 1
            ident = self.idents_given % 65535 + 1 if self.idents else 0
        stamp = time // MS if self.stamps else None
        end, peer = sender
        return segment(end, peer, flags, seq, ack, size, ttl, ident, stamp,
                       **dict(options))

    def send(self, connection, time, onwards, flags, seq, ack, size=0, options=(),
             lossless=False):
        """Until it arrives; returns when."""
        near, far = ("A", "B") if onwards else ("B", "A")
        from_initiator = onwards == connection.onwards
        delay = self.delay[0 if onwards else 1]
        wait = 200 * MS
        while True:
            sender = connection.ends_at(near, from_initiator)
            other = connection.ends_at(far, from_initiator)
            ident = self.idents_given = self.idents_given + 1
            ident = ident % 65535 + 1 if self.idents else 0
            args = (flags, seq, ack, size, time)
            here = self.see(near, time, self.make(sender, *args, 64, options, ident),
                            connection)
            if not lossless and self.rng.random() < self.loss:
                self.lost.append(here)
                time += wait
                wait *= 2
                continue
            arrived = time + delay + self.rng.randrange(self.jitter + 1)
            changed = dict(options)
            if "mss" in changed and connection.clamped:
                changed["mss"] = 1360
            there = self.make(other, *args, 57, changed, ident)
            self.see(far, arrived, there, connection)
            if self.rng.random() < self.double:
                self.doubled.append(self.see(far, arrived + 50_000, there, connection))
            return arrived

    def forge(self, connection, time, place, flags, seq, from_initiator, ttl):
        sender = connection.ends_at(place, from_initiator)
        self.made.append(self.see(place, time, self.make(
            sender, flags, seq, 0, 0, time, ttl), connection))

    def files(self, folder):
        paths = []
        for place, seen in self.seen.items():
            seen.sort(key=lambda entry: entry[0])
            for number, entry in enumerate(seen, 1):
                entry[3] = (place, number)
            paths.append(folder / f"{place}.pcap")
            write(paths[-1], [(entry[0], entry[1]) for entry in seen])
        return paths


class Connection:
    def __init__(self, ends, onwards, iss, translated=None, clamped=False):
        self.ends, self.onwards, self.iss = ends, onwards, iss
        self.translated, self.clamped = translated, clamped

    def ends_at(self, place, from_initiator):
        """The sender's end, and its peer's: the initiator may be translated."""
        first, second = self.ends
        if self.translated and (place == "B") == self.onwards:
            first = self.translated
        return (first, second) if from_initiator else (second, first)


def play(net, connection, time, exchanges=2, forge=None, end="fin"):
    """A connection from its SYN to its end; returns when it is over."""
    rng = net.rng
    onwards = connection.onwards
    seq, ack = connection.iss
    net_send = net.send
    options = {"mss": 1460, "scale": 7, "sack": True}
    time = net_send(connection, time, onwards, "S", seq, 0, options=options)
    time = net_send(connection, time + MS, not onwards, "SA", ack, seq + 1,
                    options=options)
    time = net_send(connection, time + MS, onwards, "A", seq + 1, ack + 1)
    seq, ack = seq + 1, ack + 1
    for _ in range(exchanges):
        size = rng.randrange(1, 1400)
        time = net_send(connection, time + 5 * MS, onwards, "PA", seq, ack, size)
        seq += size
        size = rng.randrange(1, 1400)
        time = net_send(connection, time + 5 * MS, not onwards, "PA", ack, seq, size)
        ack += size
        time = net_send(connection, time + MS, onwards, "A", seq, ack)
    if forge:
        net.forge(connection, time + 2 * MS, forge, "R",
                  seq if (forge == "B") == onwards else ack,
                  (forge == "B") == onwards, 61)
        return time + 10 * MS
    if end == "fin":
        time = net_send(connection, time + 5 * MS, onwards, "FA", seq, ack)
        time = net_send(connection, time + MS, not onwards, "FA", ack, seq + 1)
        time = net_send(connection, time + MS, onwards, "A", seq + 1, ack + 1)
    return time


def compare(*words):
    done = subprocess.run([tcpst, "compare", *map(str, words)], capture_output=True,
                          text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def read(folder, *words):
    status, out, err = compare("--json", *words)
    if status:
        report(False, "it compares", err)
        return None, []
    objects = [json.loads(line) for line in out.splitlines()]
    return ([o for o in objects if o["type"] == "clocks"],
            [o for o in objects if o["type"] == "comparison"])


def unlike(real, masked, mapped, name=None):
    """Where they differ, but for addresses, which are mapped; None: nowhere."""
    if name == "addr":
        return None if mapped.setdefault(real, masked) == masked else (real, masked)
    if isinstance(real, dict) and real.keys() == masked.keys():
        return next((bad for key in real if (bad := unlike(
            real[key], masked[key], mapped, key))), None)
    if isinstance(real, list) and len(real) == len(masked):
        return next((bad for pair in zip(real, masked)
                     if (bad := unlike(*pair, mapped, name))), None)
    return None if real == masked else (name, real, masked)


def frames_of(paths, fate):
    return sorted(("AB"[s["place"]], s["frame"]) for path in paths
                  for stretch in path["stretches"]
                  for s in stretch["segments"] if s["fate"] == fate)


def truth(entries):
    return sorted(entry[3] for entry in entries)


def judged(name, net, paths):
    for fate, entries in (("lost", net.lost), ("injected", net.made),
                          ("duplicated", net.doubled)):
        named, real = frames_of(paths, fate), truth(entries)
        wrong = sorted(set(named) - set(real))
        missed = sorted(set(real) - set(named))
        report(named == real, f"{name}: {len(real)} {fate}, each named",
               f"{len(wrong)} wrong {wrong[:5]}, {len(missed)} missed {missed[:5]}")


def bears(entry):
    """Has it an octet: payload, SYN or FIN?"""
    octets, size = entry[1]
    return size > 20 + (octets[32] >> 4) * 4 or bool(octets[33] & 3)


def uncaptured(name, net, paths):
    """What a capture dropped is not called lost or injected, if anything proves it."""
    known = {(entry[2], entry[1][0][4:6]): entry for place in "AB"
             for entry in net.seen[place]}
    real = {known[key][3] for place in "AB" for entry in net.uncaptured[place]
            if (key := (entry[2], entry[1][0][4:6])) in known and bears(entry)}
    named = set(frames_of(paths, "uncaptured"))
    report(named <= real and len(named) > len(real) * 3 // 4,
           f"{name}: {len(named)} of {len(real)} uncaptured segments with octets",
           f"{sorted(named - real)[:5]}")
    for fate, entries in (("lost", net.lost), ("injected", net.made)):
        seen = set(entry[3] for entry in entries if entry[3])
        wrong = set(frames_of(paths, fate)) - seen
        report(not wrong, f"{name}: {len(wrong)} of them called {fate}",
               str(sorted(wrong)[:5]))
    print(f"# {name}: {len(real - named)} not proven, {len(frames_of(paths, 'lost'))} lost "
          f"({len(net.lost)}), {len(frames_of(paths, 'injected'))} injected")


def flows(net, place):
    """Connections, by the number that their flow has in a capture."""
    order = []
    for entry in net.seen[place]:
        if entry[2] not in order[-64:] and entry[2] not in flows.known:
            order.append(entry[2])
            flows.known.add(entry[2])
    flows.known.clear()
    return dict(enumerate(order, 1))


flows.known = set()


def matched(name, net, paths, both=None):
    at = [flows(net, place) for place in "AB"]
    wrong = 0
    found = 0
    for path in paths:
        ids = [place["flow"] for place in path["places"]]
        if None in ids:
            continue
        found += 1
        wrong += at[0].get(ids[0]) is not at[1].get(ids[1])
    both = both if both is not None else \
        len(set(at[0].values()) & set(at[1].values()))
    report(found == both and not wrong, f"{name}: {both} connections matched",
           f"{found} found, {wrong} wrong")


def clocked(name, net, clocks, close=None):
    clock = clocks[0]
    offset, drift = clock["offset_ns"], clock["drift_ppm"]
    first = min(entry[0] for entry in net.seen["A"])
    real = net.clock("B", first) - first
    report(offset and offset["min"] <= real <= offset["max"] and
           drift["min"] <= net.drift * 1e6 <= drift["max"],
           f"{name}: the truth is within the stated error", f"{real} {clock}")
    if close:
        middle = (offset["min"] + offset["max"]) / 2
        report(abs(middle - real) <= close,
               f"{name}: the middle is within {close / MS} ms of it", f"{middle - real}")


def many(net, count, hosts=8, ports=40, translate=0.0):
    """Connections, their ports used again and again."""
    rng = net.rng
    busy = {}
    for k in range(count):
        time = START + k * 3 * MS
        onwards = rng.random() < 0.8
        client = f"10.1.0.{rng.randrange(1, hosts)}" if onwards else \
            f"198.51.100.{rng.randrange(1, hosts)}"
        server = f"192.0.2.{rng.randrange(1, 4)}" if onwards else "10.1.9.9"
        ends = ((client, 40000 + rng.randrange(ports)),
                (server, rng.choice((80, 443))))
        time = max(time, busy.get(ends, 0))
        nat = ("203.0.113.7", 1024 + k % 60000) \
            if onwards and rng.random() < translate else None
        connection = Connection(ends, onwards, (rng.getrandbits(32),
                                                rng.getrandbits(32)), nat,
                                rng.random() < 0.1)
        forge = rng.choice("AB") if rng.random() < 0.02 else None
        busy[ends] = play(net, connection, time, forge=forge) + 70_000 * MS


with tempfile.TemporaryDirectory() as folder_name:
    folder = pathlib.Path(folder_name)

    net = Network(1)
    many(net, 10000, hosts=60, ports=60, translate=0.1)
    clocks, paths = read(folder, *net.files(folder))
    matched("10,000 with ports used again", net, paths)
    judged("10,000 with ports used again", net, paths)
    clocked("10,000 with ports used again", net, clocks, MS)
    clamped = [c for p in paths for c in p["stretches"][0]["changed"]
               if c["what"] == "MSS"]
    report(clamped and all({c["from"], c["to"]} == {"1460", "1360"} for c in clamped),
           "a clamped MSS is reported")

    net = Network(2, stamps=False, delay=(3 * MS, 40 * MS), offset=-7_000_000_000,
                  drift=-200e-6)
    many(net, 300)
    files = net.files(folder)
    clocks, paths = read(folder, *files)
    matched("without time stamps, one way slower", net, paths)
    judged("without time stamps, one way slower", net, paths)
    clocked("without time stamps, one way slower", net, clocks)
    clocks, back = read(folder, *reversed(files))
    report(sorted(f"{'AB'[1 - s['place']]}{s['frame']}" for p in back
                  for t in p["stretches"] for s in t["segments"]
                  if s["fate"] == "lost") ==
           [f"{a}{b}" for a, b in sorted(truth(net.lost), key=lambda t: f"{t[0]}{t[1]}")],
           "in the other order the same are lost")

    # Nothing distinguishes copies: how many were lost is known, and that it is not known
    # which.
    net = Network(3, stamps=False, idents=False, double=0)
    many(net, 200)
    clocks, paths = read(folder, *net.files(folder))
    lost = [s for p in paths for t in p["stretches"] for s in t["segments"]
            if s["fate"] == "lost"]
    report(len(lost) == len(net.lost) and sum(s["one_of_several"] for s in lost) >
           len(lost) * 9 // 10, "copies alike: as many are lost, and it is in doubt which",
           f"{len(lost)} of {len(net.lost)}")
    clocked("copies alike", net, clocks)

    # A forged RST has another TTL, and the ends differ.
    net = Network(4, loss=0, double=0)
    connection = Connection((("10.1.0.1", 40000), ("192.0.2.1", 443)), True, (5, 9))
    play(net, connection, START, forge="B")
    # Another one later: A looked for long enough to know that the RST was not there.
    play(net, Connection((("10.1.0.1", 40001), ("192.0.2.1", 443)), True, (7, 11)),
         START + 1000 * MS)
    files = net.files(folder)
    clocks, paths = read(folder, *files)
    forged = paths[0]["stretches"][0]["segments"]
    report(len(forged) == 1 and forged[0]["fate"] == "injected" and
           forged[0]["other_ttl"] and forged[0]["ttl"] == 61,
           "a forged RST, by its TTL", json.dumps(paths))
    report([p["end"] for p in paths[0]["places"]] == ["still-open", "reset"],
           "each place has its own end of it")
    status, out, err = compare(*files)
    report(status == 0 and "B reset" in out and "A>B 1" in out, "the table", out + err)
    status, out, err = compare(*files, "--show", "1", "--ascii")
    report(status == 0 and out.count("X--") == 1 and "TTL 61" in out, "the ladder",
           out + err)
    report(compare(*files, "--show", "3")[0] == 1, "a connection that there is not")
    report(compare(files[0])[0] == 2, "one file is not compared")
    report(compare(files[0], "nowhere")[0] == 1, "a file that there is not")

    # Of two copies one is lost and the other doubled: their identification shows which,
    # however many RSTs come behind them that have none.
    for resets in (0, 4):
        net = Network(11, loss=0, double=0, stamps=False)
        connection = Connection((("10.1.0.1", 40000), ("192.0.2.1", 443)), True, (5, 9))
        at = net.send(connection, START, True, "S", 5, 0, options={"mss": 1460})
        net.send(connection, at + MS, False, "SA", 9, 6, options={"mss": 1460})
        copies = [net.make(connection.ends, "PA", 6, 10, 100, 0, 64) for _ in range(2)]
        for k, copy in enumerate(copies):
            net.lost.append(net.see("A", at + 100 * (k + 1) * MS, copy, connection))
        net.lost.pop()
        for k in range(2):
            net.doubled.append(net.see("B", at + 220 * MS + k, copies[1], connection))
        net.doubled.pop(0)
        reset = segment(*connection.ends, "R", 106, 0, 0, 64, 0, window=0)
        for k in range(resets):
            net.see("A", at + (300 + k) * MS, reset, connection)
            net.see("B", at + (310 + k) * MS, reset, connection)
        play(net, Connection((("10.1.0.1", 40001), ("192.0.2.1", 443)), True, (7, 11)),
             START + 1000 * MS)
        _, paths = read(folder, *net.files(folder))
        judged(f"copies with an identification, {resets} RSTs without", net, paths)

    # One direction is not captured at B: nothing is claimed of it.
    net = Network(5, loss=0.1, double=0)
    many(net, 100)
    net.seen["B"] = [e for e in net.seen["B"]
                     if e[2].onwards == (e[1][0][12:16] ==
                                         socket.inet_aton(e[2].ends[0][0]))]
    one_way = [e for e in net.lost if e[1][0][5] is not None]
    clocks, paths = read(folder, *net.files(folder))
    lost = frames_of(paths, "lost")
    onwards = truth(e for e in net.lost if e[3] and e[3][0] == "A")
    report([f for f in lost if f[0] == "A"] == onwards and
           not [f for f in lost if f[0] == "B"],
           "one direction only: what was not captured is not lost",
           f"{len(lost)} {len(onwards)}")

    # Segments as large as offload makes them at A, cut up at B; one of the pieces is
    # lost, and retransmitted alone.
    net = Network(7, loss=0, double=0)
    connection = Connection((("10.1.0.1", 40000), ("192.0.2.1", 443)), True, (5, 9))
    end = play(net, connection, START, exchanges=0, end="none")
    for k in range(20):
        at = end + k * 20 * MS
        first = 6 + k * 4344
        ends = connection.ends
        net.see("A", at, net.make(ends, "PA", first, 10, 4344, at, 64), connection)
        for piece in range(3):
            if (k, piece) == (7, 1):
                continue
            net.see("B", at + 10 * MS + piece * 1000,
                    net.make(ends, "PA" if piece == 2 else "A", first + piece * 1448,
                             10, 1448, at, 57), connection)
        if k == 7:
            net.send(connection, at + 15 * MS, True, "A", first + 1448, 10, 1448)
    files = net.files(folder)
    clocks, paths = read(folder, *files)
    stretch = paths[0]["stretches"][0]
    report([(s["fate"], s["seq"], s["len"]) for s in stretch["segments"]] ==
           [("lost", 6 + 7 * 4344, 4344)] and
           stretch["regrouped"]["onwards"] == 4 * 19 + 2,
           "offload at one place: only what lost a part is lost", json.dumps(stretch))
    report("larger than the MSS" in compare(*files)[1], "and it is reported")

    # A third place, in the middle: each loss is on its stretch.
    net = Network(8, double=0)
    many(net, 200)
    files = net.files(folder)
    on_way = {id(e) for e in net.lost if net.rng.random() < 0.5}
    middle = []
    halfway = {}
    for entry in net.seen["A"] + net.seen["B"]:
        near = ("A" if entry[3][0] == "A" else "B")
        key = (entry[2], entry[1][0][4:6])
        halfway.setdefault(key, {})[near] = entry
    for (connection, _), both in halfway.items():
        if len(both) == 2:
            time = (both["A"][0] + both["B"][0] - net.offset) // 2
            middle.append((time, both["A"][1]))
        else:
            entry = next(iter(both.values()))
            if id(entry) in on_way:
                time = entry[0] - (net.offset if entry[3][0] == "B" else 0)
                middle.append((time + (5 * MS), entry[1]))
    middle.sort(key=lambda frame: frame[0])
    write(folder / "M.pcap", [(time + 1_000_000_000, frame) for time, frame in middle])
    clocks, paths = read(folder, files[0], folder / "M.pcap", files[1])
    named = [(k, s["from_place"], s["to_place"]) for p in paths
            for k, t in enumerate(p["stretches"]) for s in t["segments"]
            if s["fate"] == "lost"]
    real = []
    for entry in net.lost:
        far = id(entry) in on_way
        if entry[3][0] == "A":
            real.append((1, 1, 2) if far else (0, 0, 1))
        else:
            real.append((0, 1, 0) if far else (1, 2, 1))
    report(sorted(named) == sorted(real) and len(clocks) == 2,
           f"three places: {len(real)} lost, each on its stretch",
           f"{len(named)} {len(real)}")

    # Captures that dropped packets: what passed is neither lost nor injected.
    for seed, miss in ((12, {"B": 0.05}), (13, {"A": 0.05}), (14, {"A": 0.03, "B": 0.03})):
        net = Network(seed, loss=0.02, double=0, miss=miss)
        many(net, 400)
        files = net.files(folder)
        _, paths = read(folder, *files)
        uncaptured("dropped by the capture at " + " and ".join(miss), net, paths)
        report(all(f"{place} lacks " in compare(*files)[1]
                   for place in miss), "and it is reported")
        number = next(p["number"] for p in paths for s in p["stretches"][0]["segments"]
                      if s["fate"] == "uncaptured")
        report("uncaptured at" in compare(*files, "--show", str(number))[1], "in the ladder, too")

    # In the middle: seen before it and behind it, so nothing is in doubt.
    net = Network(15, loss=0, double=0)
    many(net, 200)
    files = net.files(folder)
    middle, halfway = [], {}
    for entry in net.seen["A"] + net.seen["B"]:
        key = (entry[2], entry[1][0][4:6])
        halfway.setdefault(key, {})[entry[3][0]] = entry
    for both in halfway.values():
        if len(both) == 2:
            middle.append(((both["A"][0] + both["B"][0] - net.offset) // 2, both["A"][1]))
    middle.sort(key=lambda frame: frame[0])
    kept = [middle[0], *(f for f in middle[1:-1] if net.rng.random() > 0.1), middle[-1]]
    dropped = len(middle) - len(kept)
    write(folder / "M.pcap", kept)
    _, paths = read(folder, files[0], folder / "M.pcap", files[1])
    named = collections.Counter((s["fate"], *s["uncaptured_at"]) for p in paths
                                for t in p["stretches"] for s in t["segments"]
                                if s["fate"] not in ("injected", "unknown"))
    report(named == {("uncaptured", 1): 2 * dropped},
           f"dropped by a capture in the middle: {dropped}, each named", str(named))

    # A recording: of what it cannot have nothing is claimed.
    net = Network(9, loss=0.1, double=0)
    many(net, 60)
    files = net.files(folder)
    recording = folder / "B.tcpst"
    subprocess.run([tcpst, "save", "--no-checksum", "-r", files[1], recording],
                   check=True)
    clocks, paths = read(folder, files[0], recording)
    named = [f for f in frames_of(paths, "lost") if f[0] == "A"]
    real = [e[3] for e in net.lost if e[3][0] == "A" and e[1][0][33] & 7]
    report(set(named) <= set(real) and len(named) > len(real) // 2,
           f"with a recording: {len(named)} of {len(real)} SYNs and FINs lost, no others",
           f"{sorted(set(named) - set(real))}")
    report("is a recording" in compare(files[0], recording)[1], "and it is reported")

    # As a picture: a line for each segment, and in red those that did not pass.
    net = Network(10, loss=0.1, double=0.05)
    many(net, 20)
    files = net.files(folder)
    _, paths = read(folder, *files)
    wrong = []
    for path in paths:
        drawn = ElementTree.fromstring(subprocess.run(
            [tcpst, "compare", "--show", str(path["number"]), "--svg", "-", *files],
            check=True, stdout=subprocess.PIPE).stdout)
        arrows = collections.Counter(
            group.get("class") for group in drawn.iter("{http://www.w3.org/2000/svg}g"))
        counts = {fate: sum(path["stretches"][0][fate].values()) for fate in (
            "passed", "lost", "injected", "duplicated", "regrouped", "uncaptured",
            "unknown")}
        bad = counts["lost"] + counts["injected"] + counts["duplicated"]
        if arrows != collections.Counter(bad=bad, ink=sum(counts.values()) - bad):
            wrong.append((path["number"], arrows, counts))
    report(paths and net.lost and not wrong, f"pictures of {len(paths)} connections",
           str(wrong[:3]))

    # Without a real address, and otherwise the same.
    key = folder / "key"
    _, masked = read(folder, "--anonymize", key, *files)
    mapped = {}
    report(paths and unlike(paths, masked, mapped) is None,
           "with other addresses it is the same", unlike(paths, masked, mapped))
    report(mapped and not {*mapped} & {*mapped.values()} and
           len({*mapped.values()}) == len(mapped) and
           not any(real in compare("--anonymize", key, *words, *files)[1]
                   for real in mapped for words in ((), ("--show", "1"))),
           f"{len(mapped)} addresses are replaced, each by its own", str(mapped)[:300])

    # Clocks that were set: no line fits, and that is reported.
    net = Network(6, loss=0, double=0)
    many(net, 50)
    half = sorted(e[0] for e in net.seen["B"])[len(net.seen["B"]) // 2]
    for entry in net.seen["B"]:
        entry[0] += 5000 * MS if entry[0] > half else 0
    clocks, paths = read(folder, *net.files(folder))
    report(clocks[0]["offset_ns"] is None, "a clock that was set is reported")

print(f"{passed} passed, {failed} failed")
