"""Page: from pressing Enter to the first item card in the browser, over a served page. Prints one JSON line."""

import argparse
import json
import statistics

from playwright.sync_api import Page, sync_playwright

MESSAGES = (
    "a black dress", "a striped top with long sleeves", "warm socks", "wide trousers", "a red skirt", "a denim jacket",
    "a white shirt", "something else", "in blue", "a summer dress",
)  # fmt: skip
# Counted in the page, by the page's clock: a driver's own round trips would be counted too.
TIMER = """
(turn) => new Promise((resolve) => {
  const box = document.querySelector('#message textarea, #message input');
  let sent = 0;
  box.addEventListener('keydown', () => { sent = performance.now(); }, { capture: true, once: true });
  const seen = () => document.querySelector(`.turn[data-turn="${turn}"] .card`);
  const watch = new MutationObserver(() => {
    if (sent && seen()) { watch.disconnect(); resolve(performance.now() - sent); }
  });
  watch.observe(document.body, { childList: true, subtree: true });
})
"""


def send(page: Page, turn: int, message: str) -> float:
    """Send `message` as turn number `turn`; milliseconds until its first card is in the page."""
    box = page.locator("#message textarea, #message input").first
    box.fill(message)
    page.evaluate(f"() => {{ window.first = ({TIMER})({turn}); }}")
    box.press("Enter")
    taken: float = page.evaluate("() => window.first")
    page.wait_for_selector(f'.turn[data-turn="{turn}"][aria-busy="false"]')
    return taken


def main() -> None:
    """Measure `--sends` messages in one conversation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:7860/")
    parser.add_argument("--sends", type=int, default=20)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    args = parser.parse_args()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=args.chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(args.url)
        page.wait_for_selector("#message")
        taken = sorted(send(page, turn, MESSAGES[turn % len(MESSAGES)]) for turn in range(args.sends))
        browser.close()
    figures = {"p50_ms": statistics.median(taken), "max_ms": taken[-1], "n": len(taken)}
    print(json.dumps({"benchmark": "send to first card", **{name: round(value) for name, value in figures.items()}}))


if __name__ == "__main__":
    main()
