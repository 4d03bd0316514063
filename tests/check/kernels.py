#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Are the kernels of tests/kernel/kernels those that README.md and testing.rst list?

    kernels.py TOP

Prints a line for each kernel that one of the three lacks or has too much.
"""
import pathlib
import re
import sys

RELEASES = {"bookworm": "Debian 12", "trixie": "Debian 13", "sid": "Debian sid"}


def listed(text):
    """The lines of the list: {NAME: what the README calls it}."""
    kernels = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, suite, architecture, flavour = line.split()
            kernels[name] = (name.split("-")[0]
                             + (" PREEMPT_RT" if flavour.startswith("rt-") else "")
                             + (f" on {architecture}" if architecture != "amd64" else "")
                             + f" ({RELEASES[suite]})")
    return kernels


def of_readme(text):
    """The first column of its table of kernels, but for the last row: all others."""
    table = text.split("\n| Kernel |", 1)[1].split("\n\n", 1)[0]
    return [line.split("|")[1].strip() for line in table.splitlines()[2:]][:-1]


def of_testing(text):
    """The first column of the table below its heading `Every kernel`."""
    section = text.split("\nEvery kernel\n", 1)[1]
    table = re.search(r"^    kernel .*\n((?:    .*\n)+)", section, re.MULTILINE)[1]
    return re.findall(r"^    (\S+)", table, re.MULTILINE)


def main():
    top = pathlib.Path(sys.argv[1])
    kernels = listed((top / "tests/kernel/kernels").read_text(encoding="utf-8"))
    wrong = 0
    for file, expected, found in (
            ("README.md", list(kernels.values()),
             of_readme((top / "README.md").read_text(encoding="utf-8"))),
            ("Documentation/testing.rst", list(kernels),
             of_testing((top / "Documentation/testing.rst").read_text(encoding="utf-8")))):
        for name in sorted(set(expected) - set(found)):
            print(f"{file} does not list {name}, which is in tests/kernel/kernels")
            wrong = 1
        for name in sorted(set(found) - set(expected)):
            print(f"{file} lists {name}, which is not in tests/kernel/kernels")
            wrong = 1
        if not wrong and found != expected:
            print(f"{file} has the kernels of tests/kernel/kernels twice or in another order")
            wrong = 1
    return wrong


sys.exit(main())
