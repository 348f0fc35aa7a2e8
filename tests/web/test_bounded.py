from web.bounded import Bounded


def test_nothing_is_kept_longer_than_its_age_however_often_it_is_used() -> None:
    now = [0.0]
    kept: Bounded[str, int] = Bounded(2, 10, clock=lambda: now[0])
    kept.put("a", 1)
    now[0] = 9.0
    kept.put("a", 2)
    assert kept.get("a") == 2
    now[0] = 10.0
    assert kept.get("a") is None
    kept.put("a", 3)
    now[0] = 19.0
    assert kept.get("a") == 3
