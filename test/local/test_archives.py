"""Nothing of an archive comes to lie outside its folder, whether or not this Python has filters for that."""

import io
import tarfile

import pytest
from cloud.sagemaker.transfer import unpack


@pytest.fixture(params=["filters", "none"])
def python(request, monkeypatch):
    """One of before 3.11.4, which a distribution may still come with, has no filters."""
    if request.param == "none":
        monkeypatch.delattr(tarfile, "data_filter", raising=False)


def packed(path, name, kind=tarfile.REGTYPE, target=""):
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, target
        entry.size = 4 if kind == tarfile.REGTYPE else 0
        archive.addfile(entry, io.BytesIO(b"text"))
    return path


@pytest.mark.usefixtures("python")
def test_files_come_to_lie_where_they_belong(tmp_path):
    unpack(packed(tmp_path / "a.tar.gz", "code/model.txt"), tmp_path / "out")

    assert (tmp_path / "out" / "code" / "model.txt").read_text() == "text"


@pytest.mark.usefixtures("python")
@pytest.mark.parametrize(
    ("name", "kind", "target"),
    [("../evil.txt", tarfile.REGTYPE, ""), ("evil", tarfile.SYMTYPE, "/etc"), ("evil", tarfile.FIFOTYPE, "")],
)
def test_what_points_outside_is_refused(name, kind, target, tmp_path):
    with pytest.raises(tarfile.TarError):
        unpack(packed(tmp_path / "a.tar.gz", name, kind, target), tmp_path / "out")

    assert not (tmp_path / "evil.txt").exists()
    assert not (tmp_path / "out" / "evil").exists()
