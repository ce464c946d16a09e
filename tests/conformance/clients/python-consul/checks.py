#!/usr/bin/env python3
"""Drives a server through Debian's python3-consul, as applications use it: checks.py HOST PORT AREA

One line a check: "ok NAME" or "FAIL NAME: why". The exit status is 1 when one failed.
"""
import os
import sys
import threading
import time
import traceback
import urllib.request

import consul

HOST, PORT, AREA = sys.argv[1], int(sys.argv[2]), sys.argv[3]
OWN = f"py-{os.getpid()}"
c = consul.Consul(host=HOST, port=PORT)


def until(what, condition, seconds=15):
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.05)


def put(path):
    """For what the package still asks with GET, which Consul takes no longer."""
    assert urllib.request.urlopen(urllib.request.Request(f"http://{HOST}:{PORT}/v1/agent/{path}", method="PUT")).status == 200


def kv_put_get_delete():
    index, pair = c.kv.get(f"{OWN}/a")
    assert pair is None and int(index) > 0
    assert c.kv.put(f"{OWN}/a", "Grüße 配置".encode(), flags=7) is True
    _, pair = c.kv.get(f"{OWN}/a")
    assert pair["Value"] == "Grüße 配置".encode() and pair["Flags"] == 7, pair
    assert c.kv.delete(f"{OWN}/a") is True
    assert c.kv.get(f"{OWN}/a")[1] is None


def kv_recurse_and_keys():
    for name in ("b/1", "b/2", "b/c/3"):
        c.kv.put(f"{OWN}/{name}", name)
    assert [pair["Value"] for pair in c.kv.get(f"{OWN}/b/", recurse=True)[1]] == [b"b/1", b"b/2", b"b/c/3"]
    assert c.kv.get(f"{OWN}/b/", keys=True, separator="/")[1] == [f"{OWN}/b/1", f"{OWN}/b/2", f"{OWN}/b/c/"]
    c.kv.delete(f"{OWN}/b", recurse=True)
    assert c.kv.get(f"{OWN}/b", recurse=True)[1] is None


def kv_check_and_set():
    assert c.kv.put(f"{OWN}/cas", "1", cas=0) is True
    assert c.kv.put(f"{OWN}/cas", "2", cas=0) is False
    modified = c.kv.get(f"{OWN}/cas")[1]["ModifyIndex"]
    assert c.kv.put(f"{OWN}/cas", "2", cas=modified) is True
    assert c.kv.delete(f"{OWN}/cas", cas=modified) is False


def kv_blocks():
    c.kv.put(f"{OWN}/w", "1")
    index, _ = c.kv.get(f"{OWN}/w")
    threading.Timer(0.3, lambda: consul.Consul(host=HOST, port=PORT).kv.put(f"{OWN}/w", "2")).start()
    later, pair = c.kv.get(f"{OWN}/w", index=index, wait="20s")
    assert pair["Value"] == b"2" and int(later) > int(index)
    began = time.monotonic()
    same, _ = c.kv.get(f"{OWN}/w", index=later, wait="1s")
    assert same == later and 0.9 < time.monotonic() - began < 5


def kv_consistency():
    c.kv.put(f"{OWN}/modes", "x")
    for mode in ("default", "consistent", "stale"):
        assert consul.Consul(host=HOST, port=PORT, consistency=mode).kv.get(f"{OWN}/modes")[1]["Value"] == b"x"


def session_life():
    session = c.session.create(name=OWN, ttl=30, lock_delay=1)
    info = c.session.info(session)[1]
    assert info["Name"] == OWN and info["TTL"] == "30s", info
    assert any(one["ID"] == session for one in c.session.list()[1])
    assert any(one["ID"] == session for one in c.session.node(info["Node"])[1])
    assert c.session.renew(session)["ID"] == session
    assert c.session.destroy(session) is True
    assert c.session.info(session)[1] is None
    try:
        c.session.renew(session)
        raise AssertionError("a session that is gone was renewed")
    except consul.NotFound:
        pass


def lock_of_one():
    one, two = c.session.create(ttl=30, lock_delay=0), c.session.create(ttl=30, lock_delay=0, behavior="delete")
    assert c.kv.put(f"{OWN}/lock", "one", acquire=one) is True
    assert c.kv.put(f"{OWN}/lock", "two", acquire=two) is False
    assert c.kv.get(f"{OWN}/lock")[1]["Session"] == one
    assert c.kv.put(f"{OWN}/lock", "", release=one) is True
    assert c.kv.put(f"{OWN}/lock", "two", acquire=two) is True
    c.session.destroy(two)
    assert c.kv.get(f"{OWN}/lock")[1] is None  # it goes with a session that deletes
    c.session.destroy(one)


def catalog_external():
    c.catalog.register(OWN, "10.0.0.2", service={"Service": f"{OWN}-s", "Tags": ["a"], "Port": 80}, check={"Name": "up", "Status": "passing"})
    assert any(node["Node"] == OWN for node in c.catalog.nodes()[1])
    assert c.catalog.services()[1][f"{OWN}-s"] == ["a"]
    assert [one["ServicePort"] for one in c.catalog.service(f"{OWN}-s", tag="a")[1]] == [80]
    assert c.catalog.service(f"{OWN}-s", tag="b")[1] == []
    assert f"{OWN}-s" in c.catalog.node(OWN)[1]["Services"]
    assert "dc1" in c.catalog.datacenters()
    c.catalog.deregister(OWN)
    assert c.catalog.node(OWN)[1] is None


def health_of_a_service():
    c.agent.service.register(OWN, service_id=f"{OWN}-1", port=1, check=consul.Check.ttl("30s"))
    c.agent.service.register(OWN, service_id=f"{OWN}-2", port=2)
    assert len(until("both", lambda: (found := c.health.service(OWN)[1]) and len(found) == 2 and found)) == 2
    until("one that passes", lambda: [one["Service"]["ID"] for one in c.health.service(OWN, passing=True)[1]] == [f"{OWN}-2"])
    put(f"check/pass/service:{OWN}-1?note=said")
    until("both passing", lambda: len(c.health.service(OWN, passing=True)[1]) == 2)
    assert [check["Output"] for check in c.health.checks(OWN)[1]] == ["said"]
    assert any(check["ServiceName"] == OWN for check in c.health.state("passing")[1])
    node = c.health.service(OWN)[1][0]["Node"]["Node"]
    assert any(check["CheckID"] == "serfHealth" for check in c.health.node(node)[1])
    index, _ = c.health.service(OWN)
    threading.Timer(0.3, put, [f"service/deregister/{OWN}-2"]).start()
    later, left = c.health.service(OWN, index=index, wait="20s")
    assert int(later) > int(index) and [one["Service"]["ID"] for one in left] == [f"{OWN}-1"]
    put(f"service/deregister/{OWN}-1")


def agent_services_and_checks():
    c.agent.service.register(OWN, tags=["x"], port=80, address="10.0.0.3", check=consul.Check.ttl("30s"))
    service = c.agent.services()[OWN]
    assert (service["Port"], service["Address"], service["Tags"]) == (80, "10.0.0.3", ["x"]), service
    for what, status in (("warn", "warning"), ("fail", "critical"), ("pass", "passing")):
        put(f"check/{what}/service:{OWN}?note=said")
        assert c.agent.checks()[f"service:{OWN}"]["Status"] == status
    c.agent.service.maintenance(OWN, True, "tests")
    assert c.agent.checks()[f"_service_maintenance:{OWN}"]["Notes"] == "tests"
    c.agent.service.maintenance(OWN, False)
    c.agent.maintenance(True)
    assert "_node_maintenance" in c.agent.checks()
    c.agent.maintenance(False)
    put(f"service/deregister/{OWN}")
    assert OWN not in c.agent.services()
    self_ = c.agent.self()
    assert self_["Config"]["NodeName"] in [member["Name"] for member in c.agent.members()]


def event_fire_and_list():
    fired = c.event.fire(OWN, "payload")
    until("the event", lambda: any(event["ID"] == fired["ID"] and event["Payload"] == b"payload" for event in c.event.list(OWN)[1]))


def status_leader():
    assert c.status.leader() in c.status.peers()


CHECKS = {
    "kv": [kv_put_get_delete, kv_recurse_and_keys, kv_check_and_set, kv_blocks, kv_consistency],
    "session": [session_life, lock_of_one],
    "catalog": [catalog_external],
    "health": [health_of_a_service],
    "agent": [agent_services_and_checks],
    "event": [event_fire_and_list],
    "status": [status_leader],
}

failed = 0
for check in CHECKS[AREA]:
    try:
        check()
        print(f"ok {check.__name__}")
    except Exception as problem:  # whatever it is, it is told
        failed += 1
        print(f"FAIL {check.__name__}: {problem!r}\n{traceback.format_exc()}")
sys.exit(1 if failed else 0)
