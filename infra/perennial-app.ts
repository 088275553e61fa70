import { readFileSync } from 'node:fs';
import { App, type AppProps, Tags, Validations } from 'aws-cdk-lib';
import type { Route } from './constructs/shop-api.ts';
import { ReasonedChecks } from './reasoned-checks.ts';
import { readSettings, type Settings, StageName } from './settings.ts';
import { CampaignStack } from './stacks/campaign-stack.ts';
import { ChatStack } from './stacks/chat-stack.ts';
import { ContentStack } from './stacks/content-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EntranceStack } from './stacks/entrance-stack.ts';
import { LearningStack } from './stacks/learning-stack.ts';
import { ShopStack } from './stacks/shop-stack.ts';

export interface PerennialAppProps extends Pick<AppProps, 'outdir'> {
  /** Goes before what cdk.json says. */
  readonly context?: Record<string, unknown>;
}

/** All stacks of one stage, which `-c stage=` names and cdk.json describes. */
export class PerennialApp extends App {
  readonly stage: StageName;
  readonly settings: Settings;
  /** Every route that the API answers. */
  readonly routes: readonly Route[];

  constructor(props: PerennialAppProps = {}) {
    super({ outdir: props.outdir, context: { ...contextOfProject(), ...props.context } });
    this.stage = StageName.parse(this.node.tryGetContext('stage'));
    this.settings = readSettings(this.stage, this.node.tryGetContext('perennial'));
    Tags.of(this).add('perennial:stage', this.stage);
    Validations.of(this).addPlugins(new ReasonedChecks(this));

    const common = { stage: this.stage, settings: this.settings, env: environment(this) };
    const name = (part: string) => `perennial-${this.stage}-${part}`;
    const data = new DataStack(this, name('data'), common);
    const shop = new ShopStack(this, name('shop'), { ...common, data });
    const learning = new LearningStack(this, name('learning'), { ...common, data });
    const content = new ContentStack(this, name('content'), { ...common, data });
    const chat = new ChatStack(this, name('chat'), { ...common, data });
    const campaigns = new CampaignStack(this, name('campaigns'), { ...common, data });
    this.routes = [shop, learning, content, chat, campaigns].flatMap(({ routes }) => routes);
    new EntranceStack(this, name('entrance'), { ...common, data, routes: this.routes });
  }
}

/** The context that the CDK command would hand over, for tests and benches that do without the command. */
function contextOfProject(): Record<string, unknown> {
  return JSON.parse(readFileSync('cdk.json', 'utf8')).context;
}

/** Without credentials the account stays open until the deployment; the region decides what SageMaker can do there. */
function environment(app: App) {
  const region = app.node.tryGetContext('region') ?? process.env.CDK_DEFAULT_REGION ?? 'us-east-1';
  return { account: process.env.CDK_DEFAULT_ACCOUNT, region };
}
