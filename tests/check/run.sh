#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by check
#
# Static checks: checkpatch, a build of the module with W=1 and sparse, the
# direction of includes, the wire format against its spec, shellcheck, the words of
# names, what lies at the root, what builds leave behind. The last line is `N passed, N failed`.
#
#   run.sh

set -uo pipefail

# shellcheck source=SCRIPTDIR/../stage.sh
. "$(dirname "$(realpath "$0")")/../stage.sh"

# check NAME COMMAND…: here, it passes if the command succeeds and prints nothing.
check() {
	local name=$1 output
	shift
	if output=$("$@" 2>&1) && [[ -z $output ]]; then
		pass "$name"
	else
		fail "$name"
		head -n 60 <<<"$output"
	fi
}

# tool NAME: checkpatch.pl or kernel-doc, out of the kernel's source: no package has
# the first, and not every linux-kbuild the second.
tool() {
	local tarball dir
	tarball=$(printf '%s\n' /usr/src/linux-source-*.tar.xz | sort -V | tail -n 1)
	dir=$cache/${tarball##*/}
	if [[ ! -e $dir/scripts/checkpatch.pl || ! -e $dir/scripts/kernel-doc ]]; then
		mkdir -p "$dir"
		# Since 6.19 kernel-doc is a link, and what it needs lies below tools:
		# a pattern that fits nothing in an older source is no error.
		tar -xJf "$tarball" -C "$dir" --strip-components=1 --wildcards \
			'*/scripts/checkpatch.pl' '*/scripts/spelling.txt' \
			'*/scripts/const_structs.checkpatch' '*/scripts/kernel-doc' \
			'*/tools/docs/kernel-doc' '*/tools/lib/python/*' 2>/dev/null || true
	fi
	ls "$dir/scripts/$1"
}

sources() {
	git -C "$top" ls-files --cached --others --exclude-standard -- "$@"
}

# checkpatch_on IGNORED FILE… It has to know the types of libraries. A ctl_table that
# is registered is the namespace's own, whose entries differ, and before 6.11 the
# functions of its entries take none that is const.
checkpatch_on() {
	local ignored=$1
	shift
	perl "$script" --no-tree --no-signoff --terse --quiet --show-types \
		--max-line-length=100 \
		--typedefsfile <(printf '%s\n' ZSTD_DStream LZ4F_dctx) --ignore "$ignored" -f "$@" |
		grep -v -e '^total: ' -e ':CONST_STRUCT: struct ctl_table '
}

# The tracepoint's macros have a layout of their own. kzalloc_obj(), which 7.0 brought, is
# in no older kernel. compat.h is there to compare versions. User space has none of the
# kernel's macros.
run_checkpatch() {
	local script kernel user
	script=$(tool checkpatch.pl) || return 1
	cd "$top" || return 1
	mapfile -t kernel < <(sources 'module/*.[ch]' 'tests/kernel/kunit/*.[ch]' |
		grep -vE '^module/(trace|trace_enums|compat)\.h$')
	mapfile -t user < <(sources 'tools/**.[ch]')
	checkpatch_on FILE_PATH_CHANGES,ALLOC_WITH_SIZEOF "${kernel[@]}"
	checkpatch_on LINUX_VERSION_CODE,CONSTANT_COMPARISON,MACRO_ARG_UNUSED module/compat.h
	checkpatch_on FILE_PATH_CHANGES,ARRAY_SIZE,VOLATILE,PREFER_DEFINED_ATTRIBUTE_MACRO,CONSTANT_COMPARISON,STRCPY,EMBEDDED_FUNCTION_NAME "${user[@]}"
	return 0
}

# In a copy: a build with other options must not disturb the tree's own.
build_checked() {
	local copy kdir status=0
	kdir=$("$top/tests/vm/kdir.sh") || return 1
	copy=$(mktemp -d) || return 1
	cp -r "$top/Kbuild" "$top/module" "$copy/"
	find "$copy" -name '*.o' -delete
	make -C "$kdir" M="$copy" modules "$@" >"$copy/log" 2>&1 || status=1
	grep -E 'warning|error' "$copy/log"
	rm -rf "$copy"
	return "$status"
}

# The comments of functions and structures are complete.
run_kernel_doc() {
	local script
	script=$(tool kernel-doc) || return 1
	cd "$top" || return 1
	sources 'module/*.[ch]' | xargs "$script" -none 2>&1
}

run_shellcheck() {
	cd "$top" || return 1
	# shellcheck disable=SC2046
	shellcheck -x -P SCRIPTDIR $(sources | xargs grep -lE '^#!/bin/(ba|da)?sh' --)
}

# The first line, or the second after #!, of every source file.
spdx_missing() {
	cd "$top" || return 1
	sources '*.[ch]' '*.sh' '*.py' '*Makefile' '*Kbuild' '*.yaml' |
		while read -r file; do
			head -n 2 "$file" | grep -q SPDX-License-Identifier ||
				echo "$file: no SPDX line"
		done
}

# Memory that is allocated outside of tools/base/alloc.c, which exits if there is none.
allocates_elsewhere() {
	cd "$top" || return 1
	sources 'tools/*.[ch]' | grep -v '^tools/base/alloc\.c$' |
		xargs grep -nP '(?<!tcpst_need\()\b(malloc|calloc|realloc|reallocarray|aligned_alloc|strdup|strndup|asprintf|vasprintf|open_memstream|fopencookie|json_object_new_\w+)\(|\bENOMEM\b'
	return 0
}

# Failures of libraries for lack of memory that are not checked.
results_ignored() {
	cd "$top" || return 1
	sources 'tools/*.[ch]' |
		xargs grep -nP '^\s+(json_object_(object|array)_add|MHD_(add_response_header|queue_response))\('
	return 0
}

# The root contains only what README.md and Documentation/ describe.
root="
.ci .gitignore COPYING Documentation Kbuild Makefile README.md VERSION debian
dkms.conf module packaging tests tools
"
at_the_root() {
	diff <(tr -s ' \n' '\n' <<<"$root" | sed '/^$/d' | LC_ALL=C sort) \
		<(sources | cut -d / -f 1 | LC_ALL=C sort -u)
}

# In a copy that is a repository: what is built is ignored, and `make clean` leaves
# what was there before, and only that.
leaves_no_trace() {
	local copy kdir status=0
	kdir=$("$top/tests/vm/kdir.sh") || return 1
	copy=$(mktemp -d) || return 1
	(cd "$top" && sources | tr '\n' '\0' | cpio -0pdm --quiet "$copy")
	{
		cd "$copy" && git init -q && git add -A &&
			git -c user.name=x -c user.email=x@localhost commit -qm x &&
			make module tools KDIR="$kdir"
	} >"$copy.log" 2>&1 || { tail -n 20 "$copy.log"; status=1; }
	git -C "$copy" status --porcelain
	make -C "$copy" clean KDIR="$kdir" >"$copy.log" 2>&1 ||
		{ tail -n 20 "$copy.log"; status=1; }
	git -C "$copy" status --porcelain --ignored
	rm -rf "$copy" "$copy.log"
	return "$status"
}

check 'every source has an SPDX line' spdx_missing
check 'includes point downward, no circles' python3 "$here/includes.py" "$top"
check 'checkpatch' run_checkpatch
check 'the module builds without warning, W=1' build_checked W=1
check 'kernel-doc' run_kernel_doc
check 'sparse' build_checked C=2 CF=-D__CHECK_ENDIAN__
if "$top/tests/kernel/ynl.sh" generator >/dev/null; then
	check 'generated files are those of the netlink specification' \
		/usr/bin/python3 "$top/tests/kernel/spec/generate.py" "$top"
else
	skip 'generated files' "no kernel source here has the generator of 6.12"
fi
check 'shellcheck' run_shellcheck
check 'nothing else lies at the root' at_the_root
check 'memory is allocated in one place' allocates_elsewhere
check 'no result of a library is ignored' results_ignored
check 'the campaign can make each allocation fail' \
	python3 "$here/allocations.py" "$top"
check 'no name has a private word' python3 "$here/names.py" "$top"
check '... and every kind of name is looked at' python3 "$here/names_test.py"
check 'where.rst names every folder' python3 "$here/where.py" "$top"
check 'README and testing.rst list the kernels that are tested' \
	python3 "$here/kernels.py" "$top"
check 'make and make clean leave no trace' leaves_no_trace

finish
