# SPDX-License-Identifier: GPL-2.0
"""spec.py SPEC.yaml: the attributes and commands of a family, as tables in C that
requests.c includes."""
import sys

import yaml

SIZES = {"u8": 1, "u16": 2, "u32": 4, "u64": 8}
NOTHING, PADDING = -1, -2


def most_of(one, enums):
    """The maximum number, or length; 0 if there is none."""
    if "enum" in one and "checks" not in one:
        n = enums[one["enum"]]
        return (1 << n) - 1 if one.get("enum-as-flags") else n - 1
    checks = one.get("checks", {})
    return checks.get("max-len", checks.get("max", 0))


def row(one, sets, enums):
    """Initializer of struct attribute."""
    if one["type"] == "pad":
        inner = PADDING
    else:
        nested = one.get("nested-attributes")
        inner = sets.index(nested) if nested in sets else NOTHING
    return f"\t\t{{ {SIZES.get(one['type'], 0)}, {inner}, {most_of(one, enums)} }}, /* {one['name']} */"


def asked(command, mode, names):
    """Bits of the attributes of a request."""
    request = command.get(mode, {}).get("request", {})
    return sum(1 << names.index(name) for name in request.get("attributes", []))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        spec = yaml.safe_load(file)
    # A subset has the numbers of the full set, and is only in replies.
    spec["attribute-sets"] = [one for one in spec["attribute-sets"]
                              if "subset-of" not in one]
    sets = [one["name"] for one in spec["attribute-sets"]]
    enums = {one["name"]: len(one["entries"]) for one in spec["definitions"]
             if one["type"] in ("enum", "flags")}
    print("/* Made by spec.py. */")
    print(f'#define FAMILY "{spec["name"]}"')
    print("static const struct set sets[] = {")
    for one in spec["attribute-sets"]:
        print(f"\t{{ {len(one['attributes'])}, (const struct attribute[]) {{")
        print("\n".join(row(attr, sets, enums) for attr in one["attributes"]))
        print("\t} },")
    print("};\n")
    print("static const struct command commands[] = {")
    for number, one in enumerate(spec["operations"]["list"], 1):
        if "do" not in one and "dump" not in one:
            continue
        at = sets.index(one["attribute-set"])
        names = [attr["name"] for attr in spec["attribute-sets"][at]["attributes"]]
        print(f"\t{{ {number}, {at}, {{ {asked(one, 'do', names):#x}ULL, "
              f"{asked(one, 'dump', names):#x}ULL }} }}, /* {one['name']} */")
    print("};")


main()
