#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Every command of tcpst in the documentation is one that tcpst takes, and
the headings below it are those it would print.

docs.py TCPST CAPTURE FILE...   a line for each command; N passed, N failed

CAPTURE is any, to learn from which columns a table has.

Nothing is asked of the kernel: what makes sense fails with status 1 for want of
the module or of the capture; status 2 means that it makes none.
"""
import re
import shlex
import subprocess
import sys

PROMPT = re.compile(r"^\s+(?:\w*[#$] |)((?:tools/)?tcpst(?: .*)?)$")
# Of rst and markdown: commands on lines of their own, in blocks.
PLAIN = ("list", "watch", "life", "show", "stats", "top", "report", "export",
         "check", "save", "compare")


def words_of(line):
    """A command up to the first thing that is the shell's."""
    line = re.split(r" \|(?: |$)| > | # |  +\(| \\$", line)[0].strip()
    try:
        words = shlex.split(line)[1:]
    except ValueError:      # a quotation that goes on in the next line
        words = None
    return words if words is None or all(words) else None


def commands(path):
    """(line number, words, the lines that follow)"""
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    examples = 0
    for number, line in enumerate(lines, 1):
        examples = examples or (line == ".SH EXAMPLES" and number)
        found = PROMPT.match(line)
        if path.endswith(".8"):
            found = examples and re.match(r"^\.B (tcpst \w.*)$", line)
        if not found or "──" in line:   # that is a drawing
            continue
        words = words_of(found.group(1).replace("\\", ""))
        if words is None or (words and words[0] not in PLAIN and
                             not words[0].startswith("-")):
            continue
        yield number, words, lines[number:number + 1]


def without_effect(words):
    """The same, but that it writes, listens and sends nowhere."""
    words = list(words)
    for option in ("-o", "--svg", "--pcap"):
        for i, word in enumerate(words[:-1]):
            if word == option and "." in words[i + 1]:
                words[i + 1] = "/nowhere/at/all"
    if "-i" in words:
        words[words.index("-i") + 1] = "nowhere"
    if words[:1] == ["save"]:
        words[-1] = "/nowhere/at/all"
    return words


def headings(command, words):
    """Of a table; None: it prints none, or needs what is not here."""
    kind = words[0] if words and words[0] in PLAIN else "list"
    if kind not in ("list", "watch", "life") or {"--json", "--csv",
                                                 "--list-columns"} & {*words}:
        return None
    defaults = subprocess.run(
        [command, kind, "-r", sys.argv[2]], capture_output=True, text=True,
        check=False).stdout.split()
    chosen = next((words[i + 1] for i, word in enumerate(words[:-1])
                   if word in ("-o", "--output")), None)
    if chosen is None:
        return defaults
    if chosen.startswith("+"):
        return defaults + chosen[1:].upper().split(",")
    return chosen.upper().split(",")


def main():
    command, _, *paths = sys.argv[1:]
    passed = failed = 0
    for path in paths:
        for number, words, after in commands(path):
            where = f"{path.rsplit('/', 1)[-1]}:{number}: tcpst {' '.join(words)}"
            done = subprocess.run([command, *without_effect(words)],
                                  stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, check=False,
                                  timeout=600)
            wrong = ""
            needs_terminal = words[:1] == ["top"] and "terminal" in done.stderr
            # The statuses of check are those of a plugin, which prints a line.
            refused = done.returncode == 2 or (words[:1] == ["check"] and
                                               not done.stdout)
            if refused and not needs_terminal:
                wrong = done.stderr.strip()
            wanted = headings(command, words)
            found = after[0].split() if after else []
            if wanted and found[:1] == [wanted[0]] and found != wanted:
                wrong = f"its headings are {wanted}, not {found}"
            passed += not wrong
            failed += bool(wrong)
            print(f"{'not ok' if wrong else 'ok'} - docs: {where}"
                  f"{': ' + wrong if wrong else ''}")
    print(f"{passed} passed, {failed} failed")


main()
