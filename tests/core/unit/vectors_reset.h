/* SPDX-License-Identifier: GPL-2.0 */
/* Vectors: genuine resets. */

static const struct tcps_vector tcps_vectors_reset[] = {
{ "refused", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 1001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"end : refused\n"
	"reset_by : responder\n"
	"class : closed\n"
	"ended : no\n"
	"timeout : \n"
	"ended : yes\n"
	"end : refused\n"
},
{ "refused_fast_open", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=50 : i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 1051 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"end : refused\n"
},
{ "refused_second_number", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i SYN 2000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 2001 : attempt r LISTEN->CLOSED RST, attempt i SYN_SENT?>CLOSED RST, r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
},
{ "refused_second_of_three_numbers", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i SYN 2000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"i SYN 3000 : attempt i SYN_SENT~>CLOSED SYN, given up, i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 2001 : r note RST_IGNORED\n"
	"end : still-open\n"
},
{ "refused_then_again", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 1001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"i SYN 5000 : reopen, i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 5001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
},
{ "refused_but_the_rst_was_lost", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 1001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"wait 1s : \n"
	"i SYN 1000 : i CLOSED->SYN_SENT RST_IGNORED back, i note SYN_REPEAT\n"
	"r RST-ACK 0 1001 : i SYN_SENT?>CLOSED RST\n"
	"end : refused\n"
},
{ "refused_and_strays_of_an_older_connection", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 1001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"r ACK 8000 3000 : r note INVALID\n"
	"i ACK 3000 8000 len=10 : reopen, r CLOSED?>ESTABLISHED ADOPT, i CLOSED?>ESTABLISHED ADOPT\n"
	"wait 2s : \n"
	"i FIN-ACK 3000 8000 : i note FIN_IGNORED\n"
	"timeout : r ESTABLISHED~>CLOSED TIMER, i ESTABLISHED~>CLOSED TIMER\n"
	"end : timeout\n"
	"bytes : 0 10\n"
},
{ "refused_but_the_server_goes_on", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 1001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"r ACK 5001 1001 len=10 : r CLOSED->LISTEN RST_IGNORED back, i CLOSED?>SYN_SENT RST_IGNORED back, r LISTEN~>SYN_RECEIVED ACK\n"
	"end : still-open\n"
},
{ "refused_but_the_client_goes_on", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 1001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"wait 2s : \n"
	"i ACK 1001 5001 : i CLOSED->SYN_SENT RST_IGNORED back, r CLOSED?>LISTEN RST_IGNORED back, r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"end : still-open\n"
},
{ "given_up_before_the_answer", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r LISTEN?>CLOSED RST\n"
	"end : reset\n"
	"reset_by : initiator\n"
},
{ "given_up_after_the_answer", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"end : reset\n"
},
{ "reset_by_server_after_syn_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST 5001 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"end : reset\n"
},
{ "abort_on_overflow", TCPS_VECTOR_EITHER, OPEN
	"r RST 5001 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"end : reset\n"
	"reset_by : responder\n"
},
{ "zero_linger", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"r ACK 5001 1101 : \n"
	"i RST-ACK 1101 5001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"end : reset\n"
	"reset_by : initiator\n"
	"class : closed\n"
	"bytes : 100 0\n"
	"closed_first : none\n"
},
{ "zero_linger_with_data_in_flight", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"i ACK 1101 5001 len=100 : \n"
	"i RST-ACK 1201 5001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r ACK 5001 1101 : \n"
	"i RST 1101 : \n"
	"timeout : \n"
	"bytes : 200 0\n"
	"end : reset\n"
},
{ "unread_data", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"r ACK 5001 1101 : \n"
	"r RST-ACK 5001 1101 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"i ACK 1101 5001 len=100 : \n"
	"r RST 5001 : \n"
	"states : CLOSED CLOSED\n"
},
{ "rst_overtakes_data_and_draws_challenge", TCPS_VECTOR_TRACKED, OPEN
	"i RST-ACK 1201 5001 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r ACK 5001 1001 : r CLOSED->ESTABLISHED RST_IGNORED back, i CLOSED?>ESTABLISHED RST_IGNORED back\n"
	"i ACK 1001 5001 len=200 : \n"
	"r ACK 5001 1201 : \n"
	"i RST 1001 : i note RST_IGNORED\n"
	"i RST 1201 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"bytes : 200 0\n"
},
{ "rst_overtakes_data", TCPS_VECTOR_SAMPLED, OPEN
	"i RST-ACK 1201 5001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"i ACK 1001 5001 len=100 : \n"
	"i ACK 1101 5001 len=100 : \n"
	"states : CLOSED CLOSED\n"
	"timeout : \n"
	"bytes : 200 0\n"
},
{ "data_after_close", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	"r ACK 5001 1002 len=100 : \n"
	"i RST 1002 : i FIN_WAIT_2->CLOSED RST, r CLOSE_WAIT?>CLOSED RST\n"
	"end : reset\n"
	"closed_first : initiator\n"
},
{ "fin_then_rst_with_the_number_of_the_fin", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	"i RST 1001 : i FIN_WAIT_2->CLOSED RST, r CLOSE_WAIT?>CLOSED RST\n"
},
{ "rst_in_fin_wait_1", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r RST 5001 : r ESTABLISHED->CLOSED RST, i FIN_WAIT_1?>CLOSED RST\n"
},
{ "rst_by_fin_wait_1", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST 1002 : i FIN_WAIT_1->CLOSED RST, r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST\n"
},
{ "rst_by_close_wait", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	"r RST-ACK 5001 1002 : r CLOSE_WAIT->CLOSED RST, i FIN_WAIT_2?>CLOSED RST\n"
},
{ "rst_in_last_ack", TCPS_VECTOR_EITHER, OPEN I_CLOSES R_FOLLOWS
	"i RST 1002 : i FIN_WAIT_2->CLOSED RST, r LAST_ACK?>CLOSED RST\n"
	"end : reset\n"
},
{ "rst_by_last_ack", TCPS_VECTOR_EITHER, OPEN I_CLOSES R_FOLLOWS
	"r RST 5002 : r LAST_ACK->CLOSED RST, i FIN_WAIT_2?>CLOSED RST\n"
},
{ "rst_in_closing", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1?>CLOSING ACK\n"
	"r RST 5002 : r CLOSING->CLOSED RST, i CLOSING?>CLOSED RST\n"
},
{ "rst_in_time_wait", TCPS_VECTOR_EITHER, OPEN CLOSE
	"r RST 5002 : i TIME_WAIT?>CLOSED RST\n"
	"end : fin\n"
},
{ "rst_by_time_wait", TCPS_VECTOR_EITHER, OPEN CLOSE
	"i RST 1002 : i TIME_WAIT->CLOSED RST\n"
	"end : fin\n"
	"timeout : \n"
	"ended : yes\n"
},
{ "server_rebooted", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"r RST 5001 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
},
{ "both_reset", TCPS_VECTOR_EITHER, OPEN
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r RST 5001 : \n"
	"reset_by : initiator\n"
	"zeek : REJ\n"
},
{ "client_rebooted_and_connects_anew", TCPS_VECTOR_EITHER, OPEN
	"wait 20s : \n"
	"i SYN 90000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r ACK 5001 1001 : r note CHALLENGE_ACK\n"
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"wait 1s : \n"
	"i SYN 90000 : attempt i note SYN_REPEAT, i note SYN_IGNORED\n"
	"r SYN-ACK 7000 90001 : attempt r LISTEN->SYN_RECEIVED SYN-ACK, reopen\n"
},
{ "both_rebooted_and_refused", TCPS_VECTOR_EITHER, OPEN
	"i SYN 90000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 90001 : attempt r LISTEN->CLOSED RST, attempt i SYN_SENT?>CLOSED RST, r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"end : reset\n"
},
/* The number of such a RST is zero, and may just be the next one of the old connection. */
{ "both_rebooted_and_refused_with_the_next_number", TCPS_VECTOR_EITHER, OPEN
	"i SYN 90000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 5001 90001 : attempt r LISTEN->CLOSED RST, attempt i SYN_SENT?>CLOSED RST, r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"end : reset\n"
},
{ "both_rebooted_and_refused_moves_nothing", TCPS_VECTOR_EITHER, OPEN
	"i SYN 50000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 5600 50001 : attempt r LISTEN->CLOSED RST, attempt i SYN_SENT?>CLOSED RST, r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"bytes : 0 0\n"
	"timeout : \n"
	"bytes : 0 0\n"
},
{ "syn_and_its_refusal_forged", TCPS_VECTOR_EITHER, OPEN
	"i SYN 50000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 50001 : attempt r LISTEN->CLOSED RST, attempt i SYN_SENT?>CLOSED RST, r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"i ACK 1001 5001 : i CLOSED->ESTABLISHED RST_IGNORED back\n"
},
{ "rsts_with_growing_numbers", TCPS_VECTOR_TRACKED, OPEN
	"r RST-ACK 5001 1001 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"r RST-ACK 6461 1001 : \n"
	"r RST-ACK 9381 1001 : \n"
	"bytes : 0 0\n"
	"timeout : \n"
	"bytes : 0 0\n"
},
{ "server_forgot_and_client_connects_anew", TCPS_VECTOR_EITHER, OPEN
	"i SYN 90000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 7000 90001 : attempt r LISTEN->SYN_RECEIVED SYN-ACK, i ESTABLISHED~>CLOSED SYN-ACK, r ESTABLISHED~>CLOSED SYN-ACK, reopen\n"
	"handshake : 1 unknown\n"
},
{ "server_forgot_and_client_insists", TCPS_VECTOR_TRACKED, OPEN
	"i SYN 500 ws=7 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"wait 1s : \n"
	"i SYN 500 ws=7 : attempt i note SYN_REPEAT, i note SYN_IGNORED\n"
	"packets : 2 1\n"
	"r SYN-ACK 70000 501 ws=7 : attempt r LISTEN->SYN_RECEIVED SYN-ACK, i ESTABLISHED~>CLOSED SYN-ACK, r ESTABLISHED~>CLOSED SYN-ACK, reopen\n"
	"i ACK 501 70001 win=1000 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"repeats : 1 0 0 0\n"
	"handshake : 1004 1\n"
	"packets : 3 1\n"
	/* Its window was not lost, either. */
	"r ACK 198001 501 len=10 : \n"
	"r ACK 400000 501 len=10 : r note INVALID\n"
},
{ "reset_then_port_reused", TCPS_VECTOR_EITHER, OPEN
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"i SYN 90000 : reopen, i CLOSED->SYN_SENT SYN\n"
},
{ "rst_with_syn_received_simultaneous", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"i RST-ACK 1001 5001 : i SYN_SENT?>CLOSED RST, r SYN_SENT?>CLOSED RST\n"
},
{ "rst_acknowledges_fin", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r RST-ACK 5001 1002 : r ESTABLISHED->CLOSE_WAIT RST, r CLOSE_WAIT->CLOSED RST, i FIN_WAIT_1?>CLOSED RST\n"
	"closed_first : initiator\n"
	"reset_by : responder\n"
},
{ "rst_before_fin_arrived", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r RST-ACK 5001 1001 : r ESTABLISHED->CLOSED RST, i FIN_WAIT_1?>CLOSED RST\n"
},
{ "rst_behind_crossing_fin", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST 1002 : i FIN_WAIT_1->CLOSED RST, r FIN_WAIT_1?>CLOSING RST, r CLOSING?>CLOSED RST\n"
},
{ "rsts_cross", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST 1001 : i FIN_WAIT_1->CLOSED RST, r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST\n"
	"r RST-ACK 5001 1002 : \n"
	"r RST-ACK 5001 1002 : \n"
	"reset_by : initiator\n"
	"class : closed\n"
},
{ "closed_end_answers_an_old_segment", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"r ACK 5001 1101 : \n"
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST-ACK 1102 5001 : i FIN_WAIT_1->CLOSED RST, r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST\n"
	"r SYN-ACK 5000 1001 : r note SYN-ACK_REPEAT\n"
	"i RST 1001 : \n"
	"r ACK 5001 1102 len=100 : \n"
	"states : CLOSED CLOSED\n"
},
{ "rst_at_the_number_of_the_fin", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1001 len=100 : \n"
	"i RST 1001 : i FIN_WAIT_1->CLOSED RST, r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST\n"
	"end : reset\n"
},
{ "rst_with_ack_of_fin_lost_then_again", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r RST-ACK 5001 1002 : r ESTABLISHED->CLOSE_WAIT RST, r CLOSE_WAIT->CLOSED RST, i FIN_WAIT_1?>CLOSED RST\n"
	"wait 1100ms : \n"
	"i FIN-ACK 1001 5001 : i CLOSED->FIN_WAIT_1 RST_IGNORED back, i note FIN_REPEAT\n"
	"r RST 5001 : i FIN_WAIT_1?>CLOSED RST\n"
	"end : reset\n"
},
{ "fast_open_reset_then_request_reset", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=300 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1301 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST-ACK 5001 1301 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"i SYN 1000 : i CLOSED->SYN_SENT RST_IGNORED back, i note SYN_REPEAT\n"
	"r SYN-ACK 9000 1001 : r CLOSED->SYN_RECEIVED RST_IGNORED back, r note SYN-ACK_OTHER\n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
},
{ "rst_below_its_own_syn", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i RST 900 : i note RST_IGNORED\n"
	"states : SYN_SENT LISTEN\n"
},
{ "two_rsts_of_both_then_the_first_goes_on", TCPS_VECTOR_EITHER, OPEN
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r RST-ACK 5001 1001 : \n"
	"wait 3s : \n"
	"i ACK 1001 5001 len=10 : i CLOSED->ESTABLISHED RST_IGNORED back\n"
	"r ACK 5001 1011 : r CLOSED->ESTABLISHED RST_IGNORED back\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "syn_ack_of_one_that_was_reset_long_since", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST 5001 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"wait 3s : \n"
	"r SYN-ACK 5000 1001 : r CLOSED->SYN_RECEIVED RST_IGNORED back, r note SYN-ACK_REPEAT\n"
	"states : CLOSED SYN_RECEIVED\n"
},
{ "refused_and_the_refuser_sends", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 1001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"r ACK 5000 1001 len=10 : r CLOSED->LISTEN RST_IGNORED back, i CLOSED?>SYN_SENT RST_IGNORED back, r LISTEN~>SYN_RECEIVED ACK\n"
	"wait 3s : \n"
	"r ACK 5010 1001 len=10 : \n"
	"states : SYN_SENT SYN_RECEIVED\n"
},
{ "rst_overtaken_by_data_of_an_opening_target", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST-ACK 1101 5001 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"i ACK 1001 5001 len=100 : \n"
	"r ACK 5001 1101 len=100 : r CLOSED->SYN_RECEIVED RST back, r SYN_RECEIVED->ESTABLISHED ACK, r ESTABLISHED?>CLOSED RST\n"
	"states : CLOSED CLOSED\n"
},
{ "rst_overtakes_fin_then_the_peer_closes", TCPS_VECTOR_TRACKED, OPEN
	"i RST-ACK 1002 5001 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"i FIN-ACK 1001 5001 : i CLOSED->ESTABLISHED RST back, i ESTABLISHED->FIN_WAIT_1 FIN, i FIN_WAIT_1->CLOSED RST\n"
	"r FIN-ACK 5001 1002 : r CLOSED->ESTABLISHED RST back, r ESTABLISHED?>CLOSE_WAIT ACK, r CLOSE_WAIT?>LAST_ACK FIN, r LAST_ACK?>CLOSED RST\n"
	"states : CLOSED CLOSED\n"
},
{ "rst_ack_of_a_fin_from_beyond", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r RST-ACK 5101 1002 : r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST, i FIN_WAIT_1?>CLOSED RST\n"
	"states : CLOSED CLOSED\n"
},
{ "goes_on_after_both_were_reset", TCPS_VECTOR_EITHER, OPEN
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r RST 5001 : \n"
	"i RST 1101 : \n"
	"wait 3s : \n"
	"r ACK 5001 1001 len=10 : r CLOSED->ESTABLISHED RST_IGNORED back\n"
	"i ACK 1001 5011 : i CLOSED->ESTABLISHED RST_IGNORED back\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "rst_overtakes_the_ack_of_the_syn_ack", TCPS_VECTOR_SAMPLED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST-ACK 2097 5001 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"r ACK 5001 1001 : \n"
	"i ACK 2097 5001 : \n"
	"r ACK 5001 1001 len=1000 : r CLOSED->SYN_RECEIVED RST back, r SYN_RECEIVED?>ESTABLISHED ACK, r ESTABLISHED?>CLOSED RST\n"
	"r FIN-ACK 6001 1001 : r CLOSED->ESTABLISHED RST back, r ESTABLISHED->FIN_WAIT_1 FIN, r FIN_WAIT_1?>CLOSED RST\n"
	"states : CLOSED CLOSED\n"
},
{ "refused_after_answering_but_the_initiator_has_the_answer", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST 5001 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"wait 3s : \n"
	"i ACK 2019 5001 : i CLOSED->SYN_SENT RST_IGNORED back, i SYN_SENT->ESTABLISHED ACK\n"
	"i ACK 2019 5001 len=10 : \n"
	"states : ESTABLISHED CLOSED\n"
},
{ "rst_far_from_its_own_syn", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST-ACK 900 5001 : i note RST_IGNORED\n"
	"i RST-ACK 1101 9000 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"states : CLOSED CLOSED\n"
},
{ "reset_by_both_and_one_goes_on", TCPS_VECTOR_TRACKED, OPEN
	"r RST 6001 : r ESTABLISHED?>CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"i RST 1001 : \n"
	"r ACK 6001 1001 len=10 : r CLOSED->ESTABLISHED RST_IGNORED back\n"
	"states : CLOSED ESTABLISHED\n"
},
{ "reset_overtakes_data", TCPS_VECTOR_TRACKED, OPEN
	"i RST-ACK 1101 5001 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"i ACK 1001 5001 len=100 : \n"
	"bytes : 100 0\n"
	"states : CLOSED CLOSED\n"
},
{ "reset_and_an_old_fin_of_its_target", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1001 5001 len=10 : \n"
	"r ACK 5001 1011 : \n"
	"r RST 6001 : r ESTABLISHED?>CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"i FIN-ACK 1010 5001 : i note FIN_IGNORED\n"
	"states : CLOSED CLOSED\n"
},
{ "reset_behind_a_fin_that_never_came", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"wait 2s : \n"
	"i FIN-ACK 1001 5001 : i note FIN_REPEAT\n"
	"r RST 5002 : r FIN_WAIT_1->CLOSED RST, i FIN_WAIT_1?>CLOSED RST\n"
	"states : CLOSED CLOSED\n"
},
{ "reset_at_an_old_number_and_more_of_its_sender", TCPS_VECTOR_SAMPLED, OPEN
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"i ACK 1501 5001 len=100 : i CLOSED->ESTABLISHED RST_IGNORED back\n"
	"states : ESTABLISHED CLOSED\n"
},
{ "reset_with_ack_at_an_unconfirmed_fin", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST-ACK 1101 5001 : i FIN_WAIT_1?>CLOSED RST, r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST\n"
	"states : CLOSED CLOSED\n"
	"i RST-ACK 1101 5001 : \n"
	"end : reset\n"
},
{ "reset_by_both_and_later_one_alone", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=10 : \n"
	"i RST-ACK 1011 5001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r RST-ACK 5001 1001 : \n"
	"wait 1s : \n"
	"i ACK 1011 5001 len=10 : i CLOSED->ESTABLISHED RST_IGNORED back\n"
	"reset_by : responder\n"
	"states : ESTABLISHED CLOSED\n"
	"wait 1s : \n"
	"r ACK 5001 1021 : r CLOSED->ESTABLISHED RST_IGNORED back\n"
	"reset_by : none\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"end : still-open\n"
},
{ "reset_crosses_data_of_its_target", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1001 5001 len=10 : \n"
	"i RST-ACK 1011 5001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r ACK 5001 1001 len=100 : \n"
	"bytes : 10 100\n"
	"states : CLOSED CLOSED\n"
},
{ "reset_with_ack_before_a_confirmed_fin", TCPS_VECTOR_TRACKED, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST-ACK 1051 5001 : i FIN_WAIT_1->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"states : CLOSED CLOSED\n"
	"end : reset\n"
},
{ "rst_below_the_window_and_its_sender_goes_on", TCPS_VECTOR_TRACKED, OPEN EXCHANGE
	"i RST 1001 : i note RST_IGNORED\n"
	"r FIN-ACK 5501 1101 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1101 5502 : i ESTABLISHED->CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"states : CLOSE_WAIT FIN_WAIT_2\n"
	"end : still-open\n"
},
{ "rst_one_beyond_then_a_fin", TCPS_VECTOR_TRACKED, OPEN EXCHANGE
	"i RST 1102 : i ESTABLISHED?>CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"i FIN-ACK 1101 5501 : i CLOSED->ESTABLISHED RST back, i ESTABLISHED->FIN_WAIT_1 FIN, i FIN_WAIT_1->CLOSED RST\n"
	"wait 1s : \n"
	"r ACK 5501 1102 : r CLOSED->ESTABLISHED RST_IGNORED back, r ESTABLISHED?>CLOSE_WAIT ACK\n"
	"r FIN-ACK 5501 1102 : r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1102 5502 : i CLOSED->FIN_WAIT_2 RST_IGNORED back, i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"states : TIME_WAIT CLOSED\n"
	"end : fin\n"
	"closed_first : initiator\n"
},
{ "refused_by_a_closed_port_and_data_follow", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 0 1001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"r ACK 4294966000 1001 len=10 : r CLOSED->LISTEN RST_IGNORED back, i CLOSED?>SYN_SENT RST_IGNORED back, r LISTEN~>SYN_RECEIVED ACK\n"
	"states : SYN_SENT SYN_RECEIVED\n"
},
{ "half_close_ends_with_the_rst", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1002 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"wait 2s : \n"
	"r RST 5001 : r CLOSE_WAIT->CLOSED RST, i FIN_WAIT_2?>CLOSED RST\n"
	"half_close : 2003\n"
},
{ "rst_not_taken_by_an_end_that_acknowledges_more", TCPS_VECTOR_TRACKED, OPEN EXCHANGE
	"r RST 5501 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"i FIN-ACK 1101 5501 : i CLOSED->ESTABLISHED RST back, i ESTABLISHED->FIN_WAIT_1 FIN, i FIN_WAIT_1?>CLOSED RST\n"
	"r ACK 5501 1102 : r CLOSED->ESTABLISHED RST_IGNORED back, r ESTABLISHED->CLOSE_WAIT ACK\n"
	"r FIN-ACK 5501 1102 : r CLOSE_WAIT->LAST_ACK FIN\n"
	"i ACK 1102 5502 : i CLOSED->FIN_WAIT_2 RST_IGNORED back, i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"states : TIME_WAIT CLOSED\n"
	"end : fin\n"
},
/* Which of several RSTs reset the target, and which end had aborted itself before. */
{ "rst_accepted_and_one_ahead", TCPS_VECTOR_TRACKED,
	OPEN I_CLOSES
	"i RST 1002 : i FIN_WAIT_2->CLOSED RST, r CLOSE_WAIT?>CLOSED RST\n"
	"i RST 1102 : \n"
	"r RST-ACK 5001 1002 : \n"
	"reset_by : initiator\n"
},
{ "rst_at_an_old_number_and_one_accepted", TCPS_VECTOR_EITHER,
	OPEN I_CLOSES
	"i RST 1000 : i FIN_WAIT_2->CLOSED RST\n"
	"i RST 1002 : r CLOSE_WAIT?>CLOSED RST\n"
	"r RST-ACK 5001 1002 : \n"
	"reset_by : initiator\n"
},
{ "rst_accepted_and_one_beyond_fin", TCPS_VECTOR_EITHER,
	OPEN I_CLOSES R_FOLLOWS
	"r RST 5002 : r LAST_ACK->CLOSED RST, i FIN_WAIT_2?>CLOSED RST\n"
	"r RST 5007 : \n"
	"i RST-ACK 1002 5001 : \n"
	"reset_by : responder\n"
},
{ "rst_accepted_and_one_ahead_and_sender_goes_on", TCPS_VECTOR_TRACKED,
	OPEN EXCHANGE
	"r RST 5501 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"r RST 6961 : \n"
	"wait 2s : \n"
	"r ACK-PSH 5501 1101 len=100 : r CLOSED->ESTABLISHED RST_IGNORED back\n"
	"states : CLOSED ESTABLISHED\n"
},
{ "rst_acks_a_fin_then_an_old_fin", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r RST-ACK 5002 1002 : r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST, i FIN_WAIT_1?>CLOSED RST\n"
	"r FIN-ACK 5001 1002 : r CLOSED->CLOSE_WAIT RST back, r CLOSE_WAIT?>LAST_ACK FIN, r LAST_ACK->CLOSED RST\n"
},
{ "rst_of_an_older_connection_behind_the_syn_ack", TCPS_VECTOR_TRACKED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 20000000 : i note RST_IGNORED\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "fin_missed_and_then_aborted", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5002 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"i ACK 1002 5001 : \n"
	"r RST-ACK 5002 1002 : r CLOSE_WAIT->CLOSED RST, i FIN_WAIT_2?>CLOSED RST\n"
	"bytes : 0 0\n"
	"end : reset\n"
},
/* Its RST does not acknowledge the FIN that was presumed to have arrived. */
{ "rst_without_the_fin_before_the_rst", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST-ACK 1002 5001 : i FIN_WAIT_1->CLOSED RST, r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST\n"
	"r RST-ACK 5001 1001 : r CLOSED->CLOSE_WAIT RST back, r CLOSE_WAIT->ESTABLISHED RST back, r ESTABLISHED->CLOSED RST\n"
	"reset_by : initiator\n"
},
{ "rst_without_the_fin_that_crossed", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1?>CLOSING ACK\n"
	"r RST-ACK 5002 1001 : r CLOSING->FIN_WAIT_1 RST back, r FIN_WAIT_1->CLOSED RST, i CLOSING?>CLOSED RST\n"
	"end : reset\n"
},
{ "rst_of_a_closed_port_that_answers_a_syn", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i RST-ACK 1002 5001 : i FIN_WAIT_1->CLOSED RST, r ESTABLISHED?>CLOSE_WAIT RST, r CLOSE_WAIT?>CLOSED RST\n"
	"r RST-ACK 0 1001 : \n"
},
};
