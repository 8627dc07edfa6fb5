"""`python -m tests.hub_server`: the hub and arXiv on loopback, to try the program against by hand.

python -m tests.hub_server --recorded DIR --newest 2026-07-31 --port 8123
HF_ENDPOINT=http://127.0.0.1:8123 paperreader             # with arxiv = "http://127.0.0.1:8123" for texts
HF_ENDPOINT=http://127.0.0.1:8123/chaos/5 paperreader     # fails in the ways of that number, see chaos.py
curl -X POST 'http://127.0.0.1:8123/_switch?fault=500'     # see faults.py; `fault=` ends it
curl -X POST 'http://127.0.0.1:8123/_switch?grow=2026-07-31&papers=6'
"""

from __future__ import annotations

import argparse
import time
from datetime import date, timedelta
from pathlib import Path

from tests.hub_server import comments, linked
from tests.hub_server.items import papers
from tests.hub_server.server import HubServer


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="tests.hub_server", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--recorded", type=Path, help="folder of YYYY-MM-DD.json.gz (default: invented days)")
    parser.add_argument("--newest", type=date.fromisoformat, help="the hub's newest day (default: the last)")
    parser.add_argument("--port", type=int, default=8123)
    parser.add_argument("--delay", type=float, default=0, help="seconds before each answer")
    parser.add_argument("--fail", default="", metavar="FAULT", help="fail from the start, as in faults.py")
    args = parser.parse_args()
    days = {}
    if not args.recorded:
        last = args.newest or date(2026, 7, 31)
        back = [last - timedelta(days=n) for n in range(30)]
        days = {day: papers(day, 20 + day.day) for day in back if day.weekday() < 5}
    with HubServer(days, recorded=args.recorded, newest=args.newest, port=args.port) as hub:
        hub.delay = args.delay
        papers_of_days = [each["paper"]["id"] for day in days.values() for each in day]
        hub.texts.invent(papers_of_days)
        hub.linked |= linked.invent(papers_of_days)
        hub.comments |= comments.invent(papers_of_days)
        hub.fail(args.fail)
        print(f"{hub.url} · newest {hub.newest} · {len(hub.dates())} days · Ctrl-C ends it", flush=True)
        seen = 0
        try:
            while True:
                time.sleep(0.1)
                for request in hub.requests[seen:]:
                    print(request.method, request.target, flush=True)
                    seen += 1
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
