#!/usr/bin/python3
"""server_check.py HOST:PORT [CA [CERTIFICATE KEY]]: asks a Nacos server over gRPC whether it is one, with TLS when there is a CA file.
Prints the type of the answer; exit status 1 with the gRPC status when there is none. Needs grpcio (Debian python3-grpcio)."""
import sys

import grpc


def field(number, value):
    length, head = len(value), b""
    while length > 127:
        head, length = head + bytes([length & 127 | 128]), length >> 7
    return bytes([number << 3 | 2]) + head + bytes([length]) + value


def read(path):
    with open(path, "rb") as file:
        return file.read()


target, ca, certificate, key = (sys.argv[1:] + [None] * 4)[:4]
if ca is None:
    channel = grpc.insecure_channel(target)
else:
    mine = (read(key), read(certificate)) if key else (None, None)
    channel = grpc.secure_channel(target, grpc.ssl_channel_credentials(read(ca), *mine))
same = lambda raw: raw
ask = channel.unary_unary("/Request/request", request_serializer=same, response_deserializer=same)
try:
    # Payload: metadata = 2 {type = 3}, body = 3 (Any) {value = 2}
    answer = ask(field(2, field(3, b"ServerCheckRequest")) + field(3, field(2, b"{}")), timeout=20)
except grpc.RpcError as failed:
    print(failed.code().name, failed.details())
    sys.exit(1)
print("ServerCheckResponse" if b"ServerCheckResponse" in answer else answer)
