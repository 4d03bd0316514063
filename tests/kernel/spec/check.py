#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Holds the uapi header, the state machine's enums and the module's policies
against the netlink spec: names, numbers, order, types.

check.py [HEADER SPEC [MODULE]]

Says what differs, a line each, and exits 1; says nothing and exits 0 if
nothing does. Names are formed as the kernel's own generator forms them.
"""

import glob
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


def core_differences(spec, headers):
    """The numbers of the machine are those of the wire."""
    _, enums = read_header(headers)
    have = dict(enums)
    for definition in spec["definitions"]:
        name = "tcps_" + definition["name"].replace("-", "_")
        if name not in have:
            continue        # the machine has none
        found = [member for member, _ in have[name]]
        if found[-1].endswith("_MAX"):
            found.pop()
        entries = [e if isinstance(e, str) else e["name"]
                   for e in definition["entries"]]
        if len(found) != len(entries):
            yield f"enum {name} has {len(found)} members, the spec {len(entries)}"
        for number, (member, entry) in enumerate(zip(found, entries)):
            if not member.endswith("_" + c_name(entry)):
                yield f"enum {name}: {number} is {member}, in the spec {entry}"


def requested(spec):
    """Sets of attributes that requests have: {(set, attribute)}, nests too."""
    sets = {s["name"]: s for s in spec["attribute-sets"]}
    todo = [(o["attribute-set"], name) for o in spec["operations"]["list"]
            for way in ("do", "dump") if way in o
            for name in o[way].get("request", {}).get("attributes", [])]
    done = set()
    while todo:
        where, name = todo.pop()
        done.add((where, name))
        attr = next(a for a in sets[where]["attributes"] if a["name"] == name)
        nested = attr.get("nested-attributes")
        if nested and not any(where == nested for where, _ in done):
            todo += [(nested, a["name"]) for a in sets[nested]["attributes"]
                     if a["type"] != "pad"]
    return done


# How the types of the spec are called in a policy.
POLICY = {"u8": "NLA_U8", "u16": "NLA_U16", "u32": "NLA_U32", "u64": "NLA_U64",
          "nest": "NESTED", "string": "NLA_NUL_STRING", "binary": "NLA_BINARY"}


def policy_differences(spec, source):
    """What the module accepts is what the spec lets a request have."""
    source = re.sub(r"/\*.*?\*/", " ", source, flags=re.S)
    have = {}
    for body in re.findall(r"struct nla_policy \w+\[[^]]*\] = \{(.*?)\n\};",
                           source, re.S):
        have.update(re.findall(r"\[(\w+)\]\s*=\s*(.*?),\n(?=\s*\[|\Z)",
                               body + "\n", re.S))
    want = {}
    for attrs in spec["attribute-sets"]:
        prefix = attrs.get("name-prefix", f"{spec['name']}-a-{attrs['name']}-")
        for attr in attrs["attributes"]:
            if (attrs["name"], attr["name"]) in requested(spec):
                want[c_name(prefix, attr["name"])] = POLICY[attr["type"]]
    for name in sorted(have.keys() ^ want.keys()):
        yield (f"{name} has a policy, and no request of the spec has it"
               if name in have else f"{name} has no policy")
    for name in sorted(have.keys() & want.keys()):
        if want[name] not in have[name]:
            yield f"{name} is {want[name]} in the spec, not {have[name]}"


def read_all(*pattern):
    text = ""
    for path in sorted(glob.glob(os.path.join(*pattern), recursive=True)):
        with open(path, encoding="utf-8") as file:
            text += file.read()
    return text


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
    header, spec = argv[1:3] if len(argv) > 2 else (HEADER, SPEC)
    module = argv[3] if len(argv) > 3 else os.path.join(TOP, "module")
    with open(header, encoding="utf-8") as file:
        text = file.read()
    with open(spec, encoding="utf-8") as file:
        tree = yaml.safe_load(file)
    found = list(differences(text, tree))
    if not found:           # else the spec may name what it does not define
        found = [*core_differences(tree, read_all(module, "core", "**", "*.h")),
                 *policy_differences(tree, read_all(module, "*.c"))]
    for sentence in found:
        print(f"spec: {sentence}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
