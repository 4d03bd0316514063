#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Receive IPFIX by UDP and write it to standard output as a capture, until the
terminating signal, and then what has arrived by then.

    datagrams.py PORT
"""
import select
import signal
import socket
import struct
import sys
import time

IPFIX_PORT = 4739


def frame(data):
    """IPv4 and UDP headers and the datagram."""
    udp = struct.pack(">HHHH", 40000, IPFIX_PORT, 8 + len(data), 0) + data
    return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + \
        bytes([127, 0, 0, 1]) * 2 + udp


def main():
    ended = []
    signal.signal(signal.SIGTERM, lambda number, _: ended.append(number))
    out = sys.stdout.buffer
    out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        receiver.bind(("127.0.0.1", int(sys.argv[1])))
        while True:
            last = bool(ended)      # before it is looked whether there is more
            if not select.select([receiver], [], [], 0.1)[0]:
                if last:
                    break
                continue
            data = frame(receiver.recv(65536))
            out.write(struct.pack("<IIII", int(time.time()), 0, len(data),
                                  len(data)))
            out.write(data)
            out.flush()


main()
