# SPDX-License-Identifier: GPL-2.0
# bash completion of tcpst; it asks the command itself.

_tcpst() {
	local word mark candidate kept=
	# Colons and equals signs are part of a word here (--state=initiator:LISTEN).
	local line=${COMP_LINE:0:COMP_POINT}
	local -a words
	read -ra words <<<"$line"
	[[ $line != *[[:space:]] ]] || words+=("")
	word=${words[-1]}

	# Readline replaces only what follows the last of them.
	for mark in = :; do
		[[ $COMP_WORDBREAKS == *$mark* && $word == *$mark* ]] || continue
		candidate=${word%"${word##*"$mark"}"}
		((${#candidate} <= ${#kept})) || kept=$candidate
	done

	COMPREPLY=()
	while IFS=$'\t' read -r candidate _; do
		COMPREPLY+=("${candidate#"$kept"}")
	done < <("${words[0]}" --complete "${words[@]:1}" 2>/dev/null)

	# Lists go on: no blank after an item that a comma may follow.
	case ${words[-2]-}/$word in
	-o/* | --output/* | --state/* | --end/* | --sort/* | --by/* | --cgroup/*)
		compopt -o nospace ;;
	*/--output=* | */--state=* | */--end=* | */--sort=* | */--by=* | */--cgroup=*)
		compopt -o nospace ;;
	esac
}
complete -o default -F _tcpst tcpst
