import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ShopKeys } from './shop-keys.ts';

export interface PrivateBucketProps {
  readonly keys: ShopKeys;
  readonly isProtected: boolean;
  /** Where S3 writes who read what. */
  readonly accessLogs: IBucket;
  readonly lifecycleRules?: LifecycleRule[];
}

/** A bucket that nobody outside can see: TLS only, encrypted by our key, versioned, its accesses logged. */
export class PrivateBucket extends Construct {
  readonly bucketName: string;
  readonly bucket: Bucket;
  private readonly keys: ShopKeys;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    this.keys = props.keys;
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: props.keys.data,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: `${id.toLowerCase()}/`,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1), noncurrentVersionExpiration: Duration.days(7) },
        ...(props.lifecycleRules ?? []),
      ],
      removalPolicy: props.isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.bucketName = this.bucket.bucketName;
  }

  /** Allows reading the objects below the prefixes. */
  allowRead(grantee: IGrantable, ...prefixes: string[]): void {
    this.allowObjects(grantee, ['s3:GetObject'], prefixes);
  }

  /** Allows adding objects below the prefixes; an object there can be replaced but not removed. */
  allowWrite(grantee: IGrantable, ...prefixes: string[]): void {
    this.allowObjects(grantee, ['s3:PutObject'], prefixes);
  }

  /** Allows listing what lies below the prefixes. */
  allowList(grantee: IGrantable, ...prefixes: string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
      }),
    );
  }

  private allowObjects(grantee: IGrantable, actions: string[], prefixes: string[]): void {
    const resources = prefixes.map((prefix) => this.bucket.arnForObjects(`${prefix}*`));
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources }));
    this.keys.allowData(grantee);
  }
}
