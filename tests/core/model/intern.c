// SPDX-License-Identifier: GPL-2.0
#include "intern.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** model_grow() - grow an array of *@cap elements to @need; exits on failure */
void *model_grow(void *array, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap)
		return array;
	while (*cap < need)
		*cap = *cap ? *cap + *cap / 2 + 16 : 1024;
	array = realloc(array, *cap * size);
	if (!array) {
		fprintf(stderr, "model: out of memory\n");
		exit(2);
	}
	return array;
}

static u64 hash(const u8 *data, size_t size)
{
	u64 value = 0x9e3779b97f4a7c15ULL ^ size, word;

	for (; size >= 8; size -= 8, data += 8) {
		memcpy(&word, data, 8);
		value = (value ^ word) * 0xff51afd7ed558ccdULL;
		value ^= value >> 32;
	}
	word = 0;
	memcpy(&word, data, size);
	value = (value ^ word) * 0xc4ceb9fe1a85ec53ULL;
	return value ^ value >> 29;
}

static void grow_table(struct intern *intern)
{
	u32 size = intern->mask ? (intern->mask + 1) * 2 : 1024;
	u32 i, slot;

	free(intern->table);
	intern->table = calloc(size, sizeof(u32));
	if (!intern->table) {
		fprintf(stderr, "model: out of memory\n");
		exit(2);
	}
	intern->mask = size - 1;
	for (i = 0; i < intern->n; i++) {
		slot = (u32)hash(intern->data + intern->at[i],
				 intern->at[i + 1] - intern->at[i]);
		while (intern->table[slot & intern->mask])
			slot++;
		intern->table[slot & intern->mask] = i + 1;
	}
}

void intern_init(struct intern *intern)
{
	memset(intern, 0, sizeof(*intern));
	grow_table(intern);
}

/**
 * intern_add() - the number of an element, added if new
 * @intern: all elements
 * @thing:  the element, of @size octets, without undefined padding
 * @size:   its size
 * @is_new: filled in: it was added; may be NULL
 */
u32 intern_add(struct intern *intern, const void *thing, size_t size,
	       bool *is_new)
{
	u32 slot = (u32)hash(thing, size), number;
	size_t cap = intern->cap, at;

	if (is_new)
		*is_new = false;
	while ((number = intern->table[slot & intern->mask])) {
		number--;
		at = intern->at[number];
		if (intern->at[number + 1] - at == size &&
		    !memcmp(intern->data + at, thing, size))
			return number;
		slot++;
	}
	intern->at = model_grow(intern->at, &cap, intern->n + 2,
				sizeof(*intern->at));
	intern->cap = (u32)cap;
	if (!intern->n)
		intern->at[0] = 0;
	at = intern->at[intern->n];
	intern->data = model_grow(intern->data, &intern->data_cap, at + size, 1);
	memcpy(intern->data + at, thing, size);
	intern->at[++intern->n] = at + size;
	intern->table[slot & intern->mask] = intern->n;
	if (intern->n > intern->mask / 2)
		grow_table(intern);
	if (is_new)
		*is_new = true;
	return intern->n - 1;
}

/** intern_get() - an element by its number; valid until another is added */
const void *intern_get(const struct intern *intern, u32 number, size_t *size)
{
	if (size)
		*size = intern->at[number + 1] - intern->at[number];
	return intern->data + intern->at[number];
}
