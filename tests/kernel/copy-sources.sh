#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# copy-sources.sh FROM TO: copy the files that Kbuild reads from the tree FROM to TO, so
# that a build leaves no files in the checkout. Times and objects in TO are kept: the next
# build there compiles only changes.

set -euo pipefail

[ $# -eq 2 ] || { echo "usage: copy-sources.sh FROM TO" >&2; exit 2; }
from=$1
mkdir -p "$2"
to=$(cd "$2" && pwd)

# A file that was removed from FROM must not remain in TO.
find "$to" -type f \( -name '*.[chS]' -o -name Kbuild \) \
	! -name '*.mod.c' -delete

cd "$from"
find . -name .git -prune -o -type f \
	\( -name '*.[chS]' -o -name Kbuild \) ! -name '*.mod.c' -print0 |
	cpio --quiet -0 -pdm "$to"
