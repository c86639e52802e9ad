#!/usr/bin/env python3
"""Measures the web app on a book: start, memory, and each page under load, with CPU time per request.

    bench/web.py BINARY BOOK --as-of DATE [--seconds 10] [--connections 16]

The book must have no accounts yet, or ACCOUNT_FILE beside it from an earlier run. Needs `wrk`. CPU time is that of
the server process (user and system), read from /proc, so a busy machine stretches the latencies but not the CPU.
"""

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import time
import urllib.parse

TICK = os.sysconf("SC_CLK_TCK")
PASSWORD = "four plain wooden words"
EMAIL = "bench@example.com"


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_mb(pid, key="VmRSS"):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith(key):
            return int(line.split()[1]) / 1024
    return 0.0


class Site:
    def __init__(self, address, cookie=""):
        self.address, self.cookie = address, cookie

    def ask(self, method, path, fields=None, gzip=False):
        connection = http.client.HTTPConnection(self.address, timeout=120)
        headers = {"cookie": self.cookie}
        body = None
        if gzip:
            headers["accept-encoding"] = "gzip"
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["content-type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        cookie = answer.getheader("set-cookie")
        if cookie:
            self.cookie = cookie.split(";")[0]
        return answer.status, data


def start(binary, book, as_of):
    began = time.monotonic()
    command = [binary, "--book", book, "--as-of", as_of, "serve", "--listen", "127.0.0.1:0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    line = server.stdout.readline()
    url = re.search(r"http://([^/\s]+)(/\S*)", line)
    address, path = url.group(1), url.group(2)
    while True:
        try:
            status, _ = Site(address).ask("GET", "/sign-in")
            if status == 200:
                break
        except OSError:
            pass
    return server, address, path, time.monotonic() - began


def sign_in(address, path):
    site = Site(address)
    if path.startswith("/welcome/"):
        fields = {"business": "Bench", "timezone": "UTC", "currency": "EUR", "name": "Bench",
                  "email": EMAIL, "password": PASSWORD}
        status, body = site.ask("POST", path, fields)
    else:
        status, body = site.ask("POST", "/sign-in", {"email": EMAIL, "password": PASSWORD})
    if status != 303:
        sys.exit(f"could not sign in: {status} {body[:500]!r}")
    return site


def wait_ready(site):
    began = time.monotonic()
    while site.ask("GET", "/ready")[0] != 200 or b"being worked out" in site.ask("GET", "/today")[1]:
        time.sleep(0.05)
    return time.monotonic() - began


def load(site, server, paths, seconds, connections, form=""):
    """Runs wrk over paths in turn (posting `form` when there is one); returns requests, p50, p99 in ms, CPU ms a
    request."""
    script = "/tmp/steadfast-bench-%d.lua" % os.getpid()
    listed = ",".join('"%s"' % path for path in paths)
    with open(script, "w") as lua:
        lua.write(f"""
local paths = {{{listed}}}
local at = 0
request = function()
  at = at % #paths + 1
  local headers = {{cookie = "{site.cookie}", ["accept-encoding"] = "gzip"}}
  if "{form}" == "" then return wrk.format("GET", paths[at], headers) end
  headers["content-type"] = "application/x-www-form-urlencoded"
  return wrk.format("POST", paths[at], headers, "{form}")
end
done = function(summary, latency, requests)
  io.write(string.format("JSON {{\\"requests\\": %d, \\"errors\\": %d, \\"p50\\": %.3f, \\"p99\\": %.3f, \\"max\\": %.3f}}\\n",
    summary.requests, summary.errors.status + summary.errors.read + summary.errors.timeout + summary.errors.connect,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
""")
    before = cpu_seconds(server.pid)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script, f"http://{site.address}/"]
    out = subprocess.run(command, capture_output=True, text=True).stdout
    used = cpu_seconds(server.pid) - before
    os.unlink(script)
    found = json.loads(re.search(r"JSON (.*)", out).group(1))
    found["cpu_ms"] = 1000 * used / max(found["requests"], 1)
    found["per_second"] = found["requests"] / seconds
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("book")
    parser.add_argument("--as-of", required=True)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--people", type=int, default=10_000, help="customers are numbered from 1 to this")
    options = parser.parse_args()
    server, address, path, first_answer = start(options.binary, options.book, options.as_of)
    try:
        site = sign_in(address, path)
        ready = wait_ready(site)
        print(f"first answer after {first_answer:.3f} s; all pages ready {ready:.2f} s later; "
              f"memory {memory_mb(server.pid):.0f} MB, peak {memory_mb(server.pid, 'VmHWM'):.0f} MB")
        step = max(options.people // 997, 1)
        pages = {
            "today": ["/today"],
            "person": [f"/person/{1 + n * step}" for n in range(997)],
            "people": ["/people", "/people?sort=-last_purchase", "/people?purchase_rhythm=overdue",
                       "/people?spent=1000..&sort=-spent&page=7", "/people?q=1", "/people?page=20",
                       "/people?decline=declining,serious&sort=last_contact"],
            "promises": ["/promises"],
            "issues": ["/issues"],
            "providers": ["/providers"],
        }
        for name, paths in pages.items():
            status, body = site.ask("GET", paths[0], gzip=True)
            if status != 200:
                print(f"{name:10} not measured: answered {status}")
                continue
            found = load(site, server, paths, options.seconds, options.connections)
            print(f"{name:10} {found['per_second']:8.0f} a second  cpu {found['cpu_ms']:6.3f} ms  "
                  f"p50 {found['p50']:7.2f} ms  p99 {found['p99']:7.2f} ms  errors {found['errors']}  "
                  f"{len(body) / 1024:5.1f} KB compressed")
        # A call logged by one tap: the form of a person's page, kept durably before it is answered.
        token = re.search(rb'name="csrf" value="([^"]+)"', site.ask("GET", "/person/1")[1]).group(1).decode()
        form = f"csrf={token}&channel=phone&two_way=yes"
        paths = [f"{path}/contact" for path in pages["person"]]
        for connections in (options.connections, 100):
            found = load(site, server, paths, options.seconds, connections, form)
            print(f"contact    {found['per_second']:8.0f} a second  cpu {found['cpu_ms']:6.3f} ms  "
                  f"p50 {found['p50']:7.2f} ms  p99 {found['p99']:7.2f} ms  errors {found['errors']}  "
                  f"{connections} at a time")
        print(f"memory after {memory_mb(server.pid):.0f} MB, peak {memory_mb(server.pid, 'VmHWM'):.0f} MB")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
