"""Facts of MiniStack that the product leans on; an upgrade that breaks one is seen here."""

from __future__ import annotations

import json
import time

import httpx
import pytest
from botocore.exceptions import ClientError
from cloud_under_test import ROLE, ROOT, Cloud, until
from lambdas import add_function, called
from test_step_functions import machine, task


def test_functions_run_on_node_24_and_find_this_cloud(cloud: Cloud):
    add_function(cloud, "whoami", "return { node: process.version, env: process.env };", COLOUR="green")

    seen = called(cloud, "whoami")

    assert seen["node"].startswith("v24.")
    assert seen["env"]["AWS_ENDPOINT_URL"] == cloud.emulator_url
    assert seen["env"]["AWS_ENDPOINT_URL_SAGEMAKER"] == cloud.sagemaker_url
    assert seen["env"]["AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME"] == cloud.sagemaker_url
    assert (seen["env"]["AWS_REGION"], seen["env"]["COLOUR"]) == ("us-east-1", "green")


def test_a_queue_retries_only_what_failed_and_gives_up_to_the_dead_letter_queue(cloud: Cloud):
    consume = """
        const failed = event.Records.filter((record) => record.body === 'poison');
        return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })) };
    """
    arn = add_function(cloud, "consume", consume)
    sqs = cloud.client("sqs")
    dead = sqs.create_queue(QueueName="dead")["QueueUrl"]
    dead_arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 2})
    queue = sqs.create_queue(QueueName="work", Attributes={"RedrivePolicy": redrive, "VisibilityTimeout": "1"})[
        "QueueUrl"
    ]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    cloud.client("lambda").create_event_source_mapping(
        EventSourceArn=queue_arn, FunctionName=arn, BatchSize=10, FunctionResponseTypes=["ReportBatchItemFailures"]
    )
    bodies = ["good"] * 9 + ["poison"]
    sqs.send_message_batch(
        QueueUrl=queue, Entries=[{"Id": str(index), "MessageBody": body} for index, body in enumerate(bodies)]
    )

    found = until(lambda: sqs.receive_message(QueueUrl=dead).get("Messages"), "the poisoned message")

    assert [message["Body"] for message in found] == ["poison"]
    counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    left = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=counts)["Attributes"]
    assert {left[name] for name in counts} == {"0"}


def test_conditions_and_transactions_hold(cloud: Cloud):
    dynamodb = cloud.client("dynamodb")
    dynamodb.create_table(
        TableName="facts",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
    )
    put = {"TableName": "facts", "Item": {"pk": {"S": "a"}, "sk": {"S": "b"}, "revision": {"N": "1"}}}
    only_new = {"ConditionExpression": "attribute_not_exists(pk)"}
    dynamodb.put_item(**put, **only_new)

    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException):
        dynamodb.put_item(**put, **only_new)
    other = {"TableName": "facts", "Item": {"pk": {"S": "c"}, "sk": {"S": "d"}}}
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=[{"Put": other}, {"Put": {**put, **only_new}}])

    assert "Item" not in dynamodb.get_item(TableName="facts", Key=other["Item"])


def test_data_keys_open_only_in_their_own_context(cloud: Cloud):
    kms = cloud.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    made = kms.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext={"shop": "a"})

    opened = kms.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext={"shop": "a"})

    assert opened["Plaintext"] == made["Plaintext"]
    with pytest.raises(ClientError):
        kms.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext={"shop": "b"})


def test_a_user_signs_in_and_the_keys_of_the_token_are_published(cloud: Cloud):
    cognito = cloud.client("cognito-idp")
    schema = [{"Name": "shop", "AttributeDataType": "String", "Mutable": True}]
    pool = cognito.create_user_pool(PoolName="console", Schema=schema)["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="web", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    )["UserPoolClient"]["ClientId"]
    attributes = [{"Name": "custom:shop", "Value": "demo"}]
    cognito.admin_create_user(UserPoolId=pool, Username="anna", UserAttributes=attributes, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username="anna", Password="Secret-123!", Permanent=True)

    signed_in = cognito.initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "anna", "PASSWORD": "Secret-123!"},
    )["AuthenticationResult"]

    keys = httpx.get(f"{cloud.emulator_url}/{pool}/.well-known/jwks.json").json()["keys"]
    header, payload, _ = signed_in["IdToken"].split(".")
    assert decoded(header)["kid"] in {key["kid"] for key in keys}
    assert decoded(payload)["custom:shop"] == "demo"


def decoded(part: str) -> dict:
    import base64

    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def test_the_native_tasks_that_our_workflows_use_take_effect(cloud: Cloud):
    function = add_function(cloud, "double", "return { twice: event.number * 2 };")
    sqs = cloud.client("sqs")
    queue = sqs.create_queue(QueueName="told")["QueueUrl"]
    topic = cloud.client("sns").create_topic(Name="alerts")["TopicArn"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    cloud.client("sns").subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=queue_arn, Attributes={"RawMessageDelivery": "true"}
    )
    call = {"FunctionName": function, "Payload": {"number": "{% $states.input.number %}"}}
    publish = {"TopicArn": topic, "Message": "{% $string($states.input.twice) %}"}
    states = {
        "Double": {**task("lambda:invoke", call, Output="{% $states.result.Payload %}"), "Next": "Tell"},
        "Tell": task("sns:publish", publish),
    }
    del states["Double"]["End"]

    outcome = cloud.outcome(cloud.run_machine({"StartAt": "Double", "States": states}, {"number": 21}))

    assert outcome["status"] == "SUCCEEDED", outcome
    told = until(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"), "the message")
    assert told[0]["Body"] == "42"


def test_a_failing_function_is_retried_and_caught_by_the_name_of_its_error(cloud: Cloud):
    body = "const error = new Error('not now'); error.name = 'BusyError'; throw error;"
    function = add_function(cloud, "busy", body)
    state = task(
        "lambda:invoke",
        {"FunctionName": function, "Payload": {}},
        Retry=[{"ErrorEquals": ["BusyError"], "IntervalSeconds": 1, "MaxAttempts": 2, "BackoffRate": 1}],
        Catch=[{"ErrorEquals": ["BusyError"], "Output": "{% $states.errorOutput %}", "Next": "Caught"}],
    )

    execution = cloud.run_machine({"StartAt": "Only", "States": {"Only": state, "Caught": {"Type": "Succeed"}}})

    assert json.loads(cloud.outcome(execution)["output"])["Error"] == "BusyError"
    history = cloud.client("stepfunctions").get_execution_history(executionArn=execution)["events"]
    assert sum(event["type"] == "TaskScheduled" for event in history) == 3


def test_a_function_whose_process_is_killed_fails_with_the_name_that_a_retry_matches(cloud: Cloud):
    function = add_function(cloud, "killed", "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});")

    outcome = cloud.outcome(
        cloud.run_machine(machine(task("lambda:invoke", {"FunctionName": function, "Payload": {}})))
    )

    assert (outcome["status"], outcome["error"]) == ("FAILED", "Runtime.ExitError")


def test_a_schedule_starts_an_execution(cloud: Cloud):
    states = cloud.client("stepfunctions")
    definition = json.dumps(machine({"Type": "Pass", "End": True}) | {"QueryLanguage": "JSONata"})
    arn = states.create_state_machine(name="scheduled", definition=definition, roleArn=ROLE)["stateMachineArn"]
    at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() + 1))

    cloud.client("scheduler").create_schedule(
        Name="soon",
        ScheduleExpression=f"at({at})",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": arn, "RoleArn": ROLE, "Input": '{"trigger":"schedule"}'},
    )

    started = until(lambda: states.list_executions(stateMachineArn=arn)["executions"], "the execution")
    assert json.loads(cloud.outcome(started[0]["executionArn"])["output"]) == {"trigger": "schedule"}


def test_with_iam_enforced_a_function_may_do_what_its_role_allows_and_no_more(cloud: Cloud):
    bucket = cloud.bucket("papers", open=b"hello", locked=b"secret")
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/open"}
    add_role(cloud, "reader", statement)
    read = """
        const { S3Client, GetObjectCommand } = require(process.env.SDK);
        const client = new S3Client({ forcePathStyle: true, maxAttempts: 1 });
        const asked = client.send(new GetObjectCommand({ Bucket: 'papers', Key: event.key }));
        return asked.then(({ Body }) => Body.transformToString(), (error) => error.name);
    """
    add_function(cloud, "reader", read, role="reader", SDK=str(ROOT / "node_modules/@aws-sdk/client-s3"))
    iam = f"{cloud.emulator_url}/_perennial/iam"
    assert httpx.get(iam).json() == {"enforced": False, "denied": []}

    assert httpx.put(f"{iam}?enforce=true").json()["enforced"]
    try:
        answers = [called(cloud, "reader", {"key": key}) for key in ("open", "locked")]
        as_owner = cloud.client("s3").get_object(Bucket=bucket, Key="locked")["Body"].read()
    finally:
        denied = httpx.put(f"{iam}?enforce=false").json()["denied"]

    assert answers == ["hello", "AccessDenied"]
    assert [(one["action"], one["principal"].split("/")[1]) for one in denied] == [("s3:GetObject", "reader")]
    # The account's own key is its root: what people and deployments do is not tried by this switch, only roles are.
    assert as_owner == b"secret"


@pytest.fixture
def enforced(cloud: Cloud):
    """Roles hold while a test runs; the switch's address, which tells what was denied."""
    iam = f"{cloud.emulator_url}/_perennial/iam"
    httpx.put(f"{iam}?enforce=true")
    yield iam
    httpx.put(f"{iam}?enforce=false")


def test_with_iam_enforced_a_batch_is_allowed_by_the_action_on_a_message(cloud: Cloud, enforced: str):
    queue = cloud.client("sqs").create_queue(QueueName="letters")["QueueUrl"]
    add_role(cloud, "writer", {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"})
    send = """
        const { SQSClient, SendMessageBatchCommand } = require(process.env.SDK);
        const letters = [{ Id: 'one', MessageBody: 'hello' }];
        const asked = new SQSClient({}).send(new SendMessageBatchCommand({ QueueUrl: event.queue, Entries: letters }));
        return asked.then(({ Successful }) => Successful.length, (error) => error.name);
    """
    add_function(cloud, "writer", send, role="writer", SDK=str(ROOT / "node_modules/@aws-sdk/client-sqs"))

    assert called(cloud, "writer", {"queue": queue}) == 1


def test_with_iam_enforced_an_endpoint_is_asked_by_whom_it_is_granted_to(cloud: Cloud, enforced: str):
    own = "arn:aws:sagemaker:*:*:endpoint/shop-purchase-*"
    add_role(cloud, "asker", {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": own})
    ask = """
        const { SageMakerRuntimeClient, InvokeEndpointCommand } = require(process.env.SDK);
        const client = new SageMakerRuntimeClient({ maxAttempts: 1 });
        const asked = client.send(new InvokeEndpointCommand({ EndpointName: event.name, Body: '{}' }));
        return asked.then(() => 'answered', (error) => error.name);
    """
    add_function(cloud, "asker", ask, role="asker", SDK=str(ROOT / "node_modules/@aws-sdk/client-sagemaker-runtime"))

    answers = [called(cloud, "asker", {"name": name}) for name in ("shop-purchase-1", "shop-intents-1")]

    # Neither is there: who may ask is told so, who may not is told that first.
    assert answers == ["ValidationError", "AccessDeniedException"]
    denied = httpx.get(enforced).json()["denied"]
    assert [one["resource"].split("/")[-1] for one in denied if one["action"] == "sagemaker:InvokeEndpoint"] == [
        "shop-intents-1"
    ]


def add_role(cloud: Cloud, name: str, statement: dict[str, str]) -> None:
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    iam = cloud.client("iam")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName=name, PolicyName="only", PolicyDocument=policy)
