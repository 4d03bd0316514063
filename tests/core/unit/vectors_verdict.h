/* SPDX-License-Identifier: GPL-2.0 */
/* Vectors: what is said of a connection, Zeek's conn_state among it. */

static const struct tcps_vector tcps_vectors_verdict[] = {
{ "times", TCPS_VECTOR_EITHER, OPEN
	"wait 100ms : \n"
	I_CLOSES
	"wait 200ms : \n"
	R_FOLLOWS LAST_ACK
	"wait 59s : \n"
	"times i : SYN_SENT 2, ESTABLISHED 102, FIN_WAIT_1 1, FIN_WAIT_2 203, TIME_WAIT 59002\n"
	"times r : LISTEN 1, SYN_RECEIVED 1, ESTABLISHED 103, CLOSE_WAIT 202, LAST_ACK 1\n"
	"handshake : 1 1\n"
	"half_close : 203\n"
},
{ "times_of_retracted", TCPS_VECTOR_EITHER, OPEN CLOSE
	"wait 1s : \n"
	"r FIN-ACK 5001 1002 : r CLOSED->LAST_ACK FIN back\n"
	"i ACK 1002 5002 : r LAST_ACK?>CLOSED ACK\n"
	"times r : LISTEN 1, SYN_RECEIVED 1, ESTABLISHED 2, CLOSE_WAIT 1, LAST_ACK 1004\n"
},
{ "handshake_of_retransmissions", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 5000 1001 : r note SYN-ACK_REPEAT\n"
	"wait 100ms : \n"
	"i ACK 1001 5001 len=10 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"handshake : 1 103\n"
},
{ "handshake_with_cookies", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 6000 1001 : r note SYN-ACK_OTHER\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"handshake : 1 2\n"
},
{ "handshake_of_responder_only", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1011 : r SYN_RECEIVED->ESTABLISHED ACK, i SYN_SENT~>ESTABLISHED ACK\n"
	"handshake : unknown unknown\n"
},
{ "handshake_ack_behind_the_banner", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1001 len=20 : \n"
	"i ACK 1001 5021 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"handshake : 1 2\n"
},
{ "handshake_ack_and_banner_missed", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5021 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"handshake : 1 unknown\n"
},
{ "handshake_ack_before_syn_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 1001 5001 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"r SYN-ACK 5000 1001 : \n"
	"handshake : unknown unknown\n"
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"handshake : unknown unknown\n"
},
{ "handshake_simultaneous", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"i SYN-ACK 1000 5001 : i SYN_SENT->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 5000 1001 : r SYN_SENT->SYN_RECEIVED SYN-ACK, i SYN_RECEIVED?>ESTABLISHED SYN-ACK, r SYN_RECEIVED?>ESTABLISHED SYN-ACK\n"
	"handshake : 3 unknown\n"
},
{ "handshake_ack_overtaken_by_rst", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=300 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1301 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST-ACK 5001 1301 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"i ACK 1301 5001 : i CLOSED->SYN_SENT RST back, i SYN_SENT->ESTABLISHED ACK, i ESTABLISHED?>CLOSED RST\n"
	"handshake : 1 2\n"
},
{ "bytes_wrap_in_32_bits", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=1000 : \n"
	"r ACK 5001 2001 : \n"
	"bytes : 1000 0\n"
},
{ "reset_leaves_no_half_close", TCPS_VECTOR_EITHER, OPEN
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"half_close : unknown\n"
},
{ "half_close_ended_by_reset", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	"wait 50ms : \n"
	"r RST 5001 : r CLOSE_WAIT->CLOSED RST, i FIN_WAIT_2?>CLOSED RST\n"
	"wait 5s : \n"
	"half_close : 53\n"
},
{ "accounted", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1001 5001 len=10 : \n"
	"wait 20ms : \n"
	"r ACK 5001 1011 : \n"
	"packets : 3 2\n"
	"rtt : 3 1\n"
},
{ "zeek_s0", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i SYN 1000 : i note SYN_REPEAT\n"
	"zeek : S0\n"
},
{ "zeek_s0_answered_by_an_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 9000 1001 : r LISTEN~>SYN_RECEIVED ACK\n"
	"zeek : S0\n"
},
{ "zeek_s1_without_last_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"zeek : S1\n"
},
{ "zeek_s1", TCPS_VECTOR_EITHER, OPEN "zeek : S1\n" },
{ "zeek_s1_syn_missed", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"zeek : OTH\n"
	"i ACK 1001 5001 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"zeek : S1\n"
},
{ "zeek_s2", TCPS_VECTOR_EITHER, OPEN I_CLOSES "zeek : S2\n" },
{ "zeek_s3", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"zeek : S3\n"
},
{ "zeek_sf", TCPS_VECTOR_EITHER, OPEN CLOSE "zeek : SF\n" },
{ "zeek_sf_without_last_ack", TCPS_VECTOR_EITHER, OPEN I_CLOSES R_FOLLOWS
	"zeek : SF\n"
},
{ "zeek_sf_then_rst", TCPS_VECTOR_EITHER, OPEN I_CLOSES R_FOLLOWS
	"i RST 1002 : i FIN_WAIT_2->CLOSED RST, r LAST_ACK?>CLOSED RST\n"
	"zeek : SF\n"
},
{ "zeek_sf_in_the_middle", TCPS_VECTOR_EITHER,
	"i FIN-ACK 9000 4000 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r FIN-ACK 4000 9001 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"zeek : SF\n"
},
{ "zeek_rej", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 1001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"zeek : REJ\n"
	"timeout : \n"
	"zeek : REJ\n"
},
{ "zeek_rsto", TCPS_VECTOR_EITHER, OPEN
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"zeek : RSTO\n"
},
{ "zeek_rsto_after_syn_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"zeek : RSTO\n"
},
{ "zeek_rstr", TCPS_VECTOR_EITHER, OPEN
	"r RST 5001 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"zeek : RSTR\n"
},
{ "zeek_rstr_both_with_data", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=10 : \n"
	"r ACK 5001 1011 : \n"
	"i RST 1011 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r RST 5001 : \n"
	"zeek : RSTR\n"
},
{ "zeek_rstr_in_answer_to_fin", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r RST 5001 : r ESTABLISHED->CLOSED RST, i FIN_WAIT_1?>CLOSED RST\n"
	"zeek : RSTR\n"
},
{ "zeek_rstos0", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r LISTEN?>CLOSED RST\n"
	"zeek : RSTOS0\n"
},
{ "zeek_rstos0_after_data", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i PSH 1001 len=5 : \n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r LISTEN?>CLOSED RST\n"
	"zeek : RSTOS0\n"
},
{ "zeek_rstos0_answered_by_an_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 9000 77 : r note CHALLENGE_ACK\n"
	"i RST 77 : i note RST_IGNORED\n"
	"zeek : RSTOS0\n"
},
{ "zeek_sf_fin_rst_fin", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST 1002 : i FIN_WAIT_1->CLOSED RST, r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST\n"
	"zeek : RSTO\n"
	"r FIN-ACK 5001 1001 : r CLOSED->CLOSE_WAIT RST back, r CLOSE_WAIT->ESTABLISHED FIN back, r ESTABLISHED->FIN_WAIT_1 FIN, r FIN_WAIT_1?>CLOSING RST, r CLOSING?>CLOSED RST\n"
	"zeek : SF\n"
},
{ "zeek_rstr_not_believed", TCPS_VECTOR_TRACKED, OPEN
	"r RST 900000 : r note RST_IGNORED\n"
	CLOSE
	"end : fin\n"
	"zeek : RSTR\n"
},
{ "zeek_s1_syn_after_syn_ack", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i SYN 1000 : \n"
	"zeek : S1\n"
},
{ "zeek_s1_simultaneous", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"zeek : S1\n"
},
{ "zeek_s0_after_a_stray", TCPS_VECTOR_EITHER,
	"i ACK 500 77 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"i SYN 1000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"attempt zeek : S0\n"
},
{ "zeek_oth_answered_by_data", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 9000 1001 len=5 : r LISTEN~>SYN_RECEIVED ACK\n"
	"zeek : OTH\n"
},
{ "zeek_oth_ack_before_rst", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 1001 5001 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"zeek : S0\n"
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"zeek : OTH\n"
},
{ "zeek_rstrh", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST 5001 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"zeek : RSTRH\n"
},
{ "zeek_rsto_backscatter", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"zeek : RSTO\n"
},
{ "zeek_rstr_fin_and_rst_in_one_first", TCPS_VECTOR_EITHER,
	"i FIN-ACK 9000 4000 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r FIN-RST-ACK 4000 9001 : r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT->CLOSED RST, i FIN_WAIT_1?>CLOSED RST\n"
	"zeek : RSTR\n"
},
{ "zeek_rstr_fin_and_rst_in_one_midway", TCPS_VECTOR_EITHER,
	"i FIN-ACK 9000 4000 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r ACK 4000 9001 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"r FIN-RST-ACK 4000 9001 : r CLOSE_WAIT->CLOSED RST, i FIN_WAIT_2?>CLOSED RST\n"
	"zeek : RSTR\n"
},
{ "zeek_rsto_fin_and_rst_in_one_unanswered", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r FIN-ACK 5001 1001 : r LISTEN~>SYN_RECEIVED ACK, r SYN_RECEIVED->FIN_WAIT_1 FIN\n"
	"i FIN-RST 1001 : i SYN_SENT?>CLOSED RST, r FIN_WAIT_1?>CLOSED RST\n"
	"zeek : RSTO\n"
},
{ "zeek_rstos0_syn_then_syn_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i SYN-ACK 1000 5001 : i note INVALID\n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r LISTEN?>CLOSED RST\n"
	"zeek : RSTOS0\n"
},
{ "zeek_sh", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i FIN-ACK 1001 5001 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"zeek : SH\n"
},
{ "zeek_shr", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r FIN-ACK 5001 1001 : r SYN_RECEIVED->FIN_WAIT_1 FIN\n"
	"zeek : SHR\n"
},
{ "zeek_oth", TCPS_VECTOR_EITHER,
	"i ACK 9000 4000 len=1000 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r ACK 4000 10000 len=50 : \n"
	"zeek : OTH\n"
},
{ "zeek_middle_and_one_fin", TCPS_VECTOR_EITHER,
	"i ACK 9000 4000 len=1000 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r ACK 4000 10000 : \n"
	"r FIN-ACK 4000 10000 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"zeek : SHR\n"
},
{ "zeek_middle_and_rst", TCPS_VECTOR_EITHER,
	"i ACK 9000 4000 len=1000 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r RST 4000 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"zeek : RSTRH\n"
},
{ "zeek_middle_and_rst_of_the_first", TCPS_VECTOR_EITHER,
	"i ACK 9000 4000 len=1000 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r ACK 4000 10000 : \n"
	"i RST 10000 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"zeek : OTH\n"
},
{ "reuse_icmp_of_the_attempt_and_of_another", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"i SYN 500 : i TIME_WAIT->CLOSED SYN, reopen, i CLOSED->SYN_SENT SYN\n"
	"icmp i 501 fatal : i note ICMP_IGNORED\n"
	"icmp i 500 fatal : i SYN_SENT?>CLOSED ICMP, r LISTEN?>CLOSED ICMP\n"
	"end : unreachable\n"
},
{ "reuse_syn_at_the_last_number_of_time_wait", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"wait 1s : \n"
	"r SYN 5002 : r note SYN_IGNORED, attempt r CLOSED->SYN_SENT SYN\n"
	"states : TIME_WAIT CLOSED\n"
},
{ "zeek_fin_with_the_refusal", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r FIN-RST-ACK 0 1001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"zeek : REJ\n"
},
};
