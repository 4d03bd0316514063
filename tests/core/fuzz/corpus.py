#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""corpus.py DIR: the captures of tests/core/replay, as the initial corpus of the fuzzers."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "replay"))
# pylint: disable=wrong-import-position
import captures  # noqa: E402
import links  # noqa: E402
import packets  # noqa: E402
from connections import OPEN, connection  # noqa: E402

directory = pathlib.Path(sys.argv[1])
directory.mkdir(parents=True, exist_ok=True)
for name, make in captures.ALL.items():
    (directory / f"{name}.pcap").write_bytes(make())
layers = links.LINKS | links.CLOSED | {
    name: (1, wrap) for name, (wrap, _) in links.TUNNELS.items()}
for name, (link, wrap) in layers.items():
    frames = connection(packets.LINK_RAW, steps=OPEN)
    (directory / f"layer_{name}.pcap").write_bytes(packets.pcap(
        [(time, wrap(packet)) for time, packet in frames], link))
