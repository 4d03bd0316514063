/* SPDX-License-Identifier: GPL-2.0 */
/* Vectors: failed attempts, and flows that a timer or a limit ends. */

static const struct tcps_vector tcps_vectors_given_up[] = {
{ "half_open_timeout", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"class : half_open\n"
	"timeout : i SYN_SENT~>CLOSED TIMER, r SYN_RECEIVED~>CLOSED TIMER\n"
	"end : half-open\n"
	"ended : yes\n"
},
{ "syn_timeout", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"timeout : i SYN_SENT~>CLOSED TIMER\n"
	"states : CLOSED LISTEN\n"
	"expects_ack : no\n"
	"end : timeout\n"
	"ended : yes\n"
},
{ "syn_evicted", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"evict : i SYN_SENT~>CLOSED EVICT\n"
	"end : evicted\n"
},
{ "half_open_stopped", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"stop : i SYN_SENT~>CLOSED STOP, r SYN_RECEIVED~>CLOSED STOP\n"
	"end : evicted\n"
},
{ "established_timeout", TCPS_VECTOR_EITHER, OPEN
	"timeout : i ESTABLISHED~>CLOSED TIMER, r ESTABLISHED~>CLOSED TIMER\n"
	"end : timeout\n"
},
{ "established_evicted", TCPS_VECTOR_EITHER, OPEN
	"evict : i ESTABLISHED~>CLOSED EVICT, r ESTABLISHED~>CLOSED EVICT\n"
	"end : evicted\n"
},
{ "icmp_unreachable", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"icmp i 1000 fatal : i SYN_SENT?>CLOSED ICMP, r LISTEN?>CLOSED ICMP\n"
	"end : unreachable\n"
	"class : closed\n"
	"ended : no\n"
	"timeout : \n"
	"ended : yes\n"
	"end : unreachable\n"
},
{ "icmp_unreachable_ignored", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"icmp i 1000 fatal : i SYN_SENT?>CLOSED ICMP, r LISTEN?>CLOSED ICMP\n"
	"i SYN 1000 : i CLOSED->SYN_SENT ICMP_IGNORED back, r CLOSED?>LISTEN ICMP_IGNORED back, i note SYN_REPEAT\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"end : still-open\n"
},
{ "icmp_unreachable_disproved_by_syn_ack", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"icmp i 1000 fatal : i SYN_SENT?>CLOSED ICMP, r LISTEN?>CLOSED ICMP\n"
	"r SYN-ACK 5000 1001 : r CLOSED->LISTEN ICMP_IGNORED back, i CLOSED?>SYN_SENT ICMP_IGNORED back, r LISTEN->SYN_RECEIVED SYN-ACK\n"
},
{ "icmp_unreachable_and_strays_of_an_older_connection", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"icmp i 1000 fatal : i SYN_SENT?>CLOSED ICMP, r LISTEN?>CLOSED ICMP\n"
	"i ACK 5555 6666 : i note INVALID\n"
	"r ACK 6666 5555 : reopen, i CLOSED?>ESTABLISHED ADOPT, r CLOSED?>ESTABLISHED ADOPT\n"
	"timeout : i ESTABLISHED~>CLOSED TIMER, r ESTABLISHED~>CLOSED TIMER\n"
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
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
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
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
},
{ "connecting_after_refusing", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"r RST-ACK 0 1001 : r SYN_SENT?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"r SYN 5000 : r note SYN_REPEAT\n"
	"wait 2s : \n"
	"r SYN 5000 : r CLOSED->SYN_SENT RST_IGNORED back, r note SYN_REPEAT\n"
},
{ "unreachable_but_it_goes_on", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"icmp i 1000 fatal : i SYN_SENT?>CLOSED ICMP, r LISTEN?>CLOSED ICMP\n"
	"i ACK 1001 5001 : i CLOSED->SYN_SENT ICMP_IGNORED back, r CLOSED?>LISTEN ICMP_IGNORED back, r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "unreachable_attempt_beside_a_connection", TCPS_VECTOR_EITHER, OPEN
	"i SYN 90000000 : i note SYN_IGNORED, attempt i CLOSED->SYN_SENT SYN\n"
	"icmp i 90000000 fatal : attempt i SYN_SENT?>CLOSED ICMP, attempt r LISTEN?>CLOSED ICMP\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"attempt states : CLOSED CLOSED\n"
},
/* Sent while the port was still closed; it has connected since. */
{ "rst_of_a_closed_port_behind_its_syn", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"r ACK 5001 1001 : r SYN_SENT?>ESTABLISHED ACK\n"
	"r RST-ACK 0 1001 : r ESTABLISHED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
},
{ "rst_of_a_closed_port_behind_the_syn_that_it_refused", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"i ACK 1001 5001 : i SYN_SENT?>ESTABLISHED ACK\n"
	"i RST-ACK 4000000000 5001 : i ESTABLISHED?>CLOSED RST, r SYN_SENT?>CLOSED RST\n"
},
{ "rst_of_an_end_that_has_answered", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN 5000 : r LISTEN->SYN_SENT SYN\n"
	"r ACK 5001 1001 : r SYN_SENT?>ESTABLISHED ACK\n"
	"r RST-ACK 5001 1001 : r ESTABLISHED->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
},
/* Its timestamp is too old for TIME-WAIT to end (RFC 7323 section 5). */
{ "higher_syn_not_taken_in_time_wait", TCPS_VECTOR_EITHER, OPEN
	"r FIN-ACK 5001 1001 : r ESTABLISHED->FIN_WAIT_1 FIN\n"
	"i ACK 1001 5002 : i ESTABLISHED->CLOSE_WAIT ACK, r FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
	"i FIN-ACK 1001 5002 : i CLOSE_WAIT->LAST_ACK FIN\n"
	"r ACK 5002 1002 : r FIN_WAIT_2->TIME_WAIT ACK, i LAST_ACK?>CLOSED ACK\n"
	"i SYN 90000 : r TIME_WAIT?>CLOSED SYN, reopen, i CLOSED->SYN_SENT SYN\n"
	"r ACK 5002 1002 : r note CHALLENGE_ACK\n"
	"i RST 1002 : i note RST_IGNORED\n"
	"i SYN 90000 : i note SYN_REPEAT\n"
	"r SYN-ACK 7000 90001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 90001 7001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"end : still-open\n"
},
{ "older_connection_goes_on_behind_a_syn", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 800000000 700000000 : r note CHALLENGE_ACK\n"
	"r ACK 800000000 700000000 len=100 : r note CHALLENGE_ACK\n"
	"r ACK 800000100 700000000 len=100 : r note CHALLENGE_ACK\n"
	"i RST 700000000 : i note RST_IGNORED\n"
	"i RST 700000000 : i note RST_IGNORED\n"
	"wait 1s : \n"
	"i SYN 1000 : i note SYN_REPEAT\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"repeats : 1 0 0 0\n"
	"bytes : 0 0\n"
},
{ "reset_was_lost_and_the_port_used_again", TCPS_VECTOR_EITHER, OPEN
	"i RST-ACK 1001 5001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"i SYN 900000 : reopen, i CLOSED->SYN_SENT SYN\n"
	"r ACK 5001 1001 len=100 : r note CHALLENGE_ACK\n"
	"r FIN-ACK 5101 1001 : r note INVALID\n"
	"i RST 1001 : i note RST_IGNORED\n"
	"i RST 1001 : i note RST_IGNORED\n"
	"wait 1s : \n"
	"i SYN 900000 : i note SYN_REPEAT\n"
	"r SYN-ACK 705000 900001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 900001 705001 : i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"states : ESTABLISHED ESTABLISHED\n"
	"repeats : 1 0 0 0\n"
	"bytes : 0 0\n"
},
{ "older_connection_and_its_initiator_shows_it", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 800000000 700000000 len=10 : r note CHALLENGE_ACK\n"
	"r ACK 800000010 700000000 len=10 : r note CHALLENGE_ACK\n"
	"i ACK 700000000 800000020 : i SYN_SENT~>CLOSED ACK, reopen, r CLOSED?>ESTABLISHED ADOPT, i CLOSED?>ESTABLISHED ADOPT\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "rst_of_a_closed_port_that_was_none", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 9000 1001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"i ACK 1001 5001 : i CLOSED->SYN_SENT RST_IGNORED back, r CLOSED?>LISTEN RST_IGNORED back, r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
	"i RST-ACK 1001 5001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"reset_by : initiator\n"
},
{ "attempt_reset_by_both", TCPS_VECTOR_EITHER, OPEN
	"i RST 1001 : i ESTABLISHED->CLOSED RST, r ESTABLISHED?>CLOSED RST\n"
	"r SYN-ACK 70000 90001 : r note SYN_IGNORED, attempt i CLOSED~>SYN_SENT ADOPT, attempt r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST 70001 : attempt r SYN_RECEIVED?>CLOSED RST, attempt i SYN_SENT?>CLOSED RST\n"
	"i RST-ACK 90001 70001 : \n"
	"attempt states : CLOSED CLOSED\n"
},
{ "syn_ack_of_an_end_that_sent_another_syn", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i SYN-ACK 5000 1001 : i note INVALID\n"
	"states : SYN_SENT LISTEN\n"
},
{ "older_connection_of_an_end_that_answered", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r ACK 800000000 700000000 len=10 : r note CHALLENGE_ACK\n"
	"r ACK 800000010 700000000 len=10 : i SYN_SENT~>CLOSED ACK, r SYN_RECEIVED~>CLOSED ACK, reopen, r CLOSED?>ESTABLISHED ADOPT, i CLOSED?>ESTABLISHED ADOPT\n"
	"states : ESTABLISHED ESTABLISHED\n"
},
{ "connecting_given_up_beside_an_older_connection", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 80000 30000 : r note CHALLENGE_ACK\n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r LISTEN?>CLOSED RST\n"
	"end : reset\n"
	"states : CLOSED CLOSED\n"
},
{ "connecting_given_up_then_another_connection", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r LISTEN?>CLOSED RST\n"
	"i ACK 5001 7001 len=10 : i note INVALID\n"
},
{ "rst_ahead_of_a_syn", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i RST 5000 : i note RST_IGNORED\n"
	"states : SYN_SENT LISTEN\n"
},
{ "syn_ack_behind_the_rst_of_a_closed_port", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"r RST-ACK 9000 1001 : r LISTEN->CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"r SYN-ACK 5000 1001 : r CLOSED->LISTEN RST_IGNORED back, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i ACK 1001 5001 : i CLOSED->SYN_SENT RST_IGNORED back, i SYN_SENT->ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
},
{ "given_up_and_goes_on_late", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r LISTEN?>CLOSED RST\n"
	"wait 3s : \n"
	"i ACK 1001 5001 : i CLOSED->SYN_SENT RST_IGNORED back, r CLOSED?>LISTEN RST_IGNORED back, r LISTEN~>SYN_RECEIVED ACK, i SYN_SENT?>ESTABLISHED ACK, r SYN_RECEIVED?>ESTABLISHED ACK\n"
},
{ "ack_below_what_was_given_up", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i RST 1001 : i SYN_SENT?>CLOSED RST, r LISTEN?>CLOSED RST\n"
	"i ACK 1000 1000 : i note INVALID\n"
},
{ "rst_at_the_isn_gives_nothing_up", TCPS_VECTOR_EITHER,
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"
	"i RST 1000 : i note RST_IGNORED\n"
},
{ "syn_behind_its_refusal", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1301 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST-ACK 5001 1301 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"i SYN 1000 len=300 : \n"
},
{ "syn_behind_a_rst_of_its_peer", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1101 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"i RST 1101 : i SYN_SENT?>CLOSED RST, r SYN_RECEIVED?>CLOSED RST\n"
	"i SYN 1000 len=100 : \n"
},
{ "syn_behind_a_rst_too_short", TCPS_VECTOR_EITHER,
	"r SYN-ACK 5000 1001 : i CLOSED~>SYN_SENT ADOPT, r LISTEN->SYN_RECEIVED SYN-ACK\n"
	"r RST 5001 : r SYN_RECEIVED?>CLOSED RST, i SYN_SENT?>CLOSED RST\n"
	"i SYN 999 : reopen, i CLOSED->SYN_SENT SYN\n"
},
{ "ack_of_the_isn_is_no_answer", TCPS_VECTOR_EITHER,
	"i SYN 998 : i CLOSED->SYN_SENT SYN\n"
	"r ACK 5000 998 : r note CHALLENGE_ACK\n"
	"r SYN-ACK 5000 1001 : r note CHALLENGE_ACK, r note INVALID\n"
},
};
