#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""profile.py KERNEL PROFILE FIGURES [NAME]: instructions by function.

KERNEL is what icount ran, PROFILE what it wrote, FIGURES what was printed
meanwhile. Prints for the last stretch called NAME what each function executed,
how often it was called, and how much that is a call.
"""

import bisect
import collections
import subprocess
import sys


def functions(kernel):
    """Addresses of functions, in order, and their names."""
    lines = subprocess.run(["nm", "-n", "--defined-only", kernel],
                           capture_output=True, text=True, check=True)
    found = [line.split() for line in lines.stdout.splitlines()]
    found = [(int(word[0], 16), word[2]) for word in found
             if len(word) == 3 and word[1] in "tTwW"]
    return [address for address, _ in found], [name for _, name in found]


def stretch_of(figures, wanted):
    """Number of the last stretch of that name, and of the things it did."""
    number, last, found = 0, None, None
    with open(figures, encoding="utf-8") as lines:
        for word in map(str.split, lines):
            if word[:2] == ["bench:", "count"]:
                last = word
            elif word[0] == "icount:":
                number += 1
                if last and last[2] == wanted:
                    found = number, int(last[3])
    return found


def steps(profile, stretch):
    """Addresses executed in that stretch, and how often."""
    here = False
    with open(profile, encoding="utf-8") as lines:
        for word in map(str.split, lines):
            if word[0] == "stretch":
                here = int(word[1]) == stretch
            elif here:
                yield int(word[0], 16), int(word[1])


def main(kernel, profile, figures, wanted="instructions.connection.off"):
    stretch = stretch_of(figures, wanted)
    if not stretch:
        sys.exit(f"profile.py: nothing is called {wanted}")
    number, things = stretch
    addresses, names = functions(kernel)
    executed, called = collections.Counter(), collections.Counter()
    for address, times in steps(profile, number):
        at = bisect.bisect_right(addresses, address) - 1
        executed[names[at]] += times
        if address == addresses[at]:
            called[names[at]] += times
    print(f"{wanted}: {sum(executed.values()) / things:.0f}")
    for name, times in executed.most_common(40):
        each = f"{times / called[name]:7.0f}" if called[name] else "      -"
        print(f"{times / things:8.1f} {called[name] / things:7.2f} {each}  {name}")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__.splitlines()[0])
    main(*sys.argv[1:])
