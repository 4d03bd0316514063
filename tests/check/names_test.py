#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Does names.py find a private word in every kind of name? Those it does not find, a
line each; nothing if it finds all.
"""
import os
import re
import subprocess
import sys
import tempfile

# Files, and in them the words that are to be found.
FILES = {
    "tools/table.c": """\
static int astray_count;
{ .column = "AWAITS", .json = "portrait.port", .option = "glance" },
{ OPT_ROOM, "doors", NULL },
""",
    "module/guest.h": "int such;\n",
    "module/spec.yaml": "  - name: aside-syn\n",
    "tests/run.sh": "tell_all() { :; }\nwhose=1\npass 'it says so'\n",
    "tests/run.py": "def said():\n    check('who told it', rooms=1)\n",
}
WORDS = ("astray awaits portrait glance room doors guest such aside tell whose says said "
         "told rooms").split()


def main():
    names = os.path.join(os.path.dirname(os.path.realpath(__file__)), "names.py")
    with tempfile.TemporaryDirectory() as top:
        subprocess.run(["git", "init", "-q", top], check=True)
        for path, text in FILES.items():
            full = os.path.join(top, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        output = subprocess.run([sys.executable, names, top], stdout=subprocess.PIPE,
                                text=True, check=False).stdout
    found = re.findall(r" has (\w+):", output)
    missing = [word for word in WORDS if word not in found]
    for word in missing:
        print(f"names.py does not find {word}")
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
