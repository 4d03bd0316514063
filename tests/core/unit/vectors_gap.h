/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Vectors: nothing is forged, but segments were missed, sometimes more than a window of
 * them: a capture lost them, or omits them on purpose.
 */

static const struct tcps_vector tcps_vectors_gap[] = {
{ "gap_acknowledged", TCPS_VECTOR_TRACKED, OPEN
	"r ACK 5001 1001 len=100 : \n"
	"r ACK 300005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 300005101 : \n"
	"bytes : 0 300000100\n"
	"r FIN-ACK 300005101 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1001 300005102 : i ESTABLISHED->CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"states : CLOSE_WAIT FIN_WAIT_2\n"
},
{ "gap_both_ways", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1001 5001 len=10 : \n"
	"i ACK 7001001 9005001 len=10 : i note INVALID\n"
	"r ACK 9005001 7001011 len=20 : \n"
	"bytes : 7000010 9000020\n"
},
{ "gap_not_acknowledged", TCPS_VECTOR_TRACKED, OPEN
	"r ACK 300005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 5001 : \n"
	"r FIN-ACK 300005101 1001 : r note INVALID\n"
	"i ACK 1001 5001 : \n"
	"i ACK 300005101 300005102 : i note INVALID\n"
	"bytes : 0 0\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "gap_ack_of_the_syn_ack_and_a_fin", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r FIN-ACK 5001 1002 : r SYN_RECEIVED->ESTABLISHED ACK, i SYN_SENT~>ESTABLISHED ACK, r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
{ "gap_ack_of_a_fin_before_the_other_fin", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5001 : \n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_1?>CLOSING ACK, r FIN_WAIT_1?>CLOSING ACK\n"
},
{ "gap_syn_ack_missed_then_a_close_in_three_segments", TCPS_VECTOR_SAMPLED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 1001 5001 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"r ACK 5001 1001 len=20 : \n"
	"i FIN-ACK 1001 5021 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5021 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1002 5022 : i FIN_WAIT_2?>TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
},
{ "gap_before_fin", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 301001 5001 : i note INVALID\n"
	"expects_ack : yes\n"
	"r ACK 5001 301002 : i ESTABLISHED->FIN_WAIT_1 FIN, r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"expects_ack : no\n"
	"r FIN-ACK 5001 301002 : r CLOSE_WAIT->LAST_ACK FIN\n"
	"i ACK 301002 5002 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"closed_first : initiator\n"
	"bytes : 300000 0\n"
	"packets : 4 3\n"
	"rtt : 0 1\n"
	"end : fin\n"
},
{ "gap_before_fin_and_fin_in_answer", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 301001 405001 : i note INVALID\n"
	"r FIN-ACK 405001 301002 : i ESTABLISHED->FIN_WAIT_1 FIN, r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 301002 405002 : i FIN_WAIT_2?>TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"bytes : 300000 400000\n"
},
{ "gap_acknowledged_that_may_end_in_a_fin", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 301001 405001 : i note INVALID\n"
	"r ACK 405001 301002 : i ESTABLISHED?>FIN_WAIT_1 FIN, r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
{ "gap_before_fin_and_an_earlier_ack", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 301001 5001 : i note INVALID\n"
	"r ACK 5001 200001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 301002 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"bytes : 300000 0\n"
},
{ "gap_before_last_fin", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 205001 1002 : r note INVALID\n"
	"i ACK 1002 205002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN, i FIN_WAIT_2?>TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"bytes : 0 200000\n"
	"end : fin\n"
},
{ "gap_in_handshake_before_fin", TCPS_VECTOR_TRACKED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i FIN-ACK 301001 5001 : i note INVALID\n"
	"r ACK 5001 301002 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK, i ESTABLISHED->FIN_WAIT_1 FIN, r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
{ "gap_in_handshake_too_wide_for_the_fin", TCPS_VECTOR_TRACKED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i FIN-ACK 301001 900000000 : i note INVALID\n"
	"r ACK 900000000 301002 : i SYN_SENT~>CLOSED ACK, r SYN_RECEIVED~>CLOSED ACK, reopen, i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT, i ESTABLISHED?>FIN_WAIT_1 FIN, r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
/* A FIN that is not acknowledged remains invalid. */
{ "gap_before_fin_not_acknowledged", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 301001 5001 : i note INVALID\n"
	"r ACK 5001 1001 : \n"
	"expects_ack : no\n"
	"r ACK 5001 301002 : r note INVALID\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"bytes : 0 0\n"
},
{ "ack_and_first_data_missed", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5021 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"bytes : 0 20\n"
	"r ACK 5021 1001 len=10 : \n"
	"bytes : 0 30\n"
},
{ "ack_and_first_data_missed_after_a_repeat", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 5000 1001 : r note SYN-ACK_REPEAT\n"
	"i ACK 1001 5021 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"bytes : 0 20\n"
},
{ "all_but_control_missed_fin", TCPS_VECTOR_SAMPLED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i FIN-ACK 1501 10005001 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r FIN-ACK 10005001 1502 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"bytes : 500 10000000\n"
},
{ "all_but_control_missed_fins", TCPS_VECTOR_TRACKED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i FIN-ACK 1501 10005001 : i note INVALID\n"
	"r FIN-ACK 10005001 1502 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK, i ESTABLISHED->FIN_WAIT_1 FIN, r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"bytes : 500 10000000\n"
},
{ "all_but_control_missed_rst", TCPS_VECTOR_TRACKED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST-ACK 1501 10005001 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"end : reset\n"
	"bytes : 0 0\n"
},
{ "all_but_control_missed_rst_unlooked", TCPS_VECTOR_SAMPLED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST-ACK 1501 10005001 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"end : reset\n"
	"bytes : 500 10000000\n"
},
{ "all_but_control_missed_rst_of_responder", TCPS_VECTOR_TRACKED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST-ACK 10005001 1501 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"end : reset\n"
	"reset_by : responder\n"
	"bytes : 0 0\n"
},
{ "all_but_control_missed_rst_of_responder_unlooked", TCPS_VECTOR_SAMPLED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST-ACK 10005001 1501 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"end : reset\n"
	"reset_by : responder\n"
	"bytes : 500 10000000\n"
},
{ "ack_further_ahead_than_can_be_missed", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 900000000 900000000 : i note INVALID\n"
	"states : SYN_SENT SYN_RECEIVED\n"
},
{ "ack_ahead_of_data_behind_the_syn_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=100 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1101 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1101 len=500 : \n"
	"i ACK 1101 900000000 : i note INVALID\n"
	"i ACK 1101 5501 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
},
/* If a SYN-ACK was missed, data may have been missed as well. */
{ "syn_ack_missed_then_rst_ahead", TCPS_VECTOR_TRACKED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 5001 1001 : r LISTEN~>SYN_RECEIVED ACK\n"
	"i RST 900000000 : i note RST_IGNORED\n"
	"i RST 1501 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"bytes : 0 0\n"
},
/* In the handshake all segments are seen: the RST was reordered, or is forged. */
{ "rst_ahead_of_the_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST-ACK 1501 5001 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"i ACK 1001 5001 len=500 : \n"
},
{ "gap_with_an_ack_below_the_isn", TCPS_VECTOR_EITHER, OPEN
	"i ACK 100001001 4000 : i note INVALID\n"
	"i ACK 100001001 4100 : i ESTABLISHED~>CLOSED ACK, r ESTABLISHED~>CLOSED ACK, reopen, i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "the_same_stray_twice_agrees_with_nobody", TCPS_VECTOR_EITHER, OPEN
	"i ACK 900000000 700000000 : i note INVALID\n"
	"i ACK 900000000 700000000 : i note INVALID\n"
	"r ACK 5001 1001 len=10 : \n"
	"bytes : 0 10\n"
},
{ "fin_unseen_is_no_octet", TCPS_VECTOR_TRACKED, OPEN
	"r ACK 5001 1001 len=10 : \n"
	"i ACK 1001 5012 : \n"
	"bytes : 0 11\n"
	"r ACK 5012 1001 : \n"
	"i FIN-ACK 1001 5012 : i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r ACK 5012 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"bytes : 0 10\n"
},
{ "fin_unseen_was_data", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1001 5012 : \n"
	"r ACK 5001 1001 len=11 : \n"
	"bytes : 0 11\n"
},
{ "one_way_octets_but_for_the_last", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 1001 5001 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"i ACK 1001 5101 len=10 : \n"
	"i ACK 1011 5102 : \n"
	"bytes : 10 100\n"
},
{ "one_way_two_answers_and_a_rst", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1011 : r SYN_RECEIVED->ESTABLISHED ACK, i SYN_SENT~>ESTABLISHED ACK\n"
	"r SYN-ACK 95000 90001 : r note SYN_IGNORED, attempt i CLOSED~>SYN_SENT ADOPT, attempt r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST-ACK 95001 90001 : attempt r SYN_RECEIVED?>CLOSED RST, attempt i SYN_SENT?>CLOSED RST\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"attempt states : CLOSED CLOSED\n"
	"r SYN-ACK 795000 790001 : given up, r note SYN_IGNORED, attempt i CLOSED~>SYN_SENT ADOPT, attempt r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 795000 790001 : attempt r note SYN-ACK_REPEAT\n"
	"r ACK 795001 790001 len=10 : i ESTABLISHED~>CLOSED ACK, r ESTABLISHED~>CLOSED ACK, reopen\n"
	"bytes : 0 10\n"
},
{ "one_way_answer_after_the_close", TCPS_VECTOR_EITHER, OPEN CLOSE
	"r SYN-ACK 95000 90001 : r note SYN_IGNORED, attempt i CLOSED~>SYN_SENT ADOPT, attempt r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 90001 95001 : attempt i SYN_SENT?>ESTABLISHED ACK, attempt r SYN_RECEIVED?>ESTABLISHED ACK, i TIME_WAIT->CLOSED ACK, reopen\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "one_way_rst_of_nobody", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1011 : r SYN_RECEIVED->ESTABLISHED ACK, i SYN_SENT~>ESTABLISHED ACK\n"
	"r RST-ACK 3000000000 1012 : r note RST_IGNORED\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "two_claims_agree", TCPS_VECTOR_EITHER, OPEN
	"i ACK 2001 5001 len=100 : \n"
	"i ACK 3001 5001 len=100 : \n"
	"bytes : 2100 0\n"
},
{ "gap_fin_at_the_last_number_seen", TCPS_VECTOR_EITHER, OPEN
	"i ACK 300001001 5001 len=100 : i note INVALID\n"
	"i ACK 300001101 5001 len=100 : \n"
	"i FIN-ACK 300001200 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 300001201 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"states : FIN_WAIT_2 CLOSE_WAIT\n"
	"bytes : 300000199 0\n"
},
{ "gap_ack_of_the_isn_itself", TCPS_VECTOR_EITHER,
	"i ACK 990 70005000 len=10 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r SYN-ACK 5000 1000 : r note INVALID\n"
	"i ACK 1000 5000 : i ESTABLISHED~>CLOSED ACK, r ESTABLISHED~>CLOSED ACK, reopen, i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK, i note INVALID\n"
},
{ "gap_before_the_first_fin_and_who_closed", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"closed_first : none\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"closed_first : responder\n"
	"i ACK 1102 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1?>CLOSING ACK\n"
	"closed_first : initiator\n"
},
{ "gap_before_both_fins_and_who_closed", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5101 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"closed_first : none\n"
},
{ "gap_before_a_fin_and_reset_before_it", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST-ACK 1001 5001 : i FIN_WAIT_1->ESTABLISHED FIN_IGNORED back, i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
},
{ "gap_claimed_and_reset_by_who_claimed", TCPS_VECTOR_TRACKED, OPEN
	"r ACK 5001 1501 : \n"
	"r RST-ACK 5001 1501 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"bytes : 500 0\n"
},
{ "gap_reset_ahead_and_reset_from_the_target", TCPS_VECTOR_TRACKED, OPEN
	"i RST 1501 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r RST-ACK 5001 1001 : \n"
	"end : reset\n"
	"reset_by : responder\n"
},
{ "gap_reset_ahead_and_reset_from_the_target_sampled", TCPS_VECTOR_SAMPLED, OPEN
	"i RST 1501 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r RST-ACK 5001 1001 : \n"
	"end : reset\n"
	"reset_by : initiator\n"
},
{ "gap_of_the_setting_and_reset_ahead", TCPS_VECTOR_TRACKED, OPEN
	"gap : \n"
	"i RST 1501 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
},
{ "gap_that_goes_round", TCPS_VECTOR_TRACKED, OPEN
	"r ACK 5001 1001 len=100 : \n"
	"r ACK 290005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 290005101 : \n"
	"r ACK 580005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 580005101 : \n"
	"r ACK 870005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 870005101 : \n"
	"r ACK 1160005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 1160005101 : \n"
	"r ACK 1450005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 1450005101 : \n"
	"r ACK 1740005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 1740005101 : \n"
	"r ACK 2030005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 2030005101 : \n"
	"r ACK 2320005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 2320005101 : \n"
	"r ACK 2610005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 2610005101 : \n"
	"r ACK 2900005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 2900005101 : \n"
	"r ACK 3190005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 3190005101 : \n"
	"r ACK 3480005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 3480005101 : \n"
	"r ACK 3770005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 3770005101 : \n"
	"r ACK 4060005001 1001 len=100 : r note INVALID\n"
	"i ACK 1001 4060005101 : \n"
	"r ACK 55037705 1001 len=100 : r note INVALID\n"
	"i ACK 1001 55037805 : \n"
	"bytes : 0 4350000100\n"
},
{ "fin_and_older_acks_of_both_ends", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1501 8001 : i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r ACK 5001 1501 : \n"
	"i ACK 1501 8001 : \n"
	"r FIN-ACK 8001 1502 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1502 8002 : i FIN_WAIT_2?>TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"states : TIME_WAIT CLOSED\n"
},
{ "responder_fin_and_older_acks_of_both_ends", TCPS_VECTOR_TRACKED, OPEN
	"r FIN-ACK 5501 1801 : r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1001 5501 : \n"
	"r ACK 5501 1801 : \n"
	"i FIN-ACK 1801 5502 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK, i CLOSE_WAIT?>LAST_ACK FIN\n"
	"r ACK 5502 1802 : r FIN_WAIT_2?>TIME_WAIT ACK, i LAST_ACK?>CLOSED ACK\n"
	"states : CLOSED TIME_WAIT\n"
},
{ "gap_claimed_by_rst_and_keepalive", TCPS_VECTOR_SAMPLED, OPEN
	"i RST-ACK 1101 5501 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"wait 45s : \n"
	"r ACK 5500 1101 : r CLOSED->ESTABLISHED RST_IGNORED back\n"
	"i RST 1101 : r ESTABLISHED?>CLOSED RST\n"
	"bytes : 100 500\n"
	"reset_by : initiator\n"
},
{ "gap_then_beyond_the_window", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1001 5001 win=100 : \n"
	"gap : \n"
	"r ACK 5201 1001 len=10 : \n"
	"i ACK 1001 5211 : \n"
	"bytes : 0 210\n"
},
{ "first_fin_missed", TCPS_VECTOR_TRACKED, OPEN EXCHANGE
	"r FIN-ACK 5501 1102 : r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1102 5502 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"states : CLOSE_WAIT FIN_WAIT_2\n"
	"bytes : 100 500\n"
},
{ "first_fin_unseen_of_one_never_heard", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK-PSH 5001 1101 len=500 : r SYN_RECEIVED->ESTABLISHED ACK, i SYN_SENT~>ESTABLISHED ACK\n"
	"r ACK 5501 1102 : \n"
	"r FIN-ACK 5501 1102 : r ESTABLISHED?>FIN_WAIT_1 FIN\n"
},
{ "first_seen_is_the_second_fin", TCPS_VECTOR_EITHER,
	"r FIN-ACK 5501 1102 : r CLOSED?>ESTABLISHED ADOPT, i CLOSED?>ESTABLISHED ADOPT, r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1102 5502 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"roles : unknown adopted\n"
},
/* A keep-alive has the number of the FIN, and does not disprove the FIN. */
{ "keep_alive_where_the_ack_of_the_fin_was_missed", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1001 5101 : \n"
	"r ACK 5101 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"closed_first : initiator\n"
},
{ "keep_alive_of_responder_where_the_ack_of_the_fin_was_missed", TCPS_VECTOR_TRACKED, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1101 : \n"
	"i ACK 1101 5002 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"closed_first : responder\n"
},
{ "keep_alive_behind_a_fin_one_direction_seen", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 1001 5001 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"i FIN-ACK 1001 5001 : i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1001 5101 : \n"
	"closed_first : initiator\n"
},
{ "keep_alive_behind_a_fin_that_it_had_passed", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1001 len=100 : \n"
	"i ACK 1002 5101 : \n"
	"r ACK 5101 1001 len=100 : \n"
	"i ACK 1001 5201 : \n"
	"states : FIN_WAIT_1 ESTABLISHED\n"
},
{ "keep_alive_behind_a_fin_where_something_was_missed", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1001 5101 : \n"
	"i FIN-ACK 1001 5101 : i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r ACK 5101 1001 len=100 : \n"
	"i ACK 1001 5201 : \n"
	"states : FIN_WAIT_1 ESTABLISHED\n"
},
{ "ack_before_a_fin_where_nothing_was_missed", TCPS_VECTOR_TRACKED, OPEN
	"r ACK 5001 1001 len=100 : \n"
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1001 5101 : i FIN_WAIT_1->ESTABLISHED FIN_IGNORED back\n"
	"closed_first : none\n"
},
/* An end answers a missed SYN with its own SYN and an ACK. */
{ "syn_of_responder_missed_in_simultaneous_open", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i SYN-ACK 1000 5001 : r LISTEN~>SYN_SENT SYN-ACK, i SYN_SENT->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 5000 1001 : r SYN_SENT->SYN_RECEIVED SYN-ACK, i SYN_RECEIVED?>ESTABLISHED SYN-ACK, r SYN_RECEIVED?>ESTABLISHED SYN-ACK\n"
	"i ACK 1001 5001 : \n"
	"r ACK 5001 1001 len=10 : \n"
	"bytes : 0 10\n"
},
{ "syn_of_initiator_missed_in_simultaneous_open", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i SYN-ACK 1000 5001 : r LISTEN~>SYN_SENT SYN-ACK, i SYN_SENT->SYN_RECEIVED SYN-ACK\n"
	"r SYN 5000 : \n"
	"i ACK 1001 5001 : \n"
	"r ACK 5001 1001 : r SYN_SENT?>ESTABLISHED ACK, i SYN_RECEIVED?>ESTABLISHED ACK\n"
},
{ "syn_missed_in_simultaneous_open_beside_a_connection", TCPS_VECTOR_EITHER, OPEN
	"i SYN 70000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"i SYN-ACK 70000 80001 : attempt r LISTEN~>SYN_SENT SYN-ACK, attempt i SYN_SENT->SYN_RECEIVED SYN-ACK, i ESTABLISHED~>CLOSED SYN-ACK, r ESTABLISHED~>CLOSED SYN-ACK, reopen\n"
	"r SYN-ACK 80000 70001 : r SYN_SENT->SYN_RECEIVED SYN-ACK, i SYN_RECEIVED?>ESTABLISHED SYN-ACK, r SYN_RECEIVED?>ESTABLISHED SYN-ACK\n"
},
/* It may have sent its FIN after the data before: the FIN may have been lost on its way here. */
{ "fin_acknowledged_with_data_sent_again", TCPS_VECTOR_TRACKED, OPEN
	"r ACK 5001 1001 len=100 : \n"
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1002 len=100 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"r FIN-ACK 5101 1002 : r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1002 5102 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
},
{ "fin_acknowledged_with_data_of_the_initiator", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1001 5002 len=100 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"i ACK 1101 5002 : \n"
	"states : CLOSE_WAIT FIN_WAIT_2\n"
},
{ "rst_far_ahead_may_be_of_an_older_connection", TCPS_VECTOR_SAMPLED, OPEN
	"i RST 67109865 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
},
{ "rst_ahead_acks_what_was_seen", TCPS_VECTOR_SAMPLED, OPEN
	"i RST-ACK 3000 5001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
},
{ "rst_ahead_acks_what_passed_unseen", TCPS_VECTOR_SAMPLED, OPEN
	"i RST-ACK 3000 5002 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
},
{ "rst_ahead_acks_what_was_acked", TCPS_VECTOR_SAMPLED,
	"i ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"i RST-ACK 3000 5001 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
},
{ "rst_ahead_acks_less_than_before", TCPS_VECTOR_SAMPLED, OPEN
	"r ACK 5001 1001 len=100 : \n"
	"i ACK 1001 5101 : \n"
	"i RST-ACK 3000 5100 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
},
/* Segments of another connection, with numbers that might follow missed ones. */
{ "syn_ack_and_numbers_ahead", TCPS_VECTOR_SAMPLED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 9005001 9001001 : r SYN_RECEIVED~>ESTABLISHED ACK, i SYN_SENT~>ESTABLISHED ACK\n"
},
{ "syn_ack_and_numbers_ahead_one_way", TCPS_VECTOR_EITHER,
	"r ACK 5001 1001 : r CLOSED?>ESTABLISHED ADOPT, i CLOSED?>ESTABLISHED ADOPT\n"
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"r ACK 9005001 1002 len=10 : r SYN_RECEIVED~>ESTABLISHED ACK\n"
},
{ "one_way_reset_acks_a_fin_perhaps", TCPS_VECTOR_SAMPLED,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"wait 9s : \n"
	"r ACK 5001 1001 : r SYN_RECEIVED~>ESTABLISHED ACK, i SYN_SENT~>ESTABLISHED ACK\n"
	"r RST-ACK 5102 2001 : r ESTABLISHED?>CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"r FIN-ACK 5101 2001 : r CLOSED->ESTABLISHED RST back, r ESTABLISHED?>FIN_WAIT_1 FIN, r FIN_WAIT_1->CLOSED RST\n"
},
/* Segments of an older connection come after the SYN of the next. */
{ "old_acks_before_the_syn_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 700000000 20001000 : r note CHALLENGE_ACK\n"
	"r ACK 700000000 20001100 : r LISTEN~>SYN_RECEIVED ACK, r SYN_RECEIVED~>ESTABLISHED ACK, i SYN_SENT~>ESTABLISHED ACK\n"
},
{ "old_ack_again_before_the_syn_ack", TCPS_VECTOR_TRACKED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 700000000 20001100 : r note CHALLENGE_ACK\n"
	"r ACK 700000000 20001000 : r LISTEN~>SYN_RECEIVED ACK\n"
	"r SYN-ACK 5000 1001 : r SYN_RECEIVED->LISTEN SYN-ACK back, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 len=10 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"i FIN-ACK 1011 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"bytes : 10 0\n"
},
{ "old_data_behind_a_syn", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 15001000 700000000 len=100 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
},
{ "ack_ahead_of_what_was_seen_proves_nothing", TCPS_VECTOR_TRACKED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"r ACK 5001 1101 : \n"
	"syn_acked : proven presumed\n"
	"i ACK 1101 5001 len=10 : \n"
	"r ACK 5001 1111 : \n"
	"syn_acked : proven proven\n"
},
{ "gap_ack_beyond_a_fin_that_was_acknowledged", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1001 5002 : i ESTABLISHED->CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"i ACK 300001001 9005002 : i note INVALID\n"
	"r ACK 9005002 300001001 len=10 : i CLOSE_WAIT~>CLOSED ACK, r FIN_WAIT_2~>CLOSED ACK, reopen, i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"bytes : 0 10\n"
},
{ "answer_unseen_and_an_ack_ahead_of_it", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 5001 1001 len=689 : r LISTEN~>SYN_RECEIVED ACK\n"
	"i ACK 1001 6123 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"i FIN-ACK 1001 6123 : i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r ACK 6123 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"r FIN-ACK 6123 1002 : r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1002 6124 : i FIN_WAIT_2?>TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"bytes : 0 1122\n"
	"end : fin\n"
	"states : TIME_WAIT CLOSED\n"
},
{ "syn_ack_and_then_numbers_ahead_one_way", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 9005001 1001 : \n"
	"r ACK 9005001 1031 : r SYN_RECEIVED~>ESTABLISHED ACK, i SYN_SENT~>ESTABLISHED ACK\n"
},
{ "gap_that_an_ack_confirms_may_end_in_a_fin", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"r FIN-ACK 5001 1101 len=50 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1102 5052 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"r ACK 5052 1102 : \n"
	"bytes : 100 50\n"
	"states : CLOSE_WAIT FIN_WAIT_2\n"
},
{ "gap_in_the_data_before_the_ack_of_the_handshake", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1001 len=1000 : \n"
	"r ACK 7001 1001 len=115 : \n"
	"i FIN-ACK 1001 7216 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r ACK 7216 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"r FIN-ACK 7216 1002 : r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1002 7217 : i FIN_WAIT_2?>TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"end : fin\n"
	"closed_first : initiator\n"
	"bytes : 0 2215\n"
},
{ "abort_that_acknowledges_a_stray_syn_ack", TCPS_VECTOR_EITHER, OPEN
	"wait 60s : \n"
	"r SYN-ACK 705000 401001 : r note INVALID\n"
	"i RST-ACK 401001 705001 : i ESTABLISHED~>CLOSED ACK, r ESTABLISHED~>CLOSED ACK, reopen, i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK, i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"end : reset\n"
	"reset_by : initiator\n"
	"states : CLOSED CLOSED\n"
},
{ "rst_without_ack_refuses_a_stray_syn_ack", TCPS_VECTOR_EITHER, OPEN
	"wait 60s : \n"
	"r SYN-ACK 705000 401001 : r note INVALID\n"
	"i RST 401001 : i note RST_IGNORED\n"
	"end : still-open\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "ack_ahead_before_any_fin", TCPS_VECTOR_SAMPLED, OPEN
	"r ACK 5101 1001 : \n"
	"i FIN-ACK 1001 5101 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5101 1002 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
/* The FIN of i was missed: it may be what r acknowledged before its own. */
{ "fin_missed_before_the_fin_of_the_peer", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"r ACK 5001 1102 : \n"
	"r FIN-ACK 5001 1102 : r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1102 5002 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"closed_first : none\n"
	"bytes : 100 0\n"
	"i ACK 1102 5002 len=10 : \n"
	"closed_first : responder\n"
},
};
