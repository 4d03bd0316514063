#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [CONNECTIONS]   the machine under random octets, the same each time
# run.sh fuzz [SECONDS]  under libFuzzer, which needs clang
#
# The last line of the former is "N passed, N failed".
set -eu
cd "$(dirname "$0")"
mkdir -p build

wrap=-Wl,--wrap=tcps_conn_apply,--wrap=tcps_predict_segment
if [ "${1:-}" = fuzz ]; then
	${CLANG:-clang} -std=gnu11 -g -O1 -Wall $wrap \
		-fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all -o build/fuzz_fsm \
		fuzz_fsm.c drive.c ../unit/predict_check.c ../../module/core/*.c
	mkdir -p build/corpus
	exec build/fuzz_fsm -max_total_time="${2:-60}" -max_len=1024 \
		-artifact_prefix=build/ build/corpus
fi
${CC:-gcc} -std=gnu11 -g -O1 -Wall -Wextra -Werror $wrap \
	-fsanitize=address,undefined -fno-sanitize-recover=all \
	-o build/random_fsm random_fsm.c drive.c ../unit/predict_check.c \
	../../module/core/*.c
build/random_fsm "${1:-50000}" || {
	echo "0 passed, 1 failed"
	exit 1
}
