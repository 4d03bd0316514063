#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Flip a bit of the TCP checksum of each Nth packet of a capture of capture.py.

    damage.py N <IN >OUT
"""
import struct
import sys

every = int(sys.argv[1])
octets = bytearray(sys.stdin.buffer.read())
at, number = 24, 0
while at < len(octets):
    length = struct.unpack_from("<I", octets, at + 8)[0]
    at += 16
    number += 1
    if number % every == 0:
        octets[at + 20 + 16] ^= 1
    at += length
sys.stdout.buffer.write(octets)
