# SPDX-License-Identifier: GPL-2.0
# fish completion of tcpst; it asks the command itself.

function __tcpst_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --current-token --cut-at-cursor)
    $words[1] --complete $words[2..-1] $current 2>/dev/null
end

function __tcpst_wants_file
    test -z "$(__tcpst_complete)"
end

complete --command tcpst --no-files --arguments '(__tcpst_complete)'
complete --command tcpst --condition __tcpst_wants_file --force-files
