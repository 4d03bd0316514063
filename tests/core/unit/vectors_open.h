/* SPDX-License-Identifier: GPL-2.0 */
/* Vectors: opening a connection, and finding one that is open. */

static const struct tcps_vector tcps_vectors_open[] = {
{ "handshake", TCPS_VECTOR_EITHER, OPEN
	"states : ESTABLISHED ESTABLISHED\n"
	"class : established\n"
	"expects_ack : no\n"
	"roles : known\n"
},
{ "ack_lost_and_carried_by_data", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK-PSH 1001 5001 len=100 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"bytes : 100 0\n"
},
{ "ack_lost_and_carried_by_fin", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i FIN-ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK, i ESTABLISHED->FIN_WAIT_1 FIN\n"
},
{ "syn_repeated", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"wait 1s : \n"
	"i SYN 1000 : i note SYN_REPEAT\n"
	"restart : yes\n"
	"wait 2s : \n"
	"i SYN 1000 : i note SYN_REPEAT\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"repeats : 2 0 0 0\n"
},
{ "syn_repeated_with_new_number", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i SYN 7000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 7001 : attempt r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 7001 5001 : attempt i SYN_SENT->ESTABLISHED ACK, attempt r SYN_RECEIVED~>ESTABLISHED ACK, i SYN_SENT?>CLOSED ACK, reopen\n"
	"bytes : 0 0\n"
},
{ "syn_repeated_with_new_number_old_one_answered", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i SYN 7000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
},
/* RFC 9293 figure 8, seen on the way between the two. */
{ "old_syn_answered", TCPS_VECTOR_EITHER,
	"i SYN 100 : i CLOSED->SYN_SENT SYN\n"
	"i SYN 90 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 300 91 : attempt r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 91 : attempt i SYN_SENT~>CLOSED RST, attempt r SYN_RECEIVED~>CLOSED RST\n"
	"restart : yes\n"
	"states : SYN_SENT LISTEN\n"
	"end : still-open\n"
	"r SYN-ACK 400 101 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 101 401 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"expects_ack : yes\n"
	"reset_by : none\n"
	"handshake : 7 1\n"
	"repeats : 0 0 0 0\n"
	"bytes : 0 0\n"
},
{ "old_syn_first_and_answered", TCPS_VECTOR_EITHER,
	"i SYN 90 : i CLOSED->SYN_SENT SYN\n"
	"i SYN 100 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 300 91 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 91 : i SYN_SENT~>CLOSED RST, r SYN_RECEIVED~>CLOSED RST\n"
	"r SYN-ACK 400 101 : attempt r LISTEN->SYN_RECEIVED SYN-ACK, reopen\n"
	"i ACK 101 401 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"bytes : 0 0\n"
},
{ "old_syn_answered_rst_lost", TCPS_VECTOR_EITHER,
	"i SYN 100 : i CLOSED->SYN_SENT SYN\n"
	"i SYN 90 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 300 91 : attempt r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 400 101 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 91 : attempt i SYN_SENT~>CLOSED RST, attempt r SYN_RECEIVED~>CLOSED RST\n"
	"i ACK 101 401 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
},
{ "old_syns_answered_in_turn", TCPS_VECTOR_EITHER,
	"i SYN 100 : i CLOSED->SYN_SENT SYN\n"
	"i SYN 90 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"i SYN 95 : attempt i SYN_SENT?>CLOSED SYN, given up, i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 300 91 : r note INVALID\n"
	"i RST 91 : i note RST_IGNORED\n"
	"r SYN-ACK 350 96 : attempt r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 96 : attempt i SYN_SENT~>CLOSED RST, attempt r SYN_RECEIVED~>CLOSED RST\n"
	"r SYN-ACK 400 101 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 101 401 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
},
{ "old_syns_answered_and_none_holds", TCPS_VECTOR_EITHER,
	"i SYN 100 : i CLOSED->SYN_SENT SYN\n"
	"i SYN 90 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 300 91 : attempt r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 91 : attempt i SYN_SENT~>CLOSED RST, attempt r SYN_RECEIVED~>CLOSED RST\n"
	"r SYN-ACK 400 101 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 101 : i SYN_SENT~>CLOSED RST, r SYN_RECEIVED~>CLOSED RST\n"
	"end : reset\n"
},
{ "syn_with_three_numbers_second_answered", TCPS_VECTOR_EITHER,
	"i SYN 100 : i CLOSED->SYN_SENT SYN\n"
	"i SYN 200 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"i SYN 300 : attempt i SYN_SENT?>CLOSED SYN, given up, i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"i SYN 300 : attempt i note SYN_REPEAT, i note SYN_IGNORED\n"
	"r SYN-ACK 1000 201 : r note INVALID\n"
	"i ACK 201 1001 : attempt i SYN_SENT?>CLOSED ACK, given up, i SYN_SENT?>CLOSED ACK, reopen, i CLOSED?>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK, i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"bytes : 0 0\n"
},
{ "syn_ack_repeated", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 5000 1001 : r note SYN-ACK_REPEAT\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"repeats : 0 1 0 0\n"
},
{ "syn_and_syn_ack_repeated", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i SYN 1000 : i note SYN_REPEAT\n"
	"r SYN-ACK 5000 1001 : r note SYN-ACK_REPEAT\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
},
{ "syn_cookies_second_number_taken", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i SYN 1000 : i note SYN_REPEAT\n"
	"r SYN-ACK 6000 1001 : r note SYN-ACK_OTHER\n"
	"i ACK 1001 6001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
},
{ "syn_cookies_first_number_taken", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i SYN 1000 : i note SYN_REPEAT\n"
	"r SYN-ACK 6000 1001 : r note SYN-ACK_OTHER\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"r ACK 5001 1001 len=10 : \n"
	"bytes : 0 10\n"
},
{ "accept_queue_full", TCPS_VECTOR_EITHER, OPEN
	"wait 1s : \n"
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"class : half_open\n"
	"expects_ack : yes\n"
	"i ACK 1001 5001 : r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"wait 2s : \n"
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"i ACK 1001 5001 : r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"repeats : 0 2 0 0\n"
	"r ACK 5001 1001 len=5 : \n"
	"times r : LISTEN 1, SYN_RECEIVED 3009, ESTABLISHED 3\n"
},
{ "accept_queue_full_given_up", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=10 : \n"
	"wait 1s : \n"
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"i ACK 1011 5001 : r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"wait 60s : \n"
	"i ACK 1001 5001 len=10 : \n"
	"r RST 5001 : r ESTABLISHED->CLOSED RST, i ESTABLISHED~>CLOSED RST\n"
	"end : reset\n"
},
{ "deferred_accept", TCPS_VECTOR_EITHER, OPEN
	"wait 3s : \n"
	"i ACK 1001 5001 len=80 : \n"
	"r ACK 5001 1081 : \n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "syn_ack_overtaken_by_data", TCPS_VECTOR_EITHER, OPEN
	"r ACK 5001 1001 len=10 : \n"
	"r SYN-ACK 5000 1001 : r note SYN-ACK_REPEAT\n"
},
{ "syn_ack_repeat_then_server_data", TCPS_VECTOR_EITHER, OPEN
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"r ACK 5001 1001 len=10 : \n"
},
{ "syn_ack_repeat_then_server_takes_data", TCPS_VECTOR_EITHER, OPEN
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"r ACK 5001 1011 : r SYN_RECEIVED->ESTABLISHED ACK\n"
},
{ "syn_ack_repeat_then_server_closes", TCPS_VECTOR_EITHER, OPEN
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"r FIN-ACK 5001 1001 : r SYN_RECEIVED->FIN_WAIT_1 FIN\n"
},
{ "simultaneous_open", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"i SYN-ACK 1000 5001 : i SYN_SENT->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 5000 1001 : r SYN_SENT->SYN_RECEIVED SYN-ACK, i SYN_RECEIVED~>ESTABLISHED SYN-ACK, r SYN_RECEIVED~>ESTABLISHED SYN-ACK\n"
	"i ACK 1001 5001 : \n"
	"r ACK 5001 1001 : \n"
	"states : ESTABLISHED ESTABLISHED\n"
	"roles : known\n"
	"bytes : 0 0\n"
},
{ "simultaneous_open_one_syn_ack_lost", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"i SYN-ACK 1000 5001 : i SYN_SENT->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1001 : r SYN_SENT~>ESTABLISHED ACK, i SYN_RECEIVED~>ESTABLISHED ACK\n"
},
{ "simultaneous_open_one_syn_lost", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r SYN_SENT->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT~>ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
},
{ "simultaneous_open_challenge_acks", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"i SYN 1000 : i note SYN_REPEAT\n"
	"r SYN 5000 : r note SYN_REPEAT\n"
	"r SYN-ACK 5000 1001 : r SYN_SENT->SYN_RECEIVED SYN-ACK\n"
	"i SYN-ACK 1000 5001 : i SYN_SENT->SYN_RECEIVED SYN-ACK, r SYN_RECEIVED~>ESTABLISHED SYN-ACK, i SYN_RECEIVED~>ESTABLISHED SYN-ACK\n"
	"r ACK 5001 1001 : \n"
	"i ACK 1001 5001 : \n"
},
{ "fast_open", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=100 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1101 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1101 len=500 : \n"
	"states : SYN_SENT SYN_RECEIVED\n"
	"i ACK 1101 5501 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"bytes : 100 500\n"
},
{ "fast_open_ack_lost", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=100 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1101 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1101 len=500 : \n"
	"i ACK 1101 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"r SYN-ACK 5000 1101 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"i ACK 1101 5501 : r SYN_RECEIVED~>ESTABLISHED ACK\n"
},
{ "fast_open_data_not_taken", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=100 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 len=100 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"r ACK 5001 1101 : \n"
	"bytes : 100 0\n"
},
{ "fast_open_server_closes_in_syn_received", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=100 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1101 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r FIN-ACK 5001 1101 len=500 : r SYN_RECEIVED->FIN_WAIT_1 FIN\n"
	"i ACK 1101 5502 : i SYN_SENT->ESTABLISHED ACK, i ESTABLISHED->CLOSE_WAIT ACK, r FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
},
{ "fin_met_in_syn_received", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=100 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 5001 1101 : r LISTEN?>SYN_RECEIVED ACK\n"
	"r FIN-ACK 5001 1101 : r SYN_RECEIVED->FIN_WAIT_1 FIN\n"
	"i SYN-ACK 1000 5002 : i SYN_SENT->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1101 5002 : i SYN_RECEIVED->CLOSE_WAIT ACK, r FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
},
{ "fast_open_fin_overtakes_syn_ack_and_data", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=300 : i CLOSED->SYN_SENT SYN\n"
	"r FIN-ACK 5501 1301 : r LISTEN?>SYN_RECEIVED ACK, r SYN_RECEIVED->FIN_WAIT_1 FIN\n"
	"i SYN 1000 : i note SYN_REPEAT\n"
	"r SYN-ACK 5000 1301 : \n"
	"i ACK 1301 5001 : i SYN_SENT->ESTABLISHED ACK\n"
	"r SYN-ACK 5000 1301 : r note SYN-ACK_REPEAT\n"
	"i FIN-ACK 1301 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r ACK 5502 1302 : r FIN_WAIT_1->CLOSING ACK, i FIN_WAIT_1~>FIN_WAIT_2 ACK\n"
	"i ACK 1302 5001 : \n"
	"r FIN-ACK 5001 1302 len=500 : r note FIN_REPEAT\n"
	"i ACK 1302 5502 : i FIN_WAIT_2~>TIME_WAIT ACK, r CLOSING~>TIME_WAIT ACK\n"
	"bytes : 300 500\n"
},
{ "fast_open_data_overtakes_syn_ack_not_seen", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=300 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 5101 1301 len=100 : r LISTEN?>SYN_RECEIVED ACK\n"
	"i ACK 1301 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"r ACK 5001 1301 len=100 : \n"
	"i ACK 1301 5201 : \n"
	"states : ESTABLISHED ESTABLISHED\n"
	"bytes : 300 200\n"
},
{ "fast_open_server_takes_more", TCPS_VECTOR_EITHER,
	"i SYN 1000 len=100 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1101 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1201 : r SYN_RECEIVED->ESTABLISHED ACK, i SYN_SENT?>ESTABLISHED ACK\n"
},
{ "keepalive_and_zero_window", TCPS_VECTOR_EITHER, OPEN
	"i ACK 1001 5001 len=100 : \n"
	"r ACK 5001 1101 win=0 : \n"
	"wait 200s : \n"
	"i ACK 1100 5001 : \n"
	"r ACK 5001 1101 win=0 : \n"
	"i ACK 1101 5001 len=1 : \n"
	"r ACK 5001 1101 win=0 : \n"
	"r ACK 5000 1101 win=0 : \n"
	"i ACK 1101 5001 : \n"
	"r ACK 5001 1101 win=1000 : \n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "syn_repeat_late", TCPS_VECTOR_EITHER, OPEN
	"i SYN 1000 : i note SYN_REPEAT\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"repeats : 1 0 0 0\n"
},
{ "syn_ack_unseen", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 1001 5001 : r LISTEN?>SYN_RECEIVED ACK, i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"handshake : unknown unknown\n"
	"r SYN-ACK 5000 1001 : \n"
	"r ACK 5001 1001 len=20 : \n"
	"bytes : 0 20\n"
},
{ "syn_acknowledged_before_it_is_answered", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 0 1001 : r LISTEN?>SYN_RECEIVED ACK\n"
	"r SYN-ACK 5000 1001 : r SYN_RECEIVED->LISTEN SYN-ACK back, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"r ACK 5001 1001 len=10 : \n"
	"handshake : 2 1\n"
	"repeats : 0 0 0 0\n"
	"bytes : 0 10\n"
},
{ "syn_acknowledged_by_the_number_of_the_answer", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 5000 1001 : r LISTEN?>SYN_RECEIVED ACK\n"
	"r SYN-ACK 5000 1001 : r SYN_RECEIVED->LISTEN SYN-ACK back, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 5000 1001 : r note SYN-ACK_REPEAT\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"handshake : 2 2\n"
	"repeats : 0 1 0 0\n"
},
{ "split_handshake", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 5000 1001 : r LISTEN?>SYN_RECEIVED ACK\n"
	"r SYN 5000 : r SYN_RECEIVED->LISTEN SYN back, r LISTEN->SYN_SENT SYN\n"
	"i SYN-ACK 1000 5001 : i SYN_SENT->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1001 : r SYN_SENT~>ESTABLISHED ACK, i SYN_RECEIVED~>ESTABLISHED ACK\n"
	"i ACK 1001 5001 len=4 : \n"
	"r ACK 5001 1005 : \n"
	"bytes : 4 0\n"
	"repeats : 0 0 0 0\n"
	"handshake : unknown unknown\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "ack_in_syn_sent_not_next", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 2000 5001 : r LISTEN?>SYN_RECEIVED ACK, i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"i ACK 1001 5001 : \n"
},
{ "responder_seen_only", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED?>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"roles : known adopted\n"
	"r ACK 5001 1101 len=100 : r SYN_RECEIVED->ESTABLISHED ACK, i SYN_SENT?>ESTABLISHED ACK\n"
	"r ACK 5101 1201 len=100 : \n"
	"r FIN-ACK 5201 1202 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"bytes : 200 200\n"
},
{ "responder_seen_only_and_speaking_first", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED?>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1001 len=20 : \n"
},
{ "initiator_seen_only", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i ACK 1001 5001 : r LISTEN?>SYN_RECEIVED ACK, i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"i ACK 1001 5001 len=100 : \n"
	"i ACK 1101 5301 : \n"
	"i FIN-ACK 1101 5301 : i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1102 5302 : \n"
	"bytes : 100 300\n"
},
{ "adopted_syn_ack_then_ack", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED?>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"handshake : unknown 1\n"
},
{ "adopted_by_data", TCPS_VECTOR_EITHER,
	"i ACK 9000 4000 len=1000 : i CLOSED->ESTABLISHED ADOPT, r CLOSED~>ESTABLISHED ADOPT\n"
	"roles : unknown adopted\n"
	"r ACK 4000 10000 len=50 : \n"
	"bytes : 1000 50\n"
	"handshake : unknown unknown\n"
},
{ "adopted_then_its_syn_ack", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 : i CLOSED->ESTABLISHED ADOPT, r CLOSED~>ESTABLISHED ADOPT\n"
	"roles : unknown adopted\n"
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"roles : known adopted\n"
	"expects_ack : yes\n"
	"times r : SYN_RECEIVED 5\n"
	"i ACK 1001 5001 len=10 : r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"r ACK 5001 1011 len=20 : \n"
	"bytes : 10 20\n"
	"repeats : 0 0 0 0\n"
	"handshake : unknown unknown\n"
},
{ "adopted_by_data_then_its_syn_ack", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 len=5 : i CLOSED->ESTABLISHED ADOPT, r CLOSED~>ESTABLISHED ADOPT\n"
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"r SYN-ACK 5000 1001 : r note SYN-ACK_REPEAT\n"
	"i ACK 1001 5001 len=5 : r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"r ACK 5001 1006 : \n"
	"roles : known adopted\n"
	"bytes : 5 0\n"
	"repeats : 0 1 0 0\n"
},
{ "adopted_by_both_then_its_syn_ack", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 : i CLOSED->ESTABLISHED ADOPT, r CLOSED~>ESTABLISHED ADOPT\n"
	"r ACK 5001 1001 len=20 : \n"
	"r SYN-ACK 5000 1001 : r note SYN-ACK_REPEAT\n"
	"times r : ESTABLISHED 3\n"
	"roles : known adopted\n"
	"bytes : 0 20\n"
},
{ "adopted_then_another_syn_ack", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 : i CLOSED->ESTABLISHED ADOPT, r CLOSED~>ESTABLISHED ADOPT\n"
	"r SYN-ACK 5000 1002 : r note INVALID\n"
	"r SYN-ACK 5001 1001 : r note INVALID\n"
	"roles : unknown adopted\n"
},
/* Here "initiator" and "responder" are first guessed the wrong way round. */
{ "adopted_by_the_responder_then_its_syn_ack", TCPS_VECTOR_EITHER,
	"r ACK 5001 1001 : r CLOSED->ESTABLISHED ADOPT, i CLOSED~>ESTABLISHED ADOPT\n"
	"roles : unknown adopted\n"
	"r SYN-ACK 5000 1001 : r ESTABLISHED->SYN_RECEIVED SYN-ACK back\n"
	"roles : known adopted\n"
	"times i : ESTABLISHED 4\n"
	"times r : SYN_RECEIVED 5\n"
	"i ACK 1001 5001 len=10 : r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"bytes : 10 0\n"
},
{ "adopted_by_a_fin_then_a_syn_ack_of_its_sender", TCPS_VECTOR_EITHER,
	"r FIN-ACK 5001 1001 : r CLOSED->ESTABLISHED ADOPT, i CLOSED~>ESTABLISHED ADOPT, r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r SYN-ACK 5000 1001 : r note INVALID\n"
	"roles : unknown adopted\n"
},
{ "adopted_by_fin", TCPS_VECTOR_EITHER,
	"i FIN-ACK 9000 4000 : i CLOSED->ESTABLISHED ADOPT, r CLOSED~>ESTABLISHED ADOPT, i ESTABLISHED->FIN_WAIT_1 FIN\n"
	"r FIN-ACK 4000 9001 : r ESTABLISHED~>CLOSE_WAIT ACK, i FIN_WAIT_1~>FIN_WAIT_2 ACK, r CLOSE_WAIT~>LAST_ACK FIN\n"
	"i ACK 9001 4001 : i FIN_WAIT_2->TIME_WAIT ACK, r LAST_ACK~>CLOSED ACK\n"
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
{ "syn_with_fin_opens_and_does_not_close", TCPS_VECTOR_EITHER,
	"i SYN-FIN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i FIN-ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK, i ESTABLISHED->FIN_WAIT_1 FIN\n"
},
{ "nonsense_flags", TCPS_VECTOR_EITHER, OPEN
	"i SYN-FIN 2000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"r FIN 5001 : r note INVALID\n"
	"r NONE 5001 : \n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "half_open_timeout", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"class : half_open\n"
	"timeout : i SYN_SENT?>CLOSED TIMER, r SYN_RECEIVED?>CLOSED TIMER\n"
	"end : half-open\n"
	"ended : yes\n"
},
{ "syn_timeout", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"timeout : i SYN_SENT?>CLOSED TIMER\n"
	"states : CLOSED LISTEN\n"
	"end : timeout\n"
	"ended : yes\n"
},
{ "syn_evicted", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"evict : i SYN_SENT?>CLOSED EVICT\n"
	"end : evicted\n"
},
{ "half_open_stopped", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"stop : i SYN_SENT?>CLOSED STOP, r SYN_RECEIVED?>CLOSED STOP\n"
	"end : evicted\n"
},
{ "established_timeout", TCPS_VECTOR_EITHER, OPEN
	"timeout : i ESTABLISHED?>CLOSED TIMER, r ESTABLISHED?>CLOSED TIMER\n"
	"end : timeout\n"
},
{ "established_evicted", TCPS_VECTOR_EITHER, OPEN
	"evict : i ESTABLISHED?>CLOSED EVICT, r ESTABLISHED?>CLOSED EVICT\n"
	"end : evicted\n"
},
{ "icmp_unreachable", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"icmp i 1000 fatal : i SYN_SENT~>CLOSED ICMP, r LISTEN~>CLOSED ICMP\n"
	"end : unreachable\n"
	"class : closed\n"
	"ended : no\n"
	"timeout : \n"
	"ended : yes\n"
	"end : unreachable\n"
},
{ "icmp_unreachable_ignored", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"icmp i 1000 fatal : i SYN_SENT~>CLOSED ICMP, r LISTEN~>CLOSED ICMP\n"
	"i SYN 1000 : i CLOSED->SYN_SENT ICMP_IGNORED back, r CLOSED~>LISTEN ICMP_IGNORED back, i note SYN_REPEAT\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"end : still-open\n"
},
{ "icmp_unreachable_disproved_by_syn_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"icmp i 1000 fatal : i SYN_SENT~>CLOSED ICMP, r LISTEN~>CLOSED ICMP\n"
	"r SYN-ACK 5000 1001 : r CLOSED->LISTEN ICMP_IGNORED back, i CLOSED~>SYN_SENT ICMP_IGNORED back, r LISTEN->SYN_RECEIVED SYN-ACK\n"
},
{ "icmp_unreachable_and_strays_of_an_older_connection", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"icmp i 1000 fatal : i SYN_SENT~>CLOSED ICMP, r LISTEN~>CLOSED ICMP\n"
	"i ACK 5555 6666 : i note INVALID\n"
	"r ACK 6666 5555 : reopen, i CLOSED->ESTABLISHED ADOPT, r CLOSED~>ESTABLISHED ADOPT\n"
	"timeout : i ESTABLISHED?>CLOSED TIMER, r ESTABLISHED?>CLOSED TIMER\n"
	"end : timeout\n"
},
{ "icmp_that_ends_nothing", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"icmp i 999 fatal : i note ICMP_IGNORED\n"
	"icmp i 1000 soft : i note ICMP_IGNORED\n"
	"icmp r 1000 fatal : r note ICMP_IGNORED\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"icmp i 1000 fatal : i note ICMP_IGNORED\n"
	"icmp r 5000 fatal : r note ICMP_IGNORED\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"icmp i 1001 fatal : i note ICMP_IGNORED\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "old_connection_answers", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 8000 3000 : r note CHALLENGE_ACK\n"
	"i RST 3000 : i note RST_IGNORED\n"
	"wait 1s : \n"
	"i SYN 1000 : i note SYN_REPEAT\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
},
{ "syn_overtaken_by_adopted_answer", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED?>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i SYN 1000 : \n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"repeats : 0 0 0 0\n"
	"handshake : unknown 2\n"
	"i SYN 1000 : i note SYN_REPEAT\n"
},
{ "syn_overtaken_by_its_syn_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r SYN 5000 : \n"
	"r SYN 5000 : r note SYN_REPEAT\n"
	"i ACK 1001 5001 : i SYN_SENT~>ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"times r : SYN_SENT 1, SYN_RECEIVED 3, ESTABLISHED 1\n"
	"repeats : 0 1 0 0\n"
},
{ "connecting_after_refusing", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"r RST-ACK 0 1001 : r SYN_SENT~>CLOSED RST, i SYN_SENT~>CLOSED RST\n"
	"r SYN 5000 : r note SYN_REPEAT\n"
	"wait 2s : \n"
	"r SYN 5000 : r CLOSED->SYN_SENT RST_IGNORED back, r note SYN_REPEAT\n"
},
{ "several_syn_acks_and_an_ack_of_none", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r SYN-ACK 7000 1001 : r note SYN-ACK_OTHER\n"
	"i ACK 1500 9001 : i note INVALID\n"
	"i ACK 1001 7001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "ack_beyond_data_of_syn_received", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 5001 1001 len=100 : \n"
	"i ACK 1001 9001 : i note INVALID\n"
	"i ACK 1001 5101 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "ack_at_the_number_of_the_syn", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1000 5001 : i note INVALID\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "answer_unseen_and_an_ack_below_it", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 5500 1001 : r LISTEN?>SYN_RECEIVED ACK\n"
	"i ACK 1500 5400 : i note INVALID\n"
	"i ACK 1001 5500 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "answer_far_ahead_of_the_syn", TCPS_VECTOR_SAMPLED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 5000 90000000 len=10 : r note CHALLENGE_ACK\n"
	"states : SYN_SENT LISTEN\n"
},
{ "syn_received_goes_on_long_after", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"wait 4s : \n"
	"r ACK 5001 1001 len=10 : r SYN_RECEIVED?>ESTABLISHED ACK, i SYN_SENT?>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "simultaneous_syn_ack_after_its_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r SYN_SENT->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT~>ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"i SYN-ACK 1000 5001 : \n"
	"repeats : 0 0 0 0\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "syn_ack_again_takes_more", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"r SYN-ACK 5000 1101 : r note INVALID\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "syn_ack_of_a_wrong_number_after_a_stray", TCPS_VECTOR_EITHER,
	"i ACK 1001 5001 len=10 : i CLOSED->ESTABLISHED ADOPT, r CLOSED~>ESTABLISHED ADOPT\n"
	"r SYN-ACK 5000 900 : r note INVALID\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "unreachable_but_it_goes_on", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"icmp i 1000 fatal : i SYN_SENT~>CLOSED ICMP, r LISTEN~>CLOSED ICMP\n"
	"i ACK 1001 5001 : i CLOSED->SYN_SENT ICMP_IGNORED back, r CLOSED~>LISTEN ICMP_IGNORED back, r LISTEN?>SYN_RECEIVED ACK, i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "unreachable_attempt_beside_a_connection", TCPS_VECTOR_EITHER, OPEN
	"i SYN 90000000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"icmp i 90000000 fatal : attempt i SYN_SENT~>CLOSED ICMP, attempt r LISTEN~>CLOSED ICMP\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"attempt states : CLOSED CLOSED\n"
},
{ "open_syn_again_takes_back_what_was_inferred", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"wait 4s : \n"
	"r ACK 5001 1001 len=10 : r SYN_RECEIVED?>ESTABLISHED ACK, i SYN_SENT?>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"i SYN 1000 : i ESTABLISHED->SYN_SENT SYN back, r ESTABLISHED->SYN_RECEIVED SYN back\n"
	"restart : yes\n"
	"states : SYN_SENT SYN_RECEIVED\n"
	"repeats : 1 0 0 0\n"
	"i ACK 1001 5011 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "open_syn_again_that_a_bare_ack_answers", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i SYN 1000 : i note SYN_REPEAT\n"
	"wait 4s : \n"
	"r ACK 5001 1001 : \n"
	"states : SYN_SENT SYN_RECEIVED\n"
	"r ACK 5001 1001 len=10 : r SYN_RECEIVED?>ESTABLISHED ACK, i SYN_SENT?>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "open_syn_ack_first_window_scaled", TCPS_VECTOR_TRACKED,
	"r SYN-ACK 5000 1001 ws=7 : i CLOSED?>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 win=1000 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"r ACK 105001 1001 len=10 : \n"
	"i ACK 1001 105011 : \n"
	"bytes : 0 100010\n"
	"r ACK 905001 1001 len=10 : \n"
},
{ "open_answer_forgotten_then_syn_ack", TCPS_VECTOR_TRACKED,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 3000007001 1001 len=10 : r LISTEN?>SYN_RECEIVED ACK\n"
	"r FIN-ACK 3000007011 1001 : r SYN_RECEIVED->FIN_WAIT_1 FIN\n"
	"r SYN-ACK 5000 1001 : r FIN_WAIT_1->LISTEN SYN-ACK back, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"states : SYN_SENT SYN_RECEIVED\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED~>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"bytes : 0 0\n"
	"closed_first : none\n"
},
};
