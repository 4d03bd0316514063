# SPDX-License-Identifier: GPL-2.0
"""The report: every disagreement with its segments, a table, the reasons, the
checks."""

import collections

import witness

LOSSY = ("loss1", "duplicate", "reorder", "loss10", "mixed", "far")
ENOUGH = 0.999
PLACES = ("hosts", "router")


def at(place, results):
    """Those seen at the ends' own hosts, or at the router"""
    return [r for r in results if (r.place == "router") == (place == "router")]


def passed(cell, results):
    """Does a cell keep what is promised? All final states, and on a network that
    loses nothing all transitions; the share of the others is checked by network."""
    open_ = [r for r in results if not r.reason]
    return bool(results) and all(r.same_end for r in open_) and \
        (cell.network in LOSSY or all(r.same for r in open_))


def arrow(states):
    return " > ".join(states) or "nothing"


def show(result):
    """One disagreement."""
    version, client, server = result.key
    print(f"{result.cell.name}: {result.end} of ipv{version} {client}-{server} "
          f"seen at the {result.place}")
    print(f"  socket    {arrow(result.real)}   (ends {result.final[0]})")
    print(f"  tcpstates {arrow(result.seen)}   (ends {result.final[1]})")
    if result.reason:
        print(f"  right, for {result.reason}")
    for time, state in result.session.steps if result.session else ():
        print(f"    socket  {time / 1e9 % 1000:10.6f} {state}")
    for event in result.flow.events if result.flow else ():
        what = event.get("from", event.get("state")) + \
            (f" > {event['to']}" if "to" in event else "")
        print(f"    event   {event['time_ns'] / 1e9 % 1000:10.6f} "
              f"{result.flow.side(event)} {what} {event['cause']} {event['certainty']}"
              f"{' retract' if event.get('retract') else ''} "
              f"seq {event['seq']} ack {event['ack']}")
    for place, segments in result.segments.items():
        for segment in segments:
            print(f"    at {place} {segment}")
    print()


def numbers(results):
    """connections, then for hosts and router: transitions, those that agree,
    disagreements with a reason, disagreements without"""
    out = [len({(id(r.cell), r.key, id(r.session)) for r in results
                if r.end == "client" and r.place == "client"})]
    for place in PLACES:
        part = at(place, results)
        differ = [r for r in part if not r.agrees]
        out += [sum(len(r.real) for r in part), sum(r.agreeing for r in part),
                sum(bool(r.reason) for r in differ),
                sum(not r.reason for r in differ)]
    return out


def row(workload, network, results):
    """A line of the table"""
    conns, *parts = numbers(results)
    print(f"{workload:17} {network:9} {conns:6} " +
          " ".join(f"{n:{width}}" for n, width in zip(parts, (7, 7, 5, 5) * 2)))


def table(results):
    """The table: workload by network, then the sums"""
    title = " ".join(f"{name:>{width}}" for name, width in zip(
        ("transit", "agree", "named", "other"), (7, 7, 5, 5)))
    print(f"{'':34}{'seen at the hosts':>27} {'seen at the router':>27}")
    print(f"{'workload':17} {'network':9} {'conns':>6} {title} {title}")
    networks = {}
    for cell, found in results.items():
        row(cell.workload, cell.network, found)
        networks.setdefault(cell.network, []).extend(found)
    print()
    for network, found in networks.items():
        row("all", network, found)
    row("all", "all", [r for found in networks.values() for r in found])
    return networks


def name_reasons(results):
    """Each reason, and how often it was the one"""
    count = collections.Counter((r.reason, r.place == "router") for r in results
                                if r.reason)
    if count:
        print("\nnamed: right all the same, for")
    for reason in sorted({reason for reason, _ in count}):
        print(f"{count[reason, False]:6} at the hosts {count[reason, True]:6} "
              f"at the router: {reason}")


class Checks:
    """How many passed, how many failed; what failed is listed."""

    def __init__(self):
        self.good = self.bad = 0

    def check(self, fine, text):
        self.good += fine
        self.bad += not fine
        if not fine:
            print(f"not ok - {text}")


def share(results, named):
    """What part of the transitions agrees; those with a reason left out or not"""
    kept = [r for r in results if named or not r.reason]
    total = sum(len(r.real) for r in kept)
    return sum(r.agreeing for r in kept) / total if total else 0


def check_network(checks, network, results):
    """Transitions on a network that loses; final states anywhere."""
    for place in PLACES:
        part = at(place, results)
        ratio = share(part, False)
        wrong = sum(not r.same_end and not r.reason for r in part)
        print(f"{network:9} at the {place:6} {ratio:8.3%} of the transitions "
              f"({share(part, True):.3%} with those named), {wrong} wrong final states")
        enough = ENOUGH if network in LOSSY else 1
        checks.check(ratio >= enough and not wrong,
                     f"{network}: less than {enough:.1%} at the {place}, "
                     "or a wrong final state")


def write(results, asked):
    """Print it all. Return: exit status"""
    differ = [r for found in results.values() for r in found if not r.agrees]
    for result in sorted(differ, key=lambda r: not r.reason):
        show(result)
    networks = table(results)
    name_reasons(differ)
    print()
    checks = Checks()
    ran = {(cell.workload, cell.network): cell for cell in results}
    for workload, network in asked:
        cell = ran.get((workload, network))
        checks.check(bool(cell) and passed(cell, results[cell]),
                     f"{workload} on {network}{'' if cell else ': never ran'}")
        for missing in witness.not_shown(cell) if cell else ():
            checks.check(False, f"{workload} on {network} showed {missing}")
    for network, found in networks.items():
        check_network(checks, network, found)
        for missing in witness.faults_not_shown(results, network):
            checks.check(False, f"{network}: {missing} never counted")
    print(f"{checks.good} passed, {checks.bad} failed")
    return 1 if checks.bad else 0
