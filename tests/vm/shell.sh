#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# An interactive shell in the test VM, the module loaded and the network of
# net.sh built. Ctrl-D or `exit` ends it, and so does Ctrl-A X at any time.

set -euo pipefail

here=$(dirname "$(realpath "$0")")

if [[ ! -t 0 || ! -t 1 ]]; then
	echo "shell: this needs a terminal; tests/vm/run.sh runs a script in the VM" >&2
	exit 2
fi
"$here/prepare.sh"
echo "vm: booting (about 10 s without KVM); Ctrl-A X leaves at any time"
exec "$here/run.sh" --interactive "$@" -- "$here/shell-guest.sh"
