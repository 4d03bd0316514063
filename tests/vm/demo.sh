#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The demonstration: installs what is needed, builds, boots a VM with Debian's
# own kernel and shows there, on real connections, what tcpstates sees
# (demo-guest.sh). Exit status 0 if it saw every transition it had to.

set -euo pipefail

here=$(dirname "$(realpath "$0")")

"$here/prepare.sh"
echo "vm: booting Linux $("$here/kdir.sh" --release) in QEMU (about 10 s without KVM)"

# The width of the terminal, which the VM cannot know.
columns=$(tput cols 2>/dev/null </dev/tty || echo 120)

exec "$here/run.sh" --timeout 180 --strict --env COLUMNS="${COLUMNS:-$columns}" \
	"$@" -- "$here/demo-guest.sh"
