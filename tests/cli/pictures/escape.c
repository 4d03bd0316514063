// SPDX-License-Identifier: GPL-2.0
/* Write the argument as it stands in pictures and pages. */
#include "svg/svg.h"

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	tcpst_svg_escape(stdout, argv[1]);
	putchar('\n');
	return 0;
}
