// SPDX-License-Identifier: GPL-2.0
/*
 * Segments (craft.c) given directly to the module's hooks, without the path through the
 * kernel, which takes most of the time and drops invalid ones:
 *
 *   echo "COUNT SEED" >/sys/module/tcpstates/parameters/segments
 *
 * They go to the hooks of the writer's network namespace: any hook of their family, in the
 * layouts of network cards, GRO and sockets: linear, with pages after the IP header, or as
 * a list of buffers.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/nsproxy.h>
#include <linux/sched/signal.h>

#include "../../../module/observer.h"
#include "craft.h"

/*
 * Number of segments that reuse one buffer: otherwise most of the time would be spent on
 * recording allocations. A use of the buffer after the hook would still be found.
 */
#define ONE_BUFFER 16

/* Attach the rest of a segment, from an octet of its headers on, or after them. */
static int attach_pages(struct sk_buff *skb, const u8 *headers,
			const struct tcps_craft *craft, int from)
{
	int left = craft->len - from;

	if (from < craft->headers && left) {
		struct page *page = alloc_page(GFP_KERNEL);
		int part = min(left, craft->headers - from);

		if (!page)
			return -ENOMEM;
		memcpy(page_address(page), headers + from, part);
		skb_add_rx_frag(skb, 0, page, 0, part, PAGE_SIZE);
		left -= part;
	}
	while (left && skb_shinfo(skb)->nr_frags < MAX_SKB_FRAGS) {
		int part = min_t(int, left, PAGE_SIZE);

		get_page(ZERO_PAGE(0));
		skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, ZERO_PAGE(0), 0,
				part, PAGE_SIZE);
		left -= part;
	}
	return 0;
}

/* Reset a buffer to the state after alloc_skb(). */
static void buffer_empty(struct sk_buff *skb)
{
	struct skb_shared_info *shared = skb_shinfo(skb);

	while (shared->nr_frags)
		put_page(skb_frag_page(&shared->frags[--shared->nr_frags]));
	kfree_skb_list(shared->frag_list);
	memset(shared, 0, offsetof(struct skb_shared_info, dataref));
	skb->data = skb->head;
	skb_reset_tail_pointer(skb);
	skb->len = 0;
	skb->data_len = 0;
	skb->ip_summed = CHECKSUM_NONE;
}

/* Return: 0, or -ENOMEM. */
static int buffer_fill(struct sk_buff *skb, struct tcps_craft *craft,
		       const u8 *headers)
{
	int ip = craft->ipv6 ? 40 : 20, linear = min(craft->headers, craft->len);
	struct sk_buff *rest;
	int err;

	if (!tcps_craft_random(craft, 4))
		linear = ip + tcps_craft_random(craft, linear - ip + 1);
	skb_put_data(skb, headers, linear);
	skb_reset_network_header(skb);
	skb->protocol = htons(craft->ipv6 ? ETH_P_IPV6 : ETH_P_IP);
	if (tcps_craft_random(craft, 8))
		return attach_pages(skb, headers, craft, linear);
	rest = alloc_skb(0, GFP_KERNEL);
	if (!rest)
		return -ENOMEM;
	err = attach_pages(rest, headers, craft, linear);
	skb_shinfo(skb)->frag_list = rest;
	skb->len += rest->len;
	skb->data_len += rest->len;
	return err;
}

static void set_gso(struct tcps_craft *craft, struct sk_buff *skb)
{
	if (tcps_craft_random(craft, 4))
		return;
	skb->ip_summed = CHECKSUM_PARTIAL;
	skb_shinfo(skb)->gso_type = craft->ipv6 ? SKB_GSO_TCPV6 : SKB_GSO_TCPV4;
	skb_shinfo(skb)->gso_size = tcps_craft_random(craft, 65536);
	skb_shinfo(skb)->gso_segs = tcps_craft_random(craft, 65536);
}

/* One segment at one hook. */
static int send_one(struct net *net, struct tcps_craft *craft, struct sk_buff *skb)
{
	struct tcps_observer *observer = tcps_observer_of(net);
	/* Three for each family, that of IPv6 last. */
	unsigned int hook = tcps_craft_random(craft, 3);
	struct nf_hook_state state = { .net = net };
	u8 headers[TCPS_CRAFT_HEADERS];
	const struct nf_hook_ops *ops;
	struct net_device *device;
	int err;

	tcps_craft_segment(craft, headers);
	buffer_empty(skb);
	err = buffer_fill(skb, craft, headers);
	if (err)
		return err;
	set_gso(craft, skb);
	ops = &observer->hooks[hook + (craft->ipv6 ? TCPS_HOOKS / 2 : 0)];
	state.hook = ops->hooknum;
	state.pf = ops->pf;
	local_bh_disable();
	rcu_read_lock();
	device = first_net_device(net);
	while (device && device->flags & IFF_LOOPBACK)
		device = next_net_device(device);
	if (state.hook != NF_INET_LOCAL_OUT)
		state.in = device;
	if (state.hook != NF_INET_LOCAL_IN)
		state.out = device;
	skb->dev = device;
	ops->hook(ops->priv, skb, &state);
	rcu_read_unlock();
	local_bh_enable();
	return 0;
}

static int send_segments(const char *value, const struct kernel_param *param)
{
	struct tcps_craft craft = {
		.client4 = { 10, 1, 0, 2 }, .server4 = { 10, 2, 0, 2 },
		.client6 = { 0xfd, 1, [15] = 2 }, .server6 = { 0xfd, 2, [15] = 2 },
	};
	struct sk_buff *skb = NULL;
	unsigned long n;
	u64 seed;
	int err;

	if (sscanf(value, "%lu %llu", &n, &seed) != 2)
		return -EINVAL;
	tcps_craft_init(&craft, seed);
	for (err = 0; n && !err; n--) {
		if (n % ONE_BUFFER == 0 || !skb) {
			kfree_skb(skb);
			skb = alloc_skb(TCPS_CRAFT_HEADERS, GFP_KERNEL);
			if (!skb)
				return -ENOMEM;
		}
		err = send_one(current->nsproxy->net_ns, &craft, skb);
		if (signal_pending(current))
			err = -EINTR;
		cond_resched();
	}
	kfree_skb(skb);
	return err;
}

static const struct kernel_param_ops segments_ops = { .set = send_segments };
module_param_cb(segments, &segments_ops, NULL, 0200);
MODULE_PARM_DESC(segments, "COUNT SEED: send so many segments to the hooks");
