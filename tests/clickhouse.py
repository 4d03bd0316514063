# SPDX-License-Identifier: GPL-2.0
"""Columns of ClickHouse tables, made of the members of JSON Lines."""
from fields import ROLES, path_of


def column_of(field):
    group, name = path_of(field)
    if group is None:
        return name
    if name in ROLES:
        return f"{name}_{'state' if group == 'states' else group}"
    if group.endswith("_ns"):
        return f"{name}_ns"
    return f"{group}_{name}"


def is_object(field):
    """An object whose members are not known beforehand: it is stored as text."""
    return field["value"] == "nanoseconds by state"


def may_lack(field):
    return bool(field.get("null") or field.get("optional"))


def type_of(field):
    if "bits" in field:
        bits = f"UInt{field['bits']}"
        return f"Nullable({bits})" if may_lack(field) else bits
    return "UInt8" if field["value"] == "flag" else "String"


def expression_of(field):
    """What takes the member out of `line`."""
    group, name = path_of(field)
    line = f"visitParamExtractRaw(line, '{group}')" if group else "line"

    def extract(how):
        return f"visitParamExtract{how}({line}, '{name}')"

    if is_object(field):
        return extract("Raw")
    if "bits" not in field:
        return extract("Bool" if field["value"] == "flag" else "String")
    if may_lack(field):
        return f"toUInt{field['bits']}OrNull({extract('Raw')})"
    if field["bits"] == 64:
        return extract("UInt")
    return f"toUInt{field['bits']}({extract('UInt')})"


def columns(fields):
    """For CREATE TABLE."""
    return ",\n".join(f"    {column_of(f)} {type_of(f)}" for f in fields)


def selected(fields):
    """For SELECT."""
    return ",\n".join(f"    {expression_of(f)} AS {column_of(f)}" for f in fields)
