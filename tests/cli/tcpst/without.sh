#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# tcpst without the libraries of its exports, and without gettext: it builds, reports which
# export is missing and why, and reads captures as ever, in English. The last line is `N passed, N failed`.

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
stage=without

export LC_ALL=C.UTF-8
copy=$temp/copy
mkdir -p "$copy"
cp -a "$top/VERSION" "$top/module" "$top/tools" "$copy"
cat >"$temp/pkg-config" <<'EOF'
#!/bin/sh
case $* in
*libfixbuf* | *libmicrohttpd*) exit 1 ;;
esac
exec pkg-config "$@"
EOF
chmod +x "$temp/pkg-config"
# shellcheck disable=SC2317,SC2329  # called by check
builds() { make -C "$copy/tools" -j"$(nproc)" PKG_CONFIG="$temp/pkg-config" CFLAGS=-O0 \
	HAVE_GETTEXT=; }
# shellcheck disable=SC2317,SC2329  # called by check
unlinked() { ! ldd "$copy/tools/tcpst" | grep -E 'fixbuf|microhttpd'; }

check "it builds" builds || finish
check "none of them is linked" unlinked
tcpst=$copy/tools/tcpst

# missing FORMAT LIBRARY OPTION…: one sentence, before anything else is looked at.
missing() {
	local output status=0
	output=$("$tcpst" export "$1" "${@:3}" 2>&1) || status=$?
	check_equal "export $1 names what it lacks" \
		"1 tcpst: export $1 is not supported: tcpst was built without $2" "$status $output"
}
missing prometheus libmicrohttpd --listen 127.0.0.1:9854
missing ipfix libfixbuf --to 127.0.0.1:4739

capture=$top/tests/cli/pictures/demo.pcap
check_equal "it lists what it listed" \
	"$("$top/tools/tcpst" list -r "$capture" 2>&1)" "$("$tcpst" list -r "$capture" 2>&1)"
check_equal "it explains in English" \
	"$("$top/tools/tcpst" show 1 --explain -r "$capture" 2>&1)" \
	"$(LANGUAGE=zh_CN LC_ALL=C.UTF-8 "$tcpst" show 1 --explain -r "$capture" 2>&1)"
finish
