"""`python -m cloud`: starts the laptop's cloud, says where it listens, and stops it on SIGTERM or Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import logging
import os

from cloud.launcher import serve
from cloud.settings import read_settings
from cloud.state_folder import StateFolderInUseError, hold_state_folder


def main() -> int:
    logging.basicConfig(
        level=os.environ.get("LOG_LEVEL", "WARNING"), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    settings = read_settings()
    try:
        with hold_state_folder(settings.state):
            asyncio.run(serve(settings))
    except (StateFolderInUseError, OSError) as error:
        print(json.dumps({"error": str(error)}), flush=True)
        return 1
    return 0


if __name__ == "__main__":
    code = main()
    logging.shutdown()
    # MiniStack's interpreter leaves threads in the middle of executions, for which Python would wait; they are resumed.
    os._exit(code)
