#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Captures of the test vectors that the documentation has pictures of.

documented.py DUMP_VECTORS DIR NAME...    writes DIR/NAME.pcap
"""
import os
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "..", "core", "replay"))
import packets  # pylint: disable=wrong-import-position
import vectors  # pylint: disable=wrong-import-position


def main():
    dump, folder, *names = sys.argv[1:]
    text = subprocess.run([dump], capture_output=True, text=True,
                          check=True).stdout
    found = {vector.name: vector for vector in vectors.read(text)}
    for name in names:
        path = pathlib.Path(folder) / f"{name}.pcap"
        path.write_bytes(packets.pcap(found[name].frames))


main()
