# SPDX-License-Identifier: GPL-2.0
#
# Installing, by the directories and the DESTDIR of the GNU coding standards, and
# the Debian packages. Included by the Makefile at the top.

prefix ?= /usr/local
exec_prefix ?= $(prefix)
bindir ?= $(exec_prefix)/bin
datarootdir ?= $(prefix)/share
datadir ?= $(datarootdir)
mandir ?= $(datarootdir)/man
localedir ?= $(datarootdir)/locale
docdir ?= $(datarootdir)/doc/tcpst
bashdir ?= $(datadir)/bash-completion/completions
zshdir ?= $(datadir)/zsh/site-functions
fishdir ?= $(datadir)/fish/vendor_completions.d
unitdir ?= $(prefix)/lib/systemd/system
moduledir = /lib/modules/$(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' \
	"$(KDIR)/include/generated/utsrelease.h")

INSTALL ?= install
INSTALL_PROGRAM ?= $(INSTALL)
INSTALL_DATA ?= $(INSTALL) -m 644

# Pairs FILE:DIRECTORY/NAME of what a user has of tcpst beside the program.
units := tcpst-prometheus.service tcpst-ipfix.service
data = $(foreach page,$(wildcard tools/man/*.[1-8]), \
		$(page):$(mandir)/man$(subst .,,$(suffix $(page)))/$(notdir $(page))) \
	$(patsubst %,%:$(bashdir)/tcpst,$(wildcard tools/completion/tcpst.bash)) \
	$(patsubst %,%:$(zshdir)/_tcpst,$(wildcard tools/completion/_tcpst)) \
	$(patsubst %,%:$(fishdir)/tcpst.fish,$(wildcard tools/completion/tcpst.fish)) \
	$(foreach example,sysctl.conf prometheus-alerts.yml grafana-dashboard.json, \
		packaging/$(example):$(docdir)/examples/$(example))

.PHONY: install install-tcpst install-module uninstall uninstall-tcpst \
	uninstall-module deb

install: install-tcpst install-module	## module and command, into prefix

install-tcpst: tools
	$(INSTALL) -d "$(DESTDIR)$(bindir)" "$(DESTDIR)$(unitdir)"
	$(INSTALL_PROGRAM) tools/tcpst "$(DESTDIR)$(bindir)/tcpst"
	@set -e; for pair in $(data); do \
		target="$(DESTDIR)$${pair#*:}"; \
		echo "$(INSTALL_DATA) $${pair%%:*} $$target"; \
		$(INSTALL) -d "$${target%/*}"; \
		$(INSTALL_DATA) "$${pair%%:*}" "$$target"; \
	done
	set -e; for catalogue in $$(cd tools/obj/locale 2>/dev/null && echo *); do \
		target="$(DESTDIR)$(localedir)/$$catalogue/LC_MESSAGES"; \
		$(INSTALL) -d "$$target"; \
		$(INSTALL_DATA) tools/obj/locale/$$catalogue/LC_MESSAGES/tcpst.mo "$$target/"; \
	done
	set -e; for unit in $(units); do \
		sed 's|@bindir@|$(bindir)|' packaging/$$unit.in \
			>"$(DESTDIR)$(unitdir)/$$unit"; \
		chmod 644 "$(DESTDIR)$(unitdir)/$$unit"; \
	done

# Not left to Kbuild, which skips it if the headers have no System.map, and Debian's have
# none. With DESTDIR it is a package's business.
run_depmod = $(if $(DESTDIR),,depmod $(notdir $(moduledir)))

install-module: module
	$(MAKE) -C $(KDIR) M=$(CURDIR) INSTALL_MOD_PATH="$(DESTDIR)" \
		INSTALL_MOD_DIR=extra INSTALL_MOD_STRIP=1 DEPMOD=true modules_install
	$(run_depmod)

uninstall: uninstall-tcpst uninstall-module	## remove what install installed

uninstall-tcpst:
	rm -f "$(DESTDIR)$(bindir)/tcpst" \
		$(foreach pair,$(data), \
			"$(DESTDIR)$(lastword $(subst :, ,$(pair)))") \
		$(foreach unit,$(units),"$(DESTDIR)$(unitdir)/$(unit)") \
		$(foreach po,$(wildcard tools/po/*.po), \
			"$(DESTDIR)$(localedir)/$(basename $(notdir $(po)))/LC_MESSAGES/tcpst.mo")
	-rmdir "$(DESTDIR)$(docdir)/examples" "$(DESTDIR)$(docdir)"

# Kbuild compresses the module if the kernel's own modules are compressed; which way
# may have changed since it was installed.
uninstall-module:
	rm -f $(foreach suffix,.ko .ko.gz .ko.xz .ko.zst, \
		"$(DESTDIR)$(moduledir)/extra/tcpstates$(suffix)")
	$(run_depmod)

deb:					## Debian packages, into build/
	packaging/deb.sh
