# SPDX-License-Identifier: GPL-2.0
# bash completion of tcpst; it asks the command itself.

_tcpst() {
	local word
	# A colon is part of a word here (initiator:ESTABLISHED).
	local line=${COMP_LINE:0:COMP_POINT}
	local -a words
	read -ra words <<<"$line"
	[[ $line != *[[:space:]] ]] || words+=("")
	word=${words[-1]}

	COMPREPLY=()
	while IFS=$'\t' read -r candidate _; do
		# Readline replaces only what follows the last colon.
		if [[ $word == *:* && $COMP_WORDBREAKS == *:* ]]; then
			candidate=${candidate#"${word%"${word##*:}"}"}
		fi
		COMPREPLY+=("$candidate")
	done < <("${words[0]}" --complete "${words[@]:1}" 2>/dev/null)

	# Lists go on: no blank after an item that a comma may follow.
	case ${words[-2]-} in
	-o | --output | --state | --end) compopt -o nospace ;;
	esac
}
complete -o default -F _tcpst tcpst
