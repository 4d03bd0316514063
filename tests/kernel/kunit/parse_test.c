// SPDX-License-Identifier: GPL-2.0
/* Parsing packets: well-formed ones, and all kinds of malformed ones. */
#include <kunit/test.h>

#include "../../../module/parse.h"
#include "packet.h"

static enum tcps_parsed locate(const struct sk_buff *skb, bool ipv6,
			       struct tcps_header *header)
{
	return ipv6 ? tcps_parse_ipv6(skb, header) :
		      tcps_parse_ipv4(skb, header);
}

static enum tcps_parsed parse_skb(const struct sk_buff *skb, bool ipv6,
				  struct tcps_packet *packet)
{
	struct tcps_header header;
	enum tcps_parsed parsed = locate(skb, ipv6, &header);

	if (parsed != TCPS_PARSED_SEGMENT)
		return parsed;
	return tcps_parse_packet(skb, ipv6, &header, packet);
}

static enum tcps_parsed parse_bytes(struct kunit *test, const u8 *bytes,
				    unsigned int len, unsigned int linear,
				    bool ipv6, struct tcps_packet *packet)
{
	struct sk_buff *skb = tcps_packet_skb(bytes, len, linear);
	enum tcps_parsed parsed;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	parsed = parse_skb(skb, ipv6, packet);
	kfree_skb(skb);
	return parsed;
}

static enum tcps_parsed parse_spec(struct kunit *test,
				   const struct tcps_packet_spec *spec,
				   struct tcps_packet *packet)
{
	u8 bytes[TCPS_PACKET_MAX];
	unsigned int len = tcps_packet_bytes(spec, bytes);

	return parse_bytes(test, bytes, len, len, spec->ipv6, packet);
}

static void expect_segment(struct kunit *test,
			   const struct tcps_packet_spec *spec,
			   const struct tcps_packet *packet)
{
	const struct tcps_segment *seg = &packet->seg;

	KUNIT_EXPECT_EQ(test, ntohs(packet->key.port[packet->side]),
			spec->sport);
	KUNIT_EXPECT_EQ(test, ntohs(packet->key.port[!packet->side]),
			spec->dport);
	KUNIT_EXPECT_EQ(test, packet->key.addr[packet->side].s6_addr[15],
			spec->src);
	KUNIT_EXPECT_EQ(test, packet->key.addr[!packet->side].s6_addr[15],
			spec->dst);
	KUNIT_EXPECT_EQ(test, tcps_key_is_ipv4(&packet->key), !spec->ipv6);
	KUNIT_EXPECT_EQ(test, seg->seq, spec->seq);
	KUNIT_EXPECT_EQ(test, seg->ack, spec->ack);
	KUNIT_EXPECT_EQ(test, seg->flags, spec->flags);
	KUNIT_EXPECT_EQ(test, seg->len, spec->payload);
	KUNIT_EXPECT_EQ(test, seg->window, spec->window);
}

#define PAYLOAD .seq = 0xfffffff0, .ack = 7, .window = 4321, .payload = 33, \
		.flags = TCPS_FLAG_ACK | TCPS_FLAG_PSH

/* Hop-by-hop options (PadN), then destination options, then TCP. */
static const u8 two_headers[] = {
	IPPROTO_DSTOPTS, 0, 1, 4, 0, 0, 0, 0,
	IPPROTO_TCP, 1, 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};

static const u8 route_header[] = { IPPROTO_TCP, 0, 4, 0, 0, 0, 0, 0 };
static const u8 first_fragment[] = { IPPROTO_TCP, 0, 0, 1, 0, 0, 0, 9 };
static const u8 ipv4_options[] = { 1, 1, 1, 1, 0x94, 4, 0, 0 };

static const struct good {
	const char *name;
	struct tcps_packet_spec spec;
} good[] = {
	{ "ipv4", { TCPS_SPEC_FORTH, PAYLOAD } },
	{ "ipv4 back", { TCPS_SPEC_BACK, PAYLOAD } },
	{ "ipv4 options", { TCPS_SPEC_FORTH, PAYLOAD, .extra = ipv4_options,
			    .extra_len = sizeof(ipv4_options) } },
	{ "ipv4 don't fragment", { TCPS_SPEC_FORTH, PAYLOAD,
				   .frag_off = 0x4000 } },
	{ "ipv4 first fragment", { TCPS_SPEC_FORTH, PAYLOAD,
				   .frag_off = 0x2000 } },
	{ "ipv6", { TCPS_SPEC_FORTH, PAYLOAD, .ipv6 = true } },
	{ "ipv6 back", { TCPS_SPEC_BACK, PAYLOAD, .ipv6 = true } },
	{ "ipv6 two extension headers",
	  { TCPS_SPEC_FORTH, PAYLOAD, .ipv6 = true, .extra = two_headers,
	    .extra_len = sizeof(two_headers),
	    .extra_first = IPPROTO_HOPOPTS } },
	{ "ipv6 routing header",
	  { TCPS_SPEC_FORTH, PAYLOAD, .ipv6 = true, .extra = route_header,
	    .extra_len = sizeof(route_header),
	    .extra_first = IPPROTO_ROUTING } },
	{ "ipv6 first fragment",
	  { TCPS_SPEC_FORTH, PAYLOAD, .ipv6 = true, .extra = first_fragment,
	    .extra_len = sizeof(first_fragment),
	    .extra_first = IPPROTO_FRAGMENT } },
};

static void good_name(const struct good *good, char *name)
{
	strscpy(name, good->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(good, good, good_name);

/* The result is the same for any length of the linear part. */
static void parse_good(struct kunit *test)
{
	const struct good *param = test->param_value;
	unsigned int network = param->spec.ipv6 ? 40 : 20;
	u8 bytes[TCPS_PACKET_MAX];
	unsigned int linear, len = tcps_packet_bytes(&param->spec, bytes);

	for (linear = network; linear <= len; linear++) {
		struct tcps_packet packet;

		KUNIT_ASSERT_EQ_MSG(test, parse_bytes(test, bytes, len, linear,
						      param->spec.ipv6,
						      &packet),
				    TCPS_PARSED_SEGMENT, "%u linear", linear);
		expect_segment(test, &param->spec, &packet);
		KUNIT_EXPECT_EQ(test, packet.seg.wscale, TCPS_WSCALE_NONE);
	}
}

/* The data ends earlier than by the IP header, within the header or after. */
static void parse_cut(struct kunit *test)
{
	const struct good *param = test->param_value;
	unsigned int network = param->spec.ipv6 ? 40 : 20;
	u8 bytes[TCPS_PACKET_MAX];
	unsigned int len, whole = tcps_packet_bytes(&param->spec, bytes);
	unsigned int header = whole - param->spec.payload;

	for (len = network; len < whole; len++) {
		enum tcps_parsed wanted = len < header ?
			TCPS_PARSED_TRUNCATED : TCPS_PARSED_BAD;
		struct tcps_packet packet;

		KUNIT_EXPECT_EQ_MSG(test, parse_bytes(test, bytes, len, len,
						      param->spec.ipv6,
						      &packet), wanted,
				    "%u of %u octets, linear", len, whole);
		KUNIT_EXPECT_EQ_MSG(test, parse_bytes(test, bytes, len,
						      network,
						      param->spec.ipv6,
						      &packet), wanted,
				    "%u of %u octets in a page", len, whole);
	}
}

/* By the IP header the packet is shorter than its TCP header. */
static void parse_short_payload(struct kunit *test)
{
	unsigned int ipv6, length;

	for (ipv6 = 0; ipv6 < 2; ipv6++)
		for (length = 1; length < 20; length++) {
			struct tcps_packet_spec spec = { TCPS_SPEC_FORTH,
							 .ipv6 = ipv6 };
			u8 bytes[TCPS_PACKET_MAX];
			struct tcps_packet packet;
			unsigned int len = tcps_packet_bytes(&spec, bytes);

			bytes[ipv6 ? 4 : 2] = 0;
			bytes[ipv6 ? 5 : 3] = ipv6 ? length : 20 + length;
			KUNIT_EXPECT_EQ(test, parse_bytes(test, bytes, len, len,
							  ipv6, &packet),
					TCPS_PARSED_TRUNCATED);
		}
}

static void parse_bad_data_offset(struct kunit *test)
{
	struct tcps_packet packet;
	unsigned int doff;

	for (doff = 1; doff < 16; doff++) {
		struct tcps_packet_spec spec = {
			TCPS_SPEC_FORTH, .doff = doff, .payload = 8
		};
		/* 8 octets of payload can be two words of options. */
		bool good_doff = doff >= 5 && doff <= 7;

		KUNIT_EXPECT_EQ_MSG(test, parse_spec(test, &spec, &packet),
				    good_doff ? TCPS_PARSED_SEGMENT :
						TCPS_PARSED_BAD,
				    "data offset %u", doff);
		if (good_doff)
			KUNIT_EXPECT_EQ(test, packet.seg.len, 28 - doff * 4);
	}
}

static void parse_bad_ip(struct kunit *test)
{
	struct tcps_packet_spec spec = { TCPS_SPEC_FORTH };
	u8 bytes[TCPS_PACKET_MAX];
	unsigned int len = tcps_packet_bytes(&spec, bytes), ihl;
	struct tcps_packet packet;

	for (ihl = 0; ihl < 5; ihl++) {
		bytes[0] = 0x40 | ihl;
		KUNIT_EXPECT_EQ(test, parse_bytes(test, bytes, len, len, false,
						  &packet), TCPS_PARSED_BAD);
	}
	/* Header longer than the packet. */
	bytes[0] = 0x4f;
	KUNIT_EXPECT_EQ(test, parse_bytes(test, bytes, len, len, false,
					  &packet), TCPS_PARSED_BAD);
}

static void parse_zero_length(struct kunit *test)
{
	struct tcps_packet_spec spec = { TCPS_SPEC_FORTH, PAYLOAD };
	unsigned int ipv6;

	/* BIG TCP: the length does not fit and is left zero. */
	for (ipv6 = 0; ipv6 < 2; ipv6++) {
		u8 bytes[TCPS_PACKET_MAX];
		struct tcps_packet packet;
		unsigned int len;

		spec.ipv6 = ipv6;
		len = tcps_packet_bytes(&spec, bytes);
		memset(bytes + (ipv6 ? 4 : 2), 0, 2);
		KUNIT_EXPECT_EQ(test, parse_bytes(test, bytes, len, len, ipv6,
						  &packet),
				TCPS_PARSED_SEGMENT);
		expect_segment(test, &spec, &packet);
	}
}

static void parse_later_fragment(struct kunit *test)
{
	static const u8 later[] = { IPPROTO_TCP, 0, 0, 8 | 1, 0, 0, 0, 9 };
	struct tcps_packet_spec ipv6 = {
		TCPS_SPEC_FORTH, .ipv6 = true, .extra = later,
		.extra_len = sizeof(later), .extra_first = IPPROTO_FRAGMENT,
	};
	struct tcps_packet_spec ipv4 = { TCPS_SPEC_FORTH };
	struct tcps_packet packet;

	/* Each bit of the offset, with and without "more fragments". */
	for (ipv4.frag_off = 1; ipv4.frag_off < 0x2000; ipv4.frag_off <<= 1) {
		KUNIT_EXPECT_EQ(test, parse_spec(test, &ipv4, &packet),
				TCPS_PARSED_FRAGMENT);
		ipv4.frag_off |= 0x2000;
		KUNIT_EXPECT_EQ(test, parse_spec(test, &ipv4, &packet),
				TCPS_PARSED_FRAGMENT);
		ipv4.frag_off &= ~0x2000;
	}
	KUNIT_EXPECT_EQ(test, parse_spec(test, &ipv6, &packet),
			TCPS_PARSED_FRAGMENT);
}

static void parse_not_tcp(struct kunit *test)
{
	struct tcps_packet_spec spec = { TCPS_SPEC_FORTH };
	u8 bytes[TCPS_PACKET_MAX];
	unsigned int len = tcps_packet_bytes(&spec, bytes);
	struct tcps_packet packet;

	bytes[9] = IPPROTO_UDP;
	KUNIT_EXPECT_EQ(test, parse_bytes(test, bytes, len, len, false,
					  &packet), TCPS_PARSED_OTHER);
	spec.ipv6 = true;
	len = tcps_packet_bytes(&spec, bytes);
	bytes[6] = IPPROTO_UDP;
	KUNIT_EXPECT_EQ(test, parse_bytes(test, bytes, len, len, true,
					  &packet), TCPS_PARSED_OTHER);
	bytes[6] = IPPROTO_ESP;
	KUNIT_EXPECT_EQ(test, parse_bytes(test, bytes, len, len, true,
					  &packet), TCPS_PARSED_OTHER);
}

/* An extension header that claims to be longer than the packet. */
static void parse_long_extension(struct kunit *test)
{
	static const u8 endless[] = { IPPROTO_TCP, 255, 1, 4, 0, 0, 0, 0 };
	struct tcps_packet_spec spec = {
		TCPS_SPEC_FORTH, .ipv6 = true, .extra = endless,
		.extra_len = sizeof(endless), .extra_first = IPPROTO_HOPOPTS,
	};
	struct tcps_packet packet;
	enum tcps_parsed parsed = parse_spec(test, &spec, &packet);

	KUNIT_EXPECT_TRUE(test, parsed == TCPS_PARSED_TRUNCATED ||
				parsed == TCPS_PARSED_BAD);
}

static void parse_odd_ends(struct kunit *test)
{
	struct tcps_packet_spec spec = { TCPS_SPEC_FORTH };
	u8 bytes[TCPS_PACKET_MAX];
	struct tcps_packet packet;
	unsigned int len;

	/* Port 0 is reserved, but occurs. */
	spec.sport = 0;
	KUNIT_EXPECT_EQ(test, parse_spec(test, &spec, &packet),
			TCPS_PARSED_SEGMENT);
	spec.sport = 40000;
	spec.dport = 0;
	KUNIT_EXPECT_EQ(test, parse_spec(test, &spec, &packet),
			TCPS_PARSED_SEGMENT);
	/* Connected to itself. */
	spec.dst = spec.src;
	spec.dport = spec.sport;
	KUNIT_EXPECT_EQ(test, parse_spec(test, &spec, &packet),
			TCPS_PARSED_OTHER);
	/* IPv4-mapped addresses in IPv6. */
	spec = (struct tcps_packet_spec){ TCPS_SPEC_FORTH, .ipv6 = true };
	len = tcps_packet_bytes(&spec, bytes);
	memset(bytes + 8, 0, 10);
	memset(bytes + 18, 0xff, 2);
	KUNIT_EXPECT_EQ(test, parse_bytes(test, bytes, len, len, true,
					  &packet), TCPS_PARSED_BAD);
}

#define NONE TCPS_WSCALE_NONE

static const struct scale {
	const char *name;
	u8 options[12];
	u8 wanted;
} scales[] = {
	{ "as Linux sends it", { 2, 4, 5, 0xb4, 1, 3, 3, 7 }, 7 },
	{ "first", { 3, 3, 2, 1 }, 2 },
	{ "twice", { 3, 3, 2, 3, 3, 5, 1, 1 }, 5 },
	{ "zero", { 3, 3, 0, 1 }, 0 },
	{ "fourteen", { 3, 3, 14 }, 14 },
	{ "above the limit", { 3, 3, 15 }, 14 },
	{ "far above the limit", { 3, 3, 255 }, 14 },
	{ "none", { 1, 1, 1, 1 }, NONE },
	{ "after the end of the list", { 0, 3, 3, 7 }, NONE },
	{ "no options", {}, NONE },
	{ "too short", { 3, 2, 1, 1, 1, 1, 1, 1 }, NONE },
	{ "too long", { 3, 4, 7, 7, 1, 1, 1, 1 }, NONE },
	{ "length zero", { 3, 0, 7, 3, 3, 7 }, NONE },
	{ "length one", { 3, 1, 7, 3, 3, 7 }, NONE },
	{ "another's length zero", { 2, 0, 3, 3, 7, 1 }, NONE },
	{ "another's length beyond the end", { 2, 40, 3, 3, 7, 1 }, NONE },
	{ "length beyond the end",
	  { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3 }, NONE },
	{ "kind at the very end",
	  { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3 }, NONE },
	{ "exactly at the end", { 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 5 }, 5 },
};

static void scale_name(const struct scale *scale, char *name)
{
	strscpy(name, scale->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(scale, scales, scale_name);

static void parse_window_scale(struct kunit *test)
{
	const struct scale *param = test->param_value;
	struct tcps_packet_spec spec = {
		TCPS_SPEC_FORTH, .flags = TCPS_FLAG_SYN,
		.options = param->options, .options_len = 12,
	};
	u8 bytes[TCPS_PACKET_MAX];
	unsigned int len = tcps_packet_bytes(&spec, bytes), linear;
	struct tcps_packet packet;

	for (linear = 20; linear <= len; linear++) {
		KUNIT_ASSERT_EQ(test, parse_bytes(test, bytes, len, linear,
						  false, &packet),
				TCPS_PARSED_SEGMENT);
		KUNIT_EXPECT_EQ(test, packet.seg.wscale, param->wanted);
	}
	/* Only a SYN has a window scale. */
	spec.flags = TCPS_FLAG_ACK;
	KUNIT_ASSERT_EQ(test, parse_spec(test, &spec, &packet),
			TCPS_PARSED_SEGMENT);
	KUNIT_EXPECT_EQ(test, packet.seg.wscale, NONE);
}

/* The options of a SYN are truncated: such a segment is not valid. */
static void parse_cut_options(struct kunit *test)
{
	static const u8 options[] = { 1, 1, 1, 1, 1, 3, 3, 7 };
	struct tcps_packet_spec spec = {
		TCPS_SPEC_FORTH, .flags = TCPS_FLAG_SYN,
		.options = options, .options_len = sizeof(options),
	};
	u8 bytes[TCPS_PACKET_MAX];
	unsigned int whole = tcps_packet_bytes(&spec, bytes), len;

	for (len = 40; len < whole; len++) {
		struct tcps_packet packet;

		KUNIT_EXPECT_EQ(test, parse_bytes(test, bytes, len, len, false,
						  &packet),
				TCPS_PARSED_BAD);
	}
}

static struct kunit_case parse_cases[] = {
	KUNIT_CASE_PARAM(parse_good, good_gen_params),
	KUNIT_CASE_PARAM(parse_cut, good_gen_params),
	KUNIT_CASE(parse_short_payload),
	KUNIT_CASE(parse_bad_data_offset),
	KUNIT_CASE(parse_bad_ip),
	KUNIT_CASE(parse_zero_length),
	KUNIT_CASE(parse_later_fragment),
	KUNIT_CASE(parse_not_tcp),
	KUNIT_CASE(parse_long_extension),
	KUNIT_CASE(parse_odd_ends),
	KUNIT_CASE_PARAM(parse_window_scale, scale_gen_params),
	KUNIT_CASE(parse_cut_options),
	{}
};

static struct kunit_suite parse_suite = {
	.name = "tcpstates_parse",
	.test_cases = parse_cases,
};
kunit_test_suite(parse_suite);
