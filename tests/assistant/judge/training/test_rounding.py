import torch

from assistant.judge.training import rounding


def test_four_bits_keep_a_row_within_a_tenth() -> None:
    torch.manual_seed(0)
    weights = 0.04 * torch.randn(200, 96)
    read_back = rounding.round_trip(weights)
    assert (read_back - weights).norm() / weights.norm() < 0.1


def test_rounding_again_changes_nothing() -> None:
    torch.manual_seed(0)
    once = rounding.round_trip(torch.randn(200, 96))
    torch.testing.assert_close(rounding.round_trip(once), once, atol=0, rtol=0)


def test_the_largest_of_a_group_is_kept_and_padding_stays_zero() -> None:
    weights = torch.zeros(2, rounding.GROUP)
    weights[1, 3], weights[1, 4] = 2.0, -0.5
    read_back = rounding.round_trip(weights)
    assert read_back[1, 3] == 2.0
    assert read_back[1, 4] == -0.5
    assert not read_back[0].any()


def test_steps_fit_four_bits() -> None:
    torch.manual_seed(0)
    steps, scale = rounding.to_steps(torch.randn(50, 64))
    assert steps.min() >= -8
    assert steps.max() <= 7
    assert scale.shape == (50, 2)
