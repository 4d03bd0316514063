/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Vectors: forged segments. Where every segment is seen they are ignored at once; elsewhere
 * the next genuine segment retracts their effects.
 */

static const struct tcps_vector tcps_vectors_forged[] = {
{ "forged_fin_that_carries_an_ack", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5101 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"r FIN-ACK 5001 1001 : r LAST_ACK->CLOSE_WAIT FIN_IGNORED back, r CLOSE_WAIT->ESTABLISHED FIN back, r ESTABLISHED?>FIN_WAIT_1 FIN, r FIN_WAIT_1?>CLOSING ACK\n"
	"i ACK 1002 5002 : i FIN_WAIT_2?>TIME_WAIT ACK, r CLOSING?>TIME_WAIT ACK\n"
},
{ "rst_ignored", TCPS_VECTOR_TRACKED, OPEN
	"r RST 900000000 : r note RST_IGNORED\n"
	"i RST 900000000 : i note RST_IGNORED\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"expects_ack : no\n"
},
{ "rst_in_window_draws_challenge", TCPS_VECTOR_TRACKED, OPEN
	"i RST 1010 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"expects_ack : yes\n"
	"r ACK 5001 1001 : r CLOSED->ESTABLISHED RST_IGNORED back, i CLOSED?>ESTABLISHED RST_IGNORED back\n"
	"expects_ack : no\n"
	"r ACK 5001 1001 : \n"
},
{ "rst_in_window_no_challenge", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"i RST 2010 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r ACK 5001 1101 : \n"
	"expects_ack : yes\n"
},
{ "rst_revived_by_target", TCPS_VECTOR_SAMPLED, OPEN
	"i RST 900000000 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"expects_ack : yes\n"
	"r ACK 5001 1001 len=10 : r CLOSED->ESTABLISHED RST_IGNORED back\n"
	"expects_ack : yes\n"
	"end : reset\n"
	"reset_by : initiator\n"
},
{ "rst_revived_by_its_alleged_sender", TCPS_VECTOR_SAMPLED, OPEN
	"i RST 900000000 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"i ACK 1001 5001 len=10 : i CLOSED->ESTABLISHED RST_IGNORED back, r CLOSED?>ESTABLISHED RST_IGNORED back\n"
	"times i : SYN_SENT 2, ESTABLISHED 3\n"
},
{ "rst_revived_when_its_sender_goes_on", TCPS_VECTOR_SAMPLED, OPEN
	"i RST 1050 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"i ACK 1001 5001 len=100 : i CLOSED->ESTABLISHED RST_IGNORED back, r CLOSED?>ESTABLISHED RST_IGNORED back\n"
},
{ "rst_revived_when_its_sender_outlives_it", TCPS_VECTOR_SAMPLED, OPEN
	"i RST 1050 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"i ACK 1001 5001 : \n"
	"wait 2s : \n"
	"i ACK 1001 5001 : i CLOSED->ESTABLISHED RST_IGNORED back, r CLOSED?>ESTABLISHED RST_IGNORED back\n"
},
{ "rst_lost_on_its_way_to_its_target", TCPS_VECTOR_EITHER, OPEN
	"i RST-ACK 1001 5001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"wait 3s : \n"
	"r FIN-ACK 5001 1001 : r CLOSED->ESTABLISHED RST_IGNORED back, r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST 1001 : r FIN_WAIT_1?>CLOSED RST\n"
	"end : reset\n"
},
{ "rst_in_handshake", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r RST 0 : r note RST_IGNORED\n"
	"r RST-ACK 0 900000 : r note RST_IGNORED\n"
	"i RST 900000000 : i note RST_IGNORED\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 900000000 : i note RST_IGNORED\n"
	"r RST 900000000 : r note RST_IGNORED\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
},
{ "rst_in_close", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	"i RST 900000000 : i note RST_IGNORED\n"
	R_FOLLOWS
	"i RST 900000000 : i note RST_IGNORED\n"
	LAST_ACK
	"r RST 900000000 : r note RST_IGNORED\n"
	"r RST 5001 : r note RST_IGNORED\n"
	"states : TIME_WAIT CLOSED\n"
},
{ "rst_with_wrong_ack_moves_nothing", TCPS_VECTOR_SAMPLED, OPEN
	"i RST-ACK 900000000 700000000 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r ACK 5001 1001 len=10 : r CLOSED->ESTABLISHED RST_IGNORED back\n"
	"r FIN-ACK 5011 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"bytes : 0 10\n"
},
{ "rst_revived_while_half_closed", TCPS_VECTOR_SAMPLED, OPEN I_CLOSES
	"r RST 900000000 : r CLOSE_WAIT?>CLOSED RST, i FIN_WAIT_2?>CLOSED RST\n"
	"r ACK 5001 1002 len=10 : r CLOSED->CLOSE_WAIT RST_IGNORED back, i CLOSED?>FIN_WAIT_2 RST_IGNORED back\n"
	"closed_first : initiator\n"
},
{ "fin_ignored", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 900000000 700000000 : i note INVALID\n"
	"i FIN-ACK 900000000 5001 : i note INVALID\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "fin_behind", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"r ACK 5001 1101 : \n"
	"i FIN-ACK 1050 5001 : i note FIN_IGNORED\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "fin_disproved_by_target", TCPS_VECTOR_SAMPLED, OPEN
	"i FIN-ACK 900000000 5001 : i note INVALID\n"
	"r ACK 5001 1001 : \n"
	"closed_first : none\n"
	"bytes : 0 0\n"
},
{ "fin_disproved_by_its_alleged_sender", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1051 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1001 5001 len=100 : i FIN_WAIT_1->ESTABLISHED FIN_IGNORED back\n"
	"bytes : 100 0\n"
},
{ "fin_disproved_by_the_true_one", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1051 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 1101 5001 : i FIN_WAIT_1->ESTABLISHED FIN_IGNORED back, i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1102 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
{ "fin_far_ahead_then_the_true_one", TCPS_VECTOR_SAMPLED, OPEN
	"i FIN-ACK 900000000 5001 : i note INVALID\n"
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1002 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"bytes : 0 0\n"
},
{ "fin_not_disproved_by_an_old_ack", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=30000 : \n"
	"r ACK 5001 31001 win=60000 : \n"
	"i ACK 31001 5001 len=59000 : \n"
	"i FIN-ACK 90001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1001 win=20000 : \n"
	"r ACK 5001 90002 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
{ "fin_of_other_end_disproved_in_last_ack", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1002 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"r FIN-ACK 5051 1002 : r CLOSE_WAIT->LAST_ACK FIN\n"
	"r ACK 5001 1002 len=100 : r LAST_ACK->CLOSE_WAIT FIN_IGNORED back\n"
	"r FIN-ACK 5101 1002 : r CLOSE_WAIT->LAST_ACK FIN\n"
	"i ACK 1002 5102 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
},
{ "crossing_fin_disproved", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1051 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1001 5002 len=20 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1?>CLOSING ACK\n"
	"i ACK 1021 5002 len=100 : i CLOSING->CLOSE_WAIT FIN_IGNORED back, r CLOSING->FIN_WAIT_2 FIN_IGNORED back\n"
	"closed_first : responder\n"
},
{ "syn_on_established", TCPS_VECTOR_EITHER, OPEN
	"i SYN 900000000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"expects_ack : yes\n"
	"i ACK 1001 5001 : \n"
	"r ACK 5001 1001 : r note CHALLENGE_ACK\n"
	"expects_ack : no\n"
	"r ACK 5001 1001 : \n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "syn_on_established_from_responder", TCPS_VECTOR_EITHER, OPEN
	"r SYN 900000000 : r note SYN_IGNORED, attempt r CLOSED->SYN_SENT SYN\n"
	"r ACK 5001 1001 : \n"
	"i ACK 1001 5001 : i note CHALLENGE_ACK\n"
},
{ "syn_on_established_answered_by_data", TCPS_VECTOR_EITHER, OPEN
	"i SYN 900000000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r ACK 5001 1001 len=10 : \n"
	"expects_ack : no\n"
},
{ "syn_ack_on_established", TCPS_VECTOR_EITHER, OPEN
	"r SYN-ACK 900000000 700000000 : r note INVALID\n"
	"r SYN-ACK 900000000 1001 : r note SYN-ACK_OTHER\n"
	"i SYN-ACK 900000000 5001 : i note SYN-ACK_OTHER\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "syn_ack_in_syn_sent", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 900000000 700000000 : r note INVALID\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
},
{ "syn_ack_to_retracted", TCPS_VECTOR_EITHER, OPEN
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"r SYN-ACK 700000 1001 : r note SYN-ACK_OTHER\n"
	"i ACK 1001 5001 : r SYN_RECEIVED?>ESTABLISHED ACK\n"
},
{ "ack_outside_the_window", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 900000000 5001 len=10 : i note INVALID\n"
	"i ACK 1001 900000000 len=10 : i note INVALID\n"
	"i ACK 1001 5001 len=10 : \n"
	"bytes : 10 0\n"
},
{ "window_does_not_shrink_by_old_segments", TCPS_VECTOR_TRACKED,
	"i SYN 1000 ws=7 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 ws=7 win=1000 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"r ACK 5001 1001 win=60000 : \n"
	"r ACK 5001 1001 win=1 : \n"
	"i ACK 1000001 5001 len=10 : \n"
	"bytes : 0 0\n"
},
{ "forged_rst_and_both_go_on", TCPS_VECTOR_SAMPLED, OPEN
	"r RST 9001 : r ESTABLISHED?>CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"i ACK 1001 5001 len=100 : \n"
	"r ACK 5001 1101 : r CLOSED->ESTABLISHED RST_IGNORED back, i CLOSED?>ESTABLISHED RST_IGNORED back\n"
},
{ "forged_rst_then_fin", TCPS_VECTOR_SAMPLED, OPEN
	"r RST 9001 : r ESTABLISHED?>CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"i FIN-ACK 1001 5001 : i CLOSED->ESTABLISHED RST back, i ESTABLISHED->FIN_WAIT_1 FIN, i FIN_WAIT_1?>CLOSED RST\n"
	"r ACK 5001 1002 : r CLOSED->ESTABLISHED RST_IGNORED back, i CLOSED?>FIN_WAIT_1 RST_IGNORED back, r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	R_FOLLOWS
	LAST_ACK
	"closed_first : initiator\n"
	"end : fin\n"
},
{ "true_rst_crosses_data", TCPS_VECTOR_SAMPLED, OPEN
	"r RST 5001 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"i ACK 1001 5001 len=100 : \n"
	"i FIN-ACK 1101 5001 : i CLOSED->ESTABLISHED RST back, i ESTABLISHED->FIN_WAIT_1 FIN, i FIN_WAIT_1?>CLOSED RST\n"
	"r RST 5001 : \n"
	"states : CLOSED CLOSED\n"
	"end : reset\n"
	"closed_first : initiator\n"
	"reset_by : responder\n"
},
{ "forged_fin_ahead_then_ack_of_more", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 9001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1001 len=100 : \n"
	"i ACK 1001 5101 : i FIN_WAIT_1->ESTABLISHED FIN_IGNORED back\n"
},
/* A copy of it, by the network or the forger, confirms nothing. */
{ "forged_fin_ahead_twice_then_ack_of_more", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 9001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 9001 5001 : i note FIN_REPEAT\n"
	"r ACK 5001 1001 len=100 : \n"
	"i ACK 1001 5101 : i FIN_WAIT_1->ESTABLISHED FIN_IGNORED back\n"
	"i FIN-ACK 1001 5101 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5101 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1002 5102 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
},
{ "forged_fin_ahead_then_the_true_one", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 9001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1002 : r FIN_WAIT_1->ESTABLISHED FIN_IGNORED back, r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
},
/* Sampling cannot show that it is forged; the FIN, and the peer's ACK of it, do. */
{ "forged_data_far_ahead_then_fin", TCPS_VECTOR_SAMPLED, OPEN
	"i ACK 1000000000 5001 len=100 : i note INVALID\n"
	"i FIN-ACK 1701 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1702 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1702 5002 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"bytes : 700 0\n"
	"end : fin\n"
},
{ "forged_data_ahead_then_fin", TCPS_VECTOR_SAMPLED, OPEN
	"r ACK 5001 1001 : \n"
	"i ACK 30000000 5001 len=100 : \n"
	"i FIN-ACK 1701 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1702 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1702 5002 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"bytes : 700 0\n"
	"end : fin\n"
},
{ "forged_ack_far_ahead", TCPS_VECTOR_SAMPLED, OPEN
	"r ACK 5001 1073742825 : r note INVALID\n"
	I_CLOSES
	"bytes : 0 0\n"
},
{ "rst_crosses_ack_of_syn_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=300 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1301 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST-ACK 5001 1301 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"i ACK 1301 5001 : i CLOSED->SYN_SENT RST back, i SYN_SENT->ESTABLISHED ACK, i ESTABLISHED?>CLOSED RST\n"
	"states : CLOSED CLOSED\n"
	"end : reset\n"
},
{ "rst_crosses_ack_of_fin_and_fin", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST 1002 : i FIN_WAIT_1->CLOSED RST, r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST\n"
	"r ACK 5001 1002 : \n"
	"r FIN-ACK 5001 1002 : r CLOSED->CLOSE_WAIT RST back, r CLOSE_WAIT->LAST_ACK FIN, r LAST_ACK?>CLOSED RST\n"
	"end : reset\n"
	"closed_first : initiator\n"
},
{ "fin_ahead_then_its_sender_aborts", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 3001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST-ACK 1001 5001 : i FIN_WAIT_1->ESTABLISHED FIN_IGNORED back, i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"closed_first : none\n"
	"end : reset\n"
},
{ "fin_ahead_then_its_target_aborts", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 3001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r RST-ACK 5001 1001 : r ESTABLISHED->CLOSED RST, i FIN_WAIT_1?>CLOSED RST\n"
	"closed_first : none\n"
	"bytes : 0 0\n"
},
{ "data_before_the_fin_seen_after_it", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1201 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1001 5001 len=100 : \n"
	"bytes : 100 0\n"
	"i ACK 1101 5001 len=100 : \n"
	"bytes : 200 0\n"
},
{ "fin_ahead_and_its_sender_stands_behind_it", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1201 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1202 5001 : \n"
	"closed_first : initiator\n"
	"bytes : 200 0\n"
},
{ "data_ahead_of_a_fin", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 3001 5001 len=10 : \n"
	"r ACK 5001 1002 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"closed_first : initiator\n"
	"bytes : 0 0\n"
},
{ "rst_ahead_then_its_target_aborts", TCPS_VECTOR_TRACKED, OPEN
	"i RST 3001 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r RST-ACK 5001 1001 : \n"
	"reset_by : responder\n"
},
{ "rst_ahead_lifted_then_its_target_aborts", TCPS_VECTOR_TRACKED, OPEN
	"i RST 3001 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"wait 100ms : \n"
	"i ACK 1001 5001 len=10 : \n"
	"wait 400ms : \n"
	"r ACK 5001 1011 : r CLOSED->ESTABLISHED RST_IGNORED back\n"
	"r RST-ACK 5001 1011 : r ESTABLISHED->CLOSED RST\n"
	"reset_by : responder\n"
},
{ "beyond_a_rst", TCPS_VECTOR_TRACKED, OPEN
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"wait 3s : \n"
	"i ACK 9001 5001 len=10 : i note INVALID\n"
},
{ "rst_confirms_what_was_claimed", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1101 5001 len=100 : \n"
	"i RST-ACK 1201 5001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"bytes : 200 0\n"
},
{ "rst_acknowledges_what_was_claimed", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1101 5001 len=100 : \n"
	"r RST-ACK 5001 1201 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"bytes : 200 0\n"
},
{ "fin_that_replaces_one_with_more_data", TCPS_VECTOR_TRACKED, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 3001 5002 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK, i CLOSE_WAIT?>LAST_ACK FIN\n"
	"i FIN-ACK 1001 5002 : i LAST_ACK->CLOSE_WAIT FIN_IGNORED back, i CLOSE_WAIT?>LAST_ACK FIN\n"
	"r ACK 5002 1002 : r FIN_WAIT_2->TIME_WAIT ACK, i LAST_ACK?>CLOSED ACK\n"
	"closed_first : responder\n"
	"end : fin\n"
},
{ "forged_ack_of_nothing", TCPS_VECTOR_EITHER, OPEN
	"r ACK 5001 1000 len=10 : r note INVALID\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "ack_of_unsent_twice", TCPS_VECTOR_TRACKED, OPEN EXCHANGE
	"r ACK 5501 6100 : \n"
	"r ACK 5501 6100 : \n"
	"r ACK 5501 1101 : \n"
	"i FIN-ACK 1101 5501 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5501 1102 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"bytes : 100 500\n"
	"states : FIN_WAIT_2 CLOSE_WAIT\n"
},
{ "rst_crosses_ack_of_missed_data", TCPS_VECTOR_EITHER, OPEN
	"r RST 5101 : r ESTABLISHED?>CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"i ACK 1001 5101 : \n"
	"bytes : 0 100\n"
},
{ "rst_crosses_fin_again", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r RST 5001 : r ESTABLISHED->CLOSED RST, i FIN_WAIT_1?>CLOSED RST\n"
	"i FIN-ACK 1001 5001 : \n"
	"repeats : 0 0 0 0\n"
},
{ "forged_rst_in_simultaneous_open", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r SYN_SENT->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1001 len=100 : \n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"i ACK 1001 5001 : \n"
	"i ACK 1001 5101 : \n"
	"wait 3s : \n"
	"i ACK 1001 5101 : i CLOSED->SYN_SENT RST_IGNORED back, i SYN_SENT?>ESTABLISHED ACK\n"
	"syn_acked : presumed presumed\n"
},
{ "forged_syn_then_many_segments_missed", TCPS_VECTOR_EITHER, OPEN
	"i SYN 2000000000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"i ACK 300001001 5001 len=100 : i note INVALID\n"
	"r ACK 5001 300001101 : r note CHALLENGE_ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "forged_ack_ahead_while_closing", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5002 1001 : \n"
	"r ACK 5001 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
{ "fin_ahead_and_acknowledged", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1102 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"bytes : 100 0\n"
},
{ "rst_ahead_then_its_sender_aborts", TCPS_VECTOR_EITHER, OPEN
	"r RST 5101 : r ESTABLISHED?>CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"r RST-ACK 5001 1001 : \n"
	"bytes : 0 0\n"
},
{ "fin_ahead_and_its_data_acknowledged", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1101 : \n"
	"closed_first : initiator\n"
},
{ "rst_behind_the_fin_not_taken", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST 1002 : i FIN_WAIT_1->CLOSED RST, r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST\n"
	"wait 1s : \n"
	"r ACK 5001 1002 : r CLOSED->ESTABLISHED RST_IGNORED back, r ESTABLISHED->CLOSE_WAIT ACK\n"
},
{ "rst_answered_by_a_rst", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=10 : \n"
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r RST-ACK 5001 1011 : \n"
	"reset_by : initiator\n"
},
{ "syn_of_responder_then_more_is_acknowledged", TCPS_VECTOR_TRACKED, OPEN
	"r ACK 5001 1001 len=100 : \n"
	"r SYN 900000 : r note SYN_IGNORED, attempt r CLOSED->SYN_SENT SYN\n"
	"i ACK 1001 5101 : \n"
},
{ "forged_fin_at_the_number_of_the_syn", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 1001 5001 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"i FIN-ACK 1000 5001 : i note FIN_IGNORED\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "fin_at_the_number_assumed_for_a_missed_syn", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 5001 1001 : r LISTEN~>SYN_RECEIVED ACK\n"
	"i ACK 1001 5001 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"r FIN-ACK 5000 1001 : r ESTABLISHED->FIN_WAIT_1 FIN, i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"states : CLOSE_WAIT FIN_WAIT_2\n"
},
{ "a_late_syn_above_what_was_acknowledged", TCPS_VECTOR_EITHER,
	"i ACK 1000 5000 len=60000 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r FIN-ACK 5000 61000 len=1 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r SYN-FIN 5002 : r note SYN_IGNORED, attempt r CLOSED->SYN_SENT SYN\n"
	"i ACK 61000 5093 len=1 : attempt i LISTEN~>SYN_RECEIVED ACK, attempt r SYN_SENT~>ESTABLISHED ACK, attempt i SYN_RECEIVED->ESTABLISHED ACK, i ESTABLISHED~>CLOSED ACK, r FIN_WAIT_1~>CLOSED ACK, reopen\n"
	"r ACK 5003 926 : \n"
	"i SYN-FIN 60999 : \n"
	"i ACK 1000 5003 : i note INVALID\n"
},
{ "fin_again_after_a_rst_confirms_the_gap", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST 1101 : i FIN_WAIT_1?>CLOSED RST, r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST\n"
	"bytes : 0 0\n"
	"i FIN-ACK 1101 5001 : i note FIN_REPEAT\n"
	"bytes : 100 0\n"
},
{ "forged_rst_its_target_sends_in_time", TCPS_VECTOR_EITHER, OPEN
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"i ACK 1001 5001 len=10 : i CLOSED->ESTABLISHED RST_IGNORED back\n"
	"r ACK 5001 1001 len=20 : \n"
	"states : ESTABLISHED CLOSED\n"
},
{ "forged_rst_within_data_its_sender_goes_on", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"i ACK 1101 5001 len=10 : i CLOSED->ESTABLISHED RST_IGNORED back\n"
	"states : ESTABLISHED CLOSED\n"
},
{ "forged_fin_then_another", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5001 : \n"
	"i ACK 1001 5001 len=100 : i FIN_WAIT_1->ESTABLISHED FIN_IGNORED back\n"
	"i FIN-ACK 1101 5001 : i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r ACK 5001 1101 len=50 : \n"
	"i ACK 1101 5051 : i FIN_WAIT_1->ESTABLISHED FIN_IGNORED back\n"
},
};
