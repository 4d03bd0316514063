#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# In the VM: what `make vm` gives a shell to. Run by shell.sh.

set -euo pipefail

# shellcheck source=SCRIPTDIR/guest.sh
. "$TCPS_TOP/tests/vm/guest.sh"

insmod "$TCPS_MODULE"

# Startup file of bash; the network is built there so that the shell and
# the network share the functions and the list of what was spawned.
cat >/tmp/bashrc <<'EOF'
PS1='tcpst-vm:\w# '
. "$TCPS_TOP/tests/vm/net.sh"
net_up
net_blackhole
cat <<BANNER

tcpstates is loaded (Linux $(uname -r)). There is a small network to play with:

  client 10.1.0.2 fd01::2 ── router ── server 10.2.0.2 fd02::2

c, r and s run a command in the client, the router, the server. Try:

  s python3 -m http.server 80 --protocol HTTP/1.1 >/dev/null 2>&1 &
  r tcpst watch &
  c curl -s http://10.2.0.2/ >/dev/null
  c curl -s 'http://[fd02::2]/' >/dev/null
  c curl -s -m 3 http://10.2.0.9/         (no answer)
  r tcpst list     r tcpst life     r tcpst stats     r cat /proc/tcpstates
  r sysctl net.tcpstates

Files of the host are here, and what you write is forgotten. Ctrl-D or Ctrl-A X
ends the VM.

BANNER
EOF
exec bash --rcfile /tmp/bashrc -i
