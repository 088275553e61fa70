"""Expressions of DynamoDB are read once, and mean what they meant."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError
from cloud.hooks.expressions import tokens_once
from cloud_under_test import Cloud


def test_a_text_is_read_once_and_each_caller_may_change_what_it_got():
    read = []

    def tokenize(text: str) -> list[str]:
        read.append(text)
        return text.split()

    tokens = tokens_once(tokenize)
    tokens("pk = :pk").clear()

    assert tokens("pk = :pk") == ["pk", "=", ":pk"]
    assert read == ["pk = :pk"]


def a_table_of(cloud: Cloud, name: str, rows: list[str]):
    dynamodb = cloud.client("dynamodb")
    dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
    )
    for first in range(0, len(rows), 25):
        puts = [{"PutRequest": {"Item": {"pk": {"S": "a"}, "sk": {"S": sk}}}} for sk in rows[first : first + 25]]
        dynamodb.batch_write_item(RequestItems={name: puts})
    return dynamodb


def test_a_partition_is_walked_by_pages_under_each_condition_that_repositories_ask(cloud: Cloud):
    rows = [f"{kind}#{index:03}" for kind in ("ITEM", "RUN") for index in range(60)]
    dynamodb = a_table_of(cloud, "walked", rows)

    def found(condition: str, **values: str) -> list[str]:
        """All pages, of seven rows each."""
        asked = {":pk": {"S": "a"}, **{f":{name}": {"S": value} for name, value in values.items()}}
        seen: list[str] = []
        start: dict = {}
        while True:
            page = dynamodb.query(
                TableName="walked",
                KeyConditionExpression=condition,
                ExpressionAttributeValues=asked,
                Limit=7,
                **start,
            )
            seen += [row["sk"]["S"] for row in page["Items"]]
            if "LastEvaluatedKey" not in page:
                return seen
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    assert found("pk = :pk") == rows
    assert found("pk = :pk AND begins_with(sk, :prefix)", prefix="RUN#") == rows[60:]
    assert found("pk = :pk AND begins_with(sk, :prefix)", prefix="ITEM#05") == rows[50:60]
    assert found("pk = :pk AND sk BETWEEN :from AND :to", **{"from": "ITEM#058", "to": "RUN#001"}) == rows[58:62]
    assert found("pk = :pk AND sk > :after", after="RUN#057") == rows[118:]


def test_what_does_not_read_is_refused_each_time(cloud: Cloud):
    dynamodb = a_table_of(cloud, "refused", ["b"])

    for _ in range(2):
        with pytest.raises(ClientError, match="Syntax error"):
            dynamodb.query(
                TableName="refused",
                KeyConditionExpression="pk = :pk AND begins_with(sk :prefix)",
                ExpressionAttributeValues={":pk": {"S": "a"}, ":prefix": {"S": "b"}},
            )
