import type { StackProps } from 'aws-cdk-lib';
import type { Settings, StageName } from '../settings.ts';
import type { DataStack } from './data-stack.ts';

/** What every stack above the data is given. */
export interface StageStackProps extends StackProps {
  readonly stage: StageName;
  readonly settings: Settings;
  readonly data: DataStack;
}
