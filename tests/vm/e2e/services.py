# SPDX-License-Identifier: GPL-2.0
"""Processes and control groups of the sockets at both ends of a connection."""
import os
import subprocess
import sys
import tempfile

from tcpst import TCPST, Inside, Watch, check_equal, main, run, tcpst, wait_until

GROUPS = "/sys/fs/cgroup"
# A process in a control group of its own, at one end of a connection.
PROGRAM = """
import os, socket, struct, sys
group, name, uid, port = sys.argv[1:]
for path, text in (group + "/cgroup.procs", str(os.getpid())), ("/proc/self/comm", name):
    with open(path, "w") as file:
        file.write(text)
os.setuid(int(uid))
sock = socket.socket()
print(struct.unpack("Q", sock.getsockopt(socket.SOL_SOCKET, 57, 8))[0], flush=True)
if name == "a-service":
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", int(port)))
    sock.listen()
    print("listens", flush=True)
    peer = sock.accept()[0]
    peer.sendall(peer.recv(1))
else:
    sock.connect(("127.0.0.1", int(port)))
    sock.sendall(b"?")
    sock.recv(1)
sys.stdin.read()
"""


def start(name, uid, port):
    """Start PROGRAM on the server's host. Returns it, and its owner as JSON has it."""
    group = f"/tcps-e2e/{name}"
    os.makedirs(GROUPS + group)
    with Inside("server"):
        # pylint: disable-next=consider-using-with
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, GROUPS + group, name, str(uid), str(port)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    cookie = int(process.stdout.readline())
    return process, {"pid": process.pid, "uid": uid, "comm": name, "cookie": cookie,
                     "cgroup_id": os.stat(GROUPS + group).st_ino, "cgroup": group}


def selected(port, *words):
    """Numbers of connections of that port that a filter selects."""
    return len(tcpst("server", "list", "--port", str(port), *words))


def services():
    """Processes and control groups of both ends, where both are of this host."""
    port = 3020
    watch = Watch("server", "--since", "all")
    server, accepts = start("a-service", 33, port)
    check_equal("the service listens", "listens\n", server.stdout.readline())
    client, opens = start("a-client", 1000, port)
    flows = wait_until(lambda: [f for f in tcpst("server", "list", "--port", str(port))
                                if (f["responder_owner"] or {}).get("pid")])
    check_equal("who is at each end", (opens, accepts), flows and
                (flows[0]["owner"], flows[0]["responder_owner"]))
    line = run("server", TCPST, "list", "--port", str(port), "--raw", "--noheadings",
               "-o", "RCOMM,RPID,RUID,RCGROUP,COMM,CGROUP").stdout
    check_equal("in columns", ["a-service", str(server.pid), "33", accepts["cgroup"],
                               "a-client", opens["cgroup"]], line.split())
    for words in (("--pid", str(server.pid)), ("--pid", str(client.pid)),
                  ("--comm", "a-service"), ("--comm", "a-client"),
                  ("--cgroup", accepts["cgroup"]), ("--cgroup", "/tcps-e2e"),
                  ("--where", f"rcomm==a-service && rpid=={server.pid} && comm!=a-service"),
                  ("--where", 'cgroup =~ "client$" && rcgroup =~ "^/tcps-e2e/a-s"')):
        check_equal(f"selected by {' '.join(words)}", 1, selected(port, *words))
    for words in (("--cgroup", "/tcps-e2e/a-serv"), ("--where", "comm==a-service"),
                  ("--where", f"rpid=={client.pid}")):
        check_equal(f"not by {' '.join(words)}", 0, selected(port, *words))
    wait_until(lambda: watch.of_port(port))     # it listens
    for process in client, server:
        process.communicate()
    lives = wait_until(lambda: tcpst("server", "life", "--cgroup", "/tcps-e2e"))
    check_equal("its verdict has both", (opens, accepts), lives and
                (lives[0]["owner"], lives[0]["responder_owner"]))
    ended = wait_until(lambda: [e for e in watch.of_port(port) if e["to"] == "LAST_ACK"])
    check_equal("so have live events, with PIDs", (opens, accepts), ended and
                (ended[0]["owner"], ended[0]["responder_owner"]))
    removed(opens, accepts)


def removed(opens, accepts):
    """A recording keeps the paths of control groups that are removed later."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "kept.tcpst")
        saved = run("server", TCPST, "save", "--duration", "1ms", path)
        check_equal("it is recorded", "", saved.stderr)
        for name in "a-service", "a-client", "":
            os.rmdir(f"{GROUPS}/tcps-e2e/{name}")
        words = ("life", "--pid", str(accepts["pid"]))
        check_equal("the recording has the paths", [(opens, accepts)], [
            (life["owner"], life["responder_owner"])
            for life in tcpst("server", *words, "-r", path)])
    gone = tcpst("server", *words)
    check_equal("of a group that is gone only the id is known",
                {**accepts, "cgroup": None}, gone and gone[0]["responder_owner"])
    check_equal("which is shown", f"id:{accepts['cgroup_id']}\n", run(
        "server", TCPST, *words, "--raw", "--noheadings", "-o", "RCGROUP").stdout)


main(services)
