# SPDX-License-Identifier: GPL-2.0
"""Events out of raw pages of the kernel's trace buffer (trace_pipe_raw)."""

import re
import struct

PAGE = 4096
TYPE_PADDING, TYPE_EXTEND, TYPE_STAMP = 29, 30, 31
COMMIT_MASK = (1 << 20) - 1
MISSED = 1 << 31


class Format:
    """The fields of an event, from its `format` file."""

    FIELD = re.compile(r"field:(.*?)(\w+)(\[\d+\])?;\s+offset:(\d+);\s+size:(\d+);")

    def __init__(self, text):
        self.id = int(re.search(r"^ID: (\d+)", text, re.M).group(1))
        self.fields = {name: (int(offset), int(size)) for _, name, _, offset, size
                       in self.FIELD.findall(text)}

    def decode(self, data):
        """{field: integer, or octets where it is longer than one}"""
        out = {}
        for name, (offset, size) in self.fields.items():
            part = data[offset:offset + size]
            number = size in (1, 2, 8) or (size == 4 and not name.endswith("addr"))
            out[name] = int.from_bytes(part, "little") if number else part
        return out


class Lost(Exception):
    """The kernel overwrote events before they were read."""


def events(data, formats):
    """(time in ns, format, {field: value}) of each event of these formats"""
    known = {fmt.id: fmt for fmt in formats}
    for start in range(0, len(data), PAGE):
        page = data[start:start + PAGE]
        time, commit = struct.unpack_from("<QQ", page)
        if commit & MISSED:
            raise Lost
        end = 16 + (commit & COMMIT_MASK)
        at = 16
        while at < end:
            head, first = struct.unpack_from("<II", page + b"\0\0\0\0", at)
            kind, delta = head & 31, head >> 5
            if kind == TYPE_PADDING:
                if delta == 0:
                    break
                at += 4 + first
                continue
            if kind in (TYPE_EXTEND, TYPE_STAMP):
                value = (first << 27) + delta
                time = time + value if kind == TYPE_EXTEND else value
                at += 8
                continue
            time += delta
            at += 4
            length = kind * 4
            if kind == 0:
                length = first - 4
                at += 4
            body = page[at:at + length]
            at += length
            fmt = known.get(int.from_bytes(body[:2], "little"))
            if fmt:
                yield time, fmt, fmt.decode(body)
