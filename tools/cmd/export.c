// SPDX-License-Identifier: GPL-2.0
/* tcpst export: ended flows for Prometheus and for IPFIX collectors. */
#include <string.h>

#include "base/diag.h"
#include "cmd/commands.h"
#include "cmd/export.h"

/* Report a missing library before anything else. */
static int export_prometheus(struct tcpst_options *options)
{
#ifdef TCPST_HAVE_MICROHTTPD
	return tcpst_export_prometheus(options);
#else
	(void)options;
	return tcpst_fail("export prometheus is not supported: tcpst was built without libmicrohttpd");
#endif
}

static int export_ipfix(struct tcpst_options *options)
{
#ifdef TCPST_HAVE_FIXBUF
	return tcpst_export_ipfix(options);
#else
	(void)options;
	return tcpst_fail("export ipfix is not supported: tcpst was built without libfixbuf");
#endif
}

/** tcpst_cmd_export() - export ended flows to other programs */
int tcpst_cmd_export(struct tcpst_options *options)
{
	if (!strcmp(options->operand, "prometheus"))
		return export_prometheus(options);
	if (!strcmp(options->operand, "ipfix"))
		return export_ipfix(options);
	return tcpst_misuse("export: unknown format '%s', valid are prometheus, ipfix",
			    options->operand);
}
