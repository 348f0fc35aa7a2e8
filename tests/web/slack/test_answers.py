from tests.web.slack.blockkit import visible
from tests.web.slack.conftest import Workspace


def test_a_direct_message_is_answered_in_its_thread(workspace: Workspace) -> None:
    post = workspace.ask("What does the reading room cost?")
    assert (post["channel"], post["thread_ts"]) == ("D1", "1700000000.000100")
    assert "The reading room costs nothing." in visible(post)
    assert "The reading room costs nothing." in post["text"]
