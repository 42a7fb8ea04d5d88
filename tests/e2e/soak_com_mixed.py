"""Two Excels at once, several workbooks, good formulas and bad ones, calls while others run.

    python tests/e2e/soak_com_mixed.py [--calls 100000] [--clients 2]

Each client is an Excel of its own with a Python server of its own, and all of them ask at the
same time, each in an order of its own. One question in three is asked by two threads of the
client at once, so that a call arrives while another one waits for the cells of its ranges. One
in four is a mistake of ``test_com_bad_input.py``. Before they start, one server is asked each
question once; every later answer of any client must be the same to the last bit.
"""

# ruff: noqa: T201 - a soak run reports

import argparse
import concurrent.futures
import itertools
import random
import threading
import time

import com_host
from com_data import block, sample
from com_values import Range
from soak_com import measure
from test_com_bad_input import BAD

WORKBOOKS = 6
SHAPE = (30, 5, 2)
REPEATS = 5
CHEAP = ["LF_BETAS", "LF_BETA_STATS", "LF_LAMBDAS", "LF_PREMIA", "LF_EXPOSURE", "LF_ALIGN"]


def good_questions():
    """Ask cheap functions about each workbook, with arrays and with ranges."""
    for seed in range(WORKBOOKS):
        assets, factors, _ = sample(SHAPE[0] + seed, *SHAPE[1:], seed=seed)
        for name, form in itertools.product(CHEAP, (list, Range)):
            yield (name, seed, form.__name__), (name, form(block(assets)), form(block(factors)))


def bad_questions():
    """Make every mistake once."""
    return {("bad", what): formula for what, (formula, _) in BAD.items()}


def answer(host, formula, *, repeat=1, at_once=False):
    """Ask one question, and give all bits of the answer."""
    reply = host.run(*formula, repeat=repeat, compare=True, at_once=at_once)
    assert reply.different == 0, f"{formula[0]}: {reply.different} answers in a row differ"
    return repr(reply.value)


def first_answers(good, bad):
    """Ask one server everything once, one call after the other."""
    with com_host.ComHost() as host:
        return {key: answer(host, formula) for key, formula in {**good, **bad}.items()}


class Client:
    """An Excel with its server, which asks until there were enough calls."""

    def __init__(self, number, good, bad, known):
        self.number, self.known = number, known
        self.good, self.bad = list(good.items()), list(bad.items())
        self.random = random.Random(number)  # noqa: S311 - an order, not a secret
        self.done, self.n_bad, self.n_at_once = 0, 0, 0

    def run(self, calls, every, together):
        """Ask, and report the state of the server; a wrong answer ends the run."""
        with com_host.ComHost() as host:
            answer(host, ("LF_VERSION",))  # starts the server
            together.wait()
            while self.done < calls:
                before = self.done // every
                self.ask(host)
                if self.done // every > before:
                    state = measure(host, self.done)
                    print(f"client {self.number}  {state}", flush=True)
            host.process.stdin.close()
            return len(host.wait_for_end(20))

    def ask(self, host):
        """Ask one question several times."""
        is_bad = self.random.random() < 0.25
        key, formula = self.random.choice(self.bad if is_bad else self.good)
        at_once = self.random.random() < 1 / 3
        found = answer(host, formula, repeat=REPEATS, at_once=at_once)
        assert found == self.known[key], f"{key}: {found[:200]} and not {self.known[key][:200]}"
        made = REPEATS * (1 + at_once)
        self.done += made
        self.n_bad += made * is_bad
        self.n_at_once += made * at_once


def soak(calls, n_clients, every):
    """Let the clients share the calls; give them, and how many processes they left behind.

    Raises
    ------
    AssertionError
        An answer differs from the first one to the same question.
    """
    good, bad = dict(good_questions()), bad_questions()
    known = first_answers(good, bad)
    clients = [Client(number, good, bad, known) for number in range(n_clients)]
    together = threading.Barrier(n_clients, timeout=com_host.ANSWER_WITHIN)
    share = -(-calls // n_clients)
    with concurrent.futures.ThreadPoolExecutor(n_clients) as pool:
        left = pool.map(lambda client: client.run(share, every, together), clients)
        return clients, sum(left)


def main():
    """Run the soak and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=2)
    given = parser.parse_args()
    com_host.install_package()
    start = time.monotonic()
    clients, left = soak(given.calls, given.clients, max(given.calls // given.clients // 10, 1))
    print(
        f"{sum(c.done for c in clients)} calls of {len(clients)} clients in "
        f"{time.monotonic() - start:.0f} s: {sum(c.n_bad for c in clients)} of them mistakes, "
        f"{sum(c.n_at_once for c in clients)} by two threads at once; every answer equals the "
        f"first single one; processes left after the hosts: {left}"
    )


if __name__ == "__main__":
    main()
