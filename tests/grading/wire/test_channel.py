"""Un canal interrompu n'a rien perdu : ce qui n'est pas parti part ensuite, entier et dans l'ordre."""

import socket
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, repeat

from hypothesis import given
from hypothesis import strategies as st

from mlcourse.grading.wire.channel import Channel, PeerLost

_BUFFER = 4096  # octets : un long message part en plusieurs fois
_PATIENCE = 1_000  # attentes d'un dixième de seconde, après quoi plus rien ne viendra


def _replies(channel, count):
    received = [channel.receive() for _ in range(count)]
    channel.send("fini")
    return received


@given(
    sizes=st.lists(st.integers(0, 40_000), min_size=1, max_size=6),
    interruptions=st.lists(st.booleans(), max_size=60),
)
def test_messages_cut_short_arrive_whole_and_in_order(sizes, interruptions):
    moments = chain(interruptions, repeat(False, _PATIENCE))

    def interrupt():
        if next(moments):
            raise PeerLost("temps")

    ends = socket.socketpair()
    for end in ends:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
    sender, receiver = map(Channel, ends)
    messages = [[rank, bytes(size)] for rank, size in enumerate(sizes)]
    with ThreadPoolExecutor(1) as other, ends[0], ends[1]:
        answered = other.submit(_replies, receiver, len(messages))
        sender.idle = interrupt
        for message in messages:
            with suppress(PeerLost):
                sender.send(message)
        answer = None
        while answer is None:
            with suppress(PeerLost):
                answer = sender.receive()
        assert answer == "fini"
        assert answered.result() == messages


def test_message_that_has_left_is_no_longer_held():
    size, ends = 2**23, socket.socketpair()
    with ThreadPoolExecutor(1) as other, ends[0], ends[1]:
        sender, receiver = map(Channel, ends)
        received = other.submit(lambda: len(receiver.receive()))
        tracemalloc.start()
        try:
            sender.send(bytes(size))
            assert received.result() == size
            held, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert held < size / 8
