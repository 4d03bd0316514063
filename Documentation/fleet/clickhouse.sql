-- SPDX-License-Identifier: GPL-2.0
--
-- Tables for what `tcpst life --json` and `tcpst watch --json` write, and their
-- way from Kafka: a table that reads a topic, and a view that takes each line apart
-- and puts it into the table that is asked. Numbers that may be null or absent are
-- Nullable, words that may be are empty. visitParamExtract takes the first member of a name,
-- so members have to come in the order in which tcpst writes them. What is between two
-- lines `fields:` is made of the members of tcpst. From ClickHouse
-- 20.9 on, LineAsString is the better kafka_format: TabSeparated would interpret a
-- backslash.

CREATE DATABASE IF NOT EXISTS tcpstates;

CREATE TABLE tcpstates.life (
    day Date,
    host String,
-- fields: life columns, begin
    flow UInt64,
    family String,
    initiator_addr String,
    initiator_port UInt16,
    responder_addr String,
    responder_port UInt16,
    roles String,
    start_ns UInt64,
    end_ns Nullable(UInt64),
    duration_ns UInt64,
    initiator_state String,
    responder_state String,
    closed_first String,
    end String,
    failure String,
    corrects UInt8,
    reset_by String,
    reset_reason String,
    reset_ttl Nullable(UInt8),
    reset_usual_ttl Nullable(UInt8),
    reset_origin String,
    icmp_from String,
    icmp_error String,
    icmp_type Nullable(UInt8),
    icmp_code Nullable(UInt8),
    syn_repeats UInt8,
    synack_repeats UInt8,
    initiator_fin_repeats UInt8,
    responder_fin_repeats UInt8,
    syn_to_synack_ns Nullable(UInt64),
    synack_to_ack_ns Nullable(UInt64),
    initiator_bytes UInt64,
    responder_bytes UInt64,
    initiator_state_ns String,
    responder_state_ns String,
    half_close_ns Nullable(UInt64),
    zeek_conn_state String,
    initiator_packets Nullable(UInt64),
    responder_packets Nullable(UInt64),
    initiator_rtt_ns Nullable(UInt64),
    responder_rtt_ns Nullable(UInt64),
    initiator_nat_addr String,
    initiator_nat_port Nullable(UInt16),
    responder_nat_addr String,
    responder_nat_port Nullable(UInt16),
    owner_pid Nullable(UInt32),
    owner_uid Nullable(UInt32),
    owner_comm String,
    owner_cookie Nullable(UInt64),
    netns String,
    iface String,
    tunnel String,
    zeek_uid String,
    community_id String,
    tcp_completeness Nullable(UInt8),
    zeek_history String,
    initiator_options String,
    responder_options String
-- fields: life columns, end
) ENGINE = MergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (day, responder_addr, responder_port, start_ns);

CREATE TABLE tcpstates.life_topic (
    line String
) ENGINE = Kafka
SETTINGS kafka_broker_list = 'localhost:9092',
         kafka_topic_list = 'tcpstates.life',
         kafka_group_name = 'clickhouse-life',
         kafka_format = 'TabSeparated';

CREATE MATERIALIZED VIEW tcpstates.life_from_topic TO tcpstates.life AS SELECT
    toDate(toDateTime(intDiv(visitParamExtractUInt(line, 'start_ns'), 1000000000))) AS day,
    visitParamExtractString(line, 'host') AS host,
-- fields: life members, begin
    visitParamExtractUInt(line, 'flow') AS flow,
    visitParamExtractString(line, 'family') AS family,
    visitParamExtractString(visitParamExtractRaw(line, 'initiator'), 'addr') AS initiator_addr,
    toUInt16(visitParamExtractUInt(visitParamExtractRaw(line, 'initiator'), 'port')) AS initiator_port,
    visitParamExtractString(visitParamExtractRaw(line, 'responder'), 'addr') AS responder_addr,
    toUInt16(visitParamExtractUInt(visitParamExtractRaw(line, 'responder'), 'port')) AS responder_port,
    visitParamExtractString(line, 'roles') AS roles,
    visitParamExtractUInt(line, 'start_ns') AS start_ns,
    toUInt64OrNull(visitParamExtractRaw(line, 'end_ns')) AS end_ns,
    visitParamExtractUInt(line, 'duration_ns') AS duration_ns,
    visitParamExtractString(visitParamExtractRaw(line, 'states'), 'initiator') AS initiator_state,
    visitParamExtractString(visitParamExtractRaw(line, 'states'), 'responder') AS responder_state,
    visitParamExtractString(line, 'closed_first') AS closed_first,
    visitParamExtractString(line, 'end') AS end,
    visitParamExtractString(line, 'failure') AS failure,
    visitParamExtractBool(line, 'corrects') AS corrects,
    visitParamExtractString(line, 'reset_by') AS reset_by,
    visitParamExtractString(line, 'reset_reason') AS reset_reason,
    toUInt8OrNull(visitParamExtractRaw(line, 'reset_ttl')) AS reset_ttl,
    toUInt8OrNull(visitParamExtractRaw(line, 'reset_usual_ttl')) AS reset_usual_ttl,
    visitParamExtractString(line, 'reset_origin') AS reset_origin,
    visitParamExtractString(visitParamExtractRaw(line, 'icmp'), 'from') AS icmp_from,
    visitParamExtractString(visitParamExtractRaw(line, 'icmp'), 'error') AS icmp_error,
    toUInt8OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'icmp'), 'type')) AS icmp_type,
    toUInt8OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'icmp'), 'code')) AS icmp_code,
    toUInt8(visitParamExtractUInt(line, 'syn_repeats')) AS syn_repeats,
    toUInt8(visitParamExtractUInt(line, 'synack_repeats')) AS synack_repeats,
    toUInt8(visitParamExtractUInt(visitParamExtractRaw(line, 'fin_repeats'), 'initiator')) AS initiator_fin_repeats,
    toUInt8(visitParamExtractUInt(visitParamExtractRaw(line, 'fin_repeats'), 'responder')) AS responder_fin_repeats,
    toUInt64OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'handshake_ns'), 'syn_to_synack')) AS syn_to_synack_ns,
    toUInt64OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'handshake_ns'), 'synack_to_ack')) AS synack_to_ack_ns,
    visitParamExtractUInt(visitParamExtractRaw(line, 'bytes'), 'initiator') AS initiator_bytes,
    visitParamExtractUInt(visitParamExtractRaw(line, 'bytes'), 'responder') AS responder_bytes,
    visitParamExtractRaw(visitParamExtractRaw(line, 'state_ns'), 'initiator') AS initiator_state_ns,
    visitParamExtractRaw(visitParamExtractRaw(line, 'state_ns'), 'responder') AS responder_state_ns,
    toUInt64OrNull(visitParamExtractRaw(line, 'half_close_ns')) AS half_close_ns,
    visitParamExtractString(line, 'zeek_conn_state') AS zeek_conn_state,
    toUInt64OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'packets'), 'initiator')) AS initiator_packets,
    toUInt64OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'packets'), 'responder')) AS responder_packets,
    toUInt64OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'rtt_ns'), 'initiator')) AS initiator_rtt_ns,
    toUInt64OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'rtt_ns'), 'responder')) AS responder_rtt_ns,
    visitParamExtractString(visitParamExtractRaw(line, 'initiator_nat'), 'addr') AS initiator_nat_addr,
    toUInt16OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'initiator_nat'), 'port')) AS initiator_nat_port,
    visitParamExtractString(visitParamExtractRaw(line, 'responder_nat'), 'addr') AS responder_nat_addr,
    toUInt16OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'responder_nat'), 'port')) AS responder_nat_port,
    toUInt32OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'owner'), 'pid')) AS owner_pid,
    toUInt32OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'owner'), 'uid')) AS owner_uid,
    visitParamExtractString(visitParamExtractRaw(line, 'owner'), 'comm') AS owner_comm,
    toUInt64OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'owner'), 'cookie')) AS owner_cookie,
    visitParamExtractString(line, 'netns') AS netns,
    visitParamExtractString(line, 'iface') AS iface,
    visitParamExtractString(line, 'tunnel') AS tunnel,
    visitParamExtractString(line, 'zeek_uid') AS zeek_uid,
    visitParamExtractString(line, 'community_id') AS community_id,
    toUInt8OrNull(visitParamExtractRaw(line, 'tcp_completeness')) AS tcp_completeness,
    visitParamExtractString(line, 'zeek_history') AS zeek_history,
    visitParamExtractString(visitParamExtractRaw(line, 'options'), 'initiator') AS initiator_options,
    visitParamExtractString(visitParamExtractRaw(line, 'options'), 'responder') AS responder_options
-- fields: life members, end
FROM tcpstates.life_topic
WHERE visitParamExtractString(line, 'type') = 'life';

CREATE TABLE tcpstates.transition (
    day Date,
    host String,
-- fields: transition columns, begin
    seqno UInt64,
    time_ns UInt64,
    flow UInt64,
    family String,
    initiator_addr String,
    initiator_port UInt16,
    responder_addr String,
    responder_port UInt16,
    endpoint String,
    from String,
    to String,
    for_ns Nullable(UInt64),
    cause String,
    certainty String,
    notes_left_out Nullable(UInt32),
    retract UInt8,
    sender String,
    tcp_flags String,
    seq Nullable(UInt32),
    ack Nullable(UInt32),
    len Nullable(UInt32),
    window Nullable(UInt16),
    syn_options String,
    reset_reason String,
    reset_ttl Nullable(UInt8),
    reset_usual_ttl Nullable(UInt8),
    reset_origin String,
    icmp_from String,
    icmp_error String,
    icmp_type Nullable(UInt8),
    icmp_code Nullable(UInt8),
    owner_pid Nullable(UInt32),
    owner_uid Nullable(UInt32),
    owner_comm String,
    owner_cookie Nullable(UInt64),
    netns String,
    frame Nullable(UInt64),
    iface String,
    tunnel String
-- fields: transition columns, end
) ENGINE = MergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (day, host, time_ns);

CREATE TABLE tcpstates.transition_topic (
    line String
) ENGINE = Kafka
SETTINGS kafka_broker_list = 'localhost:9092',
         kafka_topic_list = 'tcpstates.transition',
         kafka_group_name = 'clickhouse-transition',
         kafka_format = 'TabSeparated';

CREATE MATERIALIZED VIEW tcpstates.transition_from_topic TO tcpstates.transition AS SELECT
    toDate(toDateTime(intDiv(visitParamExtractUInt(line, 'time_ns'), 1000000000))) AS day,
    visitParamExtractString(line, 'host') AS host,
-- fields: transition members, begin
    visitParamExtractUInt(line, 'seqno') AS seqno,
    visitParamExtractUInt(line, 'time_ns') AS time_ns,
    visitParamExtractUInt(line, 'flow') AS flow,
    visitParamExtractString(line, 'family') AS family,
    visitParamExtractString(visitParamExtractRaw(line, 'initiator'), 'addr') AS initiator_addr,
    toUInt16(visitParamExtractUInt(visitParamExtractRaw(line, 'initiator'), 'port')) AS initiator_port,
    visitParamExtractString(visitParamExtractRaw(line, 'responder'), 'addr') AS responder_addr,
    toUInt16(visitParamExtractUInt(visitParamExtractRaw(line, 'responder'), 'port')) AS responder_port,
    visitParamExtractString(line, 'endpoint') AS endpoint,
    visitParamExtractString(line, 'from') AS from,
    visitParamExtractString(line, 'to') AS to,
    toUInt64OrNull(visitParamExtractRaw(line, 'for_ns')) AS for_ns,
    visitParamExtractString(line, 'cause') AS cause,
    visitParamExtractString(line, 'certainty') AS certainty,
    toUInt32OrNull(visitParamExtractRaw(line, 'notes_left_out')) AS notes_left_out,
    visitParamExtractBool(line, 'retract') AS retract,
    visitParamExtractString(line, 'sender') AS sender,
    visitParamExtractString(line, 'tcp_flags') AS tcp_flags,
    toUInt32OrNull(visitParamExtractRaw(line, 'seq')) AS seq,
    toUInt32OrNull(visitParamExtractRaw(line, 'ack')) AS ack,
    toUInt32OrNull(visitParamExtractRaw(line, 'len')) AS len,
    toUInt16OrNull(visitParamExtractRaw(line, 'window')) AS window,
    visitParamExtractString(line, 'syn_options') AS syn_options,
    visitParamExtractString(line, 'reset_reason') AS reset_reason,
    toUInt8OrNull(visitParamExtractRaw(line, 'reset_ttl')) AS reset_ttl,
    toUInt8OrNull(visitParamExtractRaw(line, 'reset_usual_ttl')) AS reset_usual_ttl,
    visitParamExtractString(line, 'reset_origin') AS reset_origin,
    visitParamExtractString(visitParamExtractRaw(line, 'icmp'), 'from') AS icmp_from,
    visitParamExtractString(visitParamExtractRaw(line, 'icmp'), 'error') AS icmp_error,
    toUInt8OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'icmp'), 'type')) AS icmp_type,
    toUInt8OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'icmp'), 'code')) AS icmp_code,
    toUInt32OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'owner'), 'pid')) AS owner_pid,
    toUInt32OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'owner'), 'uid')) AS owner_uid,
    visitParamExtractString(visitParamExtractRaw(line, 'owner'), 'comm') AS owner_comm,
    toUInt64OrNull(visitParamExtractRaw(visitParamExtractRaw(line, 'owner'), 'cookie')) AS owner_cookie,
    visitParamExtractString(line, 'netns') AS netns,
    toUInt64OrNull(visitParamExtractRaw(line, 'frame')) AS frame,
    visitParamExtractString(line, 'iface') AS iface,
    visitParamExtractString(line, 'tunnel') AS tunnel
-- fields: transition members, end
FROM tcpstates.transition_topic
WHERE visitParamExtractString(line, 'type') = 'transition';
