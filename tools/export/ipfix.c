// SPDX-License-Identifier: GPL-2.0
/*
 * IPFIX messages by libfixbuf.
 *
 * libfixbuf could also send them, but it would decide when, block while sending, and
 * lose messages that did not arrive. So it writes into our buffer, one message at
 * a time.
 */
#include "export/ipfix.h"
#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>

#include "export/elements.h"

/* IDs of the templates: external ones from 256, the corresponding internal ones from 512. */
enum {
	TEMPLATE_TYPES = 256,
	TEMPLATE_COUNTS,
	TEMPLATE_FLOW,		/* the first of one for each kind */
	TEMPLATE_INSIDE = 512,
};

/* Kinds of records, each with a template. */
static const u32 kinds[] = {
	TCPST_ELEMENT_IPV4,
	TCPST_ELEMENT_IPV6,
	TCPST_ELEMENT_IPV4 | TCPST_ELEMENT_PACKETS,
	TCPST_ELEMENT_IPV6 | TCPST_ELEMENT_PACKETS,
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))
#define TEMPLATES (TEMPLATE_FLOW - TEMPLATE_TYPES + KINDS)
#define ALL_KINDS (TCPST_ELEMENT_IPV4 | TCPST_ELEMENT_IPV6 | \
		   TCPST_ELEMENT_PACKETS)

/* RFC 7011 section 4.3: the exporting process is the scope, for us always 1. */
struct counts_record {
	u64 exported;
	u64 dropped;
	u32 process;
};

static fbInfoElementSpec_t counts_spec[] = {
	{ "exportedFlowRecordTotalCount", 8, 0 },
	{ "notSentFlowTotalCount", 8, 0 },
	{ "exportingProcessId", 4, 0 },
	FB_IESPEC_NULL
};

/* On the wire, the scope comes first. */
static fbInfoElementSpec_t counts_wire_spec[] = {
	{ "exportingProcessId", 4, 0 },
	{ "exportedFlowRecordTotalCount", 8, 0 },
	{ "notSentFlowTotalCount", 8, 0 },
	FB_IESPEC_NULL
};

/**
 * struct tcpst_ipfix - an encoder of messages
 * @setup:   options
 * @model:   information model
 * @session: templates, and the number of records since its beginning
 * @buffer:  the current message
 * @exporter: writes it into @octets
 * @octets:  the finished message
 * @filled:  the current message is not empty
 * @error:   why the latest call failed
 */
struct tcpst_ipfix {
	struct tcpst_ipfix_setup setup;
	fbInfoModel_t *model;
	fbSession_t *session;
	fBuf_t *buffer;
	fbExporter_t *exporter;
	u8 *octets;
	bool filled;
	char error[256];
};

/** tcpst_ipfix_new() - allocate an encoder */
struct tcpst_ipfix *tcpst_ipfix_new(const struct tcpst_ipfix_setup *setup)
{
	struct tcpst_ipfix *ipfix = tcpst_alloc(1, sizeof(*ipfix));

	ipfix->setup = *setup;
	ipfix->octets = tcpst_alloc(1, setup->max);
	ipfix->model = fbInfoModelAlloc();
	tcpst_elements_add(ipfix->model, setup->pen);
	return ipfix;
}

static void end_session(struct tcpst_ipfix *ipfix)
{
	/* The buffer owns the session and the exporter. */
	if (ipfix->buffer)
		fBufFree(ipfix->buffer);
	ipfix->buffer = NULL;
}

/** tcpst_ipfix_free() - free it; NULL is allowed */
void tcpst_ipfix_free(struct tcpst_ipfix *ipfix)
{
	if (!ipfix)
		return;
	end_session(ipfix);
	fbInfoModelFree(ipfix->model);
	free(ipfix->octets);
	free(ipfix);
}

/** tcpst_ipfix_error() - why the latest call failed */
const char *tcpst_ipfix_error(const struct tcpst_ipfix *ipfix)
{
	return ipfix->error;
}

static bool failed(struct tcpst_ipfix *ipfix, GError *error)
{
	snprintf(ipfix->error, sizeof(ipfix->error), "%s",
		 error ? error->message : "libfixbuf gives no reason");
	g_clear_error(&error);
	return false;
}

/* Make a template of @spec, whose first @scope elements are the scope. */
static bool make_template(struct tcpst_ipfix *ipfix, bool internal, u16 id,
			  fbInfoElementSpec_t *spec, u32 kind, u16 scope)
{
	fbTemplate_t *template = fbTemplateAlloc(ipfix->model);
	GError *error = NULL;

	if (!fbTemplateAppendSpecArray(template, spec, kind, &error)) {
		fbTemplateFreeUnused(template);
		return failed(ipfix, error);
	}
	if (scope)
		fbTemplateSetOptionsScope(template, scope);
	if (fbSessionAddTemplate(ipfix->session, internal, id, template,
				 &error))
		return true;
	fbTemplateFreeUnused(template);
	return failed(ipfix, error);
}

static bool make_templates(struct tcpst_ipfix *ipfix)
{
	GError *error = NULL;
	unsigned int i;

	/* libfixbuf must not send the types itself: it would not limit the size of messages. */
	if (!fbSessionSetMetadataExportElements(ipfix->session, FALSE,
						TEMPLATE_TYPES, &error))
		return failed(ipfix, error);
	if (!make_template(ipfix, false, TEMPLATE_COUNTS, counts_wire_spec, 0, 1) ||
	    !make_template(ipfix, true, TEMPLATE_INSIDE + TEMPLATE_COUNTS,
			   counts_spec, 0, 0) ||
	    !make_template(ipfix, true, TEMPLATE_INSIDE + TEMPLATE_FLOW,
			   tcpst_record_spec, ALL_KINDS, 0))
		return false;
	for (i = 0; i < KINDS; i++)
		if (!make_template(ipfix, false, (u16)(TEMPLATE_FLOW + i),
				   tcpst_record_spec, kinds[i], 0))
			return false;
	return true;
}

/**
 * tcpst_ipfix_begin() - begin a transport session
 * @ipfix: the encoder; the current message is discarded
 *
 * Records are numbered from 0 again, and the preludes must be sent.
 */
bool tcpst_ipfix_begin(struct tcpst_ipfix *ipfix)
{
	end_session(ipfix);
	ipfix->session = fbSessionAlloc(ipfix->model);
	fbSessionSetDomain(ipfix->session, ipfix->setup.domain);
	if (!make_templates(ipfix)) {
		fbSessionFree(ipfix->session);
		return false;
	}
	ipfix->exporter = fbExporterAllocBuffer(ipfix->octets,
						ipfix->setup.max);
	ipfix->buffer = fBufAllocForExport(ipfix->session, ipfix->exporter);
	fBufSetAutomaticMode(ipfix->buffer, FALSE);
	ipfix->filled = false;
	return true;
}

/* An item to add to a message. */
struct addition {
	bool (*add)(struct tcpst_ipfix *ipfix, const struct addition *what,
		    GError **error);
	unsigned int prelude;
	const struct tcpst_ipfix_counts *counts;
	const struct tcpst_flow *flow;
};

static enum tcpst_ipfix_added add(struct tcpst_ipfix *ipfix,
				  const struct addition *what)
{
	GError *error = NULL;
	bool added = what->add(ipfix, what, &error);

	/* In a new session, libfixbuf reports this even for an empty message. */
	if (!added && !ipfix->filled &&
	    g_error_matches(error, FB_ERROR_DOMAIN, FB_ERROR_EOM)) {
		g_clear_error(&error);
		added = what->add(ipfix, what, &error);
	}
	if (added) {
		ipfix->filled = true;
		return TCPST_IPFIX_ADDED;
	}
	if (ipfix->filled &&
	    g_error_matches(error, FB_ERROR_DOMAIN, FB_ERROR_EOM)) {
		g_clear_error(&error);
		return TCPST_IPFIX_FULL;
	}
	failed(ipfix, error);
	return TCPST_IPFIX_FAILED;
}

/** tcpst_ipfix_preludes() - number of preludes that a collector needs before flows */
unsigned int tcpst_ipfix_preludes(const struct tcpst_ipfix *ipfix)
{
	(void)ipfix;
	/* Templates, types, counts. */
	return TEMPLATES + tcpst_element_count + 1;
}

static bool append(struct tcpst_ipfix *ipfix, u16 inside, u16 outside,
		   void *record, size_t size, GError **error)
{
	return fBufSetInternalTemplate(ipfix->buffer, inside, error) &&
	       fBufSetExportTemplate(ipfix->buffer, outside, error) &&
	       fBufAppend(ipfix->buffer, record, size, error);
}

static bool add_prelude(struct tcpst_ipfix *ipfix, const struct addition *what,
			GError **error)
{
	struct counts_record record = {
		.exported = what->counts->exported,
		.dropped = what->counts->dropped,
		.process = 1,
	};
	unsigned int i = what->prelude;

	/* Types of elements come before the templates that contain the elements. */
	if (i > 0 && i <= tcpst_element_count)
		return fbInfoElementWriteOptionsRecord(ipfix->buffer,
			tcpst_element(ipfix->model, ipfix->setup.pen, i - 1),
			TEMPLATE_TYPES, TEMPLATE_TYPES, error);
	if (i > 0)
		i -= tcpst_element_count;
	if (i < TEMPLATES)
		return fbSessionExportTemplate(ipfix->session,
					       (u16)(TEMPLATE_TYPES + i),
					       error);
	return append(ipfix, TEMPLATE_INSIDE + TEMPLATE_COUNTS,
		      TEMPLATE_COUNTS, &record, sizeof(record), error);
}

/**
 * tcpst_ipfix_add_prelude() - add a prelude, which a collector needs before flows
 * @ipfix:  the encoder
 * @i:      its index, below tcpst_ipfix_preludes(); they are sent in this order
 * @counts: statistics of the exporter itself
 */
enum tcpst_ipfix_added
tcpst_ipfix_add_prelude(struct tcpst_ipfix *ipfix, unsigned int i,
			const struct tcpst_ipfix_counts *counts)
{
	struct addition what = {
		.add = add_prelude,
		.prelude = i,
		.counts = counts,
	};

	return add(ipfix, &what);
}

static bool add_flow(struct tcpst_ipfix *ipfix, const struct addition *what,
		     GError **error)
{
	u32 kind = tcpst_record_kind(what->flow);
	struct tcpst_record record;
	u16 i = 0;

	while (kinds[i] != kind)
		i++;
	tcpst_record_fill(&record, what->flow);
	return append(ipfix, TEMPLATE_INSIDE + TEMPLATE_FLOW,
		      TEMPLATE_FLOW + i, record.octets, record.size, error);
}

/** tcpst_ipfix_add_flow() - add an ended flow to the message */
enum tcpst_ipfix_added tcpst_ipfix_add_flow(struct tcpst_ipfix *ipfix,
					    const struct tcpst_flow *flow)
{
	struct addition what = { .add = add_flow, .flow = flow };

	return add(ipfix, &what);
}

/**
 * tcpst_ipfix_finish() - finish the message
 * @ipfix:  the encoder; the current message must not be empty
 * @octets: set; valid until the next message is finished
 *
 * Return: length of the message, 0: failed.
 */
size_t tcpst_ipfix_finish(struct tcpst_ipfix *ipfix, const u8 **octets)
{
	GError *error = NULL;

	ipfix->filled = false;
	if (!fBufEmit(ipfix->buffer, &error)) {
		failed(ipfix, error);
		return 0;
	}
	*octets = ipfix->octets;
	return fbExporterGetMsgLen(ipfix->exporter);
}
