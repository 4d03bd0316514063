// SPDX-License-Identifier: GPL-2.0
/* Names of interfaces, each stored once and kept until exit. */
#include "model/iface.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Limit of names; further interfaces have none. */
#define NAMES_MAX 4096

static char (*names)[TCPST_IFACE_LEN];
static char *slots[2 * NAMES_MAX];
static size_t n_names;

static size_t hash(const char *name)
{
	size_t value = 5381;

	while (*name)
		value = value * 33 + (unsigned char)*name++;
	return value % (2 * NAMES_MAX);
}

/* The file is not trusted: a terminal must not get escape sequences from it. */
static void copy_clean(char *name, const char *text, size_t n)
{
	size_t i;

	if (n >= TCPST_IFACE_LEN)
		n = TCPST_IFACE_LEN - 1;
	for (i = 0; i < n && text[i]; i++)
		name[i] = text[i] > ' ' && text[i] < 127 ? text[i] : '_';
	name[i] = '\0';
}

/**
 * tcpst_iface_intern() - the one copy of a name
 * @text: the name, of any octets
 * @n:    how many
 *
 * Return: a pointer that is the same for the same name and is never freed. Octets other
 * than printable ASCII become underscores; a name that is too long is cut.
 */
const char *tcpst_iface_intern(const char *text, size_t n)
{
	char name[TCPST_IFACE_LEN];
	size_t slot;

	copy_clean(name, text, n);
	if (!names)
		names = tcpst_alloc(NAMES_MAX, sizeof(*names));
	for (slot = hash(name); slots[slot]; slot = (slot + 1) % (2 * NAMES_MAX))
		if (!strcmp(slots[slot], name))
			return slots[slot];
	if (n_names == NAMES_MAX)
		return "";
	slots[slot] = strcpy(names[n_names++], name);
	return slots[slot];
}
