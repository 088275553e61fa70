import { Construct } from 'constructs';
import type { ShopKeys } from './shop-keys.ts';
import { ShopTable } from './shop-table.ts';

export interface ShopTablesProps {
  readonly keys: ShopKeys;
  readonly isProtected: boolean;
}

/** What the platform remembers, a table for each way of asking. docs/overview.md lists the access patterns. */
export class ShopTables extends Construct {
  /** Shops, their settings and their hashed keys; `byKey` finds the shop of a key. */
  readonly shops: ShopTable;
  /** Answers already given, by idempotency key, for 24 hours. */
  readonly requests: ShopTable;
  /** The only place of direct identifiers, each row under its customer's data key. */
  readonly identities: ShopTable;
  /** One wrapped data key a customer. Restorable for one day only, so that an erasure becomes final. */
  readonly customerKeys: ShopTable;
  /** What a customer is doing now. */
  readonly state: ShopTable;
  /** The catalogue. */
  readonly items: ShopTable;
  /** Neighbours and popular items of each trained version. */
  readonly candidates: ShopTable;
  /** How slates are made: recipes with their versions, and the experiment of each surface. */
  readonly recipes: ShopTable;
  /** What was chosen for whom, and why; `byRequest` finds a decision again. */
  readonly decisions: ShopTable;
  /** Runs, versions and the champion pointer. */
  readonly models: ShopTable;
  /** Texts, their versions and the batches that wrote them. */
  readonly content: ShopTable;

  /** What the chat knows, with the version of all of it. */
  readonly knowledge: ShopTable;
  /** Conversations and their messages, redacted; `byState` finds those that wait for a person. */
  readonly conversations: ShopTable;
  /** Orders, each under its customer's data key. */
  readonly orders: ShopTable;
  /** Campaigns, their runs, each message of a run, and who may be written to. */
  readonly campaigns: ShopTable;
  /** Profiles as the last refresh computed them, and its report. */
  readonly profiles: ShopTable;

  constructor(scope: Construct, id: string, props: ShopTablesProps) {
    super(scope, id);
    this.shops = new ShopTable(this, 'Shops', { ...props, index: { name: 'byKey', partitionKey: 'gsi1pk' } });
    this.requests = new ShopTable(this, 'Requests', props);
    this.identities = new ShopTable(this, 'Identities', props);
    this.customerKeys = new ShopTable(this, 'CustomerKeys', { ...props, recoveryDays: 1 });
    this.state = new ShopTable(this, 'State', props);
    this.items = new ShopTable(this, 'Items', props);
    this.candidates = new ShopTable(this, 'Candidates', props);
    this.recipes = new ShopTable(this, 'Recipes', props);
    this.decisions = new ShopTable(this, 'Decisions', {
      ...props,
      index: { name: 'byRequest', partitionKey: 'gsi1pk' },
    });
    this.models = new ShopTable(this, 'Models', props);
    this.content = new ShopTable(this, 'Content', props);
    this.knowledge = new ShopTable(this, 'Knowledge', props);
    this.conversations = new ShopTable(this, 'Conversations', {
      ...props,
      index: { name: 'byState', partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    });
    this.orders = new ShopTable(this, 'Orders', props);
    this.campaigns = new ShopTable(this, 'Campaigns', props);
    this.profiles = new ShopTable(this, 'Profiles', props);
  }
}
