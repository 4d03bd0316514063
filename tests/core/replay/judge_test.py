# SPDX-License-Identifier: GPL-2.0
"""Trust in the data of a capture: check(tally, tcpst, build)

Checksums that are wrong throughout, segments captured several times, time stamps
that are implausible, and captures in several files, compressed or not.
"""

import gzip
import json
import lzma
import shutil
import subprocess

import packets as p
from connections import MS, START, WHOLE, connection, packet, timed

SECOND = 1000 * MS
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
YEARS = 46 * 365 * DAY


def write(build, name, frames):
    path = build / name
    path.write_bytes(p.pcap(frames))
    return path


def lives(tcpst, *words, **how):
    out, err, status = tcpst("life", "--json", *words, **how)
    return [json.loads(line) for line in out.splitlines()], err, status


def story(life):
    """Results for WHOLE that must not depend on how it was captured."""
    return [life["end"], life["closed_first"], life["syn_repeats"],
            life["synack_repeats"], list(life["fin_repeats"].values()),
            list(life["bytes"].values()), list(life["states"].values()),
            list(life["packets"].values())]


def stories(tcpst, *words, **how):
    found, err, status = lives(tcpst, *words, **how)
    return str([story(life) for life in found]), err, status


def check_checksums(tally, tcpst, build, whole):
    """A sender whose checksums are all wrong is trusted, with a warning."""
    for senders in ("i", "r", "ir"):
        path = write(build, "offload.pcap", timed(
            p.framed(1, packet(step, checksum="bad" if step[0] in senders
                               else "good")) for step in WHOLE))
        got, err, _ = stories(tcpst, "-r", path)
        n = sum(step[0] in senders for step in WHOLE)
        tally.check(f"all checksums of {senders} are wrong",
                    f"{whole} tcpst: {n} segments have a bad checksum, as "
                    "all segments of that sender do (checksum offloading, or "
                    "rewritten addresses): they are accepted\n", f"{got} {err}")
    # With a correct one, before or after, the others are damaged segments.
    for right in (0, 5):
        kinds = ["bad"] * len(WHOLE)
        mine = [i for i, step in enumerate(WHOLE) if step[0] == "i"]
        kinds[mine[right]] = "good"
        path = write(build, "damaged.pcap", timed(
            p.framed(1, packet(step, checksum=kinds[i] if step[0] == "i" else
                               "good")) for i, step in enumerate(WHOLE)))
        _, err, _ = stories(tcpst, "-r", path)
        tally.check(f"one right checksum, number {right}",
                    "tcpst: 5 of 10 segments have a bad checksum and were "
                    "ignored; --no-checksum accepts them\n", err)


def copied(steps, times, after, ttl=False, v6=False):
    frames = []
    for time, frame in connection(steps=steps, v6=v6):
        for nth in range(times):
            again = bytearray(frame)
            if ttl:
                again[14 + (7 if v6 else 8)] -= nth
            frames.append((time + nth * after, bytes(again)))
    return sorted(frames)


def check_copies(tally, tcpst, build, whole):
    for times in (2, 3, 4):
        for ttl, v6 in ((False, False), (True, False), (False, True)):
            path = write(build, "copies.pcap",
                         copied(WHOLE, times, MS // 10, ttl, v6))
            got, err, _ = stories(tcpst, "-r", path)
            tally.check(f"each segment {times} times, {ttl}, {v6}",
                        f"{whole} tcpst: each segment was captured {times} "
                        f"times: {10 * times - 10} duplicates were ignored\n",
                        f"{got} {err}")
    # Through a pipe, copies are detected on the fly.
    path = write(build, "copies.pcap", copied(WHOLE, 2, MS // 10))
    with open(path, "rb") as file, subprocess.Popen(
            ["cat"], stdin=file, stdout=subprocess.PIPE) as cat:
        _, err, _ = stories(tcpst, "-r", "-", stdin=cat.stdout)
    tally.check("copies through a pipe", "True", str(
        "each segment was captured 2 times" in err))
    # A single pair is not a copy: the SYN was retransmitted at once.
    frames = connection()
    path = write(build, "pair.pcap", sorted(frames + [
        (frames[0][0] + MS // 10, frames[0][1])]))
    found, err, _ = lives(tcpst, "-r", path)
    tally.check("a lone pair", "1 ''", f"{found[0]['syn_repeats']} {err!r}")
    # Retransmitted after a timeout, and captured twice each time.
    steps = WHOLE[:1] + WHOLE
    frames = copied(steps, 2, MS // 10)
    frames = [(t + (0 if i < 2 else SECOND), f)
              for i, (t, f) in enumerate(frames)]
    found, _, _ = lives(tcpst, "-r", write(build, "again.pcap", frames))
    tally.check("a true repeat among copies", "1", str(found[0]["syn_repeats"]))
    # ... by a network that delayed the first one: only its copy comes late.
    frames = copied(steps, 2, MS // 10)
    frames = [(frames[0][0] + (0, MS // 10, 495 * MS // 100, 505 * MS // 100)[i]
               if i < 4 else t + SECOND, f) for i, (t, f) in enumerate(frames)]
    found, _, _ = lives(tcpst, "-r", write(build, "soon.pcap", frames))
    tally.check("a repeat within milliseconds among copies", "1", str(found[0]["syn_repeats"]))
    # A flood by a tool that sends the very same SYN.
    syn = p.framed(1, packet(WHOLE[0]))
    path = write(build, "flood.pcap", [(START + i * MS // 100, syn)
                                       for i in range(300)])
    _, err, _ = lives(tcpst, "-r", path)
    tally.check("a flood of the same SYN is no copy", "", err)


def legs_are_measured(found):
    """Each leg of the handshakes is what it was, or not known: never a time across a wrong
    stamp."""
    return all(leg in (None, MS) for life in found
               for leg in life["handshake_ns"].values())


def check_strays(tally, tcpst, build, whole):
    """An implausible timestamp has no effect, wherever it is."""
    for off, word in ((YEARS, "later"), (-YEARS, "earlier"),
                      (400 * DAY, "later"), (-10 * MINUTE, "earlier")):
        for at in range(10):
            for n in (1, 3):
                # If only the first or the last ones have it, it may be right.
                if at + n >= 10 and (n > 1 or off < 0) or \
                        at == 0 and (n > 1 or off == -10 * MINUTE):
                    continue
                frames = [(t + (off if at <= i < at + n else 0), f)
                          for i, (t, f) in enumerate(connection())]
                name = f"{n} stamps from {at} on are off by {off // DAY} days"
                got, err, _ = stories(tcpst, "-r",
                                      write(build, "stray.pcap", frames))
                tally.check(name, whole, got)
                tally.check(f"{name}: legs", "True", str(legs_are_measured(
                    lives(tcpst, "-r", build / "stray.pcap")[0])))
                warning = f"tcpst: the time stamp of frame {at + 1} is "
                tally.check(f"{name}, with a warning", "True", str(
                    err.startswith(warning) and f" {word} than" in err and
                    err.count("\n") == 1))


def check_clock(tally, tcpst, build, whole):
    """If the clock was set, time goes on; if days really passed, they count."""
    many = [frame for n in range(4) for frame in
            timed([p.framed(1, packet(step, ports=(40000 + n, 443)))
                   for step in WHOLE], MS, START + n * SECOND)]
    for at in (3, 10, 11, 12, 20, 35):
        frames = [(t - (10 * MINUTE if i >= at else 0), f)
                  for i, (t, f) in enumerate(many)]
        found, err, _ = lives(tcpst, "-r", write(build, "set.pcap", frames))
        tally.check(f"set back at {at}", str([whole[1:-1]] * 4),
                    str([str(story(life)) for life in found]))
        tally.check(f"set back at {at}: legs", "True", str(legs_are_measured(found)))
        tally.check(f"set back at {at}, with a warning",
                    f"tcpst: from frame {at + 1} on, time stamps are 10 min "
                    "earlier: the clock was set back; times shown continue from "
                    "before\n", err)
    # Days without a frame are real: TIME-WAIT has ended.
    frames = connection() + [(t + 400 * DAY, f) for t, f in
                             timed([p.filler()] * 20)]
    out, err, _ = tcpst("list", "--noheadings", "-r",
                        write(build, "days.pcap", frames))
    tally.check("400 days later", "''  ''", f"{out!r}  {err!r}")
    # Two interfaces whose clocks differ by three seconds, in turn.
    frames = [(t + (3 * SECOND if i % 2 else 0), f)
              for i, (t, f) in enumerate(connection())]
    got, _, _ = stories(tcpst, "-r", write(build, "skew.pcap", frames))
    tally.check("clocks that differ", whole, got)


def compressed(data):
    yield "gz", gzip.compress(data)
    yield "gz of two parts", gzip.compress(data[:100]) + \
        gzip.compress(data[100:])
    yield "xz", lzma.compress(data)
    for program in ("zstd", "lz4"):
        if shutil.which(program):
            yield program, subprocess.run([program, "-c"], input=data,
                                          capture_output=True,
                                          check=True).stdout


def check_compressed(tally, tcpst, build, whole):
    for form in (p.pcap, p.pcapng):
        data = form(connection())
        for name, packed in compressed(data):
            path = build / "packed.cap"
            path.write_bytes(packed)
            tally.check(f"{form.__name__} in {name}", whole,
                        stories(tcpst, "-r", path)[0])
            with open(path, "rb") as file:
                got = stories(tcpst, "-r", "-", stdin=file)[0]
            tally.check(f"{form.__name__} in {name}, standard input", whole,
                        got)
            for size in range(1, len(packed), 23):
                path.write_bytes(packed[:size])
                _, err, status = stories(tcpst, "-r", path)
                if status != 1 or err.count("\n") != 1:
                    tally.check(f"{name} cut off at {size}", "1, a sentence",
                                f"{status} {err}")


def at_two_places(skew, way=2 * MS):
    """WHOLE captured at the client, and at the server, whose clock is ahead."""
    places = [], []
    for number, step in enumerate(WHOLE):
        time = START + number * 20 * MS
        late = step[0] == "i"
        frame = p.framed(1, packet(step))
        places[0].append((time + (0 if late else way), frame))
        places[1].append((time + (way if late else 0) + skew, frame))
    return [sorted(place) for place in places]


def check_skew(tally, tcpst, build, _whole):
    """The clock difference of captures that are read together."""
    def message(*words):
        return tcpst("list", *words)[1].replace(f"{build}/", "")

    def about(ahead, seconds, behind):
        return f"tcpst: the clock of {ahead} is about {seconds} s ahead of that of " \
            f"{behind}, according to 10 segments that both have; editcap -t can " \
            "correct that\n"

    twice = "tcpst: each segment was captured 2 times: 10 duplicates were ignored\n"
    for skew, way, files, interfaces in (
            (0, 2 * MS, twice, twice), (0, 60 * MS, "", ""),
            (3 * MS, MS, twice, twice),
            (50 * MS, 2 * MS, about("b.pcap", "0.050", "a.pcap"),
             about("interface server", "0.050", "interface client")),
            (-1200 * MS, 2 * MS, about("a.pcap", "1.200", "b.pcap"),
             about("interface client", "1.200", "interface server")),
            (3600 * SECOND, 2 * MS, about("b.pcap", "3600.000", "a.pcap"),
             about("interface server", "3600.000", "interface client"))):
        here, there = at_two_places(skew, way)
        a, b = (write(build, f"{name}.pcap", frames)
                for name, frames in (("a", here), ("b", there)))
        tally.check(f"clocks of two files: {skew}, {way}", files,
                    message("-r", b, "-r", a))
        both = sorted([(*frame, 0) for frame in here] +
                      [(*frame, 1) for frame in there])
        path = build / "places.pcapng"
        path.write_bytes(p.section() + p.interface(name=b"client") +
                         p.interface(name=b"server") + b"".join(
                             p.enhanced(*frame) for frame in both))
        tally.check(f"clocks of two interfaces: {skew}, {way}", interfaces,
                    message("-r", path))
    # One direction each.
    for skew, wanted in (
            (0, ""), (-500 * MS, ""),
            (500 * MS, "tcpst: the clock of i.pcap is at least 0.499 s ahead of that "
             "of r.pcap, in which the answer to a SYN comes before the SYN; editcap -t "
             "can correct that\n")):
        halves = {who: [frame for frame, step in zip(connection(), WHOLE)
                        if step[0] == who] for who in "ir"}
        a = write(build, "i.pcap", [(t + skew, f) for t, f in halves["i"]])
        b = write(build, "r.pcap", halves["r"])
        tally.check(f"clocks, a direction each: {skew}", wanted,
                    message("-r", a, "-r", b))


def check_files(tally, tcpst, build, whole):
    """Several files are one capture, in the order of time."""
    frames = connection()
    a = write(build, "part-b.pcap", frames[:4])
    b = build / "part-a.pcap.gz"
    b.write_bytes(gzip.compress(p.pcapng(frames[4:])))
    even, odd = (write(build, f"half-{n}.pcap", frames[n::2]) for n in (0, 1))
    for name, words in (("in order", [a, b]), ("turned round", [b, a]),
                        ("interleaved", [odd, even])):
        words = [word for path in words for word in ("-r", path)]
        tally.check(f"two files {name}", whole, stories(tcpst, *words)[0])
        out = tcpst("watch", "--json", *words)[0]
        tally.check(f"two files {name}: frames", "[1, 2, 3, 3, 7, 8, 8, 9, "
                    "10, 10]", str([json.loads(line)["frame"]
                                    for line in out.splitlines()]))
    directory = build / "rotated"
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    for n in range(10):
        write(directory, f"{9 - n}.pcap", frames[n:n + 1])
    (directory / "README").write_text("no capture")
    got, err, status = stories(tcpst, "-r", directory)
    tally.check("a directory", f"{whole} tcpst: 1 file was skipped: not "
                "a capture\n 0", f"{got} {err} {status}")
    shutil.rmtree(directory)
    directory.mkdir()
    _, err, status = stories(tcpst, "-r", directory)
    tally.check("an empty directory", f"tcpst: {directory}: contains no "
                "capture\n 1", f"{err} {status}")
    (build / "cut.pcap").write_bytes(p.pcap(frames[:2])[:-1])
    rest = write(build, "rest.pcap", frames[1:])
    got, err, status = stories(tcpst, "-r", build / "cut.pcap", "-r", rest)
    tally.check("a broken file among others", f"{whole} True 1",
                f"{got} {'cut.pcap: damaged after 1 packets' in err} {status}")
    _, err, status = stories(tcpst, "-r", a, "-r", "-", stdin=subprocess.PIPE)
    tally.check("a pipe among others", "True 2",
                f"{'requires files' in err} {status}")


def check(tally, tcpst, build):
    whole = stories(tcpst, "-r", write(build, "whole.pcap", connection()))[0]
    for part in (check_checksums, check_copies, check_strays, check_clock,
                 check_compressed, check_files, check_skew):
        part(tally, tcpst, build, whole)
