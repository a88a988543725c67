"""Parallel chats: many conversations at once over HTTP; errors, and the time of a turn. Prints one JSON line."""

import argparse
import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

TURNS = ("a black dress for the evening", "not black", "for my son", "something else", "how many are there?")


def chat(url: str) -> tuple[list[float], list[str]]:
    """One conversation of all turns; the milliseconds of each, and what went wrong."""
    taken, errors, session_id = [], [], None
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    for message in TURNS:
        body = json.dumps({"message": message, "session_id": session_id})
        started = time.perf_counter()
        try:
            connection.request("POST", "/chat", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            data = json.loads(answer.read())
        except (OSError, ValueError, http.client.HTTPException) as error:
            errors.append(repr(error))
            connection.close()
            continue
        taken.append((time.perf_counter() - started) * 1000)
        if answer.status == 200:
            session_id = data["session_id"]
        else:
            errors.append(f"{answer.status} {data.get('detail')}")
    connection.close()
    return taken, errors


def main() -> None:
    """Run `--chats` conversations at once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:7860")
    parser.add_argument("--chats", type=int, default=20)
    args = parser.parse_args()
    with ThreadPoolExecutor(args.chats) as pool:
        results = list(pool.map(chat, [args.url] * args.chats))
    taken = sorted(ms for times, _ in results for ms in times)
    errors = [error for _, failed in results for error in failed]
    figures = {"p50_ms": taken[len(taken) // 2], "p99_ms": taken[int(len(taken) * 0.99)]} if taken else {}
    rounded = {name: round(value) for name, value in figures.items()}
    print(json.dumps({"benchmark": "parallel chats", "chats": args.chats, "turns": len(taken), **rounded,
                      "errors": len(errors), "first_errors": errors[:3]}))  # fmt: skip


if __name__ == "__main__":
    main()
