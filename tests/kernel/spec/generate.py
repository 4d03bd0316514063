#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Files generated from the netlink specification, by the kernel's generator.

generate.py [TOP [SPEC]]           list files that differ, if any
generate.py [TOP [SPEC]] --write   write the files

    module/uapi/tcpstates.h   as tools/net/ynl/ynl-gen-c.py of the kernel makes it
    module/policy.h, .c       the policies of what requests have, by its functions;
                              its tables of operations need Linux 6.2
    module/core/enums.h       the enums of the state machine, and their names
    module/trace_enums.h      those that the tracepoint shows by name

TOP is this checkout, SPEC its specification. Exits 1 if something differs, 2 without
a kernel source that has the generator (tests/kernel/ynl.sh).
"""
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap

HERE = os.path.dirname(os.path.realpath(__file__))
TOP = os.path.join(HERE, "..", "..", "..")
SPEC = "Documentation/netlink/specs/tcpstates.yaml"
BY = f"""\
/*
 * Generated from {SPEC}: do not
 * edit it, but that, and run tests/kernel/spec/generate.py --write.
 */
"""

# Enums of the state machine: of the specification, what the core calls the enum, the
# prefix of its members, how a member is shown (None: nowhere).
CORE = [
    ("state", "state", "", lambda name: name.upper().replace("-", "_")),
    ("certainty", "certainty", "", str),
    ("cause", "cause", "cause-", lambda name: name.upper().replace("-", "_")
     .replace("SYN_ACK", "SYN-ACK")),
    ("end", "end", "end-", str),
    ("class", "class", "class-", lambda name: name.replace("-", "_")),
    ("duration", "duration", "duration-", None),
    ("role", "role", "", str),
    ("zeek", "zeek", "zeek-", str.upper),
    ("side", "filter-side", "filter-", None),
    ("event-type", "record-type", "record-", None),
    ("stage", "stage", "stage-", str),
    ("reset", "reset", "reset-", str),
]


def kernel_generator(ynl):
    """The kernel's generator as a module."""
    folder = os.path.join(ynl, "tools", "net", "ynl")
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    found = importlib.util.spec_from_file_location(
        "ynl_gen_c", os.path.join(folder, "ynl-gen-c.py"))
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def kernel_tree(ynl, spec, root):
    """A kernel's tree with the specification in it; the path of that."""
    folder = os.path.join(root, os.path.dirname(SPEC))
    os.makedirs(folder)
    schemas = os.path.join(ynl, "Documentation", "netlink")
    for name in os.listdir(schemas):
        if name.endswith(".yaml"):
            shutil.copy(os.path.join(schemas, name), os.path.dirname(folder))
    shutil.copy(os.path.join(ynl, "MAINTAINERS"), root)
    return shutil.copy(spec, os.path.join(root, SPEC))


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def uapi(ynl, spec, root):
    """The UAPI header, by the unmodified generator."""
    out = os.path.join(root, "uapi.h")
    subprocess.run([sys.executable, os.path.join(ynl, "tools/net/ynl/ynl-gen-c.py"),
                    "--mode", "uapi", "--header", "--spec", spec, "-o", out],
                   check=True)
    return read(out)


def requests(gen, family):
    """A structure for each set that requests have: nested ones, and roots with
    what any request has of them."""
    for _, struct in sorted(family.pure_nested_structs.items()):
        if struct.request:
            yield struct
    roots = {}
    for operation in family.ops.values():
        wanted = roots.setdefault(operation["attribute-set"], set())
        for way in ("do", "dump"):
            wanted.update(operation.get(way, {}).get("request", {})
                          .get("attributes", []))
    for name, wanted in roots.items():
        if wanted:
            attrs = [attr for attr in family.attr_sets[name] if attr in wanted]
            yield gen.Struct(family, name, type_list=attrs)


def policies(gen, family, root):
    """The header and the source of policies."""
    texts = []
    for write in (gen.print_req_policy_fwd, gen.print_req_policy):
        out = os.path.join(root, "policy")
        writer = gen.CodeWriter(gen.BaseNlLib(), out)
        for struct in requests(gen, family):
            write(writer, struct)
        writer.close_out_file()
        texts.append(read(out).rstrip())
    guard = "TCPS_POLICY_H"
    header = (f"/* SPDX-License-Identifier: {family.license} */\n{BY}"
              f"#ifndef {guard}\n#define {guard}\n\n#include <net/netlink.h>\n\n"
              f'#include "uapi/tcpstates.h"\n\n{texts[0]}\n\n#endif /* {guard} */\n')
    source = (f"// SPDX-License-Identifier: {family.license}\n{BY}"
              f'#include "policy.h"\n\n{texts[1]}\n')
    return header, source


def core_enum(gen, enum, name, prefix, shown):
    """An enum of the state machine, and the names of its members."""
    upper = gen.c_upper(f"tcps-{prefix}")
    entries = list(enum.entries.values())
    if entries[-1].name == "none":      # it ends the enum itself
        entry = entries.pop()
        last, doc = gen.c_upper(f"tcps-{name}-{entry.name}"), entry["doc"]
    else:
        last, doc = gen.c_upper(f"tcps-{name}-max"), "How many there are."
    lines = ["/**"]
    for text in [f"enum tcps_{gen.c_lower(name)} - {enum['doc']}",
                 *(f"@{upper}{gen.c_upper(entry.name)}: {entry['doc']}"
                   for entry in entries), f"@{last}: {doc}"]:
        lines += textwrap.wrap(text, 84, initial_indent=" * ",
                               subsequent_indent=" *   ")
    lines += [" */", f"enum tcps_{gen.c_lower(name)} {{"]
    lines += [f"\t{upper}{gen.c_upper(entry.name)}," for entry in entries]
    lines += [f"\t{last}", "};", ""]
    if shown:
        lines += [f"#define TCPS_{gen.c_upper(name)}_NAMES {{ \\"]
        lines += [f'\t[{upper}{gen.c_upper(entry.name)}] = "{shown(entry.name)}", \\'
                  for entry in entries]
        lines += ["}", ""]
    return "\n".join(lines)


def core(gen, family):
    """The header of enums that the state machine includes."""
    guard = "TCPS_CORE_ENUMS_H"
    text = "\n".join(core_enum(gen, family.consts[name], own, prefix, shown)
                     for name, own, prefix, shown in CORE)
    return (f"/* SPDX-License-Identifier: GPL-2.0 */\n{BY}"
            f"#ifndef {guard}\n#define {guard}\n\n{text}\n#endif /* {guard} */\n")


def trace_enums(gen, family):
    """Lists of what the tracepoint exports, as headers of trace events write them."""
    guard = "TCPS_TRACE_ENUMS_H"
    text = ""
    for own, name, prefix, shown in CORE:
        if name not in ("state", "certainty"):
            continue
        upper = gen.c_upper(f"tcps-{prefix}")
        names = [entry.name for entry in family.consts[own].entries.values()]
        rows = [f'\t{"EMe" if entry == names[-1] else "EM"}'
                f'({upper}{gen.c_upper(entry)}, "{shown(entry)}")' for entry in names]
        text += (f"#define TCPS_TRACE_{gen.c_upper(name)} \\\n" +
                 " \\\n".join(rows) + "\n\n")
    return (f"/* SPDX-License-Identifier: GPL-2.0 */\n{BY}"
            f"#ifndef {guard}\n#define {guard}\n\n{text}#endif /* {guard} */\n")


def generate(ynl, spec):
    """All files: {path: text}."""
    gen = kernel_generator(ynl)
    with tempfile.TemporaryDirectory() as root:
        spec = kernel_tree(ynl, spec, root)
        family = gen.Family(spec, [])
        header, source = policies(gen, family, root)
        return {"module/uapi/tcpstates.h": uapi(ynl, spec, root),
                "module/policy.h": header, "module/policy.c": source,
                "module/core/enums.h": core(gen, family),
                "module/trace_enums.h": trace_enums(gen, family)}


def main(argv):
    write = "--write" in argv
    argv = [arg for arg in argv[1:] if arg != "--write"]
    top = argv[0] if argv else TOP
    spec = argv[1] if len(argv) > 1 else os.path.join(top, SPEC)
    found = subprocess.run([os.path.join(HERE, "..", "ynl.sh"), "generator"],
                           stdout=subprocess.PIPE, text=True, check=False)
    if found.returncode:
        return 2
    status = 0
    for path, text in generate(found.stdout.strip(), spec).items():
        full = os.path.join(top, path)
        if os.path.exists(full) and read(full) == text:
            continue
        if write:
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        else:
            print(f"{path} is not what {SPEC} makes of it"
                  " (tests/kernel/spec/generate.py --write)")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv))
