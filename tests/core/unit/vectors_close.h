/* SPDX-License-Identifier: GPL-2.0 */
/* Vectors: closing, TIME-WAIT, and what comes after. */

static const struct tcps_vector tcps_vectors_close[] = {
{ "four_way_close", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"class : fin\n"
	"expects_ack : yes\n"
	"r ACK 5001 1002 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	"class : half_closed\n"
	"expects_ack : no\n"
	"r FIN-ACK 5001 1002 : r CLOSE_WAIT->LAST_ACK FIN\n"
	"class : fin\n"
	"i ACK 1002 5002 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK~>CLOSED ACK\n"
	"restart : yes\n"
	"class : time_wait\n"
	"expects_ack : no\n"
	"ended : no\n"
	"end : fin\n"
	"closed_first : initiator\n"
	"wait 60s : \n"
	"timeout : i TIME_WAIT?>CLOSED TIMER\n"
	"ended : yes\n"
	"end : fin\n"
},
{ "responder_closes_first", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1001 5002 : i ESTABLISHED->CLOSE_WAIT ACK, r FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	"i FIN-ACK 1001 5002 : i CLOSE_WAIT->LAST_ACK FIN\n"
	"r ACK 5002 1002 : r FIN_WAIT_2->TIME_WAIT ACK, i LAST_ACK~>CLOSED ACK\n"
	"closed_first : responder\n"
},
{ "fin_and_ack_in_one", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1002 : r ESTABLISHED~>CLOSE_WAIT ACK, i FIN_WAIT_1~>FIN_WAIT_2 ACK, r CLOSE_WAIT~>LAST_ACK FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK~>CLOSED ACK\n"
},
{ "fin_with_data", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK-PSH 1001 5001 len=100 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1101 : \n"
	"r ACK 5001 1102 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	"bytes : 100 0\n"
},
{ "old_ack_proves_nothing", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1001 : \n"
	"r ACK 5001 1101 : \n"
	"r ACK 5001 1001 : \n"
	"states : FIN_WAIT_1 ESTABLISHED\n"
},
{ "fin_overtakes_data", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1001 5001 len=100 : \n"
	"r ACK 5001 1102 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	"bytes : 100 0\n"
},
{ "simultaneous_close", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1~>CLOSING ACK\n"
	"class : fin\n"
	"r ACK 5002 1002 : r CLOSING~>TIME_WAIT ACK, i CLOSING~>TIME_WAIT ACK\n"
	"class : time_wait\n"
	"end : fin\n"
	"timeout : i TIME_WAIT?>CLOSED TIMER, r TIME_WAIT?>CLOSED TIMER\n"
},
{ "simultaneous_close_last_ack_repeated", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1~>CLOSING ACK\n"
	"r ACK 5002 1002 : r CLOSING~>TIME_WAIT ACK, i CLOSING~>TIME_WAIT ACK\n"
	"i FIN-ACK 1001 5001 : i TIME_WAIT->CLOSING FIN back\n"
	"r ACK 5002 1002 : i CLOSING~>TIME_WAIT ACK\n"
	"r FIN-ACK 5001 1001 : r TIME_WAIT->CLOSING FIN back\n"
	"i ACK 1002 5002 : r CLOSING~>TIME_WAIT ACK\n"
	"repeats : 0 0 1 1\n"
},
{ "fins_cross_and_repeat", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 1001 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1~>CLOSING ACK, i note FIN_REPEAT\n"
	"r FIN-ACK 5001 1002 : r CLOSING~>TIME_WAIT ACK, i CLOSING~>TIME_WAIT ACK, r TIME_WAIT->CLOSING FIN back\n"
	"i ACK 1002 5002 : r CLOSING~>TIME_WAIT ACK\n"
	"states : TIME_WAIT TIME_WAIT\n"
},
{ "closing_fin_repeated", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1~>CLOSING ACK\n"
	"i FIN-ACK 1001 5002 : i note FIN_REPEAT\n"
	"states : CLOSING CLOSING\n"
},
{ "half_close", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	"r ACK 5001 1002 len=1000 : \n"
	"i ACK 1002 6001 : \n"
	"wait 30s : \n"
	"r ACK 6001 1002 len=1000 : \n"
	"i ACK 1002 7001 : \n"
	"states : FIN_WAIT_2 CLOSE_WAIT\n"
	"r FIN-ACK 7001 1002 : r CLOSE_WAIT->LAST_ACK FIN\n"
	"i ACK 1002 7002 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK~>CLOSED ACK\n"
	"bytes : 0 2000\n"
	"half_close : 30008\n"
},
{ "fin_repeated", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 1001 5001 : i note FIN_REPEAT\n"
	"i FIN-ACK 1001 5001 : i note FIN_REPEAT\n"
	"repeats : 0 0 2 0\n"
	"states : FIN_WAIT_1 ESTABLISHED\n"
},
{ "fin_repeated_with_its_data", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=50 : \n"
	"i FIN-ACK 1051 5001 len=50 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 1001 5001 len=100 : i note FIN_REPEAT\n"
	"bytes : 100 0\n"
},
{ "fin_ack_lost", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	"i FIN-ACK 1001 5001 : i FIN_WAIT_2->FIN_WAIT_1 FIN back\n"
	"expects_ack : yes\n"
	"r ACK 5001 1002 : i FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
},
{ "fin_ack_lost_then_fin", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	"i FIN-ACK 1001 5001 : i FIN_WAIT_2->FIN_WAIT_1 FIN back\n"
	"r FIN-ACK 5001 1002 : i FIN_WAIT_1~>FIN_WAIT_2 ACK, r CLOSE_WAIT->LAST_ACK FIN\n"
	LAST_ACK
},
{ "last_ack_lost", TCPS_VECTOR_EITHER, OPEN CLOSE
	"wait 500ms : \n"
	"r FIN-ACK 5001 1002 : r CLOSED->LAST_ACK FIN back\n"
	"restart : yes\n"
	"class : fin\n"
	"i ACK 1002 5002 : r LAST_ACK~>CLOSED ACK\n"
	"restart : yes\n"
	"class : time_wait\n"
	"states : TIME_WAIT CLOSED\n"
	"repeats : 0 0 0 1\n"
	"end : fin\n"
},
{ "last_ack_never_arrives", TCPS_VECTOR_EITHER, OPEN CLOSE
	"r FIN-ACK 5001 1002 : r CLOSED->LAST_ACK FIN back\n"
	"r FIN-ACK 5001 1002 : r note FIN_REPEAT\n"
	"timeout : i TIME_WAIT?>CLOSED TIMER, r LAST_ACK?>CLOSED TIMER\n"
	"end : fin\n"
},
{ "old_fin_after_time_wait", TCPS_VECTOR_EITHER, OPEN CLOSE
	"i FIN-ACK 1001 5001 : i note FIN_REPEAT\n"
	"states : TIME_WAIT CLOSED\n"
},
{ "fin_wait_1_timeout", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"timeout : i FIN_WAIT_1?>CLOSED TIMER, r ESTABLISHED?>CLOSED TIMER\n"
	"end : timeout\n"
	"closed_first : initiator\n"
},
{ "fin_wait_2_timeout", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	"timeout : i FIN_WAIT_2?>CLOSED TIMER, r CLOSE_WAIT?>CLOSED TIMER\n"
	"end : timeout\n"
},
{ "last_ack_timeout", TCPS_VECTOR_EITHER, OPEN I_CLOSES R_FOLLOWS
	"timeout : i FIN_WAIT_2?>CLOSED TIMER, r LAST_ACK?>CLOSED TIMER\n"
	"end : fin\n"
},
{ "closing_timeout", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1~>CLOSING ACK\n"
	"timeout : i CLOSING?>CLOSED TIMER, r CLOSING?>CLOSED TIMER\n"
},
{ "evicted_while_closing", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1~>CLOSING ACK\n"
	"evict : i CLOSING?>CLOSED EVICT, r CLOSING?>CLOSED EVICT\n"
	"end : evicted\n"
},
{ "evicted_in_fin_wait_1", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"evict : i FIN_WAIT_1?>CLOSED EVICT, r ESTABLISHED?>CLOSED EVICT\n"
},
{ "evicted_half_closed", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	"evict : i FIN_WAIT_2?>CLOSED EVICT, r CLOSE_WAIT?>CLOSED EVICT\n"
},
{ "evicted_in_last_ack", TCPS_VECTOR_EITHER, OPEN I_CLOSES R_FOLLOWS
	"evict : i FIN_WAIT_2?>CLOSED EVICT, r LAST_ACK?>CLOSED EVICT\n"
},
{ "evicted_in_time_wait", TCPS_VECTOR_EITHER, OPEN CLOSE
	"evict : i TIME_WAIT?>CLOSED EVICT\n"
	"end : fin\n"
},
{ "time_wait_reused_by_client", TCPS_VECTOR_EITHER, OPEN CLOSE
	"i SYN 9000 : i TIME_WAIT->CLOSED SYN, reopen, i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 7000 9001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"roles : known\n"
},
{ "time_wait_reused_by_client_lower_number", TCPS_VECTOR_EITHER, OPEN CLOSE
	"i SYN 500 : i TIME_WAIT->CLOSED SYN, reopen, i CLOSED->SYN_SENT SYN\n"
},
{ "time_wait_of_server_reused_by_higher_syn", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 1001 5002 : i ESTABLISHED~>CLOSE_WAIT ACK, r FIN_WAIT_1~>FIN_WAIT_2 ACK, i CLOSE_WAIT~>LAST_ACK FIN\n"
	"r ACK 5002 1002 : r FIN_WAIT_2->TIME_WAIT ACK, i LAST_ACK~>CLOSED ACK\n"
	"i SYN 2000 : r TIME_WAIT->CLOSED SYN, reopen, i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 9000 2001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
},
{ "time_wait_of_server_and_lower_syn_refused", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 1001 5002 : i ESTABLISHED~>CLOSE_WAIT ACK, r FIN_WAIT_1~>FIN_WAIT_2 ACK, i CLOSE_WAIT~>LAST_ACK FIN\n"
	"r ACK 5002 1002 : r FIN_WAIT_2->TIME_WAIT ACK, i LAST_ACK~>CLOSED ACK\n"
	"i SYN 900 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"expects_ack : yes\n"
	"r ACK 5002 1002 : r note CHALLENGE_ACK\n"
	"i RST 1002 : r TIME_WAIT~>CLOSED RST\n"
	"end : fin\n"
	"wait 1s : \n"
	"i SYN 900 : attempt i note SYN_REPEAT, i note SYN_IGNORED\n"
},
{ "time_wait_of_server_and_lower_syn_taken", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 1001 5002 : i ESTABLISHED~>CLOSE_WAIT ACK, r FIN_WAIT_1~>FIN_WAIT_2 ACK, i CLOSE_WAIT~>LAST_ACK FIN\n"
	"r ACK 5002 1002 : r FIN_WAIT_2->TIME_WAIT ACK, i LAST_ACK~>CLOSED ACK\n"
	"i SYN 900 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 9000 901 : attempt r LISTEN->SYN_RECEIVED SYN-ACK, r TIME_WAIT->CLOSED SYN-ACK, reopen\n"
	"roles : known\n"
	"i ACK 901 9001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
},
{ "time_wait_of_server_and_lower_syn_taken_late", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 1001 5002 : i ESTABLISHED~>CLOSE_WAIT ACK, r FIN_WAIT_1~>FIN_WAIT_2 ACK, i CLOSE_WAIT~>LAST_ACK FIN\n"
	"r ACK 5002 1002 : r FIN_WAIT_2->TIME_WAIT ACK, i LAST_ACK~>CLOSED ACK\n"
	"i SYN 900 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"wait 1s : \n"
	"i SYN 900 : attempt i note SYN_REPEAT, i note SYN_IGNORED\n"
	"times r : LISTEN 1, SYN_RECEIVED 1, ESTABLISHED 1, FIN_WAIT_1 1, FIN_WAIT_2 1, TIME_WAIT 1004\n"
	"r SYN-ACK 9000 901 : attempt r LISTEN->SYN_RECEIVED SYN-ACK, r TIME_WAIT->CLOSED SYN-ACK, reopen\n"
	"i ACK 901 9001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"times i : SYN_SENT 1005, ESTABLISHED 1\n"
	"repeats : 1 0 0 0\n"
	"handshake : 1004 1\n"
},
{ "lower_syns_in_time_wait_and_the_second_taken", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i FIN-ACK 1001 5002 : i ESTABLISHED~>CLOSE_WAIT ACK, r FIN_WAIT_1~>FIN_WAIT_2 ACK, i CLOSE_WAIT~>LAST_ACK FIN\n"
	"r ACK 5002 1002 : r FIN_WAIT_2->TIME_WAIT ACK, i LAST_ACK~>CLOSED ACK\n"
	"i SYN 900 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"i SYN 900 : attempt i note SYN_REPEAT, i note SYN_IGNORED\n"
	"i SYN 950 : attempt i SYN_SENT?>CLOSED SYN, given up, i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 9000 951 : attempt r LISTEN->SYN_RECEIVED SYN-ACK, r TIME_WAIT->CLOSED SYN-ACK, reopen\n"
	"repeats : 0 0 0 0\n"
	"handshake : 1 unknown\n"
},
{ "last_ack_after_the_port_was_reused", TCPS_VECTOR_EITHER, OPEN I_CLOSES R_FOLLOWS
	"i SYN 90000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	LAST_ACK
	"times r : LISTEN 1, SYN_RECEIVED 1, ESTABLISHED 2, CLOSE_WAIT 1, LAST_ACK 2\n"
	"r SYN-ACK 7000 90001 : attempt r LISTEN->SYN_RECEIVED SYN-ACK, i TIME_WAIT->CLOSED SYN-ACK, reopen\n"
	"handshake : 3 unknown\n"
},
{ "old_syn_in_time_wait", TCPS_VECTOR_EITHER, OPEN CLOSE
	"i SYN 1000 : i note SYN_REPEAT\n"
	"states : TIME_WAIT CLOSED\n"
},
{ "port_reused_by_the_other_end", TCPS_VECTOR_EITHER, OPEN CLOSE
	"r SYN 9000 : i TIME_WAIT->CLOSED SYN, reopen, r CLOSED->SYN_SENT SYN\n"
},
{ "syn_while_closing_by_a_rebooted_client", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i SYN 90000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r ACK 5002 1001 : r note CHALLENGE_ACK\n"
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r FIN_WAIT_1~>CLOSED RST\n"
	"i SYN 90000 : attempt i note SYN_REPEAT, i note SYN_IGNORED\n"
},
{ "last_ack_not_seen_and_port_reused", TCPS_VECTOR_EITHER, OPEN I_CLOSES R_FOLLOWS
	"i SYN 9000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 7000 9001 : attempt r LISTEN->SYN_RECEIVED SYN-ACK, i FIN_WAIT_2?>CLOSED SYN-ACK, r LAST_ACK?>CLOSED SYN-ACK, reopen\n"
},
{ "fin_overtaken_by_later_ack", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	"r ACK 5002 1002 : \n"
	"r FIN-ACK 5001 1002 : r CLOSE_WAIT~>LAST_ACK FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK~>CLOSED ACK\n"
	"bytes : 0 0\n"
},
{ "fin_lost_before_here_then_repeated", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"i ACK 1102 5001 : \n"
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5001 1102 : r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	"bytes : 100 0\n"
},
{ "fin_lost_beyond_is_no_crossing", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	R_FOLLOWS
	"wait 200ms : \n"
	"i FIN-ACK 1001 5001 : i FIN_WAIT_2->FIN_WAIT_1 FIN back\n"
	"r ACK 5002 1002 : i FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	"r FIN-ACK 5001 1002 : r note FIN_REPEAT\n"
	LAST_ACK
},
{ "crossing_was_none", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	/* What comes within twice that may have been sent before the FIN came. */
	"wait 50ms : \n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5002 1002 : r FIN_WAIT_1->CLOSING ACK, i FIN_WAIT_1~>CLOSING ACK\n"
	"i ACK 1002 5001 : \n"
	"states : CLOSING CLOSING\n"
	"i FIN-ACK 1001 5001 : i CLOSING->FIN_WAIT_1 FIN back\n"
	"r FIN-ACK 5001 1002 : i FIN_WAIT_1~>FIN_WAIT_2 ACK, r note FIN_REPEAT\n"
	"i ACK 1002 5002 : i FIN_WAIT_2~>TIME_WAIT ACK, r CLOSING~>TIME_WAIT ACK\n"
},
{ "fin_repeat_crosses_its_ack", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1002 : r ESTABLISHED~>CLOSE_WAIT ACK, i FIN_WAIT_1~>FIN_WAIT_2 ACK, r CLOSE_WAIT~>LAST_ACK FIN\n"
	"i FIN-ACK 1001 5001 : i FIN_WAIT_2->FIN_WAIT_1 FIN back\n"
	"i ACK 1002 5002 : i FIN_WAIT_1->FIN_WAIT_2 ACK, i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK~>CLOSED ACK\n"
	"r ACK 5002 1002 : \n"
},
{ "fin_overtaken_by_its_ack_of_the_peers", TCPS_VECTOR_EITHER, OPEN I_CLOSES
	"r ACK 5002 1002 : \n"
	"r FIN-ACK 5001 1001 : r CLOSE_WAIT->ESTABLISHED FIN back, r ESTABLISHED->FIN_WAIT_1 FIN, r FIN_WAIT_1->CLOSING ACK\n"
	"i ACK 1002 5002 : i FIN_WAIT_2~>TIME_WAIT ACK, r CLOSING~>TIME_WAIT ACK\n"
	"closed_first : initiator\n"
	"end : fin\n"
},
{ "fins_cross_and_repeat_on_a_long_path", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"wait 200ms : \n"
	"i FIN-ACK 1001 5001 : i note FIN_REPEAT\n"
	"wait 100ms : \n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1~>CLOSING ACK\n"
	"wait 200ms : \n"
	"r FIN-ACK 5001 1001 : r CLOSING->FIN_WAIT_1 FIN back\n"
	"i ACK 1002 5002 : r FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	"wait 100ms : \n"
	"r ACK 5002 1002 : r FIN_WAIT_2~>TIME_WAIT ACK, i CLOSING~>TIME_WAIT ACK\n"
	"wait 200ms : \n"
	"r ACK 5002 1002 : \n"
	"states : TIME_WAIT TIME_WAIT\n"
	"end : fin\n"
	"closed_first : initiator\n"
},
{ "fins_cross_and_one_repeats_beyond", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1~>CLOSING ACK\n"
	"r FIN-ACK 5001 1001 : r CLOSING->FIN_WAIT_1 FIN back\n"
	"r ACK 5002 1002 : r FIN_WAIT_1~>FIN_WAIT_2 ACK, r FIN_WAIT_2~>TIME_WAIT ACK, i CLOSING~>TIME_WAIT ACK\n"
	"states : TIME_WAIT TIME_WAIT\n"
},
{ "fin_repeat_with_ack_overtakes_one_without", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5002 1002 : r FIN_WAIT_1->CLOSING ACK, i FIN_WAIT_1~>CLOSING ACK\n"
	"r FIN-ACK 5001 1002 : r note FIN_REPEAT\n"
	"i FIN-ACK 1001 5001 : i CLOSING->FIN_WAIT_1 FIN back\n"
	"i ACK 1002 5002 : i FIN_WAIT_1~>FIN_WAIT_2 ACK, i FIN_WAIT_2~>TIME_WAIT ACK, r CLOSING~>TIME_WAIT ACK\n"
},
{ "fin_waits_for_data_and_does_not_cross", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r note FIN_REPEAT\n"
	"i ACK 1102 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	"i ACK 1001 5002 len=100 : \n"
	"r ACK 5002 1102 : r FIN_WAIT_2~>TIME_WAIT ACK, i CLOSING~>TIME_WAIT ACK\n"
},
{ "fin_lost_before_here_then_repeated_with_ack", TCPS_VECTOR_SAMPLED, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i ESTABLISHED~>CLOSE_WAIT ACK, r FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	"i FIN-ACK 1001 5002 : i CLOSE_WAIT~>LAST_ACK FIN\n"
	"r ACK 5002 1002 : r FIN_WAIT_2->TIME_WAIT ACK, i LAST_ACK~>CLOSED ACK\n"
},
{ "fin_missed_and_its_sender_beyond_it", TCPS_VECTOR_TRACKED, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : i ESTABLISHED~>CLOSE_WAIT ACK, r FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	"i FIN-ACK 1001 5002 : i CLOSE_WAIT->ESTABLISHED FIN back, i ESTABLISHED~>FIN_WAIT_1 FIN, i FIN_WAIT_1~>CLOSING ACK\n"
	"r ACK 5002 1002 : r FIN_WAIT_2->TIME_WAIT ACK, i CLOSING~>TIME_WAIT ACK\n"
},
{ "fin_overtaken_by_its_ack", TCPS_VECTOR_TRACKED, OPEN
	"r ACK 5001 1002 : \n"
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN, r ESTABLISHED->CLOSE_WAIT ACK, i FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	R_FOLLOWS LAST_ACK
	"closed_first : initiator\n"
	"bytes : 0 0\n"
	"end : fin\n"
},
{ "last_fin_overtaken_by_its_ack", TCPS_VECTOR_TRACKED, OPEN I_CLOSES
	"i ACK 1002 5002 : \n"
	"r FIN-ACK 5001 1002 : r CLOSE_WAIT->LAST_ACK FIN, i FIN_WAIT_2~>TIME_WAIT ACK, r LAST_ACK~>CLOSED ACK\n"
	"bytes : 0 0\n"
	"end : fin\n"
},
{ "fin_and_ack_overtaken_by_the_last_ack", TCPS_VECTOR_TRACKED, OPEN
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1002 5002 : \n"
	"r FIN-ACK 5001 1002 : r ESTABLISHED~>CLOSE_WAIT ACK, i FIN_WAIT_1~>FIN_WAIT_2 ACK, "
	"r CLOSE_WAIT~>LAST_ACK FIN, i FIN_WAIT_2~>TIME_WAIT ACK, r LAST_ACK~>CLOSED ACK\n"
	"end : fin\n"
},
{ "fins_do_not_cross_over_a_gap", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1102 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1~>CLOSING ACK\n"
	"wait 20ms : \n"
	"r ACK 5002 1001 : r CLOSING->FIN_WAIT_2 ACK back\n"
	"i FIN-ACK-PSH 1001 5002 len=100 : i note FIN_REPEAT\n"
	"r ACK 5002 1102 : r FIN_WAIT_2~>TIME_WAIT ACK, i CLOSING~>TIME_WAIT ACK\n"
},
{ "fin_missed_before_the_other", TCPS_VECTOR_EITHER, OPEN
	"i FIN-ACK 1101 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"wait 20ms : \n"
	"r ACK 5002 1001 : \n"
	"i ACK 1102 5002 : i FIN_WAIT_1->CLOSING ACK, r FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	"i FIN-ACK-PSH 1001 5002 len=100 : i note FIN_REPEAT\n"
	"r ACK 5002 1102 : r FIN_WAIT_2~>TIME_WAIT ACK, i CLOSING~>TIME_WAIT ACK\n"
},
};
