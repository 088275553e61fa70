"""What the launcher's own sockets promise to whoever connects."""

from __future__ import annotations

import asyncio
import socket
from threading import Timer

import pytest
from cloud.launcher import listen


def test_an_answer_written_in_two_pieces_waits_for_no_acknowledgement():
    async def no_delay_of_an_accepted_connection() -> int:
        accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def on_connection(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            accepted.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with listen(0) as own:
            server = await asyncio.start_server(on_connection, sock=own)
            async with server:
                _, writer = await asyncio.open_connection(*own.getsockname())
                found = await accepted
                writer.close()
        return found

    assert asyncio.run(no_delay_of_an_accepted_connection()) != 0


def test_a_port_that_a_killed_cloud_still_holds_is_waited_for():
    left_behind = listen(0)
    left_behind.listen()
    port = left_behind.getsockname()[1]
    Timer(0.3, left_behind.close).start()

    with listen(port) as own:
        assert own.getsockname()[1] == port


def test_a_port_that_stays_taken_is_said():
    with listen(0) as other:
        other.listen()
        with pytest.raises(OSError, match="is taken: stop what listens there"):
            listen(other.getsockname()[1], patience=0.2)
