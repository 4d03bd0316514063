#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# copy-sources.sh FROM TO: bring what Kbuild reads of the tree FROM to TO, so
# that a build leaves no trace in the checkout.  Times are kept and objects in
# TO stay: the next build there compiles what changed.

set -euo pipefail

[ $# -eq 2 ] || { echo "usage: copy-sources.sh FROM TO" >&2; exit 2; }
from=$1
mkdir -p "$2"
to=$(cd "$2" && pwd)

# A file that is gone from FROM must not live on in TO.
find "$to" -type f \( -name '*.[chS]' -o -name Kbuild \) \
	! -name '*.mod.c' -delete

cd "$from"
find . -name .git -prune -o -type f \
	\( -name '*.[chS]' -o -name Kbuild \) ! -name '*.mod.c' -print0 |
	cpio --quiet -0 -pdm "$to"
