#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""The two ends of connections.

talk.py serve PORT…                           prints "ready", runs until it is killed
talk.py connect COUNT AT-ONCE FIRST-PORT PORTS SEED ADDRESS:PORT…   makes connections

A client's first octets are its number (64 bits, from 1), how the connection is to end, and
how many exchanges there are. In an exchange each end sends some octets. The connections
use PORTS ports again and again, from FIRST-PORT on.
"""

import asyncio
import random
import socket
import struct
import sys

HEAD = struct.Struct("!QcH")
PATIENCE = 3
ABORT = struct.pack("ii", 1, 0)
# By whom: the server or the client closes first; the client shuts down and waits; it
# aborts.
ENDS = [b"s"] * 5 + [b"c", b"h", b"r"]


async def answer(reader, writer):
    try:
        _, end, exchanges = HEAD.unpack(await reader.readexactly(HEAD.size))
        for _ in range(exchanges):
            asked, wanted = struct.unpack("!HH", await reader.readexactly(4))
            await reader.readexactly(asked)
            writer.write(b"s" * wanted)
        await writer.drain()
        if end != b"s":
            await reader.read()
    except (OSError, asyncio.IncompleteReadError):
        pass


async def serve_one(reader, writer):
    try:
        await asyncio.wait_for(answer(reader, writer), 2 * PATIENCE)
    except asyncio.TimeoutError:
        pass
    writer.close()


async def serve(ports):
    for port in ports:
        await asyncio.start_server(serve_one, None, port, backlog=4096)
    print("ready", flush=True)
    await asyncio.Event().wait()


def abort(sock):
    """What it has not sent is thrown away, with a RST, if it is not closed yet."""
    if sock.fileno() >= 0:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)


async def talk(sock, number, rng, exchanges):
    end = rng.choice(ENDS)
    reader, writer = await asyncio.open_connection(sock=sock)
    writer.write(HEAD.pack(number, end, exchanges))
    try:
        for _ in range(exchanges):
            asked, wanted = rng.randrange(1, 3000), rng.randrange(1, 6000)
            writer.write(struct.pack("!HH", asked, wanted) + b"c" * asked)
            await reader.readexactly(wanted)
        if end == b"h":
            writer.write_eof()
        if end in b"sh":
            await reader.read()
        if end == b"r":
            raise ConnectionAbortedError
    # Cancelled when its time is up: a transport that was left would be in the way of
    # the next socket of the same number.
    except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
        abort(sock)
        writer.transport.abort()
        raise
    writer.close()


async def connect_one(number, port, server, rng, exchanges):
    loop = asyncio.get_running_loop()
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(("::" if family == socket.AF_INET6 else "0.0.0.0", port))
        await asyncio.wait_for(loop.sock_connect(sock, server), PATIENCE)
        await asyncio.wait_for(talk(sock, number, rng, exchanges), PATIENCE)
    except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError):
        abort(sock)
        sock.close()


async def connect(count, at_once, first, n_ports, seed, servers):
    rng = random.Random(seed)
    numbers = iter(range(1, count + 1))
    free = [first + k for k in range(n_ports)]

    async def work():
        for number in numbers:
            port = free.pop(0)
            await connect_one(number, port, rng.choice(servers), rng,
                              rng.randrange(1, 4))
            free.append(port)

    await asyncio.gather(*(work() for _ in range(at_once)))


def main():
    if sys.argv[1] == "serve":
        asyncio.run(serve([int(port) for port in sys.argv[2:]]))
    else:
        servers = [word.rpartition(":") for word in sys.argv[7:]]
        asyncio.run(connect(*map(int, sys.argv[2:7]),
                            [(address, int(port)) for address, _, port in servers]))


main()
