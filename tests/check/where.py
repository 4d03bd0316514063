#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Documentation/where.rst names every folder, and is one screen; neither it nor adding.rst
names what is not there.

where.py TOP    what is wrong, a line each; nothing if nothing is
"""
import os
import re
import subprocess
import sys

# Data that a test compares with belongs to the test.
DATA = {"golden", "expected"}
PATH = re.compile(r"``([\w./*-]+)``")
# Directories that a path may be relative to.
ROOTS = ("", "tools", "tools/model", "tests", "Documentation")
WHERE = "Documentation/where.rst"
ADDING = "Documentation/adding.rst"
SCREEN = 66


def read(top, document):
    with open(os.path.join(top, document), encoding="utf-8") as file:
        return file.read()


def names_in(text):
    return {name.rstrip("/") for name in PATH.findall(text)}


def is_there(name, paths):
    """Is it no path, or one of these?"""
    if "/" not in name and not re.search(r"\.(c|h|py|sh|rst|yaml)$", name):
        return True
    roots = "|".join(re.escape(root + "/" if root else "") for root in ROOTS)
    pattern = re.compile(f"(?:{roots})" + re.escape(name).replace(r"\*", "[^/]*"))
    return any(map(pattern.fullmatch, paths))


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
    text = read(top, WHERE)
    known = {os.path.join(root, name).rstrip("/")
             for root in ROOTS for name in names_in(text)}
    wrong = [f"{WHERE} does not name {folder}/"
             for folder in sorted(folders - known - {""})
             if not folder.startswith(".") and
             os.path.basename(folder) not in DATA]
    if text.count("\n") > SCREEN:
        wrong.append(f"{WHERE} is longer than {SCREEN} lines")
    for document in (WHERE, ADDING):
        wrong += [f"{document}: there is no {name}"
                  for name in sorted(names_in(read(top, document)))
                  if not is_there(name, [*files, *folders])]
    for line in wrong:
        print(line)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
