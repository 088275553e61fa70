import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import * as z from 'zod';
import { ContainerImage } from '../../core/models/plan.ts';
import type { Settings } from '../settings.ts';

const ImageUris = z.record(ContainerImage, z.string());

/** The images of model-containers/: built on the way to AWS, or the names by which the laptop's cloud runs their folders. */
export class ContainerImages extends Construct {
  readonly uris: Readonly<Record<ContainerImage, string>>;
  private readonly repositories: readonly string[];

  constructor(scope: Construct, id: string, { images }: Pick<Settings, 'images'>) {
    super(scope, id);
    const built =
      images === 'built' ? new Map(ContainerImage.options.map((name) => [name, this.build(name)])) : undefined;
    this.repositories = [...new Set([...(built?.values() ?? [])].map(({ repository }) => repository.repositoryArn))];
    this.uris = ImageUris.parse(
      Object.fromEntries(
        ContainerImage.options.map((name) => [name, built?.get(name)?.imageUri ?? `perennial/${name}:local`]),
      ),
    );
  }

  /** Allows pulling these images, and no others. */
  allowPull(grantee: IGrantable): void {
    if (!this.repositories.length) return;
    const actions = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [...this.repositories] }));
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
    );
  }

  private build(name: ContainerImage): DockerImageAsset {
    return new DockerImageAsset(this, name, {
      directory: 'model-containers',
      file: `${name}/Dockerfile`,
      platform: Platform.LINUX_AMD64,
      exclude: ['**/__pycache__', '**/*.pyc', '**/.pytest_cache'],
    });
  }
}
