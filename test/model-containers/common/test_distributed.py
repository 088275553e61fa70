import pytest
from common.distributed import World, share_of


@pytest.mark.parametrize(
    ("batches", "processes", "steps", "read"), [(1, 2, 1, 1), (3, 4, 1, 3), (4, 4, 1, 4), (7, 2, 3, 6), (5, 1, 5, 5)]
)
def test_every_process_takes_equally_many_steps_and_at_least_one(batches, processes, steps, read):
    shares = [share_of(list(range(batches)), World(rank, processes)) for rank in range(processes)]

    assert [len(share) for share in shares] == [steps] * processes
    assert len({batch for share in shares for batch in share}) == read


def test_no_batch_is_nobodys():
    assert share_of([], World(1, 2)) == []
