import { CfnOutput, type Stack } from 'aws-cdk-lib';

/** Names what a person or a script needs after the deployment. */
export function exported(stack: Stack, outputs: Record<string, string>): void {
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
}
