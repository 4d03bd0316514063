#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# In the VM: is this the kernel that was asked for, does it take the module, does the
# module see a connection, do the module and tcpst understand each other, does the
# module go again? Run by run.sh.
#
#   guest.sh RELEASE

set -euo pipefail

# shellcheck source=SCRIPTDIR/../guest.sh
. "$TCPS_TOP/tests/vm/guest.sh"

[[ $(uname -r) == "$1" ]] || { echo "this is $(uname -r), not $1" >&2; exit 1; }
insmod "$TCPS_MODULE"
python3 - "$TCPS_TOOLS/tcpst" <<'EOF'
import socket
import subprocess
import sys

listener = socket.create_server(("127.0.0.1", 7000))
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
for text in (open("/proc/net/tcpstates", encoding="ascii").read(),
             subprocess.run([sys.argv[1], "list"], capture_output=True, text=True,
                            check=True).stdout):
    print(text, end="")
    assert "127.0.0.1:7000" in text and "ESTABLISHED" in text
EOF
module_unload
