#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Includes point downward only.

The files of the module are layers; a file includes headers of its own name and
of lower layers. core/ includes only its own headers and types. The folders of
tools/ are a layer each, and other folders include only those of its headers that are
public. No two names include each other, not even by way of
others; a name is a header and the source of that name. Nor do two sources call
each other. A library that belongs to a folder is used nowhere else.
"""

import os
import re
import sys

LAYERS = [
    ["compat", "settings", "stats", "key", "icmp", "ackwait", "sampler", "quota",
     "pages", "policy", "probe", "trace_enums", "filter_parse", "stray", "owner"],
    ["nat", "durations", "ring"],
    ["flow", "parse", "reset"],
    ["table", "recorder"],
    ["observer", "attempt"],
    ["trace", "reclaim"],
    ["note"],
    ["record"],
    ["finish"],
    ["act", "evict"],
    ["begin"],
    ["tracker"],
    ["attribute", "snapshot", "subject", "expire", "drop", "retransmit"],
    ["encode_flow"],
    ["encode_event"],
    ["netlink_flows", "netlink_events", "netlink_stats"],
    ["hooks", "netlink"],
    ["switch"],
    ["notify", "procfs", "sysctl"],
    ["netns"],
    ["main"],
]
LAYER = {name: n for n, names in enumerate(LAYERS) for name in names}
# Folders of tools/, from the top; files in none of them are above all.
TOOLS = ["", "cmd", "top", "report", "export", "compare", "svg", "cli", "text", "source",
         "source/recording", "source/capture", "source/kernel", "model", "base"]
# Headers of a folder that other folders may include. Of the model and the base,
# which all others use, these are all headers but PRIVATE.
PUBLIC = {
    "cmd": ["commands"],
    "top": ["top"],
    "report": ["page", "peers"],
    "export": ["http", "metrics", "sender", "survey"],
    "compare": ["path", "print", "read"],
    "svg": ["ladder", "svg"],
    "cli": ["command_line", "complete", "help", "options", "parse", "spool"],
    # How values look, and what is laid out of them.
    "text": ["color", "comment", "display_filter", "format", "grid", "group", "histogram_print",
             "history", "json", "json_object", "ladder", "ladder_grow", "order", "roles",
             "short_state", "summary", "table", "tally_print", "width", "words"],
    "source": ["source", "file", "extract", "module", "anonymize"],
}
PRIVATE = {"model/common_fields.h"}
# A folder within one is its own matter: what the folders beside and above it, within the
# same, may include.
INNER = {
    "source/capture": ["bare", "capture", "header", "input", "interface", "merge",
                       "pcapng_write", "replay", "replay_stats", "tap"],
    "source/kernel": ["follow_all", "message", "netlink", "news", "table", "wire"],
    "source/recording": ["reader", "writer"],
}
# And what those may that are not: `tcpst save` writes what is a source later.
WRITERS = {("cmd", "source/recording/writer.h")}
MODULE = ("module/core/", "module/uapi/")
# Headers of libraries, and the only folders that use them.
LIBRARIES = {
    "pcap": ["source/capture"],
    "libmnl": ["source/kernel"],
    "curses": ["top"],
    "microhttpd": ["export"],
    "fixbuf": ["export"],
}
CORE_SYSTEM = {"linux/types.h", "stdbool.h", "stddef.h", "stdint.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
TEXT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)
# A function that other sources can call, whose type may be on a line of its own.
FUNCTION = re.compile(r"^(?!static\b|typedef\b)[A-Za-z_][\w \t*]*?(?:\*\n)?\b(\w+)"
                      r"\([^;{}]*\)\s*\n\{", re.M)


def name_of(path):
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


def check_layers(top):
    for path in sources(os.path.join(top, "module")):
        own = name_of(path)
        if own not in LAYER:
            yield f"{path}: in no layer (tests/check/includes.py)"
            continue
        for kind, name in includes(path):
            if kind != '"' or name.startswith(("core/", "uapi/")):
                continue
            other = name_of(name)
            if other == own:
                continue
            if other not in LAYER or LAYER[other] >= LAYER[own]:
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
    layer = {home: n for n, home in enumerate(TOOLS)}
    for path in tools_sources(top):
        home = os.path.dirname(path)
        if home not in layer:
            yield f"tools/{path}: {home}/ in no layer (tests/check/includes.py)"
            continue
        for kind, name in includes(os.path.join(top, "tools", path)):
            if kind == "<":
                users = next((users for library, users in LIBRARIES.items()
                              if library in name), [home])
                if home not in users:
                    yield f"tools/{path}: only {', '.join(users)} may include {name}"
            elif not name.startswith(MODULE):
                other = os.path.dirname(name)
                if other not in layer or layer[other] < layer[home]:
                    yield f"tools/{path}: includes {name}, which is not below it"


def is_public(home, name):
    """May a source in that folder include that header of another?"""
    folder, stem = os.path.dirname(name), name_of(name)
    if (home, name) in WRITERS:
        return True
    if folder in INNER:
        return home.split("/")[0] == folder.split("/")[0] and stem in INNER[folder]
    return name not in PRIVATE and stem in PUBLIC.get(folder, [stem])


def check_public(top):
    """Headers that are not public stay in their folder; those that are, are used."""
    used = set()
    for path in tools_sources(top):
        home = os.path.dirname(path)
        for kind, name in includes(os.path.join(top, "tools", path)):
            if kind != '"' or name.startswith(MODULE) or os.path.dirname(name) == home:
                continue
            used.add(name)
            if not is_public(home, name):
                yield f"tools/{path}: {name} is not public (tests/check/includes.py)"
    for folder, names in {**PUBLIC, **INNER}.items():
        for name in names:
            if f"{folder}/{name}.h" not in used:
                yield f"tools/{folder}/{name}.h: no other folder includes it"


def circles(what, graph):
    """A line for each circle of @graph, {name: names it leads to}."""
    done, path = set(), []

    def visit(name):
        if name in path:
            yield f"{what}: " + " -> ".join(path[path.index(name):] + [name])
            return
        if name in done or name not in graph:
            return
        path.append(name)
        for other in sorted(graph[name] - {name}):
            yield from visit(other)
        path.pop()
        done.add(name)

    for name in sorted(graph):
        yield from visit(name)


def check_cycles(top):
    """No circle of nouns: a noun is a header and the source of its name."""
    graph = {}
    for path in tools_sources(top):
        others = graph.setdefault(os.path.splitext(path)[0], set())
        others.update(os.path.splitext(name)[0] for kind, name
                      in includes(os.path.join(top, "tools", path))
                      if kind == '"')
    yield from circles("tools, includes", graph)


def check_calls(top):
    """No circle of calls: one header may declare the functions of several sources."""
    folders = [os.path.join(top, "module"), os.path.join(top, "module/core")]
    paths = [path for folder in folders for path in sources(folder)]
    paths += [os.path.join(top, "tools", path) for path in tools_sources(top)]
    text = {}
    for path in paths:
        if path.endswith(".c"):
            with open(path, encoding="utf-8") as file:
                text[os.path.relpath(path, top)] = TEXT.sub(" ", file.read())
    home = {name: path for path in text for name in FUNCTION.findall(text[path])}
    yield from circles("calls", {
        path: {home[word] for word in set(re.findall(r"\w+", text[path])) & set(home)}
        for path in text})


def main():
    top = sys.argv[1] if len(sys.argv) > 1 else "."
    complaints = [*check_core(top), *check_layers(top),
                  *check_tools(top), *check_public(top), *check_cycles(top),
                  *check_calls(top)]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main())
