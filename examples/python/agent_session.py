"""A Python program that raises a finding and follows it until somebody has it, with the official MCP client.

    python3 -m venv .venv && .venv/bin/pip install 'mcp>=2.3,<3'
    .venv/bin/python examples/python/agent_session.py [ADDRESS [KEY_FILE]]
"""

import asyncio
import sys
import uuid
from pathlib import Path
from typing import Any

from mcp import Client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client

ADDRESS, KEY_FILE = (sys.argv[1:] + ["http://127.0.0.1:8080", ".vigia/sandbox-key"][len(sys.argv) - 1 :])[:2]

# Longer than the gateway waits for a change.
TIMEOUT_S = 40


async def call(client: Client, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """A tool's result. What is refused says what was wrong, and what to do about it."""
    result = await client.call_tool(tool, arguments, read_timeout_seconds=TIMEOUT_S)
    if result.is_error:
        raise RuntimeError(" ".join(part.text for part in result.content if part.type == "text"))
    return result.structured_content


async def main() -> None:
    headers = {"Authorization": f"Bearer {Path(KEY_FILE).read_text().strip()}"}
    http = create_mcp_http_client(headers=headers)
    async with http, Client(streamable_http_client(f"{ADDRESS}/mcp", http_client=http)) as client:
        # Made once for this finding: should the call have to be repeated, it is still one alert.
        finding = {"lpp_grade": 4, "confidence": 0.93, "unit": "uci", "idempotency_key": f"python-{uuid.uuid4()}"}
        alert = await call(client, "notify_lpp_detection", finding)
        print(f"Raised {alert['code']}.", flush=True)
        while alert["next"] is not None and alert["acknowledgedBy"] is None:
            alert = await call(client, alert["next"]["tool"], alert["next"]["arguments"])
        print(f"{alert['code']} is {alert['status']}: {alert['acknowledgedBy']} has it.", flush=True)


asyncio.run(main())
