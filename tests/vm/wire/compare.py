#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Hold what the module reports of each capture against what the reader reports.

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


def transitions(it, found):
    return plan.essence(found["events"], it["notes"])


def verdicts(it, found):
    """What is reported of the flows otherwise than it should be, a line each."""
    right = it["answers"]
    got = plan.answers(it["case"], found["flows"], found["events"])
    if len(right) != len(got):
        yield f"{len(got)} flows, not {len(right)}"
        return
    # Without every segment, that of which the truth is known; else all there is.
    for n, members in (enumerate(right) if it["accounting"] else
                       plan.known(it["case"], right)):
        unseen = {it.get("unseen")}
        if not it["accounting"] and right[n]["end"] != "fin":
            unseen.add("octets")
        for key in set(members) - unseen:
            if key in right[n] and right[n][key] != got[n][key]:
                yield f"flow {n + 1}: {key} is {got[n][key]}, not {right[n][key]}"


def differences(it, found):
    """What the module reports otherwise than the reader, a line each."""
    if it["accounting"]:
        yield from difflib.unified_diff(
            lines(it["expected"]), lines(transitions(it, found)),
            "capture", "module", lineterm="", n=1)
    if "case" in it:
        yield from verdicts(it, found)


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
            if it.get("unseen"):
                left_out.setdefault(
                    f"not looked at without accounting: {it['why']}",
                    []).append(f"{it['unseen']} of {name}")
            wrong = list(differences(it, heard[name]))
            if not wrong:
                passed += 1
                print(f"ok - {name}")
                continue
            failed += 1
            print(f"not ok - {name}: the module reports something else")
            for line in wrong:
                print("   ", line)
    for why, names in left_out.items():
        print(f"left out, {why}: {', '.join(names)}")
    print(f"{passed} passed, {failed} failed")
    return bool(failed or not passed)


sys.exit(main())
