// SPDX-License-Identifier: GPL-2.0
/* Defines the tracepoint that trace.h declares. */
#include <linux/in6.h>

#include "recorder.h"

#define CREATE_TRACE_POINTS
#include "trace.h"
