// SPDX-License-Identifier: GPL-2.0
/*
 * unload MODULE PARAMETERS COUNT: COUNT times, wait until flows begin in this network
 * namespace, unload tcpstates, retrying while a reader holds it, and load it from the file
 * MODULE.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define COUNTERS "/proc/net/stat/tcpstates"

/* Index of the column of a counter in the line of names. */
static int column_of(char *names, const char *name)
{
	char *word, *rest = names;
	int column;

	for (column = 0; (word = strtok_r(rest, " \n", &rest)); column++)
		if (!strcmp(word, name))
			return column;
	errx(1, "there is no counter %s", name);
}

/* Flows that have begun here, on all CPUs. */
static unsigned long opened(void)
{
	unsigned long sum = 0;
	char line[4096], *word, *rest;
	int column, i;
	FILE *file = fopen(COUNTERS, "r");

	if (!file || !fgets(line, sizeof(line), file))
		err(1, COUNTERS);
	column = column_of(line, "opened");
	while (fgets(line, sizeof(line), file)) {
		rest = line;
		for (i = 0; (word = strtok_r(rest, " \n", &rest)); i++)
			if (i == column)
				sum += strtoul(word, NULL, 16);
	}
	fclose(file);
	return sum;
}

static void wait_for_flows(void)
{
	unsigned long before = opened();

	while (opened() == before)
		usleep(2000);
}

int main(int argc, char **argv)
{
	int count, round, file;

	if (argc != 4)
		errx(2, "see the comment in the source");
	count = atoi(argv[3]);
	file = open(argv[1], O_RDONLY);
	if (file < 0)
		err(1, "%s", argv[1]);
	for (round = 1; round <= count; round++) {
		wait_for_flows();
		while (syscall(SYS_delete_module, "tcpstates", O_NONBLOCK)) {
			if (errno != EAGAIN && errno != EWOULDBLOCK)
				err(1, "round %d: it does not unload", round);
			usleep(1000);
		}
		if (syscall(SYS_finit_module, file, argv[2], 0))
			err(1, "round %d: it does not load", round);
		if (round % 50 == 0 || round == count) {
			printf("unload: %d of %d\n", round, count);
			fflush(stdout);
		}
	}
	return 0;
}
