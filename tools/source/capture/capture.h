/* SPDX-License-Identifier: GPL-2.0 */
/* Reading captures; the only user of libpcap. */
#ifndef TCPST_CAPTURE_H
#define TCPST_CAPTURE_H

#include "source/capture/link.h"

#define TCPST_CAPTURE_ERROR 256

/**
 * struct tcpst_capture_ops - who takes what is read
 * @frame: called for each frame, in the order of the file: what is in it, and
 *         its time, ns since the Unix epoch; @packet as tcpst_link_decode()
 *         leaves it. Return false to read no more.
 * @wait:  called before more of the file is read, which may take long; is it
 *         known by now that it is a capture? Return false to read no more.
 * @arg:   passed to them
 */
struct tcpst_capture_ops {
	bool (*frame)(enum tcpst_link_result result,
		      const struct tcpst_packet *packet, u64 time_ns, void *arg);
	bool (*wait)(bool known, void *arg);
	void *arg;
};

int tcpst_capture_read(const char *path, bool verify, bool progress,
		       const struct tcpst_capture_ops *ops,
		       char error[TCPST_CAPTURE_ERROR]);

#endif /* TCPST_CAPTURE_H */
