/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Fields of a flow or of an event, one row each. The rows define the columns of
 * tables and their order, the members of JSON, the netlink attributes that are read
 * and the elements of IPFIX. A new field is a new row.
 */
#ifndef TCPST_FIELD_H
#define TCPST_FIELD_H

#include "base/load.h"
#include "model/event.h"

/* Types of values. */
enum tcpst_field_type {
	TCPST_FIELD_COUNT,	/* a number */
	TCPST_FIELD_PORT,
	TCPST_FIELD_OCTETS,
	TCPST_FIELD_DURATION,	/* ns */
	TCPST_FIELD_DURATION_MS,
	TCPST_FIELD_TIME,	/* ns since the Unix epoch, shown as date and time */
	TCPST_FIELD_CLOCK,	/* the same, shown as time of day */
	TCPST_FIELD_FLAG,	/* yes or no */
	TCPST_FIELD_ROLES,	/* known or unknown */
	TCPST_FIELD_FAMILY,	/* ipv4 or ipv6 */
	TCPST_FIELD_STATE,	/* enum tcps_state */
	TCPST_FIELD_END,	/* enum tcps_end */
	TCPST_FIELD_FAILURE,	/* enum tcpst_failure, never none */
	TCPST_FIELD_CLASS,	/* enum tcps_class */
	TCPST_FIELD_ZEEK,	/* enum tcps_zeek */
	TCPST_FIELD_CAUSE,	/* enum tcps_cause */
	TCPST_FIELD_CERTAINTY,	/* enum tcps_certainty */
	TCPST_FIELD_ROLE,	/* enum tcps_role */
	TCPST_FIELD_ENDPOINT,	/* enum tcps_role, never none */
	TCPST_FIELD_MUTE,	/* the same: the end that does not answer */
	TCPST_FIELD_EVENT_TYPE,	/* enum tcpst_event_type */
	TCPST_FIELD_ADDR,	/* of a struct tcpst_addrs, the address of an end */
	TCPST_FIELD_ADDR_PORT,	/* the same with its port */
	TCPST_FIELD_COMM,	/* command of a process: any octets */
	TCPST_FIELD_CGROUP,	/* a control group; see base/cgroup.h */
	TCPST_FIELD_RESET,	/* enum tcps_reset */
	TCPST_FIELD_ORIGIN,	/* enum tcps_origin */
	TCPST_FIELD_STAGE,	/* enum tcps_stage */
	TCPST_FIELD_ICMP,	/* type and code; see model/icmp.h */
	TCPST_FIELD_NAME,	/* a name from the kernel, "": none */
	TCPST_FIELD_TEXT,	/* a pointer to a string */
	TCPST_FIELD_TUNNEL,	/* see model/tunnel.h */
	TCPST_FIELD_HISTORY,	/* see model/trail.h */
	TCPST_FIELD_OPTIONS,	/* see model/offer.h */
	TCPST_FIELD_COMMUNITY,	/* of a struct tcpst_addrs, its Community ID */
	TCPST_FIELD_SEQ,	/* sequence number of the sender of an event */
	TCPST_FIELD_ACK,	/* acknowledgement number, of the other end */
	TCPST_FIELD_TCP_FLAGS,	/* control bits */
	TCPST_FIELD_TRANSITION,	/* of an event: states before and after */
	TCPST_FIELD_STATE_TIMES, /* ns in each state */
};

/* Kinds of JSON objects that are made of fields. */
enum tcpst_json_kind {
	TCPST_JSON_FLOW = 1 << 0,	/* an open flow */
	TCPST_JSON_LIFE = 1 << 1,	/* an ended one */
	TCPST_JSON_TRANSITION = 1 << 2,
	TCPST_JSON_NOTE = 1 << 3,
	TCPST_JSON_ALL = (1 << 4) - 1,
};

/* Parts of a struct tcps_filter, by which the kernel can filter. */
enum tcpst_kernel {
	TCPST_KERNEL_NOTHING,
	TCPST_KERNEL_FLOW,
	TCPST_KERNEL_FAMILY,
	TCPST_KERNEL_END_OF,		/* address, or port with it, of an end */
	TCPST_KERNEL_PORT,
	TCPST_KERNEL_PID,
	TCPST_KERNEL_COMM,
	/* The parts above are constant for the life of a flow. */
	TCPST_KERNEL_STATE,		/* of an end of a flow */
	TCPST_KERNEL_EITHER_STATE,	/* of an event, before or after */
	TCPST_KERNEL_ENDS,
	TCPST_KERNEL_ENDPOINT,
	/* Asked for as that of either end. */
	TCPST_KERNEL_RESPONDER_PID,
	TCPST_KERNEL_RESPONDER_COMM,
};

/*
 * Attributes of values that only a capture has. The module sends none of them; they are
 * in recordings (source/recording), and their numbers lie above all of the family. The
 * OLD_ ones are what attributes of the family were called in flows of older recordings.
 */
enum tcpst_capture_attr {
	TCPST_A_IFACE = 256,
	TCPST_A_TUNNEL,
	TCPST_A_FRAME,
	TCPST_A_COMPLETE,
	TCPST_A_HISTORY,
	TCPST_A_OLD_INITIATOR_OPTIONS,
	TCPST_A_OLD_RESPONDER_OPTIONS,
	TCPST_A_INITIATOR_PROVEN,
	TCPST_A_RESPONDER_PROVEN,
	TCPST_A_HEADER,
	TCPST_A_ANSWERS_TIME,
	TCPST_A_ANSWERS_FLAGS,
	TCPST_A_ANSWERS_SEQ,
	TCPST_A_ANSWERS_LEN,
	TCPST_A_ANSWERS_FRAME,

	TCPST_A_NEXT,
	TCPST_A_MAX = TCPST_A_NEXT - 1,
};

/* Returned by tcpst_field_value() and @value of a field if the value is not known. */
#define TCPST_FIELD_UNKNOWN TCPS_UNKNOWN_NS

/**
 * struct tcpst_field - one field
 * @column:       name of the column, NULL: there is none
 * @help:         its meaning, one line
 * @type:         type of its value
 * @width:        columns of ordinary values, if more than the type and the name of the
 *                column require
 * @offset:       where the value is in the flow or event; of an address where
 *                the struct tcpst_addrs is; @size: octets of the value there,
 *                0: it is computed
 * @known:        offset of a bool plus 1: the value is valid only if that is set;
 *                0: it always is
 * @certain:      offset of a bool plus 1: the value is a guess unless that is set;
 *                0: it never is
 * @zero_unknown: the value 0 means not known
 * @role:         the end it belongs to, for addresses and for fields that the kernel
 *                can filter by
 * @value:        computes the value (of an address: the role), NULL: it is read
 *                at @offset; @now: ns since the epoch
 * @attr:         netlink attribute that carries it, of the family or enum
 *                tcpst_capture_attr; 0: none
 * @bit:          of that attribute, 0: all of it
 * @json:         member of JSON, NULL: none; "a.b" is member b of object a, whose
 *                members follow one another in the table
 * @json_only:    enum tcpst_json_kind bits that have the member, 0: all
 * @json_omit:    enum tcpst_json_kind bits that leave it out where the others have
 *                null: where @known is not set, or there is none and nothing is
 *                known, or a flag is not set
 * @json_null:    the member may be null for another reason than the rest of the row
 *                gives: its value may be %TCPST_FIELD_UNKNOWN
 * @element:      number of the IPFIX element within our enterprise, 0: none
 * @element_name: its name
 * @kernel:       the part of the kernel's filter that selects by it
 * @option:       option that selects flows by it, NULL: none
 */
struct tcpst_field {
	const char *column;
	const char *help;
	enum tcpst_field_type type;
	unsigned int width;
	size_t offset;
	size_t size;
	size_t known;
	size_t certain;
	bool zero_unknown;
	u8 role;
	u64 (*value)(const void *item, u64 now);
	unsigned int attr;
	u32 bit;
	const char *json;
	u8 json_only;
	u8 json_omit;
	bool json_null;
	u16 element;
	const char *element_name;
	enum tcpst_kernel kernel;
	const char *option;
};

/**
 * struct tcpst_fields - all fields of a kind of item
 * @n:     of @field
 * @field: the fields
 */
struct tcpst_fields {
	unsigned int n;
	const struct tcpst_field *field;
};

extern const struct tcpst_fields tcpst_flow_fields;
extern const struct tcpst_fields tcpst_event_fields;

const char *tcpst_field_nearest(const struct tcpst_fields *fields, const char *column);
const struct tcpst_field *
tcpst_field_find(const struct tcpst_fields *fields, const char *column,
		 size_t length);
bool tcpst_field_is_guess(const struct tcpst_field *field, const void *item);
unsigned int tcpst_field_max(const struct tcpst_field *field);
unsigned int tcpst_field_bits(const struct tcpst_field *field);
bool tcpst_field_may_be_null(const struct tcpst_field *field);
const char *tcpst_field_name(const struct tcpst_field *field, u64 value);
const char *tcpst_field_text(const struct tcpst_field *field, const void *item);
const char *tcpst_field_type_name(const struct tcpst_field *field);

/* The functions below are inline, since every value of every flow and event passes them. */

/** tcpst_field_applies() - does this item have the field at all? */
static inline bool tcpst_field_applies(const struct tcpst_field *field, const void *item)
{
	return !field->known || *((const bool *)item + field->known - 1);
}

/** tcpst_field_load() - the number as it is stored, whether it is valid or not */
static inline u64 tcpst_field_load(const struct tcpst_field *field, const void *item)
{
	return tcpst_load((const u8 *)item + field->offset, field->size, TCPST_FIELD_UNKNOWN);
}

/**
 * tcpst_field_value() - the number that a field holds
 * @field: which; text and addresses hold none
 * @item:  a flow or an event
 * @now:   ns since the epoch, for values that depend on it
 *
 * Return: the number, %TCPST_FIELD_UNKNOWN if it is not known.
 */
static inline u64 tcpst_field_value(const struct tcpst_field *field, const void *item,
				    u64 now)
{
	u64 value;

	if (!tcpst_field_applies(field, item))
		return TCPST_FIELD_UNKNOWN;
	value = field->value ? field->value(item, now) : tcpst_field_load(field, item);
	if ((field->zero_unknown && !value) ||
	    (field->type == TCPST_FIELD_ROLE && value >= TCPS_ROLE_NONE))
		return TCPST_FIELD_UNKNOWN;
	return value;
}

/** tcpst_field_store() - the reverse: set the number, and mark it valid */
static inline void tcpst_field_store(const struct tcpst_field *field, void *item, u64 value)
{
	u8 *at = (u8 *)item + field->offset;
	u32 value32 = (u32)value;
	u16 value16 = (u16)value;

	switch (field->size) {
	case 1:
		*at = (u8)value;
		break;
	case 2:
		memcpy(at, &value16, sizeof(value16));
		break;
	case 4:
		memcpy(at, &value32, sizeof(value32));
		break;
	case 8:
		memcpy(at, &value, sizeof(value));
		break;
	default:
		break;
	}
	if (field->known)
		*((bool *)item + field->known - 1) = true;
}

#endif /* TCPST_FIELD_H */
