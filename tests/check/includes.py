#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Includes point downward only.

The rooms of the module stand on floors; a file includes headers of its own
room and of lower floors. core/ includes only its own headers and types. The
rooms of tools/ are folders, a floor each; within a room, no two headers include
each other, not even by way of others. A library that has a room of its own is
used nowhere else.
"""

import os
import re
import sys

FLOORS = [
    ["compat", "settings", "stats", "key", "ackwait", "sampler",
     "filter_parse"],
    ["flow", "parse"],
    ["table", "recorder"],
    ["observer"],
    ["trace"],
    ["record"],
    ["tracker"],
    ["encode", "expire"],
    ["hooks", "netlink"],
    ["notify", "procfs", "sysctl"],
    ["netns"],
    ["main"],
]
FLOOR = {room: n for n, rooms in enumerate(FLOORS) for room in rooms}
# Of tools/, from the top; what stands in no folder of it is above them all.
TOOLS = ["", "cmd", "top", "report", "export", "svg", "cli", "text", "source",
         "source/capture", "source/kernel", "model", "base"]
MODULE = ("module/core/", "module/uapi/")
# Headers of libraries, and the only rooms that use them.
LIBRARIES = {
    "pcap": ["source/capture"],
    "libmnl": ["source/kernel"],
    "curses": ["top"],
    "microhttpd": ["export"],
    "fixbuf": ["export"],
}
CORE_SYSTEM = {"linux/types.h", "stdbool.h", "stddef.h", "stdint.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def room_of(path):
    return os.path.splitext(os.path.basename(path))[0]


def sources(folder):
    return sorted(os.path.join(folder, name) for name in os.listdir(folder)
                  if name.endswith((".c", ".h")) and not name.endswith(".mod.c"))


def includes(path):
    with open(path, encoding="utf-8") as file:
        return INCLUDE.findall(file.read())


def check_core(top):
    core = os.path.join(top, "module/core")
    own = {os.path.basename(path) for path in sources(core)}
    for path in sources(core):
        for kind, name in includes(path):
            if name not in (own if kind == '"' else CORE_SYSTEM):
                yield f"{path}: core/ must not include {name}"


def check_floors(top):
    for path in sources(os.path.join(top, "module")):
        room = room_of(path)
        if room not in FLOOR:
            yield f"{path}: stands on no floor (tests/check/includes.py)"
            continue
        for kind, name in includes(path):
            if kind != '"' or name.startswith(("core/", "uapi/")):
                continue
            other = room_of(name)
            if other == room:
                continue
            if other not in FLOOR or FLOOR[other] >= FLOOR[room]:
                yield f"{path}: includes {name}, which is not below it"


def tools_sources(top):
    """Paths of the sources of tools/, from there; without what a build made."""
    tools = os.path.join(top, "tools")
    for folder, folders, names in os.walk(tools):
        folders[:] = sorted(set(folders) - {"obj"})
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                yield os.path.relpath(os.path.join(folder, name), tools)


def check_tools(top):
    floor = {room: n for n, room in enumerate(TOOLS)}
    for path in tools_sources(top):
        room = os.path.dirname(path)
        if room not in floor:
            yield f"tools/{path}: {room}/ stands on no floor (tests/check/includes.py)"
            continue
        for kind, name in includes(os.path.join(top, "tools", path)):
            if kind == "<":
                rooms = next((rooms for library, rooms in LIBRARIES.items()
                              if library in name), [room])
                if room not in rooms:
                    yield f"tools/{path}: only {', '.join(rooms)} may include {name}"
            elif not name.startswith(MODULE):
                other = os.path.dirname(name)
                if other not in floor or floor[other] < floor[room]:
                    yield f"tools/{path}: includes {name}, which is not below it"


def check_cycles(top):
    """No circle of nouns: a noun is a header and the source of its name."""
    graph = {}
    for path in tools_sources(top):
        others = graph.setdefault(os.path.splitext(path)[0], set())
        others.update(os.path.splitext(name)[0] for kind, name
                      in includes(os.path.join(top, "tools", path))
                      if kind == '"')
    done, path = set(), []

    def visit(room):
        if room in path:
            yield "tools: " + " -> ".join(path[path.index(room):] + [room])
            return
        if room in done or room not in graph:
            return
        path.append(room)
        for other in sorted(graph[room] - {room}):
            yield from visit(other)
        path.pop()
        done.add(room)

    for room in sorted(graph):
        yield from visit(room)


def main():
    top = sys.argv[1] if len(sys.argv) > 1 else "."
    complaints = [*check_core(top), *check_floors(top),
                  *check_tools(top), *check_cycles(top)]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main())
