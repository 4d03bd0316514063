#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Holds the uapi header against the netlink spec: names, numbers, order.

check.py [HEADER SPEC]

Says what differs, a line each, and exits 1; says nothing and exits 0 if
nothing does. Names are formed as the kernel's own generator forms them.
"""

import os
import re
import sys

import yaml

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
HEADER = os.path.join(TOP, "module", "uapi", "tcpstates.h")
SPEC = os.path.join(TOP, "Documentation", "netlink", "specs", "tcpstates.yaml")


def c_name(*parts):
    """The C constant of a spec's name."""
    return "".join(parts).replace("-", "_").upper()


def read_header(text):
    """Constants and enums: {name: value}, [(enum name, [(name, value)])]."""
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    defines = {}
    for name, value in re.findall(r"^#define\s+(\w+)[ \t]+(\S+)$", text, re.M):
        defines[name] = value.strip('"')
    enums = []
    for name, body in re.findall(r"enum\s*(\w*)\s*\{(.*?)\}\s*;", text, re.S):
        values, members = {}, []
        following = 0
        for entry in filter(None, (e.strip() for e in body.split(","))):
            member, _, value = (part.strip() for part in entry.partition("="))
            minus = re.fullmatch(r"\(\s*(\w+)\s*-\s*1\s*\)", value)
            if minus:
                number = values[minus.group(1)] - 1
            elif value:
                number = int(value, 0)
            else:
                number = following
            values[member] = number
            members.append((member, number))
            following = number + 1
        enums.append((name, members))
    return defines, enums


def expected_definition(family, definition):
    """Members of the enum that an entry of "definitions" stands for."""
    members = []
    following = definition.get("value-start", 0)
    for entry in definition["entries"]:
        name = entry if isinstance(entry, str) else entry["name"]
        if isinstance(entry, dict) and "value" in entry:
            following = entry["value"]
        number = 1 << following if definition["type"] == "flags" else following
        prefix = definition.get("name-prefix",
                                f"{family}-{definition['name']}-")
        members.append((c_name(prefix, name), number))
        following += 1
    return members


def expected_numbered(entries, prefix, count_name, max_name):
    """Members of an enum of attributes or of commands."""
    members = []
    following = 1
    for entry in entries:
        following = entry.get("value", following)
        members.append((c_name(prefix, entry["name"]), following))
        following += 1
    members.append((c_name(count_name), following))
    members.append((c_name(max_name), following - 1))
    return members


def expected(spec):
    """What the header has to hold: constants, enums in order."""
    family = spec["name"]
    defines = {
        c_name(spec.get("c-family-name", f"{family}-family-name")): family,
        c_name(spec.get("c-version-name", f"{family}-family-version")):
            str(spec.get("version", 1)),
    }
    for group in spec["mcast-groups"]["list"]:
        name = group.get("c-define-name", f"{family}-mcgrp-{group['name']}")
        defines[c_name(name)] = group["name"]
    enums = []
    for definition in spec["definitions"]:
        enums.append((f"{family}_{definition['name']}".replace("-", "_"),
                      expected_definition(family, definition)))
    for attrs in spec["attribute-sets"]:
        prefix = attrs.get("name-prefix", f"{family}-a-{attrs['name']}-")
        enums.append(("", expected_numbered(
            attrs["attributes"], prefix,
            attrs.get("attr-cnt-name", f"__{prefix}max"),
            attrs.get("attr-max-name", f"{prefix}max"))))
    operations = spec["operations"]
    prefix = operations.get("name-prefix", f"{family}-cmd-")
    enums.append(("", expected_numbered(operations["list"], prefix,
                                        f"__{prefix}max", f"{prefix}max")))
    return defines, enums


def attribute_names(spec):
    """What the spec says of itself: names it uses and nowhere defines."""
    sets = {s["name"]: {a["name"] for a in s["attributes"]}
            for s in spec["attribute-sets"]}
    kinds = {d["name"] for d in spec["definitions"]}
    for attrs in spec["attribute-sets"]:
        for attr in attrs["attributes"]:
            where = f"{attrs['name']}.{attr['name']}"
            if attr.get("enum", next(iter(kinds))) not in kinds:
                yield f"{where}: there is no enum {attr['enum']}"
            if attr.get("nested-attributes", attrs["name"]) not in sets:
                yield f"{where}: no set {attr['nested-attributes']}"
            if (attr["type"] == "nest") != ("nested-attributes" in attr):
                yield f"{where}: a nest, and only that, nests attributes"
    for operation in spec["operations"]["list"]:
        known = sets[operation["attribute-set"]]
        lists = [operation.get("event", {})]
        for way in ("do", "dump"):
            lists += operation.get(way, {}).values()
        for part in lists:
            for name in part.get("attributes", []):
                if name not in known:
                    yield f"{operation['name']}: no attribute {name}"


def differences(header, spec):
    """All that differs, as sentences."""
    have_defines, have_enums = read_header(header)
    want_defines, want_enums = expected(spec)
    yield from attribute_names(spec)
    for name, value in want_defines.items():
        if have_defines.get(name) != value:
            yield f"{name} is {have_defines.get(name)}, not {value}"
    for name in have_defines.keys() - want_defines.keys():
        if not name.startswith("_UAPI"):
            yield f"{name} is not in the spec"
    for number, (name, members) in enumerate(want_enums):
        if number >= len(have_enums):
            yield f"an enum is missing: {name} {members[0][0]} ..."
            continue
        have_name, have_members = have_enums[number]
        if have_name != name:
            yield f"enum {have_name} stands where enum {name} has to"
        if have_members == members:
            continue
        for i in range(max(len(have_members), len(members))):
            have = have_members[i] if i < len(have_members) else None
            want = members[i] if i < len(members) else None
            if have != want:
                yield (f"enum {name or members[0][0] + ' ...'}: {have} in the "
                       f"header, {want} in the spec")
    for name, members in have_enums[len(want_enums):]:
        yield f"enum {name or members[0][0] + ' ...'} is not in the spec"


def main(argv):
    header, spec = argv[1:] if len(argv) == 3 else (HEADER, SPEC)
    with open(header, encoding="utf-8") as file:
        text = file.read()
    with open(spec, encoding="utf-8") as file:
        tree = yaml.safe_load(file)
    found = list(differences(text, tree))
    for sentence in found:
        print(f"spec: {sentence}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
