/* SPDX-License-Identifier: GPL-2.0 */
/* Moving segments from one connection of a place to another. */
#ifndef TCPST_COMPARE_VIEW_H
#define TCPST_COMPARE_VIEW_H

#include "compare/place.h"

bool tcpst_view_is_gone(const struct tcpst_view *view, size_t index);
void tcpst_view_move(struct tcpst_view *from, size_t index, struct tcpst_view *to,
		     bool turned);
void tcpst_view_sort(struct tcpst_view *view);

#endif /* TCPST_COMPARE_VIEW_H */
