"""CloudFormation types that MiniStack does not know, so that a template deploys here as it stands."""

from __future__ import annotations

from cloud.hooks.recorded_types import RECORDED, recorded_handlers
from cloud.hooks.sagemaker_types import SAGEMAKER_TYPES, SageMakerType
from cloud.settings import Settings


def register_types(settings: Settings) -> None:
    """Add our types; one that MiniStack has learned meanwhile is left to it."""
    from ministack.services.cloudformation import provisioners, stacks

    for kind in SAGEMAKER_TYPES:
        provisioners._RESOURCE_HANDLERS[kind.name] = SageMakerType(kind, settings.sagemaker_url).handlers()
    for name, attributes in RECORDED.items():
        provisioners._RESOURCE_HANDLERS.setdefault(name, recorded_handlers(name, attributes, settings.region))

    blocks = stacks._runs_on_worker_thread
    # An endpoint takes seconds to start; on MiniStack's own loop nothing else would be answered meanwhile.
    stacks._runs_on_worker_thread = lambda name: name.startswith("AWS::SageMaker::") or blocks(name)
