# shellcheck shell=bash disable=SC2034  # what is set here is for whoever sources it
# SPDX-License-Identifier: GPL-2.0
#
# The machines that QEMU can be for Debian's architectures, sourced by those that boot
# one.

# machine_of ARCHITECTURE: sets the emulator, its options for what kind of machine it is
# ($board), the first serial line ($console), a processor that it knows how to be without
# hardware that helps, and where the kernel's build leaves its image. False if there is
# none.
machine_of() {
	case $1 in
	amd64)
		emulator=qemu-system-x86_64
		board=()
		console=ttyS0
		processor=max
		built_image=arch/x86/boot/bzImage ;;
	arm64)
		emulator=qemu-system-aarch64
		board=(-machine virt)
		console=ttyAMA0
		processor=cortex-a57
		built_image=arch/arm64/boot/Image ;;
	*)	return 1 ;;
	esac
}

# emulator_threads: one thread for each of the VM's processors, or one for all. After
# machine_of.
#
# QEMU before 8.1 may translate the VM's instructions while another of its
# processors patches them, and then run the old ones for ever: static keys, kprobes
# and the boot do that, and the VM spins on a breakpoint that is no longer there.
# With one thread for all processors none runs while another does. TCPS_THREADS=multi has
# them run at the same time nevertheless.
emulator_threads() {
	local major minor
	if [[ -n ${TCPS_THREADS-} ]]; then
		echo "$TCPS_THREADS"
		return
	fi
	IFS=. read -r major minor _ < <("$emulator" --version |
		sed -n '1s/.*version \([0-9.]*\).*/\1/p')
	if ((major > 8 || (major == 8 && minor >= 1))); then
		echo multi
	else
		echo single
	fi
}
