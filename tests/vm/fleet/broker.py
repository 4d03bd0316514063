#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""A Kafka broker for tests, the mock one of librdkafka: prints HOST:PORT on standard
output and goes on until it is killed."""
import ctypes
import signal
import sys

PRODUCER = 0

kafka = ctypes.CDLL("librdkafka.so.1")
for name in ("conf_new", "new", "mock_cluster_new"):
    getattr(kafka, "rd_kafka_" + name).restype = ctypes.c_void_p
kafka.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
error = ctypes.create_string_buffer(512)
client = kafka.rd_kafka_new(PRODUCER, ctypes.c_void_p(kafka.rd_kafka_conf_new()),
                            error, ctypes.c_size_t(len(error)))
if not client:
    sys.exit(error.value.decode())
cluster = kafka.rd_kafka_mock_cluster_new(ctypes.c_void_p(client), 1)
print(kafka.rd_kafka_mock_cluster_bootstraps(ctypes.c_void_p(cluster)).decode(),
      flush=True)
signal.pause()
