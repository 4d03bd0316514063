#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Hold rows of a ClickHouse table against the JSON Lines they were made of: each
member has a column, and what stands in it is the same.

    compare.py life|transition LINES ROWS

LINES is what tcpst wrote, ROWS the table as JSONEachRow. Says what differs and
exits 1 if anything does.
"""
import json
import sys

ROLES = ("initiator", "responder")
OWNER = ("pid", "uid", "comm", "cookie")


def spread_owner(row):
    """Nobody known is nobody, whether it says null or nothing."""
    owner = row.pop("owner", None) or dict.fromkeys(OWNER)
    row.update({f"owner_{name}": value for name, value in owner.items()})
    row["owner_comm"] = row["owner_comm"] or ""


def of_life(line):
    """The row of a life, member by member; what is left over has no column."""
    row = dict(line)
    row.pop("type")
    spread_owner(row)
    for name in ("packets", "rtt_ns"):
        row.setdefault(name, dict.fromkeys(ROLES))
    row["options"] = {**dict.fromkeys(ROLES, ""), **row.get("options", {})}
    for role in ROLES:
        end = row.pop(role)
        row[f"{role}_addr"], row[f"{role}_port"] = end.pop("addr"), end.pop("port")
        row.update({f"{role}_{name}": value for name, value in end.items()})
        row[f"{role}_state"] = row["states"].pop(role)
        for name in ("fin_repeats", "bytes", "packets", "rtt_ns", "options"):
            row[f"{role}_{name}"] = row[name].pop(role)
        row[f"{role}_state_ns"] = row["state_ns"].pop(role)
    for name, value in row.pop("handshake_ns").items():
        row[f"{name}_ns"] = value
    for name in ("states", "fin_repeats", "bytes", "state_ns", "packets", "rtt_ns",
                 "options"):
        for role, value in row.pop(name).items():
            row[f"{role}_{name}"] = value
    for name in ("closed_first", "reset_by"):
        row[name] = row[name] or ""
    for name in ("iface", "tunnel", "zeek_history", "failure", "reset_reason",
                 "reset_origin", "zeek_uid", "netns"):
        row.setdefault(name, "")
    for name in ("reset_ttl", "reset_usual_ttl", "icmp"):
        row.setdefault(name, None)
    row["corrects"] = int(row.get("corrects", False))
    row.setdefault("tcp_completeness", None)
    return row


def of_transition(line):
    row = dict(line)
    row.pop("type")
    spread_owner(row)
    for role in ROLES:
        end = row.pop(role)
        row[f"{role}_addr"], row[f"{role}_port"] = end["addr"], end["port"]
    row["retract"] = int(row.get("retract", False))
    for name in ("sender", "tcp_flags"):
        row[name] = row[name] or ""
    for name in ("notes_left_out", "frame", "for_ns", "reset_ttl",
                 "reset_usual_ttl", "icmp"):
        row.setdefault(name, None)
    for name in ("iface", "tunnel", "reset_reason", "reset_origin"):
        row.setdefault(name, "")
    return row


def of_clickhouse(row):
    """64-bit numbers and the objects of times in states come as strings."""
    for name in ("day", "host"):
        if not row.pop(name):
            sys.exit(f"{name} is empty")
    row["icmp"] = json.loads(row["icmp"] or "null")
    for name, value in row.items():
        if name.endswith("_state_ns") or isinstance(value, str) and \
                (name.endswith(("_ns", "_bytes", "_packets", "_cookie")) or
                 name in ("flow", "seqno", "frame")):
            row[name] = json.loads(value)
    return row


def key(row):
    return row["flow"], row.get("seqno", 0)


def main():
    kind, lines, rows = sys.argv[1:]
    with open(lines) as file:
        expected = sorted(map(of_life if kind == "life" else of_transition,
                              map(json.loads, file)), key=key)
    with open(rows) as file:
        found = sorted(map(of_clickhouse, map(json.loads, file)), key=key)
    if len(expected) != len(found) or not expected:
        sys.exit(f"{len(expected)} lines, {len(found)} rows")
    for line, row in zip(expected, found):
        if line != row:
            names = sorted(name for name in {*line, *row}
                           if line.get(name, "-") != row.get(name, "-"))
            sys.exit(f"flow {line['flow']}: " + ", ".join(
                f"{name} is {row.get(name, 'no column')} in the table, and "
                f"{line.get(name, 'no member')} in the line" for name in names))


main()
