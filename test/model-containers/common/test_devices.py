from pathlib import Path

CONTAINERS = Path(__file__).parents[3] / "model-containers"


def test_one_module_alone_asks_whether_there_is_a_gpu():
    asking = [file.name for file in CONTAINERS.glob("*/src/**/*.py") if "cuda.is_available" in file.read_text()]

    assert asking == ["devices.py"]
