# SPDX-License-Identifier: GPL-2.0
"""Checks that are printed and counted, for the parts of the stage in Python."""


class Tally:
    """What passed and failed of one part."""

    def __init__(self, part):
        self.part = part
        self.passed = self.failed = 0

    def check(self, name, good, why=""):
        self.passed += bool(good)
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} - {self.part}: {name}"
              f"{'' if good else f': {why}'}")

    def end(self):
        """The last line."""
        print(f"{self.passed} passed, {self.failed} failed")
