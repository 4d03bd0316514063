# SPDX-License-Identifier: GPL-2.0
"""Addresses replaced: check(tally, tcpst, build)"""

import ipaddress
import json
import os
import stat

import packets as p
from captures import icmp_unreachable
from connections import START, connection

# The key and the addresses of Crypto-PAn's reference implementation.
KEY = bytes([21, 34, 23, 141, 51, 164, 207, 128, 19, 10, 91, 22, 73, 144, 125,
             16, 216, 152, 143, 131, 121, 121, 101, 39, 98, 87, 76, 45, 42,
             132, 34, 2])
VECTORS = {
    "128.11.68.132": "135.242.180.132", "129.118.74.4": "134.136.186.123",
    "130.132.252.244": "133.68.164.234", "141.223.7.43": "141.167.8.160",
    "141.233.145.108": "141.129.237.235", "152.163.225.39": "151.140.114.167",
    "156.29.3.236": "147.225.12.42", "165.247.96.84": "162.9.99.234",
    "166.107.77.190": "160.132.178.185", "192.102.249.13": "252.138.62.131",
}


def common(a, b):
    """Length of the common prefix of two addresses."""
    a, b = ipaddress.ip_address(a), ipaddress.ip_address(b)
    return a.max_prefixlen - (int(a) ^ int(b)).bit_length()


def replaced(tcpst, path, key, *options):
    out = tcpst("life", "--json", "--anonymize", key, *options, "-r", path)[0]
    return [json.loads(line) for line in out.splitlines()]


def check_ports(tally, tcpst, path, key):
    """Each port is replaced by one of its own, the same in every command."""
    ports = range(1, 65536, 97)
    frames = [(START + i, p.framed(1, p.ipv4("10.0.0.1", "10.0.0.2", p.tcp(
        "10.0.0.1", "10.0.0.2", port, 443, "SYN", 1))))
        for i, port in enumerate(ports)]
    path.write_bytes(p.pcap(frames))
    kept = replaced(tcpst, path, key)
    lives = replaced(tcpst, path, key, "--anonymize-ports")
    got = [life["initiator"]["port"] for life in lives]
    tally.check("ports stay unless it is asked for", str(list(ports)),
                str([life["initiator"]["port"] for life in kept]))
    tally.check("no two ports become the same", str(len(ports)),
                str(len(set(got))))
    tally.check("nearly all ports are others", "True",
                str(sum(a == b for a, b in zip(ports, got)) < 5))
    tally.check("the same port becomes the same", "1",
                str(len({life["responder"]["port"] for life in lives})))
    tally.check("addresses do not depend on it",
                str([life["responder"]["addr"] for life in kept]),
                str([life["responder"]["addr"] for life in lives]))
    out = tcpst("list", "--json", "--anonymize", key, "--anonymize-ports",
                "-r", path)[0]
    tally.check("ports of another command",
                str(got[-len(out.splitlines()):]),
                str([json.loads(line)["initiator"]["port"]
                     for line in out.splitlines()]))
    out = replaced(tcpst, path, key, "--anonymize-ports", "--port", "1")
    tally.check("filters ask for true ports", str(got[:1]),
                str([life["initiator"]["port"] for life in out]))
    for options, wanted in (
            (["life", "--anonymize-ports"], "requires --anonymize"),
            (["show", "--anonymize", key, "--anonymize-ports", "--port", "1"],
             "select it by number")):
        _, err, status = tcpst(*options, "-r", path)
        tally.check(f"{options[0]} --anonymize-ports, misused", "True 2",
                    f"{wanted in err} {status}")


def check(tally, tcpst, build):
    key, path = build / "key", build / "anonymous.pcap"
    key.write_bytes(KEY)
    frames = [(START + i, p.framed(1, p.ipv4("10.0.0.1", addr, p.tcp(
        "10.0.0.1", addr, 1000 + i, 80, "SYN", 1))))
        for i, addr in enumerate(VECTORS)]
    path.write_bytes(p.pcap(frames))
    got = {addr: life["responder"]["addr"]
           for addr, life in zip(VECTORS, replaced(tcpst, path, key))}
    tally.check("Crypto-PAn's vectors", str(VECTORS), str(got))
    check_ports(tally, tcpst, path, key)

    addrs = ["2001:db8::1", "2001:db8::2", "2001:db8:1::1", "2a00::1", "::1"]
    frames = [(START + i, p.framed(1, p.ipv6(addr, "fe80::1", p.tcp(
        addr, "fe80::1", 1000, 80, "SYN", 1))))
        for i, addr in enumerate(addrs)]
    path.write_bytes(p.pcap(frames))
    got = [life["initiator"]["addr"] for life in replaced(tcpst, path, key)]
    tally.check("prefixes of IPv6 are kept",
                str([common(a, b) for a in addrs for b in addrs]),
                str([common(a, b) for a in got for b in got]))
    tally.check("no address is left", "set()", str(set(addrs) & set(got)))

    path.write_bytes(p.pcap(connection()))
    made = build / "made-key"
    made.unlink(missing_ok=True)
    first = replaced(tcpst, path, made)
    mode = stat.S_IMODE(os.stat(made).st_mode)
    tally.check("a key is made, and used again", "0o600 32 True",
                f"{mode:#o} {made.stat().st_size} "
                f"{first == replaced(tcpst, path, made)}")
    for command in (["watch", "--notes"], ["life"], ["list"], ["show", "1"],
                    ["report", "-o", "-"], ["watch", "--json"], ["list",
                                                                "--json"]):
        out, err, status = tcpst(*command, "--anonymize", made, "-r", path)
        tally.check(f"{command}: no address is shown", "True False False 0 ",
                    f"{bool(out)} {'192.0.2.1' in out} "
                    f"{'198.51.100.2' in out} {status} {err}")
    other = build / "icmp.pcap"
    other.write_bytes(icmp_unreachable())
    for command in (["watch"], ["life"], ["show", "1"]):
        out = tcpst(*command, "--json", "--anonymize", made, "-r", other)[0]
        tally.check(f"{command}: nor who sent an ICMP error", "True False",
                    f"{'host-unreachable' in out} {'203.0.113.9' in out}")
    out = tcpst("life", "--json", "--anonymize", made, "--addr", "192.0.2.1",
                "-r", path)[0]
    tally.check("filters ask for true addresses", "1", str(out.count("\n")))
    _, err, status = tcpst("show", "--anonymize", made, "--addr", "192.0.2.1",
                           "-r", path)
    tally.check("show by an address that it does not show", "True 2",
                f"{'select it by port' in err} {status}")
    made.write_bytes(KEY[:-1])
    _, err, status = tcpst("life", "--anonymize", made, "-r", path)
    tally.check("half a key", f"tcpst: {made}: not a key of 32 octets\n 1",
                f"{err} {status}")
    _, err, status = tcpst("life", "--anonymize", key, "--resolve", "-r", path)
    tally.check("names of replaced addresses", "True 2",
                f"{'cannot be combined with --resolve' in err} {status}")
