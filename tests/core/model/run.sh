#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh            every world of two hosts within small bounds
# run.sh quick      within the smallest of these; `run.sh small`: the others
# run.sh large      within larger ones: an hour, and more than 21 GiB of memory
# run.sh show NAME PLACE MODE [BOUND=N…]
#                   within these, with the shortest trace to each thing that is
#                   wrong. `run.sh show` lists the names; PLACE and MODE are
#                   explained in main.c
#
# The last line of the first four is "N passed, N failed".
set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
cd "$here" || exit 1
mkdir -p build

${CC:-gcc} -std=gnu11 -g -O2 -Wall -Wextra -Werror -o build/model ./*.c \
	../shadow.c ../unit/tuple.c ../fuzz/host.c "$top"/module/core/*.c ||
	give_up "it does not build"

quick="
	open 0 all;	open 1 all;	open h all faults=2;
	open 0 some;	open h some faults=2;
	refuse 0 all;	refuse h all;	refuse h some;
	cross 0 all;	cross 1 all;	cross h all;	cross h some;
	close 0 all;	close 1 all;	close h all;	close h some;
	forget 0 all;	forget 1 all;	forget h all;
	open i all;	open r some;
	cross i all;	cross r samples;
	close i all;	close r samples;
	open-midway 0 all;	open-midway i all;	open-midway r samples;
	probe 0 all faults=0;	probe h all faults=0;	probe h some faults=0;
	fast-open 0 all;	fast-open 1 all;	fast-open-abort 0 all;
	probe-midway 0 all;	probe-midway 1 all;	probe-midway i all;
	fast-open-midway 0 all;
	miss 0 all faults=1;	miss 1 all faults=1;	miss h all faults=1;
	miss i all faults=1;	miss r all faults=1;
	miss-cross 0 all;	miss-cross h all;
	anew 0 all;	anew 1 some;	anew h all;	anew i all;	anew r samples;
	anew-cross h all;	anew-cross 1 samples;	anew-refuse h all;
	anew-fast 0 all faults=2;	anew-fast 1 some faults=2;
	anew-fast h all;	anew-fast i all faults=2;
"
small="
	close-midway 0 all;	close-midway 0 samples;
	close-midway i all;	close-midway r samples;
	close-midway 1 all;	close-midway h all;	close-midway h some;
	data 0 all;	abort 0 all;	abort 1 some;
	forged-octet 0 all;
"
large="
	open h all;	open h some;
	cross h all faults=2 repeats=2;
	close h all faults=2;	close h some faults=2;
	forget h all faults=2;

	probe 0 all;	probe 1 all;	probe-midway h all;
	fast-open h all;	fast-open h some;	fast-open i all;
	fast-open r samples;	fast-open-abort 1 all;
	fast-open-midway i all;	fast-open-midway h all;
	fast-open-midway h some faults=0;
	close-midway h samples;	probe-midway h samples;
	data i all;	data r samples;
	abort i all;	abort r samples;
	data 1 all;	data h all;
	abort 1 all;	abort h all;	abort h some;
	judge 0 all;	judge 1 all;	judge h all;
	judge-data 0 all;
	judge-abort 0 all;	judge-abort 1 all;
	judge-reset 0 all;	judge-reset 1 all;	judge-reset h all;
	forged-rst 0 all;	forged-rst 1 all;
	forged-fin 0 all;	forged-fin 1 all;	forged-fin h all;
	forged-ack 0 all;	forged-ack 1 all;	forged-ack h all;
	forged-octet 1 all;
"

case ${1:-} in
show)
	shift
	build/model "$@"
	exit
	;;
large)
	list="$quick $small $large"
	;;
quick)
	list=$quick
	;;
small)
	list=$small
	;;
*)
	list="$quick $small"
	;;
esac

IFS=';'
for words in $list; do
	IFS=' 	
'
	# shellcheck disable=SC2086 # a list of words
	set -- $words
	[ $# -gt 0 ] || continue
	if build/model "$@" >build/log 2>&1; then
		passed=$((passed + 1))
		tail -n 1 build/log
	else
		failed=$((failed + 1))
		head -n 80 build/log
		tail -n 1 build/log
	fi
done
finish
