#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Captures through tcpst, compared with the expected output.

run.py TCPST DUMP_VECTORS GENERATE BUILD [--update] [NAME...]

The state machine's vectors contain what is expected. For the other captures,
expected/NAME.json holds it: `watch --notes`, `life` and the counters of `stats`
in JSON, and expected/NAME.err what is printed on standard error. --update
writes these anew; read the difference before you commit it.
"""

import difflib
import functools
import json
import pathlib
import re
import signal
import subprocess
import sys
import threading

import anonymize_test
import beside_test
import capture_files
import captures
import extract_test
import join_test
import judge_test
import links_test
import options
import packets
import schema
import terminal_test
import tshark
import tshark_all
import vectors

HERE = pathlib.Path(__file__).parent
EXPECTED = HERE / "expected"

class Tally:
    passed = failed = 0

    def check(self, name, wanted, got):
        if wanted == got:
            self.passed += 1
            return
        self.failed += 1
        print(f"{name}:")
        for line in difflib.unified_diff(wanted.splitlines(), got.splitlines(),
                                         "expected", "got", lineterm="", n=1):
            print("   ", line)


def tcpst(command, *arguments, text=True, **how):
    done = subprocess.run([command, *arguments], capture_output=True,
                          text=text, timeout=900, **how)
    return done.stdout, done.stderr, done.returncode


def once(pairs):
    """An object without duplicate members."""
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names), f"twice the same member: {names}"
    return dict(pairs)


@functools.cache
def schema_of(command):
    return schema.Schema(command)


def parsed(tally, command, name, text):
    """The objects in JSON Lines, each checked against the schema."""
    objects = [json.loads(line, object_pairs_hook=once) for line in text.splitlines()]
    wrong = [f"{it.get('type')}: {why}" for it in objects
             for why in schema_of(command).check(it)]
    tally.check(f"{name}, the schema", "", "\n".join(wrong))
    return objects


def events(tally, command, path):
    out = tcpst(command, "watch", "--notes", "--json", "-r", path)[0]
    return parsed(tally, command, path.stem, out)


def who(event):
    """The end of the script that an event is about. Roles may change, addresses do not."""
    return "i" if event[event["endpoint"]]["addr"] == "10.0.0.1" else "r"


def check_vector(tally, command, vector, build):
    path = build / f"{vector.name}.pcap"
    path.write_bytes(packets.pcap(vector.frames))
    got = [who(e) + vectors.change_text(e)[1:] for e in events(tally, command, path)]
    wanted = vector.changes
    tally.check(vector.name, "\n".join(wanted), "\n".join(got))

    lives = parsed(tally, command, f"{vector.name}, lives",
                   tcpst(command, "life", "--json", "-r", path)[0])
    if not lives:
        return
    lives = {life["flow"]: life for life in lives}
    asked = [(q, a, vectors.answer(lives[flow], q))
             for flow, q, a in vector.answers if flow in lives]
    asked = [(q, a, g) for q, a, g in asked if g is not None]
    if asked:
        tally.check(f"{vector.name}, the life",
                    "\n".join(f"{q} : {a}" for q, a, _ in asked),
                    "\n".join(f"{q} : {g}" for q, _, g in asked))


def output(command, path):
    """The output of tcpst for a capture: for expected/*.json and *.err."""
    parts, errors = [], []
    for arguments in (["watch", "--notes"], ["life"], ["stats"]):
        out, err, status = tcpst(command, *arguments, "--json", "-r", path)
        if arguments == ["stats"] and out:
            out = json.dumps({"counters": json.loads(out)["counters"]}) + "\n"
        parts.append(out)
        errors.append(f"{arguments[0]}: exit {status}\n{err}" if err or status
                      else "")
    return "".join(parts), "".join(errors).replace(str(path), path.name)


def check_whole(tally, name, out):
    """However it was captured, the connection is the same."""
    lives = [json.loads(line) for line in out.splitlines()
             if line.startswith('{"type":"life"')]
    got = [f"{it['end']} {it['zeek_conn_state']} {it['closed_first']} "
           f"{list(it['bytes'].values())} {list(it['states'].values())}"
           for it in lives]
    wanted = "fin SF initiator [5, 100] ['TIME_WAIT', 'CLOSED']"
    tally.check(f"{name}, the connection", "\n".join([wanted] * len(lives) or
                                                     [wanted]),
                "\n".join(got))


def check_capture(tally, command, name, build, update):
    path = build / f"{name}.pcap"
    path.write_bytes(captures.ALL[name]())
    out, err = output(command, path)
    parsed(tally, command, name,
           "".join(line for line in out.splitlines(True)
                   if line.startswith('{"type"')))
    if name in captures.WHOLE_ONES:
        check_whole(tally, name, out)
    for suffix, text in (".json", out), (".err", err):
        golden = EXPECTED / (name + suffix)
        if update and text:
            golden.write_text(text)
        elif update:
            golden.unlink(missing_ok=True)
        wanted = golden.read_text() if golden.exists() else ""
        tally.check(name + suffix, wanted, text)


def check_more(tally, command, build):
    """Checks that need several captures or options."""
    path = build / "checksum_bad.pcap"
    path.write_bytes(captures.checksum_bad())
    for option, believed in (([], 0), (["--no-checksum"], 2)):
        out = tcpst(command, "watch", "--json", "-r", path, *option)[0]
        rsts = [e for e in map(json.loads, out.splitlines())
                if e["cause"] == "RST"]
        tally.check(f"the forged RST, {option}", str(believed), str(len(rsts)))

    whole = build / "link_raw.pcap"
    whole.write_bytes(captures.link_raw())
    with open(whole, "rb") as file:
        done = subprocess.run([command, "life", "--json", "-r", "-"],
                              stdin=file, capture_output=True, text=True,
                              timeout=900)
    tally.check("- reads standard input",
                tcpst(command, "life", "--json", "-r", whole)[0], done.stdout)

    with subprocess.Popen([command, "watch", "--json", "-r", "-"],
                          stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as reader:
        killer = threading.Timer(60, reader.kill)
        killer.start()
        reader.stdin.write(whole.read_bytes()[:-1])
        reader.stdin.flush()
        lines = [reader.stdout.readline() for _ in range(4)]
        reader.send_signal(signal.SIGINT)
        status = reader.wait()
        killer.cancel()
    tally.check("a pipe is read as far as it goes, until a signal",
                "[1, 2, 3, 4] 0", f"{[json.loads(line)['seqno'] for line in lines if line]} "
                f"{status}")

    turned = build / "roles_turned.pcap"
    turned.write_bytes(captures.roles_turned())
    out = tcpst(command, "show", "1", "-r", turned)[0]
    arrows = ["server" if "◀" in line else "client"
              for line in out.splitlines() if " seq=" in line][:3]
    tally.check("a ladder of a flow that swapped roles while it was recorded",
                "['server', 'server', 'client']", str(arrows))

    numbers = [e["seqno"] for e in events(tally, command, whole)]
    tally.check("numbers increase", str(sorted(set(numbers))), str(numbers))


def check_durations(tally, command, build):
    """No duration of a connection of 9 ms includes the 60 s of its TIME-WAIT."""
    path = build / "timer_time_wait.pcap"
    path.write_bytes(captures.timer_time_wait())
    out = tcpst(command, "life", "--raw", "--noheadings", "-o", "AGE,DURATION",
                "-r", path)[0]
    tally.check("duration, beside age", "1m00s 9.00ms\n", out)
    out = tcpst(command, "show", "1", "-r", path)[0]
    tally.check("duration, of show", "Flow 1, end: fin, after 9.00ms",
                out.splitlines()[0])
    bins = json.loads(tcpst(command, "stats", "--json", "-r", path)[0])
    tally.check("duration, of stats", "[{'below_ns': 10000000, 'count': 1}]",
                str(bins["lifetime"]))
    out = tcpst(command, "export", "prometheus", "-r", path)[0]
    series = 'tcpstates_lifetime_seconds_sum{end="fin"}'
    tally.check("duration, of prometheus", f"{series} 0.009000000",
                next(line for line in out.splitlines()
                     if line.startswith(series)))
    out = tcpst(command, "report", "-o", "-", "-r", path)[0]
    tally.check("duration, of a report", "9.00ms",
                re.search(r"<tr><td>connection<.*>(\S+)$", out, re.MULTILINE)[1])


def peak_of(command, generate, connections):
    """Memory for that many connections, KiB, and how many are live at the end.

    They come a thousand at a time, and stay in TIME-WAIT for 60 s: the number of
    live ones is the same, however many there are in all. The first line
    comes when all is read; before the others are read, memory is measured.
    """
    with subprocess.Popen([generate, str(connections), "7", "1000"],
                          stdout=subprocess.PIPE) as source, \
         subprocess.Popen([command, "list", "--json", "-r", "-"],
                          stdin=source.stdout,
                          stdout=subprocess.PIPE) as reader:
        source.stdout.close()
        lives = bool(reader.stdout.readline())
        peak = next(int(line.split()[1]) for line in
                    open(f"/proc/{reader.pid}/status", encoding="ascii")
                    if line.startswith("VmHWM"))
        lives += sum(1 for _ in reader.stdout)
    return peak, lives


def check_memory(tally, command, generate):
    """Bounded by the live flows, not by the size of the file."""
    least, few, many = (peak_of(command, generate, n)
                        for n in (1000, 50_000, 2_000_000))
    for (peak, lives), all_ in ((least, "1 thousand"), (few, "50 thousand"),
                                (many, "2 million")):
        print(f"{all_} connections, of which {lives} live: {peak} KiB")
    tally.check("memory: as many live", str(few[1]), str(many[1]))
    tally.check("memory: forty times the file, no more memory", "True",
                str(many[0] < few[0] + 2048))
    # Beyond what the program takes itself, which an emulator increases.
    tally.check("memory: less than 1 KiB a flow", "True",
                str(many[0] - least[0] < many[1] - least[1]))


def check_cut(tally, command, build):
    """Of a file truncated anywhere the complete part is reported, with a message."""
    whole = capture_files.file_pcapng_names()
    path = build / "cut.pcapng"
    wrong = []
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        out, err, status = tcpst(command, "stats", "--json", "-r", path)
        packets = json.loads(out)["counters"]["packets"] if out else None
        match = re.fullmatch(r"tcpst: \S+: (?:damaged after (\d+) packets: "
                            r"truncated within a block|cannot read it .*)\n", err)
        between = status == 0 and not err
        if not between and not (status == 1 and match and
                                int(match[1] or 0) == (packets or 0)):
            wrong.append(f"{size}: {status} {err}")
    tally.check("pcapng cut off anywhere", "", "\n".join(wrong))


def main():
    command, dump, generate, build, *rest = sys.argv[1:]
    update = "--update" in rest
    names = [r for r in rest if r != "--update"]
    build = pathlib.Path(build)
    tally = Tally()
    text = subprocess.run([dump], capture_output=True, text=True,
                          check=True).stdout
    for vector in vectors.read(text):
        if not names or vector.name in names:
            check_vector(tally, command, vector, build)
    for name in captures.ALL:
        if not names or name in names:
            check_capture(tally, command, name, build, update)
    for golden in EXPECTED.iterdir():
        if golden.stem not in captures.ALL:
            tally.check(f"{golden.name} is of no capture", "", golden.name)
    if not names:
        check_more(tally, command, build)
        options.check(tally, functools.partial(tcpst, command), build)
        anonymize_test.check(tally, functools.partial(tcpst, command), build)
        beside_test.check(tally, functools.partial(tcpst, command), build)
        extract_test.check(tally, functools.partial(tcpst, command), build)
        join_test.check(tally, functools.partial(tcpst, command), build)
        judge_test.check(tally, functools.partial(tcpst, command), build)
        links_test.check(tally, functools.partial(tcpst, command), build)
        check_durations(tally, command, build)
        tshark.check(tally, functools.partial(tcpst, command), build)
        tshark_all.check(tally, functools.partial(tcpst, command), build)
        terminal_test.check(tally, command, build, generate)
        check_cut(tally, command, build)
        check_memory(tally, command, generate)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return tally.failed or not tally.passed


sys.exit(bool(main()))
