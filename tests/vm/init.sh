#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash disable=SC1091,SC2154  # /run/tcpst/config sets the names
#
# Process 1 of the test VM: the host's root under an overlay, then the script
# that run.sh was given, then its exit status for run.sh, then the end.

bb=/bin/busybox
export PATH=/bin

$bb mkdir -p /proc /sys /dev
$bb mount -t proc proc /proc
$bb mount -t sysfs sys /sys
$bb mount -t devtmpfs dev /dev
$bb --install -s /bin

# The kernel's own requests (veth, nf_tables, …) are made here, outside the
# chroot where the modules are.
mkdir -p /sbin
cat >/sbin/modprobe <<'EOF'
#!/bin/busybox sh
exec /bin/busybox chroot /root /sbin/modprobe "$@"
EOF
chmod 755 /sbin/modprobe

while read -r name; do
	insmod "/modules/$name.ko" || echo "init: cannot load $name" >/dev/kmsg
done </modules/order

# A big msize saves round trips; cache=loose is right for files nobody else in
# the VM can change, and lets programs be mapped.
p9=trans=virtio,version=9p2000.L,msize=262144
mount -t 9p -o "$p9,ro,cache=loose" host /host
mkdir -p /run/tcpst
mount -t 9p -o "$p9,cache=none" share /run/tcpst
. /run/tcpst/config

# Beside a root that is not the host's, what of the host is needed.
from=/host
if [ -e /run/tcpst/shared ]; then
	from=/shared
	while read -r tag dir; do
		mkdir -p "/shared$dir"
		mount -t 9p -o "$p9,ro,cache=loose" "$tag" "/shared$dir"
	done </run/tcpst/shared
fi

mount -t tmpfs -o mode=755 rw /rw
mkdir /rw/upper /rw/work
mount -t overlay -o lowerdir=/host,upperdir=/rw/upper,workdir=/rw/work root /root

# Directories with the host's state are replaced; those of them that the script
# needs are then mounted again (a checkout may be in /tmp).
for dir in proc sys dev; do
	mkdir -p "/root/$dir"
	mount -o move "/$dir" "/root/$dir"
done
for dir in tmp run var/tmp; do
	mkdir -p "/root/$dir"
	mount -t tmpfs -o mode=1777 tmpfs "/root/$dir"
done
chmod 755 /root/run
mkdir -p /root/run/lock /root/run/netns /root/run/tcpst /root/dev/pts /root/dev/shm
mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /root/dev/pts
mount -t tmpfs -o mode=1777 tmpfs /root/dev/shm
ln -s /proc/self/fd /root/dev/fd
ln -s fd/0 /root/dev/stdin
ln -s fd/1 /root/dev/stdout
ln -s fd/2 /root/dev/stderr
mount -t tracefs tracefs /root/sys/kernel/tracing 2>/dev/null
mount -t debugfs debugfs /root/sys/kernel/debug 2>/dev/null
mount -t cgroup2 cgroup2 /root/sys/fs/cgroup 2>/dev/null
mount -o move /run/tcpst /root/run/tcpst

mkdir -p "/root$top"
mount -o bind "$from$top" "/root$top"
[ ! -e /root/run/tcpst/shared ] || while read -r tag dir; do
	mkdir -p "/root$dir"
	mount -o bind "/shared$dir" "/root$dir"
done </root/run/tcpst/shared
# The modules of this kernel where modprobe looks for them, whatever the host has.
mkdir -p /root/lib/modules
mount -o bind "$from$kernel/lib/modules" /root/lib/modules

# Those that run.sh had the kernel boot without.
for cpu in /root/sys/devices/system/cpu/cpu[1-9]*/online; do
	[ -e "$cpu" ] && echo 1 >"$cpu"
done

hostname tcpst
ifconfig lo up
export HOME=/root LANG=C.UTF-8 TERM=${TERM:-dumb}
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
bb="/rw/busybox"
/bin/cp /bin/busybox $bb

# Ends everything the script left behind but processes $1 and 1. Kernel threads
# have no command line.
end_all() {
	for dir in /root/proc/[0-9]*; do
		pid=${dir##*/}
		[ "$pid" = 1 ] || [ "$pid" = "$1" ] && continue
		[ -n "$($bb tr -d '\0' <"$dir/cmdline" 2>/dev/null)" ] || continue
		kill -9 "$pid" 2>/dev/null
	done
}

: >/root/run/tcpst/booted
# How long that took shows run.sh how slow this machine is, and it passes that to the script.
until [ -e /root/run/tcpst/slowness ]; do
	$bb usleep 50000
done
if [ -n "$interactive" ]; then
	# A session of its own on a line that every machine has, for job control.
	$bb chroot /root /bin/bash -c 'exec setsid --ctty --wait bash /run/tcpst/command \
		</dev/hvc0 >/dev/hvc0 2>&1'
	status=$?
else
	# The port can be opened but once and is no terminal; behind a pipe the
	# script may open /dev/stdout as often as it likes.
	port=
	for dir in /root/sys/class/virtio-ports/*; do
		[ "$($bb cat "$dir/name")" = tcpst.out ] && port=/root/dev/${dir##*/}
	done
	$bb mkfifo /rw/out
	$bb cat /rw/out >"$port" &
	reader=$!
	$bb chroot /root /bin/bash /run/tcpst/command </dev/null >/rw/out 2>&1 &
	wait $!
	status=$?
	end_all "$reader"
	wait "$reader"
fi

echo "$status" >/root/run/tcpst/status
$bb poweroff -f
