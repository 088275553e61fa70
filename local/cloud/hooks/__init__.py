"""What is registered in MiniStack's own tables before it serves. These names are private, so its version is pinned."""

from __future__ import annotations

from cloud.hooks.branch_history import register_branch_history
from cloud.hooks.cloudformation_types import register_types
from cloud.hooks.expressions import register_expressions
from cloud.hooks.function_errors import register_function_errors
from cloud.hooks.resumption import register_resumption
from cloud.hooks.roles import register_roles
from cloud.hooks.sagemaker_tasks import register_tasks
from cloud.hooks.schedule_keywords import register_schedule_keywords
from cloud.settings import Settings


def register_hooks(settings: Settings) -> None:
    register_tasks(settings)
    register_resumption()
    register_branch_history()
    register_types(settings)
    register_function_errors()
    register_schedule_keywords()
    register_roles()
    register_expressions()
