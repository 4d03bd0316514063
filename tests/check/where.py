#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Documentation/where.rst names every folder, and nothing that is not there.

where.py TOP    what is wrong, a line each; nothing if nothing is
"""
import os
import re
import subprocess
import sys

# What a test compares with is part of the test.
DATA = {"golden", "expected"}
PATH = re.compile(r"``([\w./*-]+)``")
# What a path may be relative to.
ROOTS = ("", "tools", "tools/model", "tests", "Documentation")


def main():
    top = sys.argv[1] if len(sys.argv) > 1 else "."
    files = subprocess.run(["git", "-C", top, "ls-files", "--cached", "--others",
                            "--exclude-standard"], stdout=subprocess.PIPE,
                           text=True, check=True).stdout.splitlines()
    files = [f for f in files if os.path.exists(os.path.join(top, f))]
    folders = {""}
    for path in files:
        while path := os.path.dirname(path):
            folders.add(path)
    with open(os.path.join(top, "Documentation/where.rst"),
              encoding="utf-8") as file:
        named = {name.rstrip("/") for name in PATH.findall(file.read())}
    known = {os.path.join(root, name).rstrip("/")
             for root in ROOTS for name in named}
    wrong = [f"Documentation/where.rst does not name {folder}/"
             for folder in sorted(folders - known - {""})
             if not folder.startswith(".") and
             os.path.basename(folder) not in DATA]
    for name in sorted(named):
        pattern = re.compile("(?:" + "|".join(
            re.escape(root + "/" if root else "") for root in ROOTS) + ")" +
            re.escape(name).replace(r"\*", "[^/]*"))
        looks = "/" in name or re.search(r"\.(c|h|py|sh|rst|yaml)$", name)
        if looks and not any(map(pattern.fullmatch, [*files, *folders])):
            wrong.append(f"Documentation/where.rst: there is no {name}")
    for line in wrong:
        print(line)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
