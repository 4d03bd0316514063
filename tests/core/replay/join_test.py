# SPDX-License-Identifier: GPL-2.0
"""Zeek's conn.log beside ours (--join): check(tally, tcpst, build)

The logs are written as Zeek 6 writes them: in columns with its headings, and as
JSON, with times in seconds or as text.
"""

import gzip
import json

import packets as p
from connections import C4, C6, MS, S4, S6, WHOLE, connection

COLUMNS = ("ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service "
           "duration orig_bytes").split()


def columns(rows, separator="\t", names=COLUMNS):
    code = f"\\x{ord(separator):02x}"
    lines = [f"#separator {code}", separator.join(["#set_separator", ","]),
             separator.join(["#path", "conn"]),
             separator.join(["#fields", *names])]
    for row in rows:
        values = dict(zip(COLUMNS, row))
        lines.append(separator.join("-" if values.get(name) is None else
                                    str(values[name]) for name in names))
    return "\n".join([*lines, "#close" + separator + "2023-11-14", ""])


def objects(rows, time=float):
    lines = [{**dict(zip(COLUMNS, row)), "ts": time(row[0])} for row in rows]
    return "".join(json.dumps({name: value for name, value in line.items()
                               if value is not None}) + "\n" for line in lines)


def iso(seconds):
    assert seconds.startswith("17000000")
    return f"2023-11-14T22:{13 + (20 + int(seconds[8:10])) // 60:02d}:" \
           f"{(20 + int(seconds[8:10])) % 60:02d}.{seconds.split('.')[1]}Z"


def row(uid, seconds, ports, v6=False, turned=False, proto="tcp", duration="0.009"):
    ends = [(C6 if v6 else C4, ports[0]), (S6 if v6 else S4, ports[1])]
    if turned:
        ends.reverse()
    (addr, port), (peer, peer_port) = ends
    return (f"17000000{seconds:09.6f}", uid, addr, port, peer, peer_port, proto,
            None, duration, 5)


# Ports that were used three times, another pair, IPv6, and other connections.
ROWS = [row("Cfirst", 0, (40000, 443)), row("Csecond", 20, (40000, 443)),
        row("Cudp", 20, (40000, 443), proto="udp"),
        row("Cturned", 0, (40001, 443), turned=True, duration=None),
        row("Csix", 30, (40002, 80), v6=True),
        row("Clate", 50, (40003, 80)), row("Cother", 0, (40009, 80)),
        row("Cthird", 40, (40000, 443), duration="0.000001")]
WANTED = "Cfirst Cturned Csecond Csix Cthird -"


def capture():
    frames = []
    for seconds, v6, ports in ((0, False, (40000, 443)), (0, False, (40001, 443)),
                               (20, False, (40000, 443)), (30, True, (40002, 80)),
                               (40, False, (40000, 443)),
                               (60, False, (40003, 80))):
        # Later ones begin with a higher number, during TIME-WAIT of the previous one.
        ahead = seconds * 100_000
        steps = [(who, flags, seq + ahead, ack and ack + ahead, payload)
                 for who, flags, seq, ack, payload in WHOLE]
        frames += [(time + seconds * 1000 * MS + ports[0] % 2 * 1000, data)
                   for time, data in connection(v6=v6, ports=ports, steps=steps)]
    return p.pcap(sorted(frames))


def check(tally, tcpst, build):
    path, log = build / "join.pcap", build / "conn.log"
    path.write_bytes(capture())
    for name, text in (
            ("columns", columns(ROWS).encode()),
            ("columns, in another order", columns(
                ROWS, ";", [*COLUMNS[::-1], "more"]).encode()),
            ("columns, compressed", gzip.compress(columns(ROWS).encode())),
            ("columns, without a last line end", columns(ROWS)[:-1].encode()),
            ("columns, two logs in one", (columns(ROWS[:3]) + columns(
                ROWS[3:], ",")).encode()),
            ("JSON", objects(ROWS).encode()),
            ("JSON, times as text", objects(ROWS, iso).encode())):
        log.write_bytes(text)
        out, err, _ = tcpst("life", "--join", log, "--sort", "FLOW", "--raw",
                            "--noheadings", "-o", "ZEEKUID", "-r", path)
        tally.check(f"join of {name}", WANTED, " ".join(out.split()) + err)
    lives = [json.loads(line) for line in
             tcpst("life", "--json", "--sort", "FLOW", "--join", log, "-r",
                   path)[0].splitlines()]
    tally.check("join, in JSON", WANTED,
                " ".join(life.get("zeek_uid", "-") for life in lives))
    out = tcpst("life", "--join", log, "--sort", "-ZEEKUID", "-r", path)[0]
    tally.check("join, the column is shown and sorted by", "ZEEKUID Cturned",
                " ".join(line.split()[-1] for line in out.splitlines()[:2]))
    out = tcpst("life", "--join", log, "--by", "ZEEKUID", "--json", "-r", path)[0]
    tally.check("join, by uid", "6", str(out.count('"ZEEKUID":')))
    tally.check("join, of show", "SF, uid Csix", next(
        line.split(None, 1)[1] for line in tcpst(
            "show", "4", "--join", log, "-r", path)[0].splitlines()
        if "conn_state" in line))
    log.write_text(columns(ROWS[6:7]))
    tally.check("join, nothing in common", True,
                "seems to be from another time or place" in tcpst(
                    "life", "--join", log, "-r", path)[1])
    for text, wanted in (("neither\n", "not a Zeek conn.log"), ("", "not a Zeek conn.log"),
                         ('{"a":1}\n{\n', "not a Zeek conn.log"),
                         (gzip.compress(columns(ROWS).encode())[:-20],
                          "truncated")):
        log.write_bytes(text if isinstance(text, bytes) else text.encode())
        _, err, status = tcpst("life", "--join", log, "-r", path)
        tally.check(f"join of {text[:8]}", "1 True", f"{status} {wanted in err}")
    # Invalid lines are ignored.
    log.write_text(columns(ROWS[:1]) + "\t" * 20 + "\n1\n" +
                   "x" * 100000 + "\n1700000000.0\tCx\t1.2.3\t4\t5\t6\ttcp\n" +
                   "99999999999999999999.5\tCy\t192.0.2.1\t40000\t198.51.100.2\t443"
                   "\ttcp\n")
    tally.check("join of damaged lines", "Cfirst", tcpst(
        "life", "--join", log, "--raw", "--noheadings", "-o", "ZEEKUID", "--sort",
        "FLOW", "--count", "1", "-r", path)[0].strip())
