"""Types that change nothing on a laptop (scaling, archives, composite alarms): recorded, so that templates deploy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from cloud.settings import ACCOUNT

# Each with the ARN that Fn::GetAtt or Ref must answer; {id} is the physical id. An empty text: no ARN.
RECORDED: dict[str, str] = {
    "AWS::ApplicationAutoScaling::ScalableTarget": "",
    "AWS::ApplicationAutoScaling::ScalingPolicy": "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{id}",
    "AWS::Athena::DataCatalog": "",
    "AWS::Athena::NamedQuery": "",
    "AWS::Athena::PreparedStatement": "",
    "AWS::Budgets::Budget": "",
    "AWS::CloudWatch::AnomalyDetector": "",
    "AWS::CloudWatch::CompositeAlarm": "arn:aws:cloudwatch:{region}:{account}:alarm:{id}",
    "AWS::CloudWatch::InsightRule": "arn:aws:cloudwatch:{region}:{account}:insight-rule/{id}",
    "AWS::CodeDeploy::Application": "",
    "AWS::CodeDeploy::DeploymentConfig": "",
    "AWS::CodeDeploy::DeploymentGroup": "",
    "AWS::Cognito::ManagedLoginBranding": "",
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": "",
    "AWS::Cognito::UserPoolUICustomizationAttachment": "",
    "AWS::Events::ApiDestination": "arn:aws:events:{region}:{account}:api-destination/{id}",
    "AWS::Events::Archive": "arn:aws:events:{region}:{account}:archive/{id}",
    "AWS::Events::Connection": "arn:aws:events:{region}:{account}:connection/{id}",
    "AWS::Events::EventBusPolicy": "",
    "AWS::Glue::SecurityConfiguration": "",
    "AWS::Logs::QueryDefinition": "",
    "AWS::ResourceGroups::Group": "arn:aws:resource-groups:{region}:{account}:group/{id}",
    "AWS::S3::StorageLens": "",
    "AWS::WAFv2::LoggingConfiguration": "",
    "AWS::WAFv2::WebACLAssociation": "",
    "AWS::XRay::Group": "arn:aws:xray:{region}:{account}:group/{id}",
    "AWS::XRay::SamplingRule": "arn:aws:xray:{region}:{account}:sampling-rule/{id}",
}
REF_IS_ARN = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
# What a template may call such a resource, in the order in which one of them becomes its id.
NAME_PROPERTIES = ("Name", "ArchiveName", "AlarmName", "PolicyName", "RuleName", "GroupName", "ApplicationName")


def recorded_handlers(name: str, arn: str, region: str) -> dict[str, Callable[..., Any]]:
    """Handlers that only give the resource its id and ARN."""

    def create(logical_id: str, properties: dict[str, Any], stack_name: str) -> tuple[str, dict[str, str]]:
        physical_id = next(
            (str(properties[key]) for key in NAME_PROPERTIES if properties.get(key)), unnamed(stack_name, logical_id)
        )
        own = arn.format(region=region, account=ACCOUNT, id=physical_id)
        return (own if name in REF_IS_ARN else physical_id), ({"Arn": own} if own else {})

    def delete(physical_id: str, properties: dict[str, Any]) -> None:
        return

    return {"create": create, "delete": delete}


def unnamed(stack_name: str, logical_id: str) -> str:
    """The same for the same resource, so that an update which changes nothing else keeps the id."""
    return f"{stack_name}-{logical_id}-{hashlib.sha256(f'{stack_name}/{logical_id}'.encode()).hexdigest()[:12]}"
