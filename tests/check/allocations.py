#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""The campaign can make each allocation of the module fail.

allocations.py TOP    calls in module/ that may find no memory and that
                      tests/kernel/campaign/faults.h does not redefine, and two of
                      them in one line, which would be counted as one place
"""
import glob
import os
import re
import sys

# Functions of the kernel that allocate, or that register something and allocate for it.
ALLOCATES = re.compile(r"\b(\w*alloc\w*|\w*dup|\w+msg_new|get_\w*pages?|kmem_cache_create\w*|"
                       r"percpu_\w+_init\w*|rhashtable_(?:init|\w*insert\w*)|"
                       r"proc_(?:create|symlink|mkdir)\w*|\w*seq_open\w*|"
                       r"(?:\w+_)?register(?:_\w+)?)\(")
# Functions of the module itself, and those that return nothing.
EXCEPT = re.compile(r"tcps_\w+|ring_alloc|shrinker_register")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def without_comments(text):
    """The text with the same lines, and nothing where comments were."""
    return COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)


def main():
    """Print what is wrong."""
    top = sys.argv[1]
    with open(os.path.join(top, "tests/kernel/campaign/faults.h"), encoding="utf-8") as file:
        can_fail = set(re.findall(r"^#define (\w+)\(", file.read(), re.M))
    for path in sorted(glob.glob(os.path.join(top, "module/*.[ch]"))):
        with open(path, encoding="utf-8") as file:
            lines = without_comments(file.read()).splitlines()
        for number, line in enumerate(lines, 1):
            calls = [name for name in ALLOCATES.findall(line) if not EXCEPT.fullmatch(name)]
            where = f"{os.path.relpath(path, top)}:{number}"
            for name in calls:
                if name not in can_fail:
                    print(f"{where}: {name}() is not in tests/kernel/campaign/faults.h")
            if len(calls) > 1:
                print(f"{where}: {' and '.join(calls)} in one line")


main()
