"""What a test's endpoints are asked, and what comes: each query, with the answer that its server sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas.engine.http import Client

if TYPE_CHECKING:
    import pytest

    from icilabas.engine.http import Answer


def kept(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes]]:
    """Keep from now on what any endpoint is asked, and the content of the answers, in a list that grows."""
    came: list[tuple[str, bytes]] = []
    post = Client.post

    def keeping(self: Client, query: str, accept: str) -> Answer:
        answer = post(self, query, accept)
        came.append((query, answer.content))
        return answer

    monkeypatch.setattr(Client, "post", keeping)
    return came
