/* SPDX-License-Identifier: GPL-2.0 */
/* Interning: elements of any size, each stored once and numbered from 0. */
#ifndef TCPS_MODEL_INTERN_H
#define TCPS_MODEL_INTERN_H

#include <stddef.h>

#include "../../../module/core/types.h"

/**
 * struct intern - the elements
 * @data:  all of them, concatenated
 * @at:    where each begins, and after the last, where the next will begin
 * @table: hash table of numbers + 1, open addressing
 * @mask:  its size - 1
 * @n:     number of elements
 * @cap:   capacity of @at
 * @data_cap: of @data
 */
struct intern {
	u8 *data;
	size_t *at;
	u32 *table;
	u32 mask;
	u32 n;
	u32 cap;
	size_t data_cap;
};

void intern_init(struct intern *intern);
u32 intern_add(struct intern *intern, const void *thing, size_t size,
	       bool *is_new);
const void *intern_get(const struct intern *intern, u32 number, size_t *size);
void *model_grow(void *array, size_t *cap, size_t need, size_t size);

#endif /* TCPS_MODEL_INTERN_H */
