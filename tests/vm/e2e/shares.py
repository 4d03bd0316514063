# SPDX-License-Identifier: GPL-2.0
"""What is left of the slots of the counting filter, and of the places for
flows, where other namespaces take as much as they can."""
import ctypes
import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile

import tcpst
from tcpst import (LIBC, Inside, check, check_equal, main, proc_stat, procfs,
                   sysctl, time_left)

CLIENT, SERVER = ("127.0.0.1", 6000), ("127.0.0.1", 6001)
NAMESPACES = 260
SEGMENTS = 500
NEW_USER, NEW_NET = 0x10000000, 0x40000000
# Nobody makes a user namespace in a chroot, which the scenario is in: this
# makes its root that of a namespace of mounts.
OUT_OF_CHROOT = ("unshare", "--mount", "--propagation", "private", "nsenter",
                 "--mount=/proc/self/ns/mnt", "/bin/busybox", "sh", "-c",
                 'cd /root && mount -o move . / && exec chroot . "$@"', "-")


def tcp(address, listens=False):
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.bind(address)
    if listens:
        sock.listen()
    return sock


def lo_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, 0x8914, struct.pack("16sh22x", b"lo", 1))


def deaf(listener):
    """A socket filter that takes nothing: SYNs get no answer."""
    instruction = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))
    program = struct.pack("HL", 1, ctypes.addressof(instruction))
    listener.setsockopt(socket.SOL_SOCKET, 26, program)


def unshare(what):
    if LIBC.unshare(what):
        raise OSError(ctypes.get_errno(), "unshare")


def set_in_proc(name, value):
    """What the kernel answers to that."""
    try:
        with open(f"/proc/sys/net/tcpstates/{name}", "w",
                  encoding="ascii") as file:
            file.write(str(value))
    except OSError as error:
        return error.strerror
    return "set"


def crowd():
    """As nobody: namespaces with the same handshake that gets no answer."""
    unshare(NEW_USER)
    kept = []
    for _ in range(NAMESPACES):
        unshare(NEW_NET)
        lo_up()
        listener = tcp(SERVER, listens=True)
        deaf(listener)
        client = tcp(CLIENT)
        client.setblocking(False)
        client.connect_ex(SERVER)
        kept += [listener, client]
    print(set_in_proc("timeout_half_open", 25 * 24 * 3600), flush=True)
    sys.stdin.read()


def slow_share(client, accepted):
    """How many of the segments of a connection are looked at?"""
    before = proc_stat("router")["examined"]
    for _ in range(SEGMENTS):
        client.sendall(b"x")
        accepted.recv(1)
    return proc_stat("router")["examined"] - before


def unprivileged():
    """A connection of the same addresses and ports keeps its slot."""
    sysctl("router", sample=65536)
    # The sources may be in a home that only its owner can read.
    folder = tempfile.mkdtemp()
    os.chmod(folder, 0o755)
    for source in (__file__, tcpst.__file__):
        shutil.copy(source, folder)
    # pylint: disable-next=consider-using-with
    nobody = subprocess.Popen(
        [*OUT_OF_CHROOT, "/usr/bin/setpriv", "--reuid=65534", "--regid=65534",
         "--clear-groups", sys.executable, os.path.join(folder, os.path.basename(__file__)),
         "crowd"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=dict(os.environ, PYTHONDONTWRITEBYTECODE="1"))
    answer = nobody.stdout.readline().strip()
    check_equal("unprivileged: no timeout of 25 days", "Invalid argument",
                answer)
    with Inside("router"):
        listener, client = tcp(SERVER, listens=True), tcp(CLIENT)
        client.settimeout(max(time_left(), 1))
        client.connect(SERVER)
    accepted = listener.accept()[0]
    slow = slow_share(client, accepted)
    check(f"unprivileged: {NAMESPACES} of them, and segments pass unseen",
          slow < SEGMENTS / 10, slow)
    nobody.communicate("")
    slow = slow_share(client, accepted)
    check("unprivileged: so they do afterwards", slow < SEGMENTS / 10, slow)
    for sock in (client, accepted, listener):
        sock.close()


def full():
    """Two namespaces have it all: a third gets a place for what is its own."""
    held = [len(procfs(ns)) for ns in ("client", "router")]
    check("full: two namespaces hold all places", sum(held) > 1000, held)
    with Inside("server"):
        listener, client = tcp(SERVER, listens=True), tcp(CLIENT)
        client.settimeout(max(time_left(), 1))
        client.connect(SERVER)
    accepted = listener.accept()[0]
    check_equal("full: a third one's connection is tracked", 1,
                len(procfs("server")))
    check_equal("full: and nothing is taken for a lack of memory", [0, 0, 0],
                [proc_stat(ns)["no_memory"]
                 for ns in ("client", "router", "server")])
    for sock in (client, accepted, listener):
        sock.close()


main({"crowd": crowd, "unprivileged": unprivileged, "full": full}[sys.argv[1]])
