# SPDX-License-Identifier: GPL-2.0
"""The report: a table, every disagreement with its segments, the checks."""

import itertools

import capture

LOSSY = {"loss1", "loss10", "duplicate", "reorder", "mixed", "far"}
ENOUGH = 0.999
PLACES = ("hosts", "router")


def place_of(result):
    return "router" if result.place == "router" else "hosts"


def tally(results):
    """transitions, agreeing ones, explained ones, wrong final states"""
    total = sum(len(r.real) for r in results)
    good = sum(r.agreeing for r in results)
    excused = sum(max(len(r.real) - r.agreeing, 1) for r in results
                  if r.reason and not (r.same and r.same_end))
    ends = sum(not r.same_end and not r.reason for r in results)
    return total, good, excused, ends


def passed(cell, results):
    """Does a cell keep what is promised? All final states, and on a network that
    loses nothing all transitions; the share of the others is checked by network."""
    open_ = [r for r in results if not r.reason]
    return bool(results) and all(r.same_end for r in open_) and \
        (cell.network in LOSSY or all(r.same for r in open_))


def share(results):
    """What part of the transitions agrees, the explained ones left out."""
    open_ = [r for r in results if not r.reason]
    total = sum(len(r.real) for r in open_)
    return sum(r.agreeing for r in open_) / total if total else 0


def arrow(states):
    return " > ".join(states) or "nothing"


def show(result, segments):
    """One disagreement."""
    cell = result.cell
    version, client, server = result.key
    print(f"\n{cell.name}: {result.end} of ipv{version} {client}-{server} "
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
    for place in ("client", "server"):
        for segment in segments[place].get((version, frozenset((client, server))), ()):
            print(f"    at {place} {segment}")


def write(directory, results, asked):
    """Print it all. Return: exit status"""
    print(f"{'workload':18} {'network':10} {'seen at':7} {'connections':>11} "
          f"{'transitions':>11} {'agreeing':>8} {'explained':>9} {'wrong ends':>10}")
    for cell, found in results.items():
        connections = len({(r.key, id(r.session)) for r in found
                           if r.end == "client" and r.place == "client"})
        for place in PLACES:
            total, good, excused, ends = tally([r for r in found if place_of(r) == place])
            print(f"{cell.workload:18} {cell.network:10} {place:7} {connections:11} "
                  f"{total:11} {good:8} {excused:9} {ends:10}")

    differ = [r for found in results.values() for r in found
              if not (r.same and r.same_end)]
    if differ:
        segments = {place: capture.read_segments(directory, place)
                    for place in ("client", "server")}
        for result in differ:
            show(result, segments)

    print()
    good = bad = 0
    ran = {(cell.workload, cell.network): cell for cell in results}
    for workload, network in asked:
        cell = ran.get((workload, network))
        if cell and passed(cell, results[cell]):
            good += 1
        else:
            bad += 1
            print(f"not ok - {workload} on {network}"
                  f"{'' if cell else ': never ran'}")
    for network, place in itertools.product(sorted(LOSSY), PLACES):
        part = [r for cell, found in results.items() if cell.network == network
                for r in found if place_of(r) == place]
        if not part:
            continue
        ratio = share(part)
        print(f"{network}, {place}: {ratio:.3%} of the transitions agree")
        if ratio >= ENOUGH:
            good += 1
        else:
            bad += 1
            print(f"not ok - less than {ENOUGH:.1%} on {network} at the {place}")
    print(f"{good} passed, {bad} failed")
    return 1 if bad else 0
