#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Hold what the module told of each capture against what the reader told.

compare.py PLAN HEARD
"""

import difflib
import json
import sys

import plan


def lines(flows):
    """A line for each event, connections one after the other."""
    return [f"connection {n}: " +
            " ".join("-" if word is None else str(word) for word in event)
            for n, flow in enumerate(flows, 1) for event in flow]


def main():
    passed = failed = 0
    left_out = {}
    with open(sys.argv[2], encoding="ascii") as file:
        heard = {it["name"]: it for it in map(json.loads, file)}
    with open(sys.argv[1], encoding="ascii") as file:
        for it in map(json.loads, file):
            name = it["name"]
            if "left_out" in it:
                left_out.setdefault(it["left_out"], []).append(name)
                continue
            if name not in heard:
                failed += 1
                print(f"not ok - {name}: was not played")
                continue
            sent, arrived = len(it["frames"]), heard[name]["forwarded"]
            if sent != arrived:
                failed += 1
                print(f"not ok - {name}: {arrived} of {sent} packets forwarded")
                continue
            got = plan.essence(heard[name]["events"])
            if got == it["expected"]:
                passed += 1
                print(f"ok - {name}")
                continue
            failed += 1
            print(f"not ok - {name}: the module tells something else")
            for line in difflib.unified_diff(lines(it["expected"]), lines(got),
                                             "capture", "module",
                                             lineterm="", n=1):
                print("   ", line)
    for why, names in left_out.items():
        print(f"left out, {why}: {', '.join(names)}")
    print(f"{passed} passed, {failed} failed")
    return bool(failed or not passed)


sys.exit(main())
