#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Documents in other languages, made of the English ones by gettext.

documents.py TOP            hold them against that; N passed, N failed
documents.py TOP --write    write them, and add what is new to the .po files

Documentation/po/LANGUAGE.po has a text for each paragraph, list, table, title and
caption of the documents below; what is to be typed, and output, stays as it is.
"""
import pathlib
import re
import sys
import unicodedata

DOCUMENTS = ("lifecycle.rst", "cookbook.rst")
HEADER = '''# {language}: documents of tcpstates.
# SPDX-License-Identifier: GPL-2.0
msgid ""
msgstr ""
"Project-Id-Version: tcpst\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
'''


def indent_of(line):
    return len(line) - len(line.lstrip())


def blocks_of(text):
    """(is it to be translated, lines) in order; a literal block is not."""
    literal, ahead = None, None
    for block in re.split(r"(\n{2,})", text):
        lines = block.split("\n")
        if not block.strip():
            yield False, block
        elif ahead is not None and indent_of(lines[0]) > ahead:
            literal = ahead
            yield False, block
        else:
            yield True, block
        if block.strip():
            if literal is None or indent_of(lines[0]) <= literal:
                literal = None
                ahead = indent_of(lines[0]) if block.endswith("::") else None


def width_of(text):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1
               for char in text)


def ruled(lines):
    return bool(re.fullmatch(r"([=-])\1+", lines[-1]))


def translate(block, lookup):
    """A block in another language; lookup(text) is what gettext does."""
    lines = block.split("\n")
    if block.startswith((".. SPDX", ".. contents")):
        return block
    if block.startswith(".. image:: "):
        alt = re.fullmatch(r"\.\. image:: (.*)\n   :alt: (.*)", block)
        return f".. image:: ../{alt[1]}\n   :alt: {lookup(alt[2])}"
    if len(lines) in (2, 3) and ruled(lines):
        title = lookup(lines[-2])
        rule = lines[-1][0] * width_of(title)
        return "\n".join([rule] * (len(lines) - 2) + [title, rule])
    indent = indent_of(lines[0]) * " "
    return "\n".join(indent + line if line else "" for line in lookup(
        "\n".join(line[len(indent):] for line in lines)).split("\n"))


def document(text, lookup):
    return "".join(translate(block, lookup) if is_text else block
                   for is_text, block in blocks_of(text.rstrip("\n"))) + "\n"


def quoted(text):
    parts = [part.replace("\\", "\\\\").replace('"', '\\"')
             for part in text.split("\n")]
    if len(parts) == 1:
        return f'"{parts[0]}"'
    return '""\n' + "\n".join(f'"{part}\\n"' for part in parts[:-1]) + \
        f'\n"{parts[-1]}"'


def read_po(path):
    texts = {}
    for entry in re.finditer(
            r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)',
            path.read_text(encoding="utf-8"), re.MULTILINE):
        msgid, msgstr = (
            re.sub(r'\\(.)', lambda m: "\n" if m[1] == "n" else m[1],
                   "".join(re.findall(r'"(.*)"', part)))
            for part in entry.groups())
        texts[msgid] = msgstr
    texts.pop("", None)
    return texts


def write_po(path, texts):
    path.write_text(HEADER.format(language=path.stem) + "".join(
        f"\nmsgid {quoted(msgid)}\nmsgstr {quoted(msgstr)}\n"
        for msgid, msgstr in texts.items()), encoding="utf-8")


def literal(text):
    return [block for is_text, block in blocks_of(text) if not is_text and block.strip()]


def main():
    top = pathlib.Path(sys.argv[1]) / "Documentation"
    write = sys.argv[2:] == ["--write"]
    passed = failed = 0

    def check(good, what):
        nonlocal passed, failed
        passed, failed = passed + bool(good), failed + (not good)
        print(f"{'ok' if good else 'not ok'} - tcpst: {what}")

    for path in sorted((top / "po").glob("*.po")):
        texts, used = read_po(path), {}

        def lookup(msgid, texts=texts, used=used):
            used[msgid] = texts.get(msgid, "")
            return used[msgid] or msgid

        for name in DOCUMENTS:
            english = (top / name).read_text(encoding="utf-8")
            made = document(english, lookup)
            target = top / path.stem / name
            check(literal(made) == literal(english),
                  f"{path.stem}/{name}: what is typed and what is printed is the same")
            if write:
                target.parent.mkdir(exist_ok=True)
                target.write_text(made, encoding="utf-8")
            check(target.exists() and target.read_text(encoding="utf-8") == made,
                  f"{path.stem}/{name} is current (documents.py --write)")
        missing = [msgid for msgid, msgstr in used.items() if not msgstr]
        check(not missing, f"{path.stem}: all is translated")
        for msgid in missing:
            print("# " + msgid.replace("\n", "\n# "))
        if write:
            write_po(path, used)
        check(set(read_po(path)) == set(used), f"{path.stem}: no text without a use")
    check(passed, "there are documents in other languages")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
