# SPDX-License-Identifier: GPL-2.0
#
# tcpstates: `make help` says what there is.

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

demo:					## see it work, in a VM
	tests/vm/demo.sh

vm:					## a shell in that VM
	tests/vm/shell.sh

test:					## all tests
	tests/run.sh

matrix:					## boot every kernel of the list
	tests/vm/matrix/run.sh

agreement:				## hold the shadow against real sockets
	tests/vm/prepare.sh
	tests/vm/agreement/run.sh

model:					## every world of two hosts, for an hour
	tests/core/model/run.sh large

mutate:					## change the core in 80 places, one at a time
	tests/vm/setup.sh build mutate
	tests/core/mutate/mutate.py

campaign:				## abuse of every kind, for hours
	tests/vm/setup.sh build vm kunit spec
	+$(MAKE) tools
	tests/kernel/campaign/run.sh

bench:					## measure it, beside its peers
	tests/vm/prepare.sh kunit bench
	tests/bench/run.sh

check:					## checkpatch, sparse, W=1, includes
	tests/run.sh check

clean:					## what the build made
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
