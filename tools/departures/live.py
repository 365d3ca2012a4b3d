"""Sends planned flights to the company's own service over loopback, one by one, and writes down what came back."""

import http.client
import json
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from socket import socket

import pandas as pd

# One virtual processor of AWS Fargate, Linux on x86, us-east-1, list price: 0.04048 USD an hour.
USD_PER_CPU_SECOND = 0.04048 / 3600


@contextmanager
def service(code: Path, environment: dict[str, str]):
    """The service of the commit that lies in `code`, on a free port of this machine; gives the port."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "departures.serve", "--port", str(port)]
    running = subprocess.Popen(words, cwd=code, env=environment)
    try:
        wait_for(port, running)
        yield port
    finally:
        running.terminate()
        running.wait()


def wait_for(port: int, running: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and running.poll() is None:
        with socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the service did not start")


def ask(port: int, flight: dict) -> dict:
    """One request on a connection of its own, timed by the caller from connecting to the last byte of the answer."""
    body = json.dumps(flight)
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("POST", "/predict", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    answer = response.read()
    ended = time.perf_counter()
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"the service answered {response.status}")
    cpu = float(response.headers["X-Cpu-Seconds"])
    cost = cpu * USD_PER_CPU_SECOND
    return {**json.loads(answer), "latency_ms": (ended - began) * 1000, "cpu_ms": cpu * 1000, "cost_usd": cost}


def serve_week(port: int, flights: pd.DataFrame, lead: pd.Timedelta) -> list[dict]:
    """Asks for every flight in turn. The moment of the request in the log is the flight's own: two hours before the plan."""
    lines = []
    for flight in flights.itertuples():
        request = {
            "flight_id": flight.flight_id,
            "planned_at": flight.planned_at.isoformat(),
            "distance": flight.distance,
            "origin": flight.origin,
            "destination": flight.destination,
        }
        lines.append({"flight_id": flight.flight_id, "served_at": flight.planned_at - lead, **ask(port, request)})
    return lines
