#!/usr/bin/env python3
"""Measures the import of a contact list through the browser's own pages: 10,000 rows of 500 companies, 500 rows of them
people who stand in the file twice; from Start until everything is in, matched, and said to be in.

    bench/contacts.py BINARY [ROWS]
"""

import html.parser
import http.client
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

TICK = os.sysconf("SC_CLK_TCK")
BOUNDARY = "steadfast-bench"
FIRST = "Ana Ben Carla Dan Eva Fritz Gina Hugo Ines Jan".split()
BEGINNINGS, ENDS = "Rui Mar Kov Sil Ber Nov Lin Ort Hal San".split(), "zo in ac va gt ak den iz sen tos".split()


def contacts(rows):
    random.seed(1)
    people = []
    for number in range(rows - rows // 20):
        first = FIRST[number % 10]
        last = BEGINNINGS[number // 10 % 10] + ENDS[number // 100 % 10]
        company = number % (rows // 20)
        email = f"{first}.{last}.{number}@company{company}.example".lower()
        people.append(f"{first} {last} {number // 1000},Company {company} Ltd,{email},+44 20 7{number:06d}")
    return "\n".join(["Name,Company,Email,Phone", *people, *random.sample(people, rows // 20)]) + "\n"


class Forms(html.parser.HTMLParser):
    """The forms of a page with what they would send as they stand."""

    def __init__(self, text):
        super().__init__()
        self.all, self.form, self.choosing = [], None, False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            self.form = (found.get("action") or "", [])
            self.all.append(self.form)
        if self.form is None:
            return
        fields = self.form[1]
        is_sent = found.get("type") not in ("checkbox", "radio", "submit", "file") or "checked" in found
        if tag == "input" and found.get("name") and is_sent:
            fields.append((found["name"], found.get("value") or ""))
        if tag == "select":
            self.choosing = True
            fields.append((found["name"], None))
        if tag == "option" and self.choosing and (fields[-1][1] is None or "selected" in found):
            fields[-1] = (fields[-1][0], found.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "select":
            self.choosing = False
        if tag == "form":
            self.form = None


class Site:
    def __init__(self, address):
        self.address, self.cookie = address, ""

    def ask(self, method, path, body=None, kind="application/x-www-form-urlencoded"):
        connection = http.client.HTTPConnection(self.address, timeout=120)
        connection.request(method, path, body, {"cookie": self.cookie, "content-type": kind})
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.getheader("set-cookie"):
            self.cookie = answer.getheader("set-cookie").split(";")[0]
        if answer.status >= 400:
            sys.exit(f"{method} {path}: {answer.status}\n{text[:2000]}")
        return answer.getheader("location"), text


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def part(name, extra=""):
    return f'--{BOUNDARY}\r\ncontent-disposition: form-data; name="{name}"{extra}\r\n\r\n'


def main():
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.argv[1], "--book", f"{folder}/book.db", "serve", "--listen", "127.0.0.1:0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            address, path = re.search(r"http://([^/\s]+)(/\S*)", server.stdout.readline()).groups()
            site = Site(address)
            account = {"business": "Bench", "timezone": "UTC", "currency": "EUR", "name": "Bench",
                       "email": "bench@example.com", "password": "four plain wooden words"}
            site.ask("POST", path, urllib.parse.urlencode(account))
            csrf = re.search(r'name="csrf" value="([^"]+)"', site.ask("GET", "/imports/new")[1]).group(1)
            body = part("csrf") + csrf + "\r\n" + part("file", '; filename="contacts.csv"') + contacts(rows)
            kind = f"multipart/form-data; boundary={BOUNDARY}"
            look, _ = site.ask("POST", "/imports/upload", f"{body}\r\n--{BOUNDARY}--\r\n", kind)
            forms = Forms(site.ask("GET", look)[1]).all
            fields = max((fields for action, fields in forms if action == look), key=len)
            began, used = time.monotonic(), cpu_seconds(server.pid)
            run, _ = site.ask("POST", look, urllib.parse.urlencode([*fields, ("go", "start")]))
            while "data-poll" in (page := site.ask("GET", run)[1]):
                pass
            words = " ".join(re.sub(r"<[^>]+>", " ", page[page.find("What came in"):]).split())
            print(f"all in after {time.monotonic() - began:.2f} s, {cpu_seconds(server.pid) - used:.2f} CPU s: "
                  f"{words[:230]}")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
