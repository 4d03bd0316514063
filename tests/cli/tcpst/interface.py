#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""-i: what passes an interface, without the module, in a network namespace of our own.

interface.py TCPST   N passed, N failed[, N skipped]
"""
import ctypes
import errno
import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile

from tally import Tally

TCPST = sys.argv[1]
TALLY = Tally("interface")
check = TALLY.check


def start(*words, **more):
    return subprocess.Popen([TCPST, *words, "-i", "lo"], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def capturing(process):
    """It reports when it captures; the buffer has all from then on."""
    return process.stderr.readline()


def connect(server):
    """One connection from its first segment to its last."""
    client = socket.create_connection(server.getsockname())
    peer, _ = server.accept()
    client.sendall(b"hello")
    client.shutdown(socket.SHUT_WR)
    while peer.recv(100):
        pass
    peer.close()
    client.recv(1)
    client.close()


def check_follow(server, port):
    process = start("show", "--follow", f":{port}")
    line = capturing(process)
    check("what cannot be known is reported", "capturing on lo" in line and "processes" in line, line)
    connect(server)
    lines = []
    while not any("TIME_WAIT" in line for line in lines):
        line = process.stdout.readline()
        if not line:
            break
        lines.append(line)
    text = "".join(lines)
    check("show --follow: the ladder is drawn while it captures",
          "SYN ACK seq=0 ack=1" in text and "5 octets" in text and "TIME_WAIT" in text, text)
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate()
    check("show --follow: Ctrl-C ends it", process.returncode == 0 and "count from" in rest,
          f"{process.returncode} {rest} {errors}")


def check_watch(server):
    process = start("watch", "--json", "--count", "9")
    capturing(process)
    connect(server)
    out, errors = process.communicate()
    events = [json.loads(line) for line in out.splitlines()]
    check("watch: --count ends it", process.returncode == 0 and len(events) == 9, errors)
    check("watch: of the connection", [e["to"] for e in events[:4]] ==
          ["SYN_SENT", "SYN_RECEIVED", "ESTABLISHED", "ESTABLISHED"], out)


def check_group_end(server):
    """Ctrl-C goes to all that run in a terminal, and lives are shown when the capture ends."""
    process = start("life", "--raw", "--noheadings", "-o", "END,BYTES", start_new_session=True)
    capturing(process)
    connect(server)
    os.killpg(process.pid, signal.SIGINT)
    out, errors = process.communicate()
    check("life: Ctrl-C ends the capture, and what it was is shown",
          process.returncode == 0 and out.startswith("fin 5\n"), f"{process.returncode} {out}{errors}")


def check_life(server):
    """Its line comes when both ends have closed, while the capture goes on."""
    process = start("life", "--follow", "--raw", "--noheadings", "-o", "END,BYTES")
    capturing(process)
    connect(server)
    line = process.stdout.readline()
    check("life --follow: a line when a connection closes", line == "fin 5\n" and
          process.poll() is None, line)
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate()
    check("life --follow: not a second one when the capture ends", not out, out + errors)


def check_others(server, folder):
    """What of it is left when it ends, of every other command."""
    page, recording = os.path.join(folder, "page.html"), os.path.join(folder, "recording")
    for words, wanted in ((["list", "--raw", "--noheadings", "-o", "FLOW"], "1\n"),
                          (["stats"], "Flows of the capture"),
                          (["check", "--crit", "fin=0.001/s", "--over", "10s"], "CRITICAL - fin 0.1/s"),
                          (["report", "-o", page], ""), (["save", recording], ""),
                          (["export", "prometheus"], '{end="fin"} 1\n')):
        process = start(*words, start_new_session=True)
        capturing(process)
        connect(server)
        os.killpg(process.pid, signal.SIGINT)
        out, errors = process.communicate()
        check(f"{words[0]}: of what passed until Ctrl-C",
              process.returncode == (2 if words[0] == "check" else 0) and wanted in out,
              f"{process.returncode} {out}{errors}")
    with open(page, encoding="utf-8") as file:
        check("report: the connection is in it", "<b>1</b><span>connections" in file.read())
    out = subprocess.run([TCPST, "life", "--raw", "--noheadings", "-o", "END,BYTES", "-r", recording],
                         capture_output=True, text=True, check=False).stdout
    check("save: the connection is in it", out == "fin 5\n", out)


def check_slow(server):
    """Ctrl-C ends the capture; who has not read all of it by then still does."""
    last = '"to":"TIME_WAIT"'
    process = start("watch", "--json", start_new_session=True)
    capturing(process)
    connect(server)
    while (line := process.stdout.readline()) and last not in line:
        pass
    process.send_signal(signal.SIGSTOP)
    connect(server)
    os.killpg(process.pid, signal.SIGINT)
    process.send_signal(signal.SIGCONT)
    out, errors = process.communicate()
    check("watch: what passed until Ctrl-C, though it was slow",
          process.returncode == 0 and last in out, f"{process.returncode} {out}{errors}")


def check_rate_time(server):
    process = start("check", "--warn", "fin=1/s", "--duration", "100s",
                    start_new_session=True)
    capturing(process)
    connect(server)
    os.killpg(process.pid, signal.SIGINT)
    out, errors = process.communicate()
    check("check: the rate is over the time to capture", out.startswith("TCPST OK - fin 0.01/s |"),
          f"{out}{errors}")


def check_duration():
    process = start("stats", "--json", "--duration", "200ms")
    out, errors = process.communicate()
    check("stats: --duration ends it, whether or not anything passes",
          process.returncode == 0 and json.loads(out)["type"] == "stats", f"{out}{errors}")


def check_errors():
    run = subprocess.run([TCPST, "list", "-i", "nowhere"], capture_output=True, text=True, check=False)
    check("an interface that does not exist", run.returncode == 1 and
          run.stderr == "tcpst: cannot capture on nowhere: No such device exists\n", run.stderr)
    run = subprocess.run(["setpriv", "--inh-caps=-all", "--bounding-set=-all", TCPST, "list",
                          "-i", "lo"], capture_output=True, text=True, check=False)
    check("no permission", run.returncode == 1 and
          run.stderr == "tcpst: cannot capture on lo: CAP_NET_RAW is required\n", run.stderr)


def has_ethtool():
    """libpcap asks an interface for its time stamps, which qemu-user cannot."""
    request = ctypes.create_string_buffer(struct.pack("=I", 0x41), 64)  # ETHTOOL_GET_TS_INFO
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            fcntl.ioctl(asked, 0x8946, struct.pack("16sP16x", b"lo", ctypes.addressof(request)))
        except OSError as error:
            return error.errno != errno.ENOSYS
    return True


def main():
    if not has_ethtool():
        print("skip - interface: SIOCETHTOOL, which libpcap needs, is not there\n"
              "0 passed, 0 failed, 1 skipped")
        return
    if len(sys.argv) < 3:
        own = ["unshare", "-n"] if not os.getuid() else ["unshare", "-rn"]
        if subprocess.run([*own, "true"], stderr=subprocess.DEVNULL, check=False).returncode:
            print("skip - interface: no network namespace of our own can be made here\n"
                  "0 passed, 0 failed, 1 skipped")
            return
        os.execvp(own[0], [*own, sys.executable, "-B", __file__, TCPST, "inside"])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    server = socket.create_server(("127.0.0.1", 0))
    check_follow(server, server.getsockname()[1])
    check_watch(server)
    check_group_end(server)
    check_life(server)
    with tempfile.TemporaryDirectory() as folder:
        check_others(server, folder)
    check_slow(server)
    check_duration()
    check_rate_time(server)
    check_errors()
    TALLY.end()


main()
