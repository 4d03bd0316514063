#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""No name uses a private word where the field has one of its own.

names.py TOP    files, identifiers, netlink attributes, columns and tests whose
                name has such a word, a line each; nothing if there is none
"""
import ast
import os
import re
import subprocess
import sys

TERMS = {
    "out of window, unexpected": "astray",
    "pending": "aside await awaits awaited awaiting",
    "capacity, space, slot": "room rooms",
    "unprivileged namespace": "guest guests",
    "summary": "portrait portraits",
    "interop": "doors",
    "message, report": "say says said saying tell tells told untold",
    "brief": "glance",
    "matching": "such",
    "ended by": "whose",
}
INSTEAD = {word: term for term, words in TERMS.items() for word in words.split()}
# There it is a virtual machine, for which it is the field's word.
VM = re.compile(r"tests/(vm|bench|kernel/kunit)/.*\.(sh|py)$|tests/stage\.sh$")

C_TEXT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'',
                    re.DOTALL)
IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
# Functions, what is assigned to, what is declared.
SHELL_NAME = re.compile(r"^\s*([\w-]+)\(\)|(?:^|[\s;(])(\w+)\+?=(?!=)|"
                        r"\b(?:local|declare|readonly|export|for|read)((?: +-?\w+)+)",
                        re.M)
SHELL_TEST = re.compile(r"\b(?:check|check_equal|check_comes|equal|pass|fail|shows)\s+"
                        r"(?:\"((?:\\.|[^\"\\])*)\"|'([^']*)')")
# Names in rows of tables (fields, options, commands, tests), and in the spec.
C_FIELD = re.compile(r"""(?:\{\s*(?:[\w']+,\s*)?|"""
                     r"""\.(?:name|column|head|json|option|element)\s*=\s*)"""
                     r'"([\w .-]+)"')
# The first string of a call that names a test.
C_TEST = re.compile(r'\b(?:check|must|report|run|expect)\s*\([^;"]*"((?:\\.|[^"\\\n])*)"')
YAML_NAME = re.compile(r"^\s*(?:-\s+)?(?:name|doc-name):\s*([\w-]+)", re.M)


# Functions of tests in Python, and which argument is the name of the test.
NAMED_BY = {"check": 0, "check_equal": 0, "pass_": 0, "fail": 0, "one_sentence": 0,
            "report": 1}


def python_names(text):
    """Everything that a Python file names, and the tests it names."""
    for node in ast.walk(ast.parse(text)):
        for attr in ("id", "attr", "name", "arg"):
            if isinstance(value := getattr(node, attr, None), str):
                yield value
        if isinstance(node, ast.Call) and node.args:
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called not in NAMED_BY:
                continue
            for part in ast.walk(node.args[min(NAMED_BY[called],
                                               len(node.args) - 1)]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def names(path, text):
    """The names in a file, by its kind."""
    if path.endswith((".c", ".h")):
        yield from C_FIELD.findall(text)
        if path.startswith("tests/"):
            yield from C_TEST.findall(text)
        yield from IDENTIFIER.findall(C_TEXT.sub(" ", text))
    elif path.endswith(".py"):
        yield from python_names(text)
    elif path.endswith(".yaml"):
        yield from YAML_NAME.findall(text)
    elif path.endswith(".sh"):
        code = re.sub(r"(?:^|(?<=\s))#.*", "", text)
        for found in [*SHELL_NAME.findall(code), *SHELL_TEST.findall(code)]:
            yield from found


def words(name):
    return re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower())


def main():
    top = sys.argv[1] if len(sys.argv) > 1 else "."
    files = subprocess.run(
        ["git", "-C", top, "ls-files", "--cached", "--others",
         "--exclude-standard", "--", "module", "tools", "tests", "packaging",
         "Documentation"],
        stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    wrong = set()
    for path in files:
        full = os.path.join(top, path)
        if not os.path.isfile(full):
            continue
        found = [path]
        if path.endswith((".c", ".h", ".py", ".sh", ".yaml")):
            with open(full, encoding="utf-8") as file:
                found += names(path, file.read())
        for name in found:
            for word in words(name):
                if word in INSTEAD and not (word.startswith("guest") and
                                            VM.match(path)):
                    wrong.add(f"{path}: '{name}' has {word}: {INSTEAD[word]}")
    for line in sorted(wrong):
        print(line)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
