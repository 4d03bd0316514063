// SPDX-License-Identifier: GPL-2.0
/* The version of the module, from sysfs. */
#include "source/module.h"

#include <stdio.h>
#include <string.h>

/**
 * tcpst_module_version() - version of the loaded module
 * @version: set
 *
 * It may differ from that of the command. Return: false if none is loaded.
 */
bool tcpst_module_version(char version[TCPST_MODULE_VERSION])
{
	FILE *file = fopen("/sys/module/tcpstates/version", "re");
	bool found;

	if (!file)
		return false;
	found = fgets(version, TCPST_MODULE_VERSION, file);
	fclose(file);
	if (found)
		version[strcspn(version, "\n")] = '\0';
	return found;
}
