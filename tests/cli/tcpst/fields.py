#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Tables of fields in the documentation, made of those that tcpst has, and the tables
of ClickHouse.

fields.py TCPST TOP           hold the tables against it; N passed, N failed
fields.py TCPST TOP --write   write them

tcpst lists all it knows of each field with --list-columns --json. What is
between two lines that name a table is made of that.
"""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
import clickhouse
from fields import fields_of, members_of

ROFF = r".\" fields: "
RST = ".. fields: "
SQL = "-- fields: "


def literal(text):
    return f"``{text}``" if text else ""


def table(headings, rows):
    """A simple table of reStructuredText."""
    rows = [headings, *(row for row in rows)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(headings))]
    line = "  ".join("=" * width for width in widths)
    text = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
            for row in rows]
    return "\n".join([line, text[0], line, *text[1:], line])


def columns_roff(fields):
    lines = []
    for field in fields:
        if "column" in field:
            text = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", field["help"])
            lines += [".TP", f".B {field['column']}",
                      text]
    return "\n".join(line.replace("--", r"\-\-") for line in lines)


def value(field):
    notes = [f"``{field['only']}`` only"] if "only" in field else []
    notes += ["optional"] if field.get("optional") else []
    return "; ".join([field["value"], ", ".join(notes)] if notes else [field["value"]])


def members(fields):
    return table(("Member", "Value", "Column", "Meaning"),
                 [(literal(f["json"]), value(f), f.get("column", ""),
                   f["help"].replace("`tcpst show`", "``tcpst show``"))
                  for f in fields if "json" in f])


def elements(fields):
    return table(("Number", "Name", "Meaning"),
                 sorted((str(f["element_id"]), literal(f["element"]), f["help"])
                        for f in fields if "element" in f))


def all_of(command):
    return lambda tcpst: fields_of(tcpst, command)


def lines_of(kind):
    return lambda tcpst: members_of(tcpst, kind)


# File, mark, the fields, what is made of them.
TABLES = [
    ("tools/man/tcpst.8", ROFF + "list", all_of("list"), columns_roff),
    ("tools/man/tcpst.8", ROFF + "watch", all_of("watch"), columns_roff),
    ("Documentation/json.rst", RST + "flow", all_of("list"), members),
    ("Documentation/json.rst", RST + "event", all_of("watch"), members),
    ("Documentation/fleet.rst", RST + "elements", all_of("list"), elements),
    *[("Documentation/fleet/clickhouse.sql", f"{SQL}{kind} {what}", lines_of(kind), make)
      for kind in ("life", "transition")
      for what, make in (("columns", clickhouse.columns), ("members", clickhouse.selected))],
]


def split(text, mark):
    """What is before a table, the table, what is after it."""
    begin, end = f"{mark}, begin\n", f"{mark}, end\n"
    at = text.index(begin) + len(begin)
    stop = text.index(end)
    return text[:at], text[at:stop], text[stop:]


def attributes(top, tcpst):
    """Attributes of the header, which is held against the spec elsewhere, that
    no field is made of, and others that are."""
    path = os.path.join(top, "module/uapi/tcpstates.h")
    with open(path, encoding="utf-8") as file:
        header = file.read()
    for name, command, others in (("FLOW", "list", {"PAD", "FILTER"}),
                                  ("EVENT", "watch", {"PAD", "LIFE"})):
        names = re.findall(rf"^\tTCPSTATES_A_{name}_(\w+)(?: = 1)?,", header, re.M)
        taken = {f["attribute"] for f in fields_of(tcpst, command)
                 if "attribute" in f}
        if len(names) < max(taken):
            yield f"{name}: {len(names)} attributes in the header"
        for number, attribute in enumerate(names, 1):
            if (number in taken) == (attribute in others):
                yield (f"{name}_{attribute}: " + ("a field" if number in taken
                                                  else "no field") + " is made of it")


def check(name, wrong):
    print(f"{'not ok' if wrong else 'ok'} - fields: {name}"
          f"{': ' + wrong if wrong else ''}")
    return bool(wrong)


def main():
    tcpst, top = sys.argv[1:3]
    write = "--write" in sys.argv[3:]
    results = []
    for path, mark, fields, make in TABLES:
        full = os.path.join(top, path)
        with open(full, encoding="utf-8") as file:
            before, now, after = split(file.read(), mark)
        blank = "\n" if path.endswith(".rst") else ""
        wanted = blank + make(fields(tcpst)) + "\n" + blank
        if write:
            with open(full, "w", encoding="utf-8") as file:
                file.write(before + wanted + after)
        else:
            results.append(check(f"{path}, {mark.split('fields: ')[1]}",
                                 "" if now == wanted else "fields.py --write"))
    if write:
        return 0
    results.append(check("every netlink attribute is a field",
                         "; ".join(attributes(top, tcpst))))
    taken = subprocess.run([tcpst, "watch", "--help"], stdout=subprocess.PIPE,
                           text=True, check=True).stdout
    taken += subprocess.run([tcpst, "life", "--help"], stdout=subprocess.PIPE,
                            text=True, check=True).stdout
    missing = {f["option"] for c in ("list", "watch")
               for f in fields_of(tcpst, c) if "option" in f
               and f"--{f['option']} " not in taken.replace("\n", " \n")}
    results.append(check("every option that chooses by a field is there",
                         ", ".join(sorted(missing))))
    print(f"{results.count(False)} passed, {results.count(True)} failed")
    return any(results)


if __name__ == "__main__":
    sys.exit(main())
