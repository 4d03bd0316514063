#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""How long states lasted, by transitions one after the other (watch), is what the
verdict of the machine is when all is over (life).

held.py TCPST CAPTURE...   a line for each capture; N passed, N failed
"""
import json
import subprocess
import sys


def records(command, path):
    out = subprocess.run([sys.argv[1], command, "--json", "-r", path],
                         capture_output=True, text=True, check=False).stdout
    return [json.loads(line) for line in out.splitlines()]


def differences(path):
    """(how many were compared, those that differ)"""
    left, into, now = {}, {}, {}
    for it in records("watch", path):
        end = it["flow"], it["endpoint"]
        now[end] = it["to"]
        # A retracted transition never happened, so the state before was not left.
        if it.get("retract"):
            for state in (it["from"], it["to"], into.get((*end, it["from"]))):
                left.pop((*end, state), None)
        elif "for_ns" in it:
            left[(*end, it["from"])] = it["for_ns"]
        into[(*end, it["to"])] = it["from"]
    compared, wrong = 0, []
    lives = {it["flow"]: it for it in records("life", path)}
    for (flow, endpoint, state), ns in left.items():
        verdict = lives[flow]["state_ns"][endpoint].get(state)
        # The verdict counts SYN-SENT from the first SYN, whichever end sent it.
        if state in ("CLOSED", now[flow, endpoint]) or verdict is None or \
                (endpoint, state) == ("responder", "SYN_SENT"):
            continue
        compared += 1
        if verdict != ns:
            wrong.append((flow, endpoint, state, ns, verdict))
    return compared, wrong


def main():
    passed = failed = total = 0
    for path in sys.argv[2:]:
        compared, wrong = differences(path)
        total += compared
        passed += not wrong
        failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} - held: {path.rsplit('/', 1)[-1]}"
              f"{f': {wrong[:3]}' if wrong else ''}")
    print(f"{'ok' if total > 100 else 'not ok'} - held: {total} times are compared")
    passed += total > 100
    failed += total <= 100
    print(f"{passed} passed, {failed} failed")


main()
