# SPDX-License-Identifier: GPL-2.0
"""Output while a capture is read: check(tally, tcpst, build, generate)

On a terminal lines are printed as connections end, and how far reading got is
shown on standard error.
"""

import os
import pty
import re
import subprocess
import threading

import packets as p
from connections import MS, START, connection


def read_lines(fd, n):
    """That many lines, or fewer if the other end is closed."""
    text = b""
    while text.count(b"\n") < n:
        try:
            text += os.read(fd, 4096)
        except OSError:
            break
    return text.decode()


def check_lines(tally, tcpst):
    """The first connection is shown while the capture is still being written."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([*tcpst, "life", "--no-pager", "-r", "-"],
                          stdin=subprocess.PIPE, stdout=theirs) as reader:
        killer = threading.Timer(60, reader.kill)
        killer.start()
        os.close(theirs)
        # TIME-WAIT is over.
        reader.stdin.write(p.pcap(connection() + [(START + 10**6 * MS,
                                                   p.filler())]))
        reader.stdin.flush()
        lines = read_lines(ours, 2).splitlines()
        running = reader.poll() is None
        reader.stdin.close()
        reader.wait()
        killer.cancel()
    os.close(ours)
    tally.check("a line on a terminal, before the capture ends", "True 2 True",
                f"{running} {len(lines)} {'192.0.2.1:40000' in lines[-1]}"
                if lines else "")


def check_progress(tally, tcpst, build, generate):
    """For a file, the part that was read; for a pipe, the amount."""
    path = build / "many.pcap"
    with open(path, "wb") as file:
        subprocess.run([generate, "1000", "100"], stdout=file, check=True)
    for name, pattern in (path, r"\r *\d+ %, \d+ MB/s"), ("-", r"\r\d+ MB, \d+ MB/s"):
        ours, theirs = pty.openpty()
        with subprocess.Popen(["cat", path], stdout=subprocess.PIPE) as source, \
             subprocess.Popen([*tcpst, "stats", "-r", name], stdin=source.stdout,
                              stdout=subprocess.DEVNULL, stderr=theirs) as reader:
            os.close(theirs)
            source.stdout.close()
            text = read_lines(ours, 99)
        os.close(ours)
        tally.check(f"progress of {'a pipe' if name == '-' else 'a file'}", "True",
                    str(bool(re.search(pattern, text))))


def check(tally, tcpst, build, generate):
    check_lines(tally, [tcpst])
    check_progress(tally, [tcpst], build, generate)
