# SPDX-License-Identifier: GPL-2.0
#
# tcpstates: `make help` lists what there is.

# The running kernel's headers; without them, those of the kernel the VM boots.
KDIR ?= $(or $(wildcard /lib/modules/$(shell uname -r)/build), \
	$(shell tests/vm/kdir.sh))
CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/tcpstates

.DEFAULT_GOAL := all
.PHONY: all module tools demo vm test matrix agreement model mutate campaign bench check \
	clean distclean help

all: module tools			## module and command

module:					## tcpstates.ko, against KDIR
	+$(MAKE) -C $(KDIR) M=$(CURDIR) modules

tools:					## tools/tcpst
	+$(MAKE) -C tools

demo:					## a demonstration, in a VM
	tests/vm/demo.sh

vm:					## a shell in that VM
	tests/vm/shell.sh

test:					## all tests
	tests/run.sh

matrix:					## boot every kernel of the list
	tests/vm/matrix/run.sh

agreement:				## compare with the kernel's sockets
	tests/vm/prepare.sh
	tests/vm/agreement/run.sh

model:					## the model checker, for an hour
	tests/core/model/run.sh large

mutate:					## mutation test: 80 changes to the core
	tests/vm/setup.sh build mutate
	tests/core/mutate/mutate.py

campaign:				## stress tests in three kernels, for an hour or two
	tests/vm/setup.sh build vm e2e kunit spec
	+$(MAKE) tools
	failed=0; for kernel in "" --races --native; do \
		tests/kernel/campaign/run.sh $$kernel || failed=1; done; exit $$failed

bench:					## benchmarks, beside similar programs
	tests/vm/prepare.sh kunit bench
	tests/bench/run.sh

check:					## static checks only
	tests/run.sh check

clean:					## remove what the build made
	rm -rf build tests/*/*/build tests/*/*/obj
	+$(MAKE) -C tools clean
	-+test ! -d "$(KDIR)" || $(MAKE) -C $(KDIR) M=$(CURDIR) clean

distclean: clean			## ... and kernels in the cache
	rm -rf "$(CACHE)"

include packaging/install.mk

help:					## this list
	@echo "tcpstates: the state of both ends of every TCP connection"
	@echo
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1	\2/p' $(MAKEFILE_LIST) | \
		expand -t 16
	@echo
	@echo "make test runs these stages; tests/run.sh STAGE… runs some of them:"
	@tests/run.sh --list
	@echo
	@echo "KDIR=DIR builds the module for another kernel"
