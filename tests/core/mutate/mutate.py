#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Changes the decisions of the core, one at a time, and asks the tests.

    mutate.py [--short] [--count N] [--seed N] [--list] [--only TEXT] [--jobs N]

Each change is made by a rule, from the source as it is: a comparison turned, a
condition or a negation dropped, a flag not set or not cleared, a constant or a
fact changed, a call left out. Of all that can be made, N are taken, the same each
time as long as the source is the same (default 80). Each one is made in a copy of
the tree, where the tests run until one fails: first those that take seconds, then,
for the changes that these did not find, those that take minutes (not with --short). A
change that none of them finds is printed as survived. What does not compile is not
counted.

The last line is "N passed, N failed": those found, and those that survived.
"""

import argparse
import concurrent.futures
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "../../.."))
CORE = "module/core"
# Names, and code that only the module uses; other tests cover these.
LEFT_OUT = {"names.c", "names.h", "filter.c", "filter.h", "types.h"}

# Without sanitizers; files that a change does not affect are compiled once (cc).
MACHINE = {"SANITIZE": "-O1", "CC": os.path.join(TOP, "tests/core/mutate/cc"),
           "CCACHE_DIR": os.path.join(TOP, "tests/core/mutate/build/ccache")}

# Tests that are part of `make test`, the quickest first.
SHORT = [
    ("unit", "tests/core/unit/run.sh"),
    ("captures", "tests/core/captures/run.sh"),
    ("fuzz", "tests/core/fuzz/run.sh machine 5000"),
    ("model", "tests/core/model/run.sh quick"),
]
LONG = [
    ("fuzz", "tests/core/fuzz/run.sh machine 50000"),
    ("replay", "tests/core/replay/run.sh"),
    ("model", "tests/core/model/run.sh small"),
]
# Not part of it.
BY_HAND = [("fuzz by hand", "tests/core/fuzz/run.sh machine 80000")]


def mask(text):
    """The text with comments and strings blanked, of the same length."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    text = re.sub(r"/\*.*?\*/|//[^\n]*", blank, text, flags=re.S)
    text = re.sub(r'"(?:\\.|[^"\\\n])*"', blank, text)
    return re.sub(r"^[ \t]*#[ \t]*(?:include|if|else|endif)[^\n]*", blank, text,
                  flags=re.M)


def operand_end(text, at, stops):
    """End of the operand of && or || that begins at `at`."""
    depth = 0
    while at < len(text):
        char = text[at]
        if char in "([{":
            depth += 1
        elif char in ")]}":
            if not depth:
                return at
            depth -= 1
        elif not depth and (char in ";,?:" or text[at:at + 2] in stops):
            return at
        at += 1
    return at


def swaps(text):
    """Rules that put one word in place of another."""
    table = [
        ("comparison turned", r"==", "!="),
        ("comparison turned", r"!=", "=="),
        ("comparison widened", r"(?<=[\w)\]] )<(?= )", "<="),
        ("comparison widened", r"(?<=[\w)\]] )>(?= )", ">="),
        ("comparison widened", r"(?<!!)\btcps_seq_after\(", "!tcps_seq_before("),
        ("comparison widened", r"(?<!!)\btcps_seq_before\(", "!tcps_seq_after("),
        ("comparison narrowed", r"!tcps_seq_after\(", "tcps_seq_before("),
        ("comparison narrowed", r"!tcps_seq_before\(", "tcps_seq_after("),
        ("negation dropped", r"!(?=\w+\(|\()", ""),
        ("other end", r"(?<=\[)!(?=\w+\])", ""),
        ("constant changed", r"\+ 1\b", "+ 0"),
        ("constant changed", r"- 1\b", "- 0"),
        ("constant changed", r"\breturn true;", "return false;"),
        ("constant changed", r"\breturn false;", "return true;"),
        ("certainty changed", r"\bTCPS_OBSERVED\b", "TCPS_PRESUMED"),
        ("certainty changed", r"\bTCPS_PRESUMED\b", "TCPS_OBSERVED"),
    ]
    for rule, pattern, word in table:
        for match in re.finditer(pattern, text):
            yield rule, match.start(), match.end(), word


def constants(text):
    """A number that has a name, doubled and halved."""
    pattern = r"^#define\s+(TCPS_\w*(?:MAX|NS|USUAL))\s+(.+)$"
    for match in re.finditer(pattern, text, flags=re.M):
        value = match.group(2).strip()
        for word in (f"(2 * {value})", f"({value} / 2)"):
            yield "constant changed", match.start(2), match.end(2), word


def operands(text):
    """The second operand of && and ||, left out."""
    for match in re.finditer(r"&&|\|\|", text):
        stops = ("&&", "||") if match.group(0) == "&&" else ("||",)
        end = operand_end(text, match.end(), stops)
        yield "condition dropped", match.start(), end, ""


def statements(text):
    """A flag that is set or cleared, a call whose result is unused."""
    for match in re.finditer(r"^\t+[\w.>\[\]!-]+ (&= ~|\|= )[^;]+;", text,
                             flags=re.M):
        rule = "flag not cleared" if match.group(1) == "&= ~" else "flag not set"
        yield rule, match.start(), match.end(), "\t;"
    for match in re.finditer(r"^\t+tcps_\w+\([^;{}]*\);", text, flags=re.M):
        yield "call left out", match.start(), match.end(), "\t;"
    for match in re.finditer(r"^\t+[\w.>\[\]!-]+->[\w.\[\]!]+ = [^;{}]+;", text,
                             flags=re.M):
        yield "assignment left out", match.start(), match.end(), "\t;"


def facts(text):
    """One of several facts or flags that are joined, left out."""
    for match in re.finditer(r"\bTCPS_(?:KNOW|EP|CONN)_\w+ \|\s+", text):
        yield "fact left out", match.start(), match.end(), ""


def changes():
    """All changes that the rules make: (id, file, start, end, word)."""
    found = []
    for name in sorted(os.listdir(os.path.join(TOP, CORE))):
        if name in LEFT_OUT or not name.endswith((".c", ".h")):
            continue
        with open(os.path.join(TOP, CORE, name), encoding="utf-8") as source:
            whole = source.read()
        text = mask(whole)
        for make in (swaps, constants, operands, statements, facts):
            for rule, start, end, word in make(text):
                if name.endswith(".h") and make in (statements, facts):
                    continue
                line = whole.count("\n", 0, start) + 1
                was = " ".join(whole[start:end].split())
                context = " ".join(whole.splitlines()[line - 1].split())
                label = f"{name}:{line}: {rule}: {was}" + (
                    f" -> {word}" if word.strip(" \t;") else "")
                if was not in context or len(was) < 8:
                    label += f"   [{context}]"
                found.append((label, name, start, end, word))
    return found


def choose(found, count, seed):
    """By content, not by line number: a line added above changes nothing."""
    times, order = {}, {}
    for change in found:
        label = re.sub(r":\d+:", ":", change[0], count=1)
        times[label] = times.get(label, 0) + 1
        order[change] = hashlib.sha256(f"{seed} {label} {times[label]}".encode()).digest()
    return sorted(sorted(found, key=order.get)[:count])


class Trees:
    """Copies of the tree, one for each job."""

    def __init__(self, where, jobs):
        self.free = []
        self.lock = threading.Lock()
        for number in range(jobs):
            tree = os.path.join(where, str(number))
            os.makedirs(tree)
            files = subprocess.run(
                ["git", "ls-files", "-z", "--", ":!Documentation/*.svg"],
                cwd=TOP, check=True, capture_output=True).stdout
            subprocess.run(["cpio", "-0pdm", "--quiet", tree], cwd=TOP,
                           input=files, check=True)
            self.free.append(tree)

    def take(self):
        with self.lock:
            return self.free.pop()

    def give(self, tree):
        with self.lock:
            self.free.append(tree)


def run(tree, command):
    try:
        return subprocess.run(["bash", "-c", command], cwd=tree, text=True,
                              env={**os.environ, **MACHINE},
                              stdin=subprocess.DEVNULL, capture_output=True,
                              errors="replace", timeout=1800, check=False)
    except subprocess.TimeoutExpired:
        return None


def compiles(tree, name):
    files = [name] if name.endswith(".c") else [
        other for other in os.listdir(os.path.join(tree, CORE))
        if other.endswith(".c")]
    for other in files:
        result = run(tree, f"gcc -std=gnu11 -w -fsyntax-only {CORE}/{other}")
        if not result or result.returncode:
            return False
    return True


def try_change(trees, change, tests):
    """Which test finds a change; None: no test, "": it does not compile."""
    _, name, start, end, word = change
    tree = trees.take()
    path = os.path.join(tree, CORE, name)
    with open(path, encoding="utf-8") as source:
        whole = source.read()
    try:
        with open(path, "w", encoding="utf-8") as target:
            target.write(whole[:start] + word + whole[end:])
        if not compiles(tree, name):
            return ""
        for test, command in tests:
            result = run(tree, command)
            if not result or result.returncode:
                return test
        return None
    finally:
        with open(path, "w", encoding="utf-8") as target:
            target.write(whole)
        trees.give(tree)


def try_all(pool, trees, changes_left, tests, by_test):
    """The changes that none of the tests finds; counts the others by test."""
    left = []
    jobs = {pool.submit(try_change, trees, change, tests): change
            for change in changes_left}
    for job in concurrent.futures.as_completed(jobs):
        test = job.result()
        change = jobs[job]
        if test is None:
            left.append(change)
        elif test:
            by_test[test] = by_test.get(test, 0) + 1
        what = {None: "not found yet", "": "does not compile"}.get(
            test, f"found by {test}")
        print(f"{what} - {change[0]}", flush=True)
    return left


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=80)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()

    found = [change for change in changes() if options.only in change[0]]
    chosen = choose(found, options.count, options.seed)
    print(f"{len(chosen)} of {len(found)} changes", flush=True)
    if options.list:
        for change in chosen:
            print(change[0])
        return 0
    where = tempfile.mkdtemp(prefix="tcpst-mutate.")
    by_test = {}
    left = chosen
    try:
        trees = Trees(where, options.jobs)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for tests in [SHORT] if options.short else [SHORT, LONG, BY_HAND]:
                # Without a change they must pass.
                bad = try_change(trees, ("", "fsm.c", 0, 0, ""), tests)
                if bad is not None:
                    print(f"{bad or 'the compiler'} fails without a change")
                    print("0 passed, 1 failed")
                    return 1
                left = try_all(pool, trees, left, tests, by_test)
    finally:
        shutil.rmtree(where)
    for change in left:
        print(f"survived - {change[0]}")
    total = sum(by_test.values())
    for test, number in by_test.items():
        print(f"{test}: {number}")
    share = 100 / max(1, total + len(left))
    usual = total - sum(by_test.get(test, 0) for test, _ in BY_HAND)
    print(f"found {total * share:.1f} %, by what make test runs {usual * share:.1f} %")
    print(f"{total} passed, {len(left)} failed")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
