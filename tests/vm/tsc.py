#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Print how many kHz the processor's time stamp counter (TSC) has, measured in a tenth
of a second by the system's clock."""
import ctypes
import mmap
import time

# rdtsc; shl $32, %rdx; or %rdx, %rax; ret
CODE = bytes.fromhex("0f31 48c1e220 4809d0 c3")


def at_once(read_tsc):
    """The TSC and the time in ns; of several pairs the one that was least disturbed."""
    pairs = []
    for _ in range(100):
        before = time.monotonic_ns()
        tsc = read_tsc()
        after = time.monotonic_ns()
        pairs.append((after - before, tsc, (before + after) // 2))
    return min(pairs)[1:]


def main():
    code = mmap.mmap(-1, mmap.PAGESIZE,
                     prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(CODE)
    place = ctypes.addressof(ctypes.c_char.from_buffer(code))
    read_tsc = ctypes.CFUNCTYPE(ctypes.c_uint64)(place)
    tsc, began = at_once(read_tsc)
    time.sleep(0.1)
    later, ended = at_once(read_tsc)
    print((later - tsc) * 1000000 // (ended - began))


main()
