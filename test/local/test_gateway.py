"""The one stable address: the deployed API below /v1 as AWS serves it, the console everywhere else."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator

import httpx
import pytest
from cloud.gateway.problem_details import as_problem
from cloud_under_test import Cloud
from lambdas import add_function

ECHO = """
    return {
      statusCode: Number((event.queryStringParameters || {}).status || 200),
      headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*', etag: '"3"' },
      multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] },
      body: (event.queryStringParameters || {}).body || JSON.stringify({
        body: event.body, base64: event.isBase64Encoded, path: event.path, named: event.pathParameters,
        query: event.multiValueQueryStringParameters,
        shop: event.requestContext.authorizer && event.requestContext.authorizer.shop,
        stage: event.requestContext.stage,
        replaces: event.headers['if-match'] || event.headers['If-Match'] || null,
        encoding: event.headers['content-encoding'] || event.headers['Content-Encoding'] || null,
      }),
    };
"""
AUTHORIZE = """
    const key = event.headers.authorization || event.headers.Authorization;
    if (key === 'unknown') throw new Error('Unauthorized');
    const Effect = key === 'forbidden' ? 'Deny' : 'Allow';
    const statement = { Action: 'execute-api:Invoke', Effect, Resource: event.methodArn };
    return {
      principalId: 'x', context: { shop: 'demo' },
      policyDocument: { Version: '2012-10-17', Statement: [statement] },
    };
"""


@pytest.fixture(scope="module")
def shop(cloud: Cloud) -> Iterator[httpx.Client]:
    """A client of a deployed API: /open and what is below it, /closed (authorizer) and /limited (usage plan)."""
    echo, authorize = add_function(cloud, "echo", ECHO), add_function(cloud, "authorize", AUTHORIZE)
    gateway = cloud.client("apigateway")
    api = gateway.create_rest_api(name="shop")["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    invoke = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{}/invocations"
    authorizer = gateway.create_authorizer(
        restApiId=api,
        name="keys",
        type="REQUEST",
        authorizerUri=invoke.format(authorize),
        identitySource="method.request.header.Authorization",
        authorizerResultTtlInSeconds=0,
    )["id"]

    def add_resource(parent: str, name: str, **options) -> str:
        resource = gateway.create_resource(restApiId=api, parentId=parent, pathPart=name)["id"]
        gateway.put_method(restApiId=api, resourceId=resource, httpMethod="ANY", **options)
        gateway.put_integration(
            restApiId=api,
            resourceId=resource,
            httpMethod="ANY",
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=invoke.format(echo),
        )
        return resource

    add_resource(add_resource(root, "open", authorizationType="NONE"), "{id}", authorizationType="NONE")
    add_resource(root, "closed", authorizationType="CUSTOM", authorizerId=authorizer)
    add_resource(root, "limited", authorizationType="NONE", apiKeyRequired=True)
    gateway.create_deployment(restApiId=api, stageName="v1")
    plan = gateway.create_usage_plan(
        name="plan",
        apiStages=[{"apiId": api, "stage": "v1"}],
        throttle={"rateLimit": 0.01, "burstLimit": 1},
    )["id"]
    key = gateway.create_api_key(name="key", value="key-of-twenty-letters", enabled=True)["id"]
    gateway.create_usage_plan_key(usagePlanId=plan, keyId=key, keyType="API_KEY")
    with httpx.Client(base_url=cloud.public_url, timeout=60) as client:
        yield client


def test_a_request_reaches_the_function_with_its_path_query_and_body(shop: httpx.Client):
    answer = shop.post("/v1/open?a=1&a=2&q=%C3%A4", json={"x": "ä"})

    seen = answer.json()
    assert json.loads(seen["body"]) == {"x": "ä"}
    assert (seen["path"], seen["stage"], seen["base64"]) == ("/open", "v1", False)
    assert seen["query"] == {"a": ["1", "2"], "q": ["ä"]}
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(("sent", "status"), [('"3"', 200), ('"2", W/"3"', 200), ("*", 412)])
def test_what_a_save_replaces_reaches_the_function_and_its_answer_tells_the_revision(
    shop: httpx.Client, sent: str, status: int
):
    answer = shop.put("/v1/open", params={"status": status}, json={}, headers={"if-match": sent})

    assert (answer.status_code, answer.json()["replaces"], answer.headers["etag"]) == (status, sent, '"3"')


@pytest.mark.parametrize("sent", ["a%2Fb", "ann%40example.com", "50%2525", "%E5%AE%89", "a+b"])
def test_a_path_reaches_the_function_as_it_was_sent(shop: httpx.Client, sent: str):
    seen = shop.get(f"/v1/open/{sent}").json()

    assert (seen["path"], seen["named"]) == (f"/open/{sent}", {"id": sent})


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_packed_body_is_unpacked_as_aws_does(shop: httpx.Client, encoding: str, pack):
    headers = {"content-encoding": encoding, "content-type": "application/json"}

    seen = shop.post("/v1/open", content=pack(b'{"event":"Product Viewed"}'), headers=headers).json()

    assert seen["body"] == '{"event":"Product Viewed"}'
    assert seen["encoding"] is None


def test_a_body_that_is_not_what_it_says_is_refused(shop: httpx.Client):
    answer = shop.post("/v1/open", content=b"plain", headers={"content-encoding": "gzip"})

    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(("key", "status"), [("unknown", 401), ("forbidden", 403)])
def test_a_refusal_of_the_gateway_is_a_problem(shop: httpx.Client, key: str, status: int):
    answer = shop.get("/v1/closed", headers={"authorization": key})

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert problem["status"] == status
    assert problem["requestId"] == answer.headers["request-id"]


def test_the_context_of_the_authorizer_reaches_the_function(shop: httpx.Client):
    assert shop.get("/v1/closed", headers={"authorization": "known"}).json()["shop"] == "demo"


def test_a_throttled_request_is_a_problem_429_and_a_missing_key_403(shop: httpx.Client):
    answers = [shop.get("/v1/limited", headers={"x-api-key": "key-of-twenty-letters"}) for _ in range(3)]

    throttled = answers[-1]
    assert (throttled.status_code, throttled.headers["content-type"]) == (429, "application/problem+json")
    assert shop.get("/v1/limited").status_code == 403


def test_an_error_that_the_function_answers_stays_as_it_is(shop: httpx.Client):
    answer = shop.get("/v1/open", params={"status": "403", "body": '{"message":"mine","code":"x"}'})

    assert (answer.status_code, answer.json()) == (403, {"message": "mine", "code": "x"})


def test_of_a_function_that_broke_nothing_inside_is_told():
    raw = json.dumps({"message": json.dumps({"errorMessage": "Task timed out after 10.00 seconds"})}).encode()

    _, body = as_problem(502, [], raw)

    problem = json.loads(body)
    assert (problem["status"], problem["detail"]) == (502, "Try again in a moment.")


def test_the_console_is_served_with_its_routes_and_headers(shop: httpx.Client, cloud: Cloud):
    bucket = cloud.bucket("stack-console-bucket")
    page = "<!doctype html>" + "<p>hello</p>" * 200
    cloud.client("s3").put_object(Bucket=bucket, Key="index.html", Body=page.encode())
    cloud.client("s3").put_object(Bucket=bucket, Key="assets/app-B3xYz12q.js", Body=b"let x = 1;")

    index, route = shop.get("/"), shop.get("/models/purchase")
    asset, missing = shop.get("/assets/app-B3xYz12q.js"), shop.get("/assets/none.js")

    assert index.text == route.text == page
    assert index.headers["content-type"] == "text/html; charset=utf-8"
    assert (index.headers["cache-control"], index.headers["content-encoding"]) == ("no-cache", "gzip")
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asset.headers["content-type"].startswith("text/javascript")
    assert missing.status_code == 404
    assert shop.get("/", headers={"if-none-match": index.headers["etag"]}).status_code == 304
    assert shop.get("/", headers={"accept-encoding": "identity"}).text == page


def test_a_console_in_a_folder_cannot_be_left(tmp_path, cloud: Cloud):
    from cloud_under_test import Cloud as OwnCloud

    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "index.html").write_text("from a folder")
    (tmp_path / "secret.txt").write_text("secret")
    own = OwnCloud(tmp_path / "cloud", PERENNIAL_CONSOLE_FOLDER=str(folder)).start()
    try:
        assert httpx.get(f"{own.public_url}/").text == "from a folder"
        assert httpx.get(f"{own.public_url}/..%2fsecret.txt").status_code == 404
        assert httpx.get(f"{own.public_url}/v1/anything").status_code == 503, "no API is deployed yet"
    finally:
        own.stop()
