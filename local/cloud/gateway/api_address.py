"""Which deployed REST API stands behind the public address."""

from __future__ import annotations

STAGE = "v1"


def find_api(name: str) -> str | None:
    """The id of the newest REST API that has the stage `v1` and, if `name` is set, that name.

    It is looked up each time because a deployment may replace the API; the tables are in this process.
    """
    from ministack.services import apigateway_v1

    deployed = [
        api
        for api in apigateway_v1._rest_apis.all_values()
        if name in ("", api["name"]) and STAGE in apigateway_v1._stages_v1.get(api["id"], {})
    ]
    return max(deployed, key=lambda api: api["createdDate"])["id"] if deployed else None
