// SPDX-License-Identifier: GPL-2.0
/*
 * icount PROGRAM [ARGUMENT]...: count instructions between marks.
 *
 * The program marks the beginning and the end of what is to be counted by an
 * int3. Between the two it is executed step by step and each step is counted,
 * so the figure has no noise and needs no counter of the processor. Timers'
 * signals are dropped meanwhile. What the host's kernel executes there to read its
 * clock (the vDSO) is not counted: it tries again whenever the clock has been set
 * meanwhile, and between two steps that is often. Prints "icount: N" at the end of a
 * stretch.
 * With ICOUNT_PROFILE=FILE in the environment, FILE gets the address of each
 * instruction and how often it was executed, below a line "stretch N".
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static int next_stop(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) < 0) {
		perror("waitpid");
		exit(1);
	}
	if (WIFEXITED(status))
		exit(WEXITSTATUS(status));
	if (WIFSIGNALED(status))
		exit(128 + WTERMSIG(status));
	return WSTOPSIG(status);
}

/* Was this trap a mark, or the end of a step or of a system call? */
static int at_mark(pid_t child)
{
	siginfo_t info;

	if (ptrace(PTRACE_GETSIGINFO, child, NULL, &info))
		return 0;
	return info.si_code == SI_KERNEL;
}

/* Executions by address: a table that is probed, far larger than a stretch. */
#define SLOTS (1u << 18)

static struct {
	unsigned long address;
	unsigned long times;
} slots[SLOTS];

static FILE *profile;

static unsigned long next_instruction(pid_t child)
{
	return ptrace(PTRACE_PEEKUSER, child,
		      offsetof(struct user_regs_struct, rip), NULL);
}

static void note_step(unsigned long address)
{
	unsigned long slot = address * 0x9e3779b97f4a7c15ul >> 46;

	while (slots[slot].address && slots[slot].address != address)
		slot = (slot + 1) % SLOTS;
	slots[slot].address = address;
	slots[slot].times++;
}

static void write_profile(void)
{
	static unsigned long stretch;
	unsigned long slot;

	fprintf(profile, "stretch %lu\n", ++stretch);
	for (slot = 0; slot < SLOTS; slot++) {
		if (slots[slot].address)
			fprintf(profile, "%lx %lu\n", slots[slot].address,
				slots[slot].times);
		slots[slot].address = 0;
		slots[slot].times = 0;
	}
	fflush(profile);
}

/* Where the vDSO is: from @begin up to @end, which is 0 if there is none. */
struct vdso {
	unsigned long begin;
	unsigned long end;
};

static struct vdso find_vdso(pid_t child)
{
	struct vdso vdso = { 0 };
	char path[32], line[512];
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)child);
	maps = fopen(path, "r");
	while (maps && fgets(line, sizeof(line), maps))
		if (strstr(line, "[vdso]"))
			sscanf(line, "%lx-%lx", &vdso.begin, &vdso.end);
	if (maps)
		fclose(maps);
	return vdso;
}

static void count(pid_t child)
{
	const struct vdso vdso = find_vdso(child);
	unsigned long steps = 0;

	for (;;) {
		unsigned long address = next_instruction(child);
		bool counts = address < vdso.begin || address >= vdso.end;

		if (profile && counts)
			note_step(address);
		ptrace(PTRACE_SINGLESTEP, child, NULL, NULL);
		if (next_stop(child) != SIGTRAP)
			continue;	/* a timer: not now */
		if (at_mark(child))
			break;
		steps += counts;
	}
	printf("icount: %lu\n", steps);
	fflush(stdout);
	if (profile)
		write_profile();
}

int main(int argc, char **argv)
{
	pid_t child;
	int signal;

	if (argc < 2) {
		fprintf(stderr, "usage: icount PROGRAM [ARGUMENT]...\n");
		return 2;
	}
	if (getenv("ICOUNT_PROFILE")) {
		profile = fopen(getenv("ICOUNT_PROFILE"), "w");
		if (!profile) {
			perror(getenv("ICOUNT_PROFILE"));
			return 1;
		}
	}
	child = fork();
	if (child < 0) {
		perror("fork");
		return 1;
	}
	if (!child) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	signal = next_stop(child);
	ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_EXITKILL);
	for (;;) {
		if (signal == SIGTRAP)
			signal = 0;
		ptrace(PTRACE_CONT, child, NULL, signal);
		signal = next_stop(child);
		if (signal == SIGTRAP && at_mark(child))
			count(child);
	}
}
