#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""recordings.py TCPST DIRECTORY...: what is recorded is read as it was.

Each capture of the directories is recorded, and what commands show of the recording
compared with what they show of the capture, segments included. Then one recording is
cut at each octet, and has octets changed, as it lies in the file: compressed, if tcpst can.
"""

import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
from fields import fields_of

tcpst = sys.argv[1]
captures = [str(path) for directory in sys.argv[2:]
            for path in sorted(pathlib.Path(directory).glob("*.pcap"))]
VIEWS = [["life", "--json"], ["watch", "--notes", "--json"], ["list", "--json"],
         ["life", "--raw", "--ns", "-o",
          "+IOPTIONS,ROPTIONS,COMPLETE,HISTORY,IFACE,TUNNEL,EXPIRES,IDLE"],
         ["show", "1", "--ascii"], ["stats", "--by", "END"],
         ["watch", "--since", "3", "--raw", "-o", "+FRAME,IFACE,TUNNEL"]]
SEGMENT_VIEWS = [["--explain", "--absolute", "--ns"], ["--svg", "-"]]
passed = failed = 0


def report(good, name, why=""):
    global passed, failed
    passed, failed = passed + good, failed + (not good)
    print(f"{'ok' if good else 'not ok'} - recordings: {name}"
          + ("" if good or not why else f": {why}"))


def run(*words, stdin=b""):
    done = subprocess.run([tcpst, *words], input=stdin, capture_output=True,
                          check=False)
    return done.returncode, done.stdout, done.stderr.decode()


def attribute(kind, form, value):
    data = value if form == "s" else struct.pack("=" + form, value)
    return struct.pack("=HH", 4 + len(data), kind) + data + b"\0" * (-len(data) % 4)


def message(command, *attributes):
    body = struct.pack("=BBH", command, 1, 0) + b"".join(attributes)
    return struct.pack("=IHHII", 16 + len(body), 0x7463, 0, 0, 0) + body


def recording(*messages):
    """One that is not compressed: a table of what is given, and its end."""
    return (b"tcpst\r\n\x1a" + struct.pack("=II", 0x01020304, 1) +
            message(129, attribute(1, "Q", 1000)) + b"".join(messages) +
            message(130, attribute(1, "Q", 2000)))


def flow_of(number, **owners):
    """A flow by its members of JSON, with _ for the dot: owner_pid, responder_uid."""
    forms = {"pid": "I", "uid": "I", "comm": "s", "cookie": "Q", "cgroup_id": "Q"}
    kinds = {f["json"]: f["attribute"] for f in fields_of(tcpst, "list")
             if "json" in f and "attribute" in f}
    return message(1, attribute(2, "Q", number), *[
        attribute(kinds[f"{'responder_' * (end == 'responder')}owner.{member}"],
                  forms[member], value)
        for (end, member), value in ((name.split("_", 1), value)
                                     for name, value in owners.items())])


def shown(path, view):
    status, out, _ = run(*view, "-r", str(path))
    return status, out


def capture_with_stamps(stamps):
    """One connection, a segment a second, of each of which the time in seconds is given."""
    octets = struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
    for i, stamp in enumerate(stamps):
        header = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40, i, 0, 64, 6, 0,
                             bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2]))
        header += struct.pack(">HHIIBBHHH", 40000, 80, 1000 + i, 0, 0x50,
                              0x10 if i else 2, 1000, 0, 0)
        octets += struct.pack("<IIII", stamp, 0, len(header), len(header)) + header
    return octets


def flows_of(capture):
    return run("life", "--raw", "--noheadings", "-o", "FLOW", "-r", capture)[1].split()


def segments_of(path, flow, view, *options):
    return run("show", flow.decode(), "--segments", *view, "-r", str(path), *options)[:2]


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    file = folder / "a.tcpst"
    octets = {}
    different = []
    other = []
    n_ladders = 0
    for capture in captures:
        status, _, err = run("save", "--segments", "-r", capture, str(file))
        if status:
            different.append(f"{capture}: {err}")
            continue
        octets[capture] = file.read_bytes()
        different += [f"{capture}: {' '.join(view)}" for view in VIEWS
                      if shown(capture, view) != shown(file, view)]
        for flow in flows_of(capture):
            n_ladders += 1
            other += [f"{capture}: show {flow.decode()} --segments {' '.join(view)}"
                      for view in SEGMENT_VIEWS
                      if segments_of(capture, flow, view) != segments_of(file, flow, view)]
    report(captures and not different,
           f"{len(captures)} captures are read from recordings as from themselves",
           "; ".join(different[:3]))
    report(n_ladders > len(captures) and not other,
           f"{n_ladders} ladders with every segment are those of the captures",
           "; ".join(other[:3]))
    masked = ["--anonymize", str(folder / "key"), "--anonymize-ports"]
    run("save", "--segments", *masked, "-r", captures[-1], str(file))
    report(all(segments_of(captures[-1], flow, [], *masked) == segments_of(file, flow, [])
               for flow in flows_of(captures[-1])), "so are those with other addresses")
    run("save", "--segments", "--port", "34286", "-r", captures[-1], str(file))
    report(flows_of(str(file)) == [b"1"] and
           segments_of(file, b"1", []) == segments_of(captures[-1], b"1", []),
           "only the segments of the connections that are asked for")
    run("save", "--segments", "-r", str(file), str(folder / "b.tcpst"))
    report(segments_of(folder / "b.tcpst", b"1", []) == segments_of(file, b"1", []),
           "segments of a recording are recorded")
    # Until the frame after it shows that its time stamp is wrong, a frame is held back, and
    # of a pipe no more than 32 frames are in memory.
    piped = capture_with_stamps([1 << 30 if i == 31 else 1000 + i for i in range(70)])
    (folder / "a.pcap").write_bytes(piped)
    run("save", "--segments", "--no-checksum", "-r", "-", str(file), stdin=piped)
    drawn = segments_of(file, b"1", ["--absolute"])
    report(b"seq=1069" in drawn[1] and
           drawn == segments_of(folder / "a.pcap", b"1", ["--absolute"], "--no-checksum"),
           "segments of frames that were held back")
    run("save", "-r", captures[-1], str(file))
    status, out, err = run("show", "1", "--segments", "-r", str(file))
    report(status == 1 and not out and "recorded without --segments" in err and
           err.count("\n") == 1, "segments that were not recorded", err)

    whole = min(octets.values(), key=lambda data: abs(len(data) - 900))
    file.write_bytes(whole)
    status, out, err = run("watch", "--notes", "--json", "-r", str(file))
    lines = out.splitlines()
    report(status == 0 and len(lines) > 4 and not err, "one of several events", err)
    report(run("watch", "--notes", "--json", "-r", "-", stdin=whole)[1] == out,
           "it is read from standard input")
    again = folder / "b.tcpst"
    report(run("save", "-r", str(file), str(again))[0] == 0 and
           shown(again, ["watch", "--json"]) == shown(file, ["watch", "--json"]) and
           shown(again, ["life", "--json"]) == shown(file, ["life", "--json"]),
           "a recording is recorded")
    saved = run("save", "-r", str(file), "-")
    report(saved[0] == 0 and saved[1][:4] == whole[:4],
           "it is written to standard output", saved[2])
    status, out, _ = run("stats", "--json", "-r", str(file))
    report(status == 0 and json.loads(out)["recording"]["module"] is None,
           "stats shows that it was made of a file")

    # Cut at each octet: what comes before is read, and it is reported once. The last four
    # are a checksum of zstd, behind all there is.
    wrong = []
    fullest = 0
    for n in range(len(whole)):
        file.write_bytes(whole[:n])
        status, out, err = run("watch", "--notes", "--json", "-r", str(file))
        got = out.splitlines()
        fullest = max(fullest, len(got))
        good = got == lines[:len(got)] and err.count("\n") == 1 and \
            (status, "was cut off" in err) in ((0, True), (1, False))
        if n >= len(whole) - 4 and not err:
            good = status == 0 and got == lines
        if not good:
            wrong.append(f"{n} of {len(whole)} octets: {status} {err}")
    report(not wrong, "cut at each octet", "; ".join(wrong[:3]))
    report(fullest == len(lines), "without its end all events are there")

    # Changes of a compressed file are detected, and never read as another event.
    rng = random.Random(1)
    wrong = []
    for _ in range(100):
        broken = bytearray(whole)
        for _ in range(rng.randint(1, 3)):
            broken[rng.randrange(len(broken))] ^= 1 << rng.randrange(8)
        file.write_bytes(broken)
        status, out, err = run("watch", "--notes", "--json", "-r", str(file))
        got = out.splitlines()
        if status not in (0, 1) or err.count("\n") > 1 or \
                (status == 1 and not err):
            wrong.append(f"{status} {err}")
    report(not wrong, "with octets changed", "; ".join(wrong[:3]))

    file.write_bytes(whole)
    status, _, err = run("life", "-r", str(file), "-r", captures[0])
    report(status == 1 and "cannot be read together" in err and
           err.count("\n") == 1, "not together with a capture", err)
    status, _, err = run("save", "-r", str(file), str(file))
    report(status == 2 and file.read_bytes() == whole, "it is not written over itself",
           err)
    status, _, err = run("save", "-r", captures[0], "/dev/full")
    report(status == 1 and "No space left" in err, "a full disk is an error", err)
    status, _, err = run("list", "--comm", "nc", "-r", str(file))
    report(status == 0, "a recording may be asked for processes", err)
    # Sockets of this host at both ends. Paths of control groups are of the recording,
    # and those of this machine do not matter: its root is 1 everywhere.
    service = "/system.slice/nginx.service"
    file.write_bytes(recording(
        message(131, attribute(5, "Q", 4600), attribute(6, "s", service.encode() + b"\0")),
        message(131, attribute(5, "Q", 4700), attribute(6, "s", b"/system.slicer\0")),
        flow_of(7, owner_pid=812, owner_uid=1000, owner_comm=b"curl\0", owner_cookie=77,
                owner_cgroup_id=1, responder_uid=33, responder_cookie=78,
                responder_cgroup_id=4600, responder_pid=900, responder_comm=b"nginx\0"),
        flow_of(8, responder_uid=0, responder_cookie=79, responder_cgroup_id=4700),
        flow_of(9, owner_uid=5)))
    both = {"owner": {"pid": 812, "uid": 1000, "comm": "curl", "cookie": 77,
                      "cgroup_id": 1, "cgroup": None},
            "responder_owner": {"pid": 900, "uid": 33, "comm": "nginx", "cookie": 78,
                                "cgroup_id": 4600, "cgroup": service}}
    run("save", "-r", str(file), str(again))
    for path, name in ((file, "recorded"), (again, "recorded again")):
        status, out, err = run("life", "--json", "-r", str(path))
        lives = {life["flow"]: life for life in map(json.loads, out.splitlines())}
        report({key: lives[7].get(key) for key in both} == both and
               "owner" not in lives[8] and "responder_owner" not in lives[9] and
               lives[8]["responder_owner"]["pid"] is None,
               f"owners of both ends, {name}", f"{out} {err}")
    out = run("life", "--raw", "--noheadings", "-o",
              "FLOW,COMM,CGROUP,RPID,RUID,RCOMM,RCOOKIE,RCGROUP", "-r", str(file))[1]
    report(out.decode().splitlines() ==
           [f"7 curl id:1 900 33 nginx 78 {service}", "8 - - - 0 - 79 /system.slicer",
            "9 - - - - - - -"], "columns of owners", out)
    for words, wanted in (
            (["--pid", "900"], "7"), (["--comm", "nginx,wget"], "7"),
            (["--cgroup", "/system.slice"], "7"), (["--cgroup", "/system.slice/"], "7"),
            (["--cgroup", "/user.slice,/system.slicer"], "8"), (["--cgroup", "/"], "7 8"),
            (["--where", 'rcgroup =~ "^/system"'], "7 8"),
            (["--where", "rcomm == nginx && comm == curl"], "7"),
            (["--where", "cgroup == id:1"], "7"), (["--where", "comm == nginx"], "")):
        out = run("life", "--raw", "--noheadings", "-o", "FLOW", *words, "-r", str(file))[1]
        report(" ".join(out.decode().split()) == wanted, " ".join(words), out)
    out = run("life", "--raw", "--noheadings", "--by", "RCGROUP", "-r", str(file))[1]
    report([line.split()[0] for line in out.decode().splitlines()] ==
           ["-", "/system.slice/nginx.service", "/system.slicer"], "groups by it", out)
    # As a later version may write it: with a message that is not known.
    file.write_bytes(recording(message(250, attribute(1, "Q", 7)), flow_of(7)))
    status, out, err = run("life", "--json", "-r", str(file))
    report(status == 0 and json.loads(out)["flow"] == 7 and not err, "a newer one", err)
    # Packets that were dropped are reported to those to whom segments matter.
    file.write_bytes(
        b"tcpst\r\n\x1a" + struct.pack("=II", 0x01020304, 1) +
        message(128, attribute(1, "Q", 1000), attribute(7, "Q", 1)) +
        message(129, attribute(1, "Q", 1000)) + message(1, attribute(2, "Q", 7)) +
        message(130, attribute(1, "Q", 2000), attribute(8, "Q", 3)))
    status, out, err = run("show", "7", "--segments", "-r", str(file))
    report(status == 0 and err == "tcpst: 3 packets were dropped while it was recorded: "
           "segments are missing\n" and not run("life", "-r", str(file))[2],
           "packets were dropped", err)
    # As older versions wrote it: options of SYNs under numbers of recordings.
    file.write_bytes(recording(
        message(1, attribute(2, "Q", 7), attribute(261, "I", 0xc0000000 | 1400),
                attribute(262, "I", 0x90000000))))
    status, out, err = run("life", "--json", "-r", str(file))
    report(status == 0 and json.loads(out)["options"] ==
           {"initiator": "mss=1400", "responder": "sack"}, "an older one", err)
    # Of another byte order, and of a later format.
    plain = b"tcpst\r\n\x1a"
    for name, head, why in (
            ("another byte order", plain + b"\1\2\3\4\0\0\0\1", "byte order"),
            ("a later format", plain + b"\4\3\2\1\7\0\0\0", "format 7")):
        if sys.byteorder == "big":
            head = plain + head[8:12][::-1] + head[12:][::-1]
        file.write_bytes(head)
        status, _, err = run("list", "-r", str(file))
        report(status == 1 and why in err and err.count("\n") == 1,
               f"of {name} it reports that", err)

print(f"{passed} passed, {failed} failed")
