// SPDX-License-Identifier: GPL-2.0
/* Probes at tracepoints of the kernel: the module also loads into a kernel without them. */
#include "probe.h"

#include <linux/errno.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

#ifdef CONFIG_TRACEPOINTS

struct wanted {
	const char *name;
	struct tracepoint *found;
};

static void look(struct tracepoint *tracepoint, void *arg)
{
	struct wanted *wanted = arg;

	if (!strcmp(tracepoint->name, wanted->name))
		wanted->found = tracepoint;
}

static struct tracepoint *find(const char *name)
{
	struct wanted wanted = { .name = name };

	for_each_kernel_tracepoint(look, &wanted);
	return wanted.found;
}

/**
 * tcps_probe_attach() - call a function at a tracepoint
 * @name:  of the tracepoint
 * @probe: takes NULL and then the arguments of the tracepoint
 *
 * Process context. Return: 0, -EOPNOTSUPP if the kernel has no such tracepoint, or an error
 * of the kernel.
 */
int tcps_probe_attach(const char *name, void *probe)
{
	struct tracepoint *tracepoint = find(name);

	if (!tracepoint)
		return -EOPNOTSUPP;
	return tracepoint_probe_register(tracepoint, probe, NULL);
}

/** tcps_probe_detach() - detach it and wait until it runs on no CPU. Process context */
void tcps_probe_detach(const char *name, void *probe)
{
	tracepoint_probe_unregister(find(name), probe, NULL);
	tracepoint_synchronize_unregister();
}

#else

int tcps_probe_attach(const char *name, void *probe)
{
	return -EOPNOTSUPP;
}

void tcps_probe_detach(const char *name, void *probe)
{
}

#endif
