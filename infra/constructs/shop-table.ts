import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ShopKeys } from './shop-keys.ts';

export type TableAction =
  | 'dynamodb:GetItem'
  | 'dynamodb:BatchGetItem'
  | 'dynamodb:Query'
  | 'dynamodb:Scan'
  | 'dynamodb:ConditionCheckItem'
  | 'dynamodb:PutItem'
  | 'dynamodb:UpdateItem'
  | 'dynamodb:DeleteItem'
  | 'dynamodb:BatchWriteItem';

export interface ShopTableProps {
  readonly keys: ShopKeys;
  readonly isProtected: boolean;

  /**
   * How far back the table can be restored. Shorter where what was deleted must be gone.
   *
   * @default 35 days
   */
  readonly recoveryDays?: number;

  /**
   * Name of an index over `{index}pk`, `{index}sk`-like attributes.
   *
   * @default no index
   */
  readonly index?: { readonly name: string; readonly partitionKey: string; readonly sortKey?: string };
}

/** A table whose every key begins with the shop: on demand, encrypted by our key, restorable to any second. */
export class ShopTable extends Construct {
  readonly tableName: string;
  private readonly table: Table;
  private readonly keys: ShopKeys;
  private readonly indexName: string | undefined;

  constructor(scope: Construct, id: string, props: ShopTableProps) {
    super(scope, id);
    this.keys = props.keys;
    this.indexName = props.index?.name;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.keys.data,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: props.recoveryDays ?? 35,
      },
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: props.isProtected,
      removalPolicy: props.isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.tableName = this.table.tableName;
    if (props.index) this.addIndex(props.index);
  }

  /** Allows exactly these actions on the rows, and the key that encrypts them. */
  allow(grantee: IGrantable, ...actions: TableAction[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [this.table.tableArn] }));
    this.keys.allowData(grantee);
  }

  /** Allows a query of the index alone. */
  allowIndexQuery(grantee: IGrantable): void {
    if (!this.indexName) throw new Error(`${this.node.path} has no index`);
    const index = `${this.table.tableArn}/index/${this.indexName}`;
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [index] }),
    );
    this.keys.allowData(grantee);
  }

  private addIndex({ name, partitionKey, sortKey }: NonNullable<ShopTableProps['index']>): void {
    this.table.addGlobalSecondaryIndex({
      indexName: name,
      partitionKey: { name: partitionKey, type: AttributeType.STRING },
      sortKey: sortKey ? { name: sortKey, type: AttributeType.STRING } : undefined,
      projectionType: ProjectionType.ALL,
    });
  }
}
