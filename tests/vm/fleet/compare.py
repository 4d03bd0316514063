#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Hold rows of a ClickHouse table against the JSON Lines they were made of: each
member has a column, and what stands in it is the same.

    compare.py life|transition LINES ROWS

LINES is what tcpst wrote, ROWS the table as JSONEachRow. Prints what differs and
exits 1 if anything does. tcpst in the PATH lists the members.
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
import clickhouse
from fields import members_of, path_of


def absent(field):
    """What a column holds of a member that is null or absent."""
    if field["value"] == "flag":
        return 0
    return None if "bits" in field else ""


def of_line(line, fields):
    """The row of a line, member by member; what is left over has no column."""
    row, rest = {}, {name: value for name, value in line.items() if name != "type"}
    for field in fields:
        group, name = path_of(field)
        members = rest if group is None else rest.get(group) or {}
        value = members.pop(name, None)
        if field["value"] == "flag":
            value = int(value or False)
        row[clickhouse.column_of(field)] = absent(field) if value is None else value
    return row | {name: value for name, value in rest.items() if value}


def of_clickhouse(row, fields):
    """64-bit numbers and the objects of times in states come as strings."""
    for name in ("day", "host"):
        if not row.pop(name):
            sys.exit(f"{name} is empty")
    for field in fields:
        name = clickhouse.column_of(field)
        if isinstance(row.get(name), str) and \
                ("bits" in field or clickhouse.is_object(field)):
            row[name] = json.loads(row[name])
    return row


def key(row):
    return row["flow"], row.get("seqno", 0)


def main():
    kind, lines, rows = sys.argv[1:]
    fields = members_of("tcpst", kind)
    with open(lines) as file:
        expected = sorted((of_line(json.loads(line), fields) for line in file), key=key)
    with open(rows) as file:
        found = sorted((of_clickhouse(json.loads(line), fields) for line in file), key=key)
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
