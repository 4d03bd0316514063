// SPDX-License-Identifier: GPL-2.0
/*
 * A network interface as a source. A child process captures and writes to a pipe, which
 * becomes our standard input: so each command treats it like a capture that is still
 * being written (-r -), and while a command is busy, segments wait in the buffer of
 * libpcap. When the child stops, the capture ends.
 */
#include "source/capture/interface.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/netns.h"
#include "base/stop.h"

/* Space for the headers and options of a segment, also inside tunnels, and some payload. */
#define SNAPLEN 512
#define BUFFER_OCTETS (16 * 1024 * 1024)
#define PIPE_OCTETS (1024 * 1024)
/* Number of packets of that length that fit into the buffer. */
#define BUFFER_PACKETS (BUFFER_OCTETS / SNAPLEN)

/* The child process that captures, 0: none. */
static pid_t capturing;

/* Report an error; for a generic PCAP_ERROR, pcap_geterr() has the reason. */
static int fail(const char *interface, pcap_t *pcap, int status)
{
	if (status == PCAP_ERROR_PERM_DENIED)
		return tcpst_fail("cannot capture on %s: CAP_NET_RAW is required",
				  interface);
	return tcpst_fail("cannot capture on %s: %s", interface,
			  status == PCAP_ERROR ? pcap_geterr(pcap) :
						 pcap_statustostr(status));
}

/* Filter out most other traffic, unless tunnels are wanted, which may be in any protocol. */
static int choose(pcap_t *pcap, bool tunnels)
{
	struct bpf_program program;
	int status;

	if (tunnels || pcap_compile(pcap, &program, "not udp and not arp", 1,
				    PCAP_NETMASK_UNKNOWN))
		return 0;
	status = pcap_setfilter(pcap, &program);
	pcap_freecode(&program);
	return status;
}

static int configure(pcap_t *pcap)
{
	int status = pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);

	/* Where there are no nanoseconds there are microseconds. */
	if (status && status != PCAP_ERROR_TSTAMP_PRECISION_NOTSUP)
		return status;
	status = pcap_set_snaplen(pcap, SNAPLEN);
	if (!status)
		status = pcap_set_promisc(pcap, 1);
	/* Otherwise the kernel holds packets back until a timer expires, which may be late. */
	if (!status)
		status = pcap_set_immediate_mode(pcap, 1);
	return status ? status : pcap_set_buffer_size(pcap, BUFFER_OCTETS);
}

static int open_interface(pcap_t **pcapp,
			  const struct tcpst_interface_options *options)
{
	const char *interface = options->name;
	char why[PCAP_ERRBUF_SIZE] = "";
	pcap_t *pcap = pcap_create(interface, why);
	int status;

	*pcapp = pcap;
	if (!pcap)
		return tcpst_fail("cannot capture on %s: %s", interface, why);
	status = configure(pcap);
	if (!status)
		status = pcap_activate(pcap);
	if (status < 0)
		return fail(interface, pcap, status);
	if (choose(pcap, options->tunnels) || pcap_setnonblock(pcap, 1, why))
		return fail(interface, pcap, PCAP_ERROR);
	return TCPST_OK;
}

/* Read the packets in the buffer, but not endlessly those that arrive meanwhile. */
static int dispatch(pcap_t *pcap, pcap_dumper_t *dumper)
{
	int result = pcap_dispatch(pcap, BUFFER_PACKETS, pcap_dump, (u_char *)dumper);

	return result < 0 ? result : 0;
}

/* Capture until time is up, a signal asks to stop, or the reader has closed the pipe. */
static int pass_on(pcap_t *pcap, pcap_dumper_t *dumper, u64 until)
{
	int fd = pcap_get_selectable_fd(pcap);

	while (tcpst_stop_wait(fd, until) == TCPST_WAIT_READY) {
		int result = dispatch(pcap, dumper);

		if (result)
			return result;
		if (pcap_dump_flush(dumper))
			return 0;
	}
	/* Read the packets that were captured before the end. */
	return dispatch(pcap, dumper);
}

static int capture(pcap_t *pcap, int fd, const char *interface, u64 duration)
{
	u64 until = duration ? tcpst_clock_steady() + duration : 0;
	FILE *file = fdopen(fd, "w");
	pcap_dumper_t *dumper = file ? pcap_dump_fopen(pcap, file) : NULL;
	struct pcap_stat stat = { 0 };
	int result = PCAP_ERROR;

	if (dumper && !pcap_dump_flush(dumper))
		result = pass_on(pcap, dumper, until);
	if (!pcap_stats(pcap, &stat) && stat.ps_drop)
		tcpst_remark("%u packets on %s were dropped before they could be read: segments are missing",
			     stat.ps_drop, interface);
	if (result < 0)
		tcpst_fail("capturing on %s ended: %s", interface,
			   pcap_geterr(pcap));
	if (dumper)
		pcap_dump_close(dumper);
	return result < 0 ? TCPST_FAILED : TCPST_OK;
}

/* The child ends with its parent, however that ends, and with Ctrl-C. */
static void be_child(pcap_t *pcap, const int pipe_fd[2],
		     const struct tcpst_interface_options *options,
		     const sigset_t *signals)
{
	int status;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	tcpst_stop_catch();
	sigprocmask(SIG_SETMASK, signals, NULL);
	close(pipe_fd[0]);
	status = capture(pcap, pipe_fd[1], options->name, options->duration);
	_exit(status);
}

/*
 * Start the child. Ctrl-C ends the child, not us: then its results are shown. Signals are
 * blocked until the child can catch them.
 */
static int start(pcap_t *pcap, const int pipe_fd[2],
		 const struct tcpst_interface_options *options)
{
	sigset_t signals, before;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, &before);
	capturing = fork();
	if (!capturing)
		be_child(pcap, pipe_fd, options, &before);
	if (capturing > 0)
		tcpst_stop_pass_to(capturing);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return capturing < 0 ? tcpst_fail("cannot fork: %s", strerror(errno)) :
			       TCPST_OK;
}

static int begin(pcap_t *pcap, const struct tcpst_interface_options *options)
{
	int pipe_fd[2], status;

	if (pipe(pipe_fd))
		return tcpst_fail("cannot make a pipe: %s", strerror(errno));
	fcntl(pipe_fd[1], F_SETPIPE_SZ, PIPE_OCTETS);
	status = start(pcap, pipe_fd, options);
	close(pipe_fd[1]);
	if (!status && dup2(pipe_fd[0], STDIN_FILENO) < 0)
		status = tcpst_fail("cannot read a pipe: %s", strerror(errno));
	close(pipe_fd[0]);
	return status;
}

/**
 * tcpst_interface_open() - begin to capture
 * @options: options
 *
 * The capture becomes standard input. Segments sent by this machine have no checksum
 * yet.
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_interface_open(const struct tcpst_interface_options *options)
{
	pcap_t *pcap = NULL;
	int status = TCPST_OK;

	if (options->netns)
		status = tcpst_netns_enter(options->netns);
	if (!status)
		status = open_interface(&pcap, options);
	if (!status)
		status = begin(pcap, options);
	if (!status)
		tcpst_remark("capturing on %s: processes, traffic on other interfaces and earlier traffic are not visible",
			     options->name);
	if (pcap)
		pcap_close(pcap);
	return status;
}

/** tcpst_interface_close() - stop capturing, if it was started */
void tcpst_interface_close(void)
{
	if (capturing <= 0)
		return;
	tcpst_stop_pass_to(0);
	kill(capturing, SIGTERM);
	waitpid(capturing, NULL, 0);
	capturing = 0;
}
