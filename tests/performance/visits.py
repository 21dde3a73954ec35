"""Visits: four people at once, each fetching the form and sending it, for a bounded time."""

import http.client
import multiprocessing
import re
import time
import urllib.parse
from dataclasses import dataclass

PEOPLE = 4
SECONDS = 6.0


@dataclass(frozen=True)
class Figures:
    """Visits per second, the 99th percentile of a visit's milliseconds, and how many visits that were."""

    per_second: float
    p99: float
    visits: int


def measure(port: int, path: str) -> Figures:
    """Load the address for a while; every POST must be answered 200."""
    with multiprocessing.get_context("spawn").Pool(PEOPLE) as pool:
        times = [spent for one in pool.starmap(_visit, [(port, path)] * PEOPLE) for spent in one]
    times.sort()
    return Figures(round(len(times) / SECONDS, 1), round(times[int(len(times) * 0.99)] * 1000, 1), len(times))


def _visit(port: int, path: str) -> list[float]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    times = []
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        began = time.perf_counter()
        line.request("GET", path, headers={"Accept-Encoding": "identity"})
        page = line.getresponse().read().decode()
        line.request("POST", path, body=_fill(page), headers={"Content-Type": "application/x-www-form-urlencoded"})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        times.append(time.perf_counter() - began)
    return times


def _fill(page: str) -> str:
    """Hidden fields as they came, and one answer to every question."""
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*type=\"?hidden\"?[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            fields[name[1]] = value[1]
    for tag in re.findall(r"<input[^>]*type=\"?radio\"?[^>]*>", page):
        name, value = re.search(r'name="?([^" >]+)', tag), re.search(r'value="?([^" >]+)', tag)
        if name and value:
            fields.setdefault(name[1], value[1])
    return urllib.parse.urlencode(fields)
