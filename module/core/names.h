/* SPDX-License-Identifier: GPL-2.0 */
/* Names of the state machine's enums, as printed in procfs, JSON and tables. */
#ifndef TCPS_CORE_NAMES_H
#define TCPS_CORE_NAMES_H

#include "state.h"

const char *tcps_state_name(unsigned int state);
const char *tcps_certainty_name(unsigned int certainty);
const char *tcps_cause_name(unsigned int cause);
const char *tcps_end_name(unsigned int end);
const char *tcps_class_name(unsigned int class);
const char *tcps_role_name(unsigned int role);
const char *tcps_zeek_name(unsigned int zeek);
const char *tcps_stage_name(unsigned int stage);
const char *tcps_reset_name(unsigned int reset);

#endif /* TCPS_CORE_NAMES_H */
