/* SPDX-License-Identifier: GPL-2.0 */
/* Vectors: connections first seen in the middle, or of which only one side is seen. */

static const struct tcps_vector tcps_vectors_adopted[] = {
{ "syn_ack_unseen", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 1001 5001 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"handshake : unknown unknown\n"
	"r SYN-ACK 5000 1001 : \n"
	"r ACK 5001 1001 len=20 : \n"
	"bytes : 0 20\n"
},
{ "responder_seen_only", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"roles : known adopted\n"
	"r ACK 5001 1101 len=100 : r SYN_RECEIVED->ESTABLISHED ACK, i SYN_SENT~>ESTABLISHED ACK\n"
	"r ACK 5101 1201 len=100 : \n"
	"r FIN-ACK 5201 1202 : r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"bytes : 200 200\n"
},
{ "responder_seen_only_and_speaking_first", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1001 len=20 : \n"
},
{ "initiator_seen_only", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 1001 5001 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"i ACK 1001 5001 len=100 : \n"
	"i ACK 1101 5301 : \n"
	"i FIN-ACK 1101 5301 : i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1102 5302 : \n"
	"bytes : 100 300\n"
},
{ "adopted_syn_ack_then_ack", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"handshake : unknown 1\n"
},
{ "adopted_syn_ack_again_behind_a_fin", TCPS_VECTOR_SAMPLED,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"r FIN-ACK 5001 1002 : r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
{ "adopted_data_again_behind_a_fin", TCPS_VECTOR_SAMPLED,
	"i ACK 1001 5001 len=10 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r FIN-ACK 5001 1012 : r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1012 5002 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
{ "adopted_data_again_and_both_fins", TCPS_VECTOR_SAMPLED,
	"i ACK 1001 5002 len=10 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r FIN-ACK 5001 1011 : r ESTABLISHED->FIN_WAIT_1 FIN, i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
{ "adopted_by_data", TCPS_VECTOR_EITHER,
	"i ACK 9000 4000 len=1000 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"roles : unknown adopted\n"
	"r ACK 4000 10000 len=50 : \n"
	"bytes : 1000 50\n"
	"handshake : unknown unknown\n"
},
{ "adopted_then_its_syn_ack", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"roles : unknown adopted\n"
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"roles : known adopted\n"
	"expects_ack : yes\n"
	"times r : SYN_RECEIVED 5\n"
	"i ACK 1001 5001 len=10 : r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"r ACK 5001 1011 len=20 : \n"
	"bytes : 10 20\n"
	"repeats : 0 0 0 0\n"
	"handshake : unknown unknown\n"
},
{ "adopted_by_data_then_its_syn_ack", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 len=5 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"r SYN-ACK 5000 1001 : r note SYN-ACK_REPEAT\n"
	"i ACK 1001 5001 len=5 : r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"r ACK 5001 1006 : \n"
	"roles : known adopted\n"
	"bytes : 5 0\n"
	"repeats : 0 1 0 0\n"
},
{ "adopted_by_both_then_its_syn_ack", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r ACK 5001 1001 len=20 : \n"
	"r SYN-ACK 5000 1001 : r note SYN-ACK_REPEAT\n"
	"times r : ESTABLISHED 3\n"
	"roles : known adopted\n"
	"bytes : 0 20\n"
},
{ "adopted_then_another_syn_ack", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r SYN-ACK 5000 1002 : r note INVALID\n"
	"r SYN-ACK 5001 1001 : r note INVALID\n"
	"roles : unknown adopted\n"
},
/* Here the roles are first assumed the wrong way round. */
{ "adopted_by_the_responder_then_its_syn_ack", TCPS_VECTOR_EITHER,
	"r ACK 5001 1001 : r CLOSED?>ESTABLISHED ADOPT, i CLOSED?>ESTABLISHED ADOPT\n"
	"roles : unknown adopted\n"
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"roles : known adopted\n"
	"times i : ESTABLISHED 4\n"
	"times r : SYN_RECEIVED 5\n"
	"i ACK 1001 5001 len=10 : r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"bytes : 10 0\n"
},
{ "adopted_by_a_fin_then_a_syn_ack_of_its_sender", TCPS_VECTOR_EITHER,
	"r FIN-ACK 5001 1001 : r CLOSED?>ESTABLISHED ADOPT, i CLOSED?>ESTABLISHED ADOPT, r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r SYN-ACK 5000 1001 : r note INVALID\n"
	"roles : unknown adopted\n"
},
{ "adopted_by_fin", TCPS_VECTOR_EITHER,
	"i FIN-ACK 9000 4000 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r FIN-ACK 4000 9001 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 9001 4001 : i FIN_WAIT_2?>TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
	"end : fin\n"
	"closed_first : initiator\n"
},
{ "not_opened_by_rst", TCPS_VECTOR_EITHER,
	"i RST 1000 : nothing\n"
	"i RST-ACK 1000 5000 : nothing\n"
	"i FIN 1000 : nothing\n"
	"i NONE 1000 : nothing\n"
	"i FIN-PSH-URG 1000 : nothing\n"
},
{ "nonsense_flags", TCPS_VECTOR_EITHER, OPEN
	"i SYN-FIN 2000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r FIN 5001 : r note INVALID\n"
	"r NONE 5001 : \n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "syn_overtaken_by_adopted_answer", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i SYN 1000 : \n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"repeats : 0 0 0 0\n"
	"handshake : unknown 2\n"
	"i SYN 1000 : i note SYN_REPEAT\n"
},
/* A late SYN belongs to the handshake that was missed, not to another one. */
{ "adopted_syn_late", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"i SYN 1000 : i note SYN_REPEAT\n"
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"roles : known adopted\n"
},
{ "adopted_syn_far_below", TCPS_VECTOR_EITHER,
	"i ACK 901001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"i SYN 1000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
},
{ "adopted_syn_ack_late", TCPS_VECTOR_EITHER,
	"r FIN-ACK 5001 1001 : r CLOSED?>ESTABLISHED ADOPT, i CLOSED?>ESTABLISHED ADOPT, r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r SYN-ACK 5000 1001 : r note INVALID\n"
	"r FIN-ACK 5001 1001 : r note FIN_REPEAT\n"
	"states : ESTABLISHED FIN_WAIT_1\n"
},
/* Either end may have closed before anything was seen. */
{ "adopted_behind_its_fin", TCPS_VECTOR_EITHER,
	"i ACK 1002 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r FIN-ACK 5001 1002 : r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
{ "adopted_sends_data", TCPS_VECTOR_EITHER,
	"i ACK 1002 5001 len=10 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r ACK 5001 1012 len=10 : \n"
	"r FIN-ACK 5011 1012 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1012 5012 : i ESTABLISHED->CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
/* The SYN-ACK is an old one: both had closed before it was seen. */
{ "begun_by_old_syn_and_behind_a_fin", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 5001 1002 : r note CHALLENGE_ACK\n"
	"i ACK 1002 5001 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"r FIN-ACK 5001 1002 : r ESTABLISHED?>FIN_WAIT_1 FIN\n"
},
{ "begun_by_old_syn_ack_and_fins_crossed", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i FIN-ACK 1001 5001 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK, i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_2?>TIME_WAIT ACK, r LAST_ACK?>CLOSED ACK\n"
},
{ "adopted_by_old_syn_ack", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1002 5001 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"r FIN-ACK 5001 1002 : r ESTABLISHED?>FIN_WAIT_1 FIN\n"
},
{ "begun_by_old_syn", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r FIN-ACK 5001 1002 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT~>ESTABLISHED ACK, "
	"r SYN_RECEIVED->ESTABLISHED ACK, r ESTABLISHED?>FIN_WAIT_1 FIN\n"
},
/* It refused a SYN before it connected; only one direction is seen. */
{ "rst_below_own_syn", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 1001 5001 : r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"i RST-ACK 0 5001 : i note RST_IGNORED\n"
	"i RST-ACK 1001 5001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
},
/* A keep-alive with an octet: it has the number of the FIN, or of the SYN. */
{ "adopted_by_keep_alive_after_fin", TCPS_VECTOR_EITHER,
	"i ACK-PSH 1001 5001 len=1 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r FIN-ACK 5001 1002 : r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i ESTABLISHED?>CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
{ "adopted_and_keep_alive_after_fin", TCPS_VECTOR_EITHER,
	"i FIN-ACK 1001 5002 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r ACK-PSH 5001 1001 len=1 : \n"
	"i ACK 1002 5002 : \n"
	"r ACK 5002 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
},
{ "adopted_by_keep_alive_and_syn_ack_again", TCPS_VECTOR_EITHER,
	"i ACK 1000 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r SYN-ACK 5000 1001 : r note INVALID\n"
	"i ACK 1001 5001 : \n"
},
{ "adopted_by_keep_alive_of_the_responder", TCPS_VECTOR_EITHER,
	"r ACK 5000 1001 : r CLOSED?>ESTABLISHED ADOPT, i CLOSED?>ESTABLISHED ADOPT\n"
	"r SYN-ACK 5000 1001 : r note INVALID\n"
	"i ACK 1001 5001 : \n"
},
/* The number of a keep-alive, SND.NXT - 1, is not a data octet. */
{ "adopted_by_keep_alive_that_is_answered", TCPS_VECTOR_EITHER,
	"i ACK 1000 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r ACK 5001 1001 : \n"
	"bytes : 0 0\n"
	"i ACK 1001 5001 len=10 : \n"
	"r ACK 5001 1011 : \n"
	"bytes : 10 0\n"
	"i FIN-ACK 1011 5001 : i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r ACK 5001 1012 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"bytes : 10 0\n"
},
{ "adopted_by_keep_alive_and_its_answer_not_seen", TCPS_VECTOR_EITHER,
	"i ACK 1000 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"i ACK 1001 5001 : \n"
	"bytes : 0 0\n"
	"i ACK 1001 5001 len=10 : \n"
	"bytes : 10 0\n"
},
{ "adopted_before_a_keep_alive_of_the_other_end", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r ACK 5000 1001 : \n"
	"i ACK 1001 5001 : \n"
	"bytes : 0 0\n"
	"r ACK 5001 1001 len=10 : \n"
	"bytes : 0 10\n"
},
{ "adopted_before_an_octet_of_the_other_end_was_missed", TCPS_VECTOR_TRACKED,
	"i ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r ACK 5002 1001 : \n"
	"i ACK 1001 5002 : \n"
	"bytes : 0 1\n"
},
{ "adopted_by_an_ack_before_a_fin_that_was_missed", TCPS_VECTOR_TRACKED,
	"i ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"i ACK 1002 5001 : \n"
	"i FIN-ACK 1001 5001 : i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r ACK 5001 1002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"bytes : 0 0\n"
},
{ "rst_ahead_acknowledges_all_seen", TCPS_VECTOR_SAMPLED,
	"i ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r RST-ACK 5002 1001 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
},
{ "window_scale_of_a_missed_syn", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r SYN-ACK 5000 1001 ws=7 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"r ACK 5001 1001 : \n"
	"i ACK 1000001 5001 : r SYN_RECEIVED?>ESTABLISHED ACK\n"
},
{ "rst_ahead_after_the_fin_of_the_other", TCPS_VECTOR_SAMPLED,
	"i ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i RST-ACK 1201 5001 : i ESTABLISHED->CLOSED RST, r FIN_WAIT_1?>CLOSED RST\n"
},
{ "syn_seen_only_after_a_rst", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"r RST 5001 : r ESTABLISHED->CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"i SYN 1000 : \n"
},
{ "the_first_ack_of_an_end_comes_after_its_fin", TCPS_VECTOR_TRACKED,
	"i FIN-ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1156 len=1 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5003 1001 : \n"
	"r ACK 5003 1002 : r FIN_WAIT_1?>CLOSING ACK, i FIN_WAIT_1?>CLOSING ACK\n"
	"r FIN-ACK 5002 1002 len=100 : r CLOSING->CLOSE_WAIT FIN_IGNORED back, i CLOSING->FIN_WAIT_2 FIN_IGNORED back, r CLOSE_WAIT->LAST_ACK FIN\n"
},
{ "the_initiator_repeats_its_syn_ack", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"i SYN-ACK 1000 5001 : \n"
	"i SYN-ACK 1000 5001 : i ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"r ACK 5001 1001 : i SYN_RECEIVED?>ESTABLISHED ACK\n"
	"handshake : unknown unknown\n"
},
{ "an_old_syn_ack_of_the_initiator", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"i ACK 1001 5001 len=10 : \n"
	"i SYN-ACK 1000 5001 : \n"
	"i SYN-ACK 1000 5001 : i note SYN-ACK_REPEAT\n"
	"handshake : unknown 1\n"
},
{ "the_initiator_repeats_its_syn_ack_after_a_fin", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 len=1 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i FIN-ACK 1001 5002 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK, i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i SYN-ACK 1000 5002 : \n"
	"i SYN-ACK 1000 5002 : i note SYN-ACK_REPEAT\n"
	"i ACK 201 5002 len=1460 : i FIN_WAIT_1->SYN_RECEIVED FIN_IGNORED back\n"
	"r ACK 5002 1001 : i SYN_RECEIVED?>ESTABLISHED ACK\n"
	"handshake : unknown unknown\n"
},
{ "an_ack_below_the_syn_of_an_attempt", TCPS_VECTOR_TRACKED,
	"r ACK 5000 1001 len=1460 win=0 : r CLOSED?>ESTABLISHED ADOPT, i CLOSED?>ESTABLISHED ADOPT\n"
	"r ACK 6460 1028 : r note INVALID\n"
	"r SYN-ACK 6460 1001 len=127 win=101 : r note SYN_IGNORED, attempt i CLOSED~>SYN_SENT ADOPT, attempt r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1010 6460 : attempt r SYN_RECEIVED->ESTABLISHED ACK, attempt i SYN_SENT~>ESTABLISHED ACK, r ESTABLISHED~>CLOSED ACK, i ESTABLISHED~>CLOSED ACK, reopen\n"
	"i ACK 1028 6460 : i note INVALID\n"
},
/* The next connection has a number that is only a little lower. */
{ "lower_syn_after_a_reset_is_of_the_next", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 3001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 3001 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"bytes : 0 0\n"
	"i SYN 1000 : reopen, i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 9000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"handshake : 1 unknown\n"
},
{ "lower_syn_at_the_limit", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 66536 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i SYN 1000 : \n"
},
{ "lower_syn_beyond_the_limit", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 66537 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i SYN 1000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
},
{ "higher_syn_behind_the_syn_ack", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i SYN 1002 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
},
{ "two_stray_syn_acks", TCPS_VECTOR_EITHER,
	"r SYN 1000 : r CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r note INVALID\n"
	"r SYN-ACK 1303 1301 : r note INVALID\n"
},
{ "fin_then_more_of_the_only_end", TCPS_VECTOR_EITHER,
	"i FIN-ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1002 6001 : \n"
	"i ACK 1001 6001 : \n"
},
{ "fin_forged_before_unseen_data_tracked", TCPS_VECTOR_TRACKED,
	"i FIN-ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1101 5051 : i FIN_WAIT_1->ESTABLISHED FIN_IGNORED back\n"
	"bytes : 0 49\n"
},
{ "fin_forged_before_unseen_data_sampled", TCPS_VECTOR_SAMPLED,
	"i FIN-ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"i ACK 1101 5051 : i FIN_WAIT_1->ESTABLISHED FIN_IGNORED back\n"
	"bytes : 100 49\n"
},
{ "fin_behind_a_rst_ahead", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 : i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"r RST 9001 : r ESTABLISHED?>CLOSED RST, i ESTABLISHED?>CLOSED RST\n"
	"r FIN-ACK 5001 1002 : r CLOSED->ESTABLISHED RST_IGNORED back, i CLOSED?>ESTABLISHED RST_IGNORED back, r ESTABLISHED?>FIN_WAIT_1 FIN\n"
},
{ "reset_by_of_crossing_rsts", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST 5001 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"i RST-ACK 2020 5002 : \n"
	"reset_by : responder\n"
},
{ "rst_acknowledges_what_was_missed_tracked", TCPS_VECTOR_TRACKED,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST-ACK 5002 1002 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"bytes : 0 0\n"
},
{ "rst_acknowledges_what_was_missed_sampled", TCPS_VECTOR_SAMPLED,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST-ACK 5002 1002 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"bytes : 0 1\n"
},
{ "stray_fin_confirmed_by_a_fin_tracked", TCPS_VECTOR_TRACKED,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i FIN-ACK 301001 405001 : i note INVALID\n"
	"r FIN-ACK 405001 301002 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK, i ESTABLISHED->FIN_WAIT_1 FIN, r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
},
{ "stray_fin_confirmed_by_a_fin_sampled", TCPS_VECTOR_SAMPLED,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i FIN-ACK 301001 405001 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK, i ESTABLISHED?>FIN_WAIT_1 FIN\n"
	"r FIN-ACK 405001 301002 : r ESTABLISHED?>CLOSE_WAIT ACK, i FIN_WAIT_1?>FIN_WAIT_2 ACK, r CLOSE_WAIT?>LAST_ACK FIN\n"
},
{ "syn_ack_accepts_no_ack_of_its_syn", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 len=1 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"i SYN-ACK 1000 5002 : \n"
	"syn_acked : presumed presumed\n"
},
{ "two_syn_acks_and_a_number_of_neither_tracked", TCPS_VECTOR_TRACKED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 6000 1001 : r note SYN-ACK_OTHER\n"
	"r ACK 10001001 1001 : r note CHALLENGE_ACK\n"
},
{ "two_syn_acks_and_a_number_of_neither_sampled", TCPS_VECTOR_SAMPLED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 6000 1001 : r note SYN-ACK_OTHER\n"
	"r ACK 10001001 1001 : \n"
},
{ "two_syn_acks_one_used_then_another_number", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 7000 1001 : r note SYN-ACK_OTHER\n"
	"r ACK 7001 1002 : r SYN_RECEIVED~>ESTABLISHED ACK, i SYN_SENT~>ESTABLISHED ACK\n"
	"r ACK 1001 1001 : r note INVALID\n"
},
{ "ack_far_ahead_of_a_syn_ack_with_a_scale", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 ws=7 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 300005001 1001 : r note CHALLENGE_ACK\n"
},
};
