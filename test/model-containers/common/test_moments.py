import subprocess
import sys
from datetime import UTC, datetime

import pytest
from common.moments import epoch_seconds, moment_of


@pytest.mark.parametrize(
    "given", ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00", "2026-03-01T12:00:00+02:00", datetime(2026, 3, 1, 10)]
)
def test_a_moment_is_in_utc_where_nothing_else_is_said(given):
    assert moment_of(given) == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert epoch_seconds(given) == 1_772_359_200.0


def test_serving_reads_moments_without_what_reads_files():
    told = "import sys, common.moments; print(any(name in sys.modules for name in ('pyarrow', 'numpy', 'pandas')))"

    answer = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "False"
