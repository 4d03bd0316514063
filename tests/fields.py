# SPDX-License-Identifier: GPL-2.0
"""The fields of flows and events, as tcpst itself describes them.

What is made of them, and what lines of JSON are checked against, comes from here,
so that a new field is one row in tools/model.
"""
import json
import subprocess

ROLES = ("initiator", "responder")
# By number.
STATES = ("CLOSED LISTEN SYN_SENT SYN_RECEIVED ESTABLISHED FIN_WAIT_1 "
          "FIN_WAIT_2 CLOSING TIME_WAIT CLOSE_WAIT LAST_ACK").split()
# Kinds of JSON Lines, and the command whose fields they are made of.
COMMANDS = {"flow": "list", "life": "list", "transition": "watch", "note": "watch"}


def fields_of(tcpst, command):
    """What --list-columns --json prints: a dict a field, in order."""
    out = subprocess.run([tcpst, command, "--list-columns", "--json"],
                         stdout=subprocess.PIPE, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def members_of(tcpst, kind):
    """The fields that are members of JSON Lines of that kind, in order."""
    return [field for field in fields_of(tcpst, COMMANDS[kind])
            if "json" in field and field.get("only", kind) == kind]


def path_of(field):
    """Names of the object that a member is in, or None, and of the member."""
    group, dot, name = field["json"].rpartition(".")
    return (group if dot else None), name
