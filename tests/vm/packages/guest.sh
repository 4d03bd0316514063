#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by check
#
# In the VM, whose root is forgotten with it: what the packages of $PACKAGES do
# to a machine. $STATE holds what installing them has changed; if it is empty they
# are installed here, for the headers $KDIR. Run by run.sh.

set -uo pipefail

# shellcheck source=SCRIPTDIR/../guest.sh
. "$TCPS_TOP/tests/vm/guest.sh"
# Only what the packages bring.
PATH=${PATH#"$TCPS_TOOLS:"}
version=$(<"$TCPS_TOP/VERSION")

# The modules are the host's, and read-only; depmod and dkms write there. Those
# of the kernel are left out: none is needed, and depmod would read them all.
modules=/lib/modules/$TCPS_KERNEL
mkdir -p /run/modules
mount -t tmpfs modules /run/modules
mkdir "/run/modules/$TCPS_KERNEL"
cp "$modules"/modules.{order,builtin,builtin.modinfo} "/run/modules/$TCPS_KERNEL"
mount --bind /run/modules /lib/modules
ln -s "$KDIR" "$modules/build"

# Contents of the directories that the packages, dkms and systemd write to.
snapshot() {
	local dir
	for package in "$PACKAGES"/tcpst_*.deb "$PACKAGES"/tcpstates-dkms_*.deb; do
		dpkg -c "$package" | sed -n 's|^d.* \./|/|p'
	done | sort -u | while read -r dir; do
		[[ ! -d $dir ]] || find "$dir" -maxdepth 1
	done
	# The key by which dkms signs all modules is its own.
	find /var/lib/dkms /etc/systemd /var/lib/systemd "$modules/updates" \
		! -name 'mok.*' 2>/dev/null | sort
}

snapshot >/run/before

if [[ -n $STATE ]]; then
	tar -xf "$STATE" -C /
	cp -r "/lib-modules/$TCPS_KERNEL" /lib/modules/
	rm -r /lib-modules
else
	check "both packages install" \
		dpkg -i "$PACKAGES"/tcpst_*.deb "$PACKAGES"/tcpstates-dkms_*.deb
fi
# The name of a kernel may have a plus in it (6.12.117+deb13).
dkms_has_it() {
	dkms status | grep -F "$version, $TCPS_KERNEL, " | grep -Eq '^tcpstates[/,].*: installed'
}
check "dkms built and installed the module for this kernel" dkms_has_it

echo "--- the module"
check "modprobe loads it" modprobe tcpstates
check "it is the one of dkms" \
	grep -q "/updates/dkms/tcpstates.ko" <(modinfo -n tcpstates)
cat /proc/tcpstates
python3 -m http.server 8000 --bind 127.0.0.1 --directory /usr/share/doc/tcpst \
	>/dev/null 2>&1 &
server=$!
serves() { [[ -n $(ss -Hltn 'sport = :8000') ]]; }
wait_for serves
curl -fsS -o /dev/null http://127.0.0.1:8000/copyright
# Not that of the checkout, which is not in PATH here.
check "tcpst of the package is in PATH" \
	test "$(command -v tcpst)" = /usr/bin/tcpst
check "tcpst prints its version" grep -qx "tcpst $version" <(tcpst --version)
check "tcpst shows the connection" \
	grep -q '8000' <(tcpst list --raw; tcpst life --raw)
tcpst
kill "$server"

echo "--- the units"
# A systemd of its own, as in a container, with the units of the package as they
# are; the machine is this one.
mkdir -p /run/systemd/system
cat >/run/systemd/system/units.target <<END
[Unit]
DefaultDependencies=no
END
echo 0123456789abcdef0123456789abcdef >/etc/machine-id
env -i PATH="$PATH" container=test unshare --fork --pid --mount --mount-proc \
	/lib/systemd/systemd --unit=units.target --show-status=no \
	--log-target=console --default-standard-output=inherit >/run/systemd.log 2>&1 &
init=$!
wait_for test -S /run/systemd/private
systemd=$(pgrep -P "$init" -f systemd)
# systemctl waits for answers as long as it takes, not 25 s.
export SYSTEMD_BUS_TIMEOUT=1d
there() { nsenter --target "$systemd" --pid --mount --root --wd -- "$@"; }
nc -lk 127.0.0.1 4739 >/run/ipfix &
collector=$!
check "systemd starts both units" there systemctl start tcpst-prometheus tcpst-ipfix
check "metrics are served from the sandbox" \
	wait_for curl -fsS -o /run/metrics http://127.0.0.1:9853/metrics
check "... and report that the module answers" grep -qx 'tcpstates_up 1' /run/metrics
check "a collector is sent to from the sandbox" \
	wait_for grep -q tcpstatesInitiatorState /run/ipfix
confined() {
	local pid
	for pid in $(pgrep -x tcpst); do
		grep -E '^(Uid|CapEff|CapBnd|NoNewPrivs|Seccomp)' "/proc/$pid/status"
	done >/run/confined
	[[ $(grep -c $'^Cap.*\t0000000000001000$' /run/confined) == 4 &&
		$(grep -c $'^Uid:\t[1-9]' /run/confined) == 2 &&
		$(grep -c $'^Seccomp:\t2$' /run/confined) == 2 ]] || {
		cat /run/confined
		false
	}
}
check "both are nobody in particular, with CAP_NET_ADMIN and a filter of calls" confined
there systemd-analyze security --no-pager tcpst-prometheus tcpst-ipfix | tail -n 3
check "systemd stops both" there systemctl stop tcpst-prometheus tcpst-ipfix
check "... which ended well" test -z \
	"$(there systemctl list-units --state=failed --no-legend 'tcpst-*')"
tail -n 5 /run/systemd.log
kill "$collector"
kill -KILL "$systemd"

echo "--- dpkg --purge"
check "both are purged" dpkg --purge tcpst tcpstates-dkms
rmmod tcpstates
check "the module is gone" test -z "$(modinfo -n tcpstates 2>/dev/null)"
check "dkms knows it no more" test -z "$(dkms status)"
snapshot >/run/after
check "nothing is left of them" diff /run/before /run/after
exit 0
